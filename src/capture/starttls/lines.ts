import { GrowingBuffer } from '../tls/growing-buffer.ts'

/** More than this of a peer's talk before TLS is not read. The limit is ours. */
export const maxTalkOctets = 65_536

/** Cuts a stream into lines that end in LF, with or without CR before it. */
export class LineReader {
  readonly #waiting = new GrowingBuffer()
  /** How far the waiting octets are known to hold no LF. */
  #searched = 0
  #total = 0

  /** Whether the peer said more than is read. */
  get overflowed(): boolean {
    return this.#total > maxTalkOctets
  }

  append(data: Buffer): void {
    this.#total += data.length
    if (!this.overflowed) this.#waiting.append(data)
  }

  /** The next line without its end, in UTF-8; `null` when none is whole. */
  next(): string | null {
    const bytes = this.#waiting.view()
    const end = bytes.indexOf(10, this.#searched)
    this.#searched = end < 0 ? bytes.length : 0
    if (end < 0) return null
    const line = bytes.toString('utf8', 0, end > 0 && bytes[end - 1] === 13 ? end - 1 : end)
    this.#waiting.consume(end + 1)
    return line
  }

  /** What waits that is no line yet. */
  rest(): Buffer {
    return this.#waiting.view()
  }
}
