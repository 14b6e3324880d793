import { createHmac, hash as digestOf } from 'node:crypto'
import { once } from '../../model/once.ts'
import type { Tls13Suite } from './cipher-suite.ts'
import { putLatin1, putUint16 } from './octets.ts'

/** The key and the initial nonce of one direction (RFC 8446 §7.3). */
export interface TrafficKeys {
  readonly key: Buffer
  readonly iv: Buffer
}

const none = new Uint8Array(0)

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
  return createHmac(hash, secret).update(info).digest().subarray(0, length)
}

/** The salt of the handshake secret, which is the same for every handshake without a pre-shared key. */
function saltWithoutPsk(hash: Tls13Suite['hash']): { readonly empty: Buffer; readonly salt: Buffer } {
  const empty = digestOf(hash, none, 'buffer')
  const zeros = new Uint8Array(empty.length)
  const early = createHmac(hash, zeros).update(zeros).digest()
  return { empty, salt: hkdfExpandLabel(hash, early, 'derived', empty, empty.length) }
}

const salts = { sha256: once(() => saltWithoutPsk('sha256')), sha384: once(() => saltWithoutPsk('sha384')) }

/** The server's handshake traffic secret (RFC 8446 §7.1) from the shared secret and the hash of ClientHello … ServerHello. */
export function serverHandshakeSecret(hash: Tls13Suite['hash'], sharedSecret: Uint8Array, transcript: Uint8Array): Buffer {
  const handshake = createHmac(hash, salts[hash]().salt).update(sharedSecret).digest()
  return hkdfExpandLabel(hash, handshake, 's hs traffic', transcript, transcript.length)
}

/** RFC 8446 §7.3. */
export function trafficKeys(suite: Tls13Suite, secret: Uint8Array): TrafficKeys {
  return {
    key: hkdfExpandLabel(suite.hash, secret, 'key', none, suite.keyOctets),
    iv: hkdfExpandLabel(suite.hash, secret, 'iv', none, 12),
  }
}
