import { extensionOid } from '../extensions.ts'
import type { Fault } from '../fault.ts'
import { servedUsually, usualChain, withoutExtensions } from '../shapes.ts'

const id = 'no-san'

/** RFC 9525 §2: the common name no longer counts. OpenSSL and GnuTLS still fall back on it. */
export const noSan: Fault = {
  id,
  title: 'No subject alternative name',
  shows: 'The name stands in the common name alone, which browsers and Go no longer read.',
  build: (now) => servedUsually(usualChain(id, now, { leaf: { extensions: withoutExtensions(extensionOid.subjectAltName) } })),
}
