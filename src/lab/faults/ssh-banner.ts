import type { Fault } from '../fault.ts'
import { servedWithoutChain } from '../shapes.ts'

const id = 'ssh-banner'

/** RFC 4253 §4.2: either side may greet first. */
export const sshBanner: Fault = {
  id,
  title: 'Not TLS: SSH',
  shows: 'The port speaks SSH and greets first.',
  build: (now) => servedWithoutChain(id, now, { kind: 'text', first: 'server', text: 'SSH-2.0-Lab_1.0\r\n' }),
}
