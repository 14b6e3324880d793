/** A message from the peer that does not have the form its protocol gives it. Caught where the message is read; never leaves `capture`. */
export class MalformedMessage extends Error {}

/** A cursor over TLS presentation language (RFC 8446 §3). Every read is checked; one past the end throws `MalformedMessage`. */
export class ByteReader {
  readonly #bytes: Buffer
  #at: number
  readonly #end: number

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  /** Octets left. */
  get remaining(): number {
    return this.#end - this.#at
  }

  /** A big-endian number of 1 to 3 octets. */
  number(octets: 1 | 2 | 3): number {
    this.#need(octets)
    let value = 0
    for (let i = 0; i < octets; i++) value = (value << 8) | (this.#bytes[this.#at + i] ?? 0)
    this.#at += octets
    return value
  }

  /** The next octets, sharing memory. */
  take(count: number): Buffer {
    this.#need(count)
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /** A variable-length vector with a length of 1 to 3 octets before it (RFC 8446 §3.4). */
  vector(lengthOctets: 1 | 2 | 3): Buffer {
    return this.take(this.number(lengthOctets))
  }

  #need(count: number): void {
    if (count > this.remaining) throw new MalformedMessage(`${count} octets wanted where ${this.remaining} are left`)
  }
}
