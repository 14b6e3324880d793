import type { Fault } from '../fault.ts'
import { labHost, servedUsually, usualChain } from '../shapes.ts'

const id = 'ip-without-ip-san'

/** RFC 9525 §6.4: an address matches an iPAddress alone. */
export const ipWithoutIpSan: Fault = {
  id,
  title: 'Address asked for, none certified',
  shows: 'The client asks for an IP address; the certificate has host names alone.',
  build: (now) => ({ ...servedUsually(usualChain(id, now, { names: [{ dns: labHost }] })), host: '127.0.0.1' }),
}
