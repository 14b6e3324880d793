import type { Fault } from '../fault.ts'
import { servedWithoutChain } from '../shapes.ts'

const id = 'unrecognized-name'

/** RFC 6066 §3 and RFC 8446 §6.2. */
export const unrecognizedName: Fault = {
  id,
  title: 'Alert: unrecognized_name',
  shows: 'The server knows no site of the name that was asked for and says so in an alert (112).',
  build: (now) => servedWithoutChain(id, now, { kind: 'alert', description: 112 }),
}
