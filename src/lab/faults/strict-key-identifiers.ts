import { extensionOid } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withoutExtensions } from '../shapes.ts'

const id = 'strict-key-identifiers'

/** RFC 5280 §4.2.1.1 and §4.2.1.2. OpenSSL asks for them under X509_V_FLAG_X509_STRICT, which Python 3.13 sets. */
export const strictKeyIdentifiers: Fault = {
  id,
  title: 'Strict: no key identifiers',
  shows: 'No certificate has a subject or authority key identifier, which only strict clients mind.',
  build: (now) => {
    const extensions = withoutExtensions(extensionOid.subjectKeyIdentifier, extensionOid.authorityKeyIdentifier)
    return servedUsually(usualChain(id, now, { root: { extensions }, intermediate: { extensions }, leaf: { extensions } }))
  },
}
