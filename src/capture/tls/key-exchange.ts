import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type ECDH,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { once } from '../../model/once.ts'

/**
 * Groups that the prober can compute, in its order of preference (RFC 8446 §4.2.7). P-256 is first: it alone is mandatory (§9.1), and
 * is computed at once, while a key of X25519 goes through Node's key objects, which the first time costs more than the key.
 */
export const supportedGroups = [0x0017, 0x001d, 0x0018, 0x0019] as const

/** One of `supportedGroups`. */
export type SupportedGroup = (typeof supportedGroups)[number]

/** Whether the prober can compute this group. */
export const isSupportedGroup = (group: number): group is SupportedGroup => (supportedGroups as readonly number[]).includes(group)

/** The client's half of (EC)DHE: RFC 8446 §4.2.8 and §7.4.2. */
export interface KeyExchange {
  /** The group to send a share for in a handshake's first hello; asked once for each. */
  firstGroup(): SupportedGroup
  /** The value of `KeyShareEntry.key_exchange`. */
  publicKey(group: SupportedGroup): Uint8Array
  /** The (EC)DHE shared secret. Throws when the peer's value is no point of the group, or a point that RFC 7748 §6.1 forbids. */
  sharedSecret(group: SupportedGroup, peer: Uint8Array): Uint8Array
}

const curves = { 0x0017: 'prime256v1', 0x0018: 'secp384r1', 0x0019: 'secp521r1' } as const

/** Key pairs made when first used, and kept; `x25519` may be given so that a recorded handshake can be replayed. */
export function keyExchange(x25519?: KeyObject): KeyExchange {
  const pair = once(() => (x25519 === undefined ? generateX25519() : x25519Pair(x25519)))
  const ecdh = new Map<SupportedGroup, ECDH>()
  const curve = (group: keyof typeof curves): ECDH => {
    let keys = ecdh.get(group)
    if (keys === undefined) {
      keys = createECDH(curves[group])
      keys.generateKeys()
      ecdh.set(group, keys)
    }
    return keys
  }
  return {
    firstGroup: () => supportedGroups[0],
    publicKey(group) {
      if (group !== 0x001d) return curve(group).getPublicKey()
      return pair().publicKey
    },
    sharedSecret(group, peer) {
      if (group !== 0x001d) return curve(group).computeSecret(peer)
      // A JWK is read some ten times faster than a SubjectPublicKeyInfo by OpenSSL 3.0's decoders.
      const x = Buffer.from(peer.buffer, peer.byteOffset, peer.length).toString('base64url')
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
      return diffieHellman({ privateKey: pair().privateKey, publicKey })
    },
  }
}

interface X25519Pair {
  readonly privateKey: KeyObject
  /** RFC 7748 §6.1. */
  readonly publicKey: Uint8Array
}

const x25519Pair = (privateKey: KeyObject): X25519Pair => ({
  privateKey,
  publicKey: rawPublicKey(createPublicKey(privateKey).export({ format: 'jwk' })),
})

/**
 * A pair made anew. Node exports it itself, and the private key is read back: to ask a generated key for its JWK can block the
 * process for ever, for Node 20 holds the key's lock meanwhile, and a collection of garbage at that moment takes the lock again to
 * destroy what made the key (`~KeyPairGenConfig`; seen in Node 20.20.2).
 */
function generateX25519(): X25519Pair {
  const format = { format: 'jwk' } as const
  const { privateKey, publicKey } = generateX25519Jwk('x25519', { publicKeyEncoding: format, privateKeyEncoding: format })
  return { privateKey: createPrivateKey({ key: privateKey, format: 'jwk' }), publicKey: rawPublicKey(publicKey) }
}

/** Node's types know only PEM and DER here; its documentation has JWK for every kind of key. */
const generateX25519Jwk = generateKeyPairSync as unknown as (
  type: 'x25519',
  options: { readonly publicKeyEncoding: { readonly format: 'jwk' }; readonly privateKeyEncoding: { readonly format: 'jwk' } },
) => { readonly privateKey: JsonWebKey; readonly publicKey: JsonWebKey }

const rawPublicKey = ({ x = '' }: JsonWebKey): Uint8Array => Buffer.from(x, 'base64url')

/** So many secrets of P-256 cost more than those of X25519 by what the first key object costs (OpenSSL 3.0: 40 µs each, and 800 µs). */
const handshakesOfP256 = 20
let handshakes = 0

/**
 * One set of key pairs for the process: a handshake that stops before the Finished message protects nothing, so none has to be fresh.
 * A process that makes many handshakes sends shares of X25519, which cost both sides half as much.
 */
export const sharedKeyExchange: KeyExchange = {
  ...keyExchange(),
  firstGroup: () => (handshakes++ < handshakesOfP256 ? 0x0017 : 0x001d),
}
