import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'

/** Hashes that `digest` computes. */
export type DigestName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** The hash of octets (FIPS 180-4). */
export const digest = (name: DigestName, octets: Uint8Array): Uint8Array => digests[name](octets)

const digests: Readonly<Record<DigestName, (octets: Uint8Array) => Uint8Array>> = { sha1, sha256, sha384, sha512 }
