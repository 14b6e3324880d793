import type { Fault } from '../fault.ts'
import { tower } from '../tower.ts'

const id = 'long-chain'

/** RFC 5280 sets no limit; clients do: webpki 6 issuers, Mbed TLS 8, GnuTLS 16, OpenSSL 100. */
export const longChain: Fault = {
  id,
  title: 'Twelve certificates',
  shows: 'Eleven intermediates stand one above the other: right by RFC 5280, too deep for some clients.',
  build: (now) => tower(id, now, 11),
}
