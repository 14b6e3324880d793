import { createECDH, createPublicKey, diffieHellman, type ECDH, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** Groups that the prober can compute, in its order of preference (RFC 8446 §4.2.7). */
export const supportedGroups = [0x001d, 0x0017, 0x0018, 0x0019] as const

/** One of `supportedGroups`. */
export type SupportedGroup = (typeof supportedGroups)[number]

/** Whether the prober can compute this group. */
export const isSupportedGroup = (group: number): group is SupportedGroup => (supportedGroups as readonly number[]).includes(group)

/** The client's half of (EC)DHE: RFC 8446 §4.2.8 and §7.4.2. */
export interface KeyExchange {
  /** The value of `KeyShareEntry.key_exchange`. */
  publicKey(group: SupportedGroup): Uint8Array
  /** The (EC)DHE shared secret. Throws when the peer's value is no point of the group, or a point that RFC 7748 §6.1 forbids. */
  sharedSecret(group: SupportedGroup, peer: Uint8Array): Uint8Array
}

const curves = { 0x0017: 'prime256v1', 0x0018: 'secp384r1', 0x0019: 'secp521r1' } as const

/** Key pairs made when first used, and kept; `x25519` may be given so that a recorded handshake can be replayed. */
export function keyExchange(x25519?: KeyObject): KeyExchange {
  let privateKey = x25519
  let rawPublicKey: Buffer | undefined
  const ecdh = new Map<SupportedGroup, ECDH>()
  const curve = (group: keyof typeof curves): ECDH => {
    let pair = ecdh.get(group)
    if (pair === undefined) {
      pair = createECDH(curves[group])
      pair.generateKeys()
      ecdh.set(group, pair)
    }
    return pair
  }
  return {
    publicKey(group) {
      if (group !== 0x001d) return curve(group).getPublicKey()
      privateKey ??= generateKeyPairSync('x25519').privateKey
      rawPublicKey ??= Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url')
      return rawPublicKey
    },
    sharedSecret(group, peer) {
      if (group !== 0x001d) return curve(group).computeSecret(peer)
      privateKey ??= generateKeyPairSync('x25519').privateKey
      // A JWK is read some ten times faster than a SubjectPublicKeyInfo by OpenSSL 3.0's decoders.
      const x = Buffer.from(peer.buffer, peer.byteOffset, peer.length).toString('base64url')
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
      return diffieHellman({ privateKey, publicKey })
    },
  }
}

/** One set of key pairs for the process: a handshake that stops before the Finished message protects nothing, so none has to be fresh. */
export const sharedKeyExchange: KeyExchange = keyExchange()
