import { basicConstraints } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'intermediate-not-a-ca'

/** RFC 5280 §6.1.4 (k). */
export const intermediateNotACa: Fault = {
  id,
  title: 'Intermediate that is no CA',
  shows: "The certificate above the leaf says CA:FALSE: somebody issued with a server's certificate.",
  build: (now) => servedUsually(usualChain(id, now, { intermediate: { extensions: withExtension(basicConstraints(false)) } })),
}
