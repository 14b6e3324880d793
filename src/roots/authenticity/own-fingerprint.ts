import type { Sha256 } from '../../model/sha256.ts'

/** What tools write before it: `SHA256:`, `sha256 Fingerprint=` (openssl x509), `SHA-256 `. */
const label = /^\s*sha-?256(?:\s*fingerprint)?\s*[:=]?\s*/i

/**
 * A full SHA-256 as people have it: 64 hexadecimal digits, in any case, with colons and white space between them, behind what tools write
 * before it. `null`: anything else, a shorter one above all: eight digits can be met by trying (about four thousand million certificates), 64 cannot.
 */
export function ownFingerprint(text: string): Sha256 | null {
  const digits = text.replace(label, '').replace(/[:\s]/g, '')
  return /^[0-9a-f]{64}$/i.test(digits) ? (digits.toLowerCase() as Sha256) : null
}
