import { hex } from '../der-writer.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'critical-unknown-extension'

/** RFC 5280 §6.1.4 (o) and §6.1.5 (f). The identifier is from the arc that RFC 5612 keeps for examples. */
export const criticalUnknownExtension: Fault = {
  id,
  title: 'Critical extension that nobody knows',
  shows: 'The leaf has a critical extension with an identifier that no client can know.',
  build: (now) =>
    servedUsually(
      usualChain(id, now, {
        leaf: { extensions: (usual) => [...usual, { oid: '1.3.6.1.4.1.32473.1', critical: true, value: hex('0500') }] },
      }),
    ),
}
