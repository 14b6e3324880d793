import { subjectAltName } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { loopbackNames, servedUsually, usualChain } from '../shapes.ts'

const id = 'duplicate-extension'

/** RFC 5280 §4.2: no more than one instance. Go and webpki refuse to read it; OpenSSL 3 reads it and then finds no issuer for it, and as a server sends it by TLS 1.3 alone. */
export const duplicateExtension: Fault = {
  id,
  title: 'Malformed: an extension twice',
  shows: 'The leaf has its subject alternative name twice, which RFC 5280 §4.2 forbids.',
  build: (now) => ({
    ...servedUsually(usualChain(id, now, { leaf: { extensions: (usual) => [...usual, subjectAltName(...loopbackNames)] } })),
    serve: { kind: 'raw' },
  }),
}
