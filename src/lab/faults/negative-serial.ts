import type { Fault } from '../fault.ts'
import { servedUsually, usualChain } from '../shapes.ts'

const id = 'negative-serial'

/** RFC 5280 §4.1.2.2. Go has refused it since 1.23; OpenSSL does not mind. */
export const negativeSerial: Fault = {
  id,
  title: 'Malformed: negative serial number',
  shows: "The leaf's serial number is below zero, which RFC 5280 §4.1.2.2 forbids.",
  build: (now) => servedUsually(usualChain(id, now, { leaf: { serial: -0x51ab01n } })),
}
