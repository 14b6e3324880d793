import { hex } from '../der-writer.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'junk-leaf'

const junk = hex('6e6f742061206365727469666963617465')

/** RFC 5246 §7.4.2 and RFC 8446 §4.4.2: the list is of certificates; nothing here can be read as one. */
export const junkLeaf: Fault = {
  id,
  title: 'Malformed: no certificate at all',
  shows: 'In the place of the leaf stand octets that are no certificate.',
  build: (now) => {
    const usual = usualChain(id, now)
    return { ...servedUsually(usual), chain: [junk, usual.intermediate], key: null }
  },
}
