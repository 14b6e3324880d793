const none = Buffer.alloc(0)

/**
 * A queue of octets in one block of memory: appended at the end, consumed at the start.
 * Each octet is copied a bounded number of times, however small the pieces in which it came.
 */
export class GrowingBuffer {
  #bytes = none
  #start = 0
  #end = 0

  /** Octets waiting. */
  get length(): number {
    return this.#end - this.#start
  }

  /** What waits, without copying; valid until the next `append`. */
  view(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  append(data: Uint8Array): void {
    const needed = this.length + data.length
    if (this.#end + data.length > this.#bytes.length) {
      // Moving to the front is worth it only when at least half of the block is free: otherwise one octet at a time would move all others each time.
      if (needed * 2 <= this.#bytes.length) this.#bytes.copyWithin(0, this.#start, this.#end)
      else {
        const larger = Buffer.allocUnsafeSlow(Math.max(1024, needed * 2))
        larger.set(this.view(), 0)
        this.#bytes = larger
      }
      this.#end = this.length
      this.#start = 0
    }
    this.#bytes.set(data, this.#end)
    this.#end += data.length
  }

  /** Drops the first `count` octets; more than there are is all of them. */
  consume(count: number): void {
    this.#start = Math.min(this.#start + count, this.#end)
    if (this.#start === this.#end) this.#start = this.#end = 0
  }
}
