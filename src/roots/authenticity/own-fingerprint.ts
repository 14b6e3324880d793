import type { Sha256 } from '../../model/sha256.ts'

/**
 * A full SHA-256 as people have it: 64 hexadecimal digits, in any case, with colons and white space between them. `null`: anything
 * else, a shorter one above all: eight digits can be met by trying (about four thousand million certificates), 64 cannot.
 */
export function ownFingerprint(text: string): Sha256 | null {
  const digits = text.replace(/[:\s]/g, '')
  return /^[0-9a-f]{64}$/i.test(digits) ? (digits.toLowerCase() as Sha256) : null
}
