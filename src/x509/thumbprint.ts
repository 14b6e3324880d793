import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { Certificate } from '../model/certificate.ts'
import type { HashName } from '../model/algorithm.ts'
import { toHex } from './hex.ts'

/** SHA-1 of a certificate in lower-case hexadecimal: the name under which Windows and macOS keep it. It identifies, and proves nothing. */
export const thumbprint = (der: Uint8Array): string => toHex(sha1(der))

/**
 * The hash that a certificate's signature was made over, in lower-case hexadecimal: Windows' signature hash
 * (wincrypt.h: CERT_SIGNATURE_HASH_PROP_ID). `null`: the signature names no hash that is known here.
 */
export function signatureHash({ signatureScheme, tbsCertificate }: Certificate): string | null {
  const digest = signatureScheme.hash === null ? undefined : digests[signatureScheme.hash]
  return digest === undefined ? null : toHex(digest(tbsCertificate))
}

const digests: Partial<Record<HashName, (octets: Uint8Array) => Uint8Array>> = { md5, sha1, sha256, sha384, sha512 }
