import type { HashName } from '../../model/algorithm.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'

/** OpenSSL's security levels, least bits of strength (SSL_CTX_set_security_level(3)). */
const levelBits = [0, 80, 112, 128, 192, 256] as const

/** Least bits of strength that a level asks for. */
export const securityBits = (level: number): number => levelBits[Math.max(0, Math.min(level, 5))] ?? 0

/**
 * Bits of strength of the certificate's own key (NIST SP 800-57 part 1 table 2, as OpenSSL's BN_security_bits
 * and EVP_PKEY_get_security_bits count them). 0: unknown or malformed, never strong enough.
 * The release that counts collisions of digests, 3.0, also began to compute the strength of an RSA key.
 */
export function keyStrength(certificate: Certificate, digestBits: GreedyVerifier['digestBits']): number {
  const { key } = certificate.subjectPublicKeyInfo
  switch (key.kind) {
    case 'rsa':
      return digestBits === 'collisions' ? sieveStrength(key.bits) : factoringStrength(key.bits)
    case 'dsa':
      return factoringStrength(key.bits)
    case 'ec':
      return Math.floor(key.bits / 2)
    case 'ed25519':
    case 'x25519':
      return 128
    case 'ed448':
    case 'x448':
      return 224
    default:
      return 0
  }
}

function factoringStrength(bits: number): number {
  if (bits < 1024) return 0
  if (bits < 2048) return 80
  if (bits < 3072) return 112
  if (bits < 7680) return 128
  return bits < 15360 ? 192 : 256
}

/**
 * ossl_ifc_ffc_compute_security_bits (crypto/rsa/rsa_lib.c): NIST SP 800-56B Appendix D, to the nearest multiple of 8, and no more than
 * the table has for the next greater size. A modulus of 2047 bits counts as one of 2048.
 */
function sieveStrength(bits: number): number {
  if (bits < 8) return 0
  const size = bits * Math.LN2
  const strength = (1.923 * Math.cbrt(size * Math.log(size) ** 2) - 4.69) / Math.LN2
  return Math.min(Math.floor((strength + 4) / 8) * 8, bits <= 7680 ? 192 : bits <= 15_360 ? 256 : 1200)
}

/** Bits of a digest. */
export const digestLength: Readonly<Record<HashName, number>> = {
  md2: 128,
  md4: 128,
  md5: 128,
  sha1: 160,
  sha224: 224,
  sha256: 256,
  sha384: 384,
  sha512: 512,
}

/**
 * Bits of strength of the signature on a certificate, by its digest. OpenSSL crypto/x509/x509_set.c
 * (x509_sig_info_init): half the length, but from 3.0 SHA-1 counts 63 and MD5 39. EdDSA counts 128 and 224.
 */
export function signatureStrength(certificate: Certificate, digestBits: GreedyVerifier['digestBits']): number {
  const { kind, hash } = certificate.signatureScheme
  if (kind === 'ed25519') return 128
  if (kind === 'ed448') return 224
  if (hash === null) return 0
  if (digestBits === 'collisions' && hash === 'sha1') return 63
  if (digestBits === 'collisions' && hash === 'md5') return 39
  return digestLength[hash] / 2
}
