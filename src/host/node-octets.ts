import { createPublicKey, hash, verify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'

/** SHA-256 in hexadecimal. */
export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes)

/** See `ReadContext.sha1`. */
export const sha1 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha1', bytes, 'buffer'))

/** See `ReadContext.inflate`. */
export const inflate = (bytes: Uint8Array, dictionary: Uint8Array, maxOctets: number): Uint8Array =>
  new Uint8Array(inflateRawSync(bytes, { maxOutputLength: maxOctets, ...(dictionary.length > 0 ? { dictionary } : {}) }))

/** See `ReadContext.verify`. Throws on a key that cannot be imported. */
export const verifySignature = (
  algorithm: 'sha256' | 'sha384' | 'sha512' | 'sha1',
  key: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean => verify(algorithm, data, createPublicKey({ format: 'der', type: 'spki', key: Buffer.from(key) }), signature)
