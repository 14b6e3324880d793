import type { Fault } from '../fault.ts'
import { tower } from '../tower.ts'

const id = 'hundred-certificates'

/** At the limits that OpenSSL sets itself: a depth of 100, and 100 kB for a Certificate message. */
export const hundredCertificates: Fault = {
  id,
  title: 'A hundred certificates',
  shows: 'Ninety-nine intermediates stand one above the other: past the limits of many clients.',
  build: (now) => tower(id, now, 99),
}
