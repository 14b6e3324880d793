import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'client-certificate-required'

/** RFC 8446 §6.2: certificate_required (116), sent after the client took the handshake for done. */
export const clientCertificateRequired: Fault = {
  id,
  title: 'Client certificate required',
  shows: 'The chain is good; it is the server that rejects, for it was shown no client certificate.',
  build: (now) => ({
    ...servedUsually(usualChain(id, now)),
    serve: { kind: 'chain', clientCertificate: 'required', versions: ['TLSv1.3', 'TLSv1.3'] },
  }),
}
