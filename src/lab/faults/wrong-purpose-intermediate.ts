import { extKeyUsage, purpose } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'wrong-purpose-intermediate'

/** RFC 5280 §4.2.1.12 speaks of the target alone; most clients let the purposes of an authority limit those below it. */
export const wrongPurposeIntermediate: Fault = {
  id,
  title: 'Intermediate for mail alone',
  shows: "The intermediate's extended key usage allows mail protection, not TLS servers.",
  build: (now) =>
    servedUsually(usualChain(id, now, { intermediate: { extensions: withExtension(extKeyUsage(purpose.emailProtection)) } })),
}
