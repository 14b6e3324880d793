import { createDecipheriv } from 'node:crypto'
import { MalformedMessage } from './byte-reader.ts'
import type { Tls13Suite } from './cipher-suite.ts'
import type { TrafficKeys } from './key-schedule.ts'

/** TLSInnerPlaintext without its padding (RFC 8446 §5.4). */
export interface InnerPlaintext {
  readonly type: number
  readonly content: Buffer
}

const tagOctets = 16

/** Opens the protected records of one direction in their order (RFC 8446 §5.2, §5.3). */
export class RecordDecryptor {
  readonly #suite: Tls13Suite
  readonly #keys: TrafficKeys
  #sequence = 0

  constructor(suite: Tls13Suite, keys: TrafficKeys) {
    this.#suite = suite
    this.#keys = keys
  }

  /** Throws `MalformedMessage` when the record is not authentic or holds nothing but padding. */
  open(header: Uint8Array, body: Buffer): InnerPlaintext {
    const end = body.length - tagOctets
    if (end < 1) throw new MalformedMessage('a protected record too short for its tag')
    const nonce = new Uint8Array(this.#keys.iv)
    // The prober's limit on data keeps the sequence number far below 2^32.
    const sequence = this.#sequence++
    for (let i = 0; i < 4; i++) nonce[11 - i] = (nonce[11 - i] ?? 0) ^ (sequence >>> (8 * i))
    const plain = this.#decrypt(nonce, header, body.subarray(0, end), body.subarray(end))
    let last = plain.length - 1
    while (last >= 0 && plain[last] === 0) last--
    if (last < 0) throw new MalformedMessage('a protected record with nothing but padding')
    return { type: plain[last] ?? 0, content: plain.subarray(0, last) }
  }

  #decrypt(nonce: Uint8Array, header: Uint8Array, sealed: Buffer, tag: Buffer): Buffer {
    try {
      // The two calls are one as the types of node:crypto see it, which tell the modes apart by literal names.
      const { cipher } = this.#suite
      const options = { authTagLength: tagOctets }
      const decipher =
        cipher === 'chacha20-poly1305'
          ? createDecipheriv(cipher, this.#keys.key, nonce, options)
          : createDecipheriv(cipher, this.#keys.key, nonce, options)
      decipher.setAAD(header, { plaintextLength: sealed.length })
      decipher.setAuthTag(tag)
      const plain = decipher.update(sealed)
      decipher.final()
      return plain
    } catch {
      throw new MalformedMessage('a protected record that cannot be decrypted')
    }
  }
}
