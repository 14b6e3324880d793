import type { Fault } from '../fault.ts'
import { signatureAlgorithm } from '../mint.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'algorithm-mismatch'

/** RFC 5280 §4.1.1.2. The signature itself is true. */
export const algorithmMismatch: Fault = {
  id,
  title: 'Malformed: two signature algorithms',
  shows: "Inside the leaf's signed part stands another signature algorithm than outside, which RFC 5280 §4.1.1.2 forbids.",
  build: (now) => servedUsually(usualChain(id, now, { leaf: { innerAlgorithm: signatureAlgorithm('p-256', 'sha384') } })),
}
