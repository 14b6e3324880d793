import { extensionOid } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withoutExtensions } from '../shapes.ts'

const id = 'strict-key-usage'

/** RFC 5280 §4.2.1.3: present in the certificates of authorities. OpenSSL asks for it under X509_V_FLAG_X509_STRICT. */
export const strictKeyUsage: Fault = {
  id,
  title: 'Strict: no key usage',
  shows: 'The intermediate and the root have no key usage, which only strict clients mind.',
  build: (now) => {
    const extensions = withoutExtensions(extensionOid.keyUsage)
    return servedUsually(usualChain(id, now, { root: { extensions }, intermediate: { extensions } }))
  },
}
