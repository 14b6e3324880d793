import { keyUsageBit } from '../../model/extension.ts'
import { keyUsage } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withExtension } from '../shapes.ts'

const id = 'intermediate-without-cert-sign'

/** RFC 5280 §6.1.4 (n). */
export const intermediateWithoutCertSign: Fault = {
  id,
  title: 'Intermediate that may not sign certificates',
  shows: 'The intermediate is a CA by its basic constraints, but its key usage lacks keyCertSign.',
  build: (now) =>
    servedUsually(
      usualChain(id, now, {
        intermediate: { extensions: withExtension(keyUsage(keyUsageBit.digitalSignature | keyUsageBit.cRLSign)) },
      }),
    ),
}
