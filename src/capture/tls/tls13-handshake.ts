import { hash } from 'node:crypto'
import { MalformedMessage } from './byte-reader.ts'
import type { Tls13Suite } from './cipher-suite.ts'
import { isSupportedGroup, type KeyExchange, type SupportedGroup } from './key-exchange.ts'
import { serverHandshakeSecret, trafficKeys } from './key-schedule.ts'
import { groupName } from './named-group.ts'
import { joined } from './octets.ts'
import { RecordDecryptor } from './record-decryptor.ts'
import type { ServerHello } from './server-hello.ts'

/** What TLS 1.3 remembers between the client's hellos and the first protected record. Throws `MalformedMessage`. */
export class Tls13Handshake {
  readonly #keys: KeyExchange
  #group: SupportedGroup
  /** The transcript up to the second ClientHello (RFC 8446 §4.4.1); `null` without HelloRetryRequest. */
  #retried: Uint8Array | null = null

  constructor(keys: KeyExchange) {
    this.#keys = keys
    this.#group = keys.firstGroup()
  }

  /** The one key share to send: first for the group that costs least, later for what the server asked for. */
  keyShare(): { readonly group: number; readonly key: Uint8Array } {
    return { group: this.#group, key: this.#keys.publicKey(this.#group) }
  }

  /** Takes a HelloRetryRequest (RFC 8446 §4.1.4), after which the transcript begins with a message_hash of the first hello (§4.4.1). */
  retry(request: ServerHello, suite: Tls13Suite, message: Buffer, firstHello: Buffer): void {
    if (this.#retried !== null) throw new MalformedMessage('a second HelloRetryRequest')
    if (request.group === null && request.cookie === null) throw new MalformedMessage('a HelloRetryRequest that changes nothing')
    const digest = hash(suite.hash, firstHello, 'buffer')
    this.#retried = joined([new Uint8Array([254, 0, 0, digest.length]), digest, message])
    if (request.group !== null && isSupportedGroup(request.group)) this.#group = request.group
  }

  /** Opens what the server protects from its ServerHello on: RFC 8446 §7.1, §7.3. `hello` is the last ClientHello. */
  decryptor({ group, keyShare }: ServerHello, suite: Tls13Suite, message: Buffer, hello: Buffer): RecordDecryptor {
    if (group === null || keyShare === null) throw new MalformedMessage('ServerHello without a key share')
    if (group !== this.#group) throw new MalformedMessage(`a key share of ${groupName(group)} where none was offered`)
    const transcript = this.#retried === null ? [hello, message] : [this.#retried, hello, message]
    // In one call: the first `Hash` object of a process costs a quarter of a millisecond.
    const digest = hash(suite.hash, joined(transcript), 'buffer')
    const secret = serverHandshakeSecret(suite.hash, this.#sharedSecret(keyShare), digest)
    return new RecordDecryptor(suite, trafficKeys(suite, secret))
  }

  #sharedSecret(peer: Buffer): Uint8Array {
    try {
      return this.#keys.sharedSecret(this.#group, peer)
    } catch {
      throw new MalformedMessage(`the key share is no point of ${groupName(this.#group)}`)
    }
  }
}
