import { GrowingBuffer } from './growing-buffer.ts'

/** How long the frame is that begins at `at`, of which `left` octets are there: `null` when more are needed to tell, `malformed` when none begins there. */
export type FrameLength = (bytes: Buffer, at: number, left: number) => number | null | 'malformed'

/** Cuts a stream into frames that tell their own length, in whatever pieces it comes. */
export class FrameReader {
  readonly #frameLength: FrameLength
  readonly #waiting = new GrowingBuffer()

  constructor(frameLength: FrameLength) {
    this.#frameLength = frameLength
  }

  /** Octets of a frame that is not whole yet. */
  get waiting(): number {
    return this.#waiting.length
  }

  /**
   * Calls `take` for every whole frame until it returns false, after which nothing more can be read; frames are valid only
   * during the call. `malformed`: what stands next is no frame, and nothing more can be read either.
   */
  read(data: Buffer, take: (frame: Buffer) => boolean): 'ok' | 'malformed' {
    // The common case, whole frames in one piece, is read in place.
    const inPlace = this.#waiting.length === 0
    if (!inPlace) this.#waiting.append(data)
    const bytes = inPlace ? data : this.#waiting.view()
    let at = 0
    while (at < bytes.length) {
      const length = this.#frameLength(bytes, at, bytes.length - at)
      if (length === 'malformed') {
        return 'malformed'
      }
      if (length === null || length > bytes.length - at) break
      at += length
      if (!take(bytes.subarray(at - length, at))) return 'ok'
    }
    if (!inPlace) this.#waiting.consume(at)
    else if (at < data.length) this.#waiting.append(data.subarray(at))
    return 'ok'
  }
}
