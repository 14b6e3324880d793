import { hash as digestOf } from 'node:crypto'
import { once } from '../../model/once.ts'
import type { Tls13Suite } from './cipher-suite.ts'
import { putLatin1, putUint16 } from './octets.ts'

/** The key and the initial nonce of one direction (RFC 8446 §7.3). */
export interface TrafficKeys {
  readonly key: Buffer
  readonly iv: Buffer
}

const none = new Uint8Array(0)

const blockOctets = { sha256: 64, sha384: 128 } as const

/**
 * RFC 2104 §2, for keys no longer than a block of the hash, which all keys of TLS are. Node's own wants a key object and a stream: for the
 * few of a handshake they cost more than the digests.
 */
function hmac(hash: Tls13Suite['hash'], key: Uint8Array, text: Uint8Array): Buffer {
  const keyed = (pad: number, rest: Uint8Array): Buffer => {
    const block = new Uint8Array(blockOctets[hash] + rest.length).fill(pad, 0, blockOctets[hash])
    for (let i = 0; i < key.length; i++) block[i] = (key[i] ?? 0) ^ pad
    block.set(rest, blockOctets[hash])
    return digestOf(hash, block, 'buffer')
  }
  return keyed(0x5c, keyed(0x36, text))
}

/** HKDF-Expand-Label of RFC 8446 §7.1, for outputs no longer than one block of the hash. */
function hkdfExpandLabel(
  hash: Tls13Suite['hash'],
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Buffer {
  const full = `tls13 ${label}`
  const info = new Uint8Array(5 + full.length + context.length)
  putUint16(info, 0, length)
  info[2] = full.length
  putLatin1(info, 3, full)
  info[3 + full.length] = context.length
  info.set(context, 4 + full.length)
  info[info.length - 1] = 1 // the counter of HKDF-Expand's only block (RFC 5869 §2.3)
  return hmac(hash, secret, info).subarray(0, length)
}

/** The salt of the handshake secret, which is the same for every handshake without a pre-shared key. */
function saltWithoutPsk(hash: Tls13Suite['hash']): { readonly empty: Buffer; readonly salt: Buffer } {
  const empty = digestOf(hash, none, 'buffer')
  const zeros = new Uint8Array(empty.length)
  const early = hmac(hash, zeros, zeros)
  return { empty, salt: hkdfExpandLabel(hash, early, 'derived', empty, empty.length) }
}

const salts = { sha256: once(() => saltWithoutPsk('sha256')), sha384: once(() => saltWithoutPsk('sha384')) }

/** The server's handshake traffic secret (RFC 8446 §7.1) from the shared secret and the hash of ClientHello … ServerHello. */
export function serverHandshakeSecret(hash: Tls13Suite['hash'], sharedSecret: Uint8Array, transcript: Uint8Array): Buffer {
  const handshake = hmac(hash, salts[hash]().salt, sharedSecret)
  return hkdfExpandLabel(hash, handshake, 's hs traffic', transcript, transcript.length)
}

/** RFC 8446 §7.3. */
export function trafficKeys(suite: Tls13Suite, secret: Uint8Array): TrafficKeys {
  return {
    key: hkdfExpandLabel(suite.hash, secret, 'key', none, suite.keyOctets),
    iv: hkdfExpandLabel(suite.hash, secret, 'iv', none, 12),
  }
}
