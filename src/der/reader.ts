import type { Anomaly, AnomalyCode } from '../model/anomaly.ts'
import type { Oid } from '../model/oid.ts'

/** How many indefinite lengths may be open at once before an element is given up as `too-deep`. Ours. */
export const maxDepth = 64

/** No octets. Shared; never written to. */
export const noOctets = new Uint8Array(0)

/**
 * Reads tags and lengths (X.690 §8.1) of one byte array in place, copying nothing.
 *
 * Total: any bytes give an answer, never an exception, and every successful `read` moves forward. What DER or BER does not
 * allow is noted in `anomalies` with its offset and then read as well as it can be. The last element read stands in the
 * mutable fields: a class, because an object for every element costs more than reading it.
 */
export class DerReader {
  readonly bytes: Uint8Array
  readonly anomalies: Anomaly[]
  /** How many elements could not be followed to their end. A caller compares it before and after to learn whether to trust a part. */
  breaks: number
  /** Identifier octet; in the high-tag-number form the number stands above the low eight bits. */
  tag: number
  /** Offset of the identifier octet. */
  at: number
  /** First content octet. */
  start: number
  /** After the last content octet. */
  end: number
  /** After the element: behind the end-of-contents octets where the length is indefinite, otherwise `end`. */
  next: number

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.anomalies = []
    this.breaks = 0
    this.tag = 0
    this.at = 0
    this.start = 0
    this.end = 0
    this.next = 0
  }

  /** Writes down something that is not allowed. An empty `about` is left out. */
  note(code: AnomalyCode, offset: number, about: Oid = ''): void {
    this.anomalies.push(about === '' ? { code, offset } : { code, offset, about })
  }

  /** The octets from `start` to `end`, sharing memory. */
  slice(start: number, end: number): Uint8Array {
    return start >= end ? noOctets : this.bytes.subarray(start, end)
  }

  /**
   * Reads the element at `pos`, which must end by `limit`. False: nothing is there, or its header cannot be followed.
   * An element that is longer than its container is `truncated`, and its content ends at `limit`.
   */
  read(pos: number, limit: number): boolean {
    const bytes = this.bytes
    if (pos + 2 <= limit) {
      const tag = bytes[pos]!
      let length = bytes[pos + 1]!
      let start = pos + 2
      if ((tag & 0x1f) !== 0x1f) {
        if (length > 0x80) {
          // The two long forms that certificates need, where they are minimal.
          if (length === 0x82 && pos + 4 <= limit && bytes[start] !== 0) {
            length = (bytes[start]! << 8) | bytes[start + 1]!
            start += 2
          } else if (length === 0x81 && pos + 3 <= limit && bytes[start]! > 0x7f) {
            length = bytes[start]!
            start += 1
          } else return this.readUncommon(pos, limit)
        } else if (length === 0x80) return this.readUncommon(pos, limit)
        const end = start + length
        if (end <= limit) {
          this.tag = tag
          this.at = pos
          this.start = start
          this.end = end
          this.next = end
          return true
        }
      }
    }
    return pos < limit && this.readUncommon(pos, limit)
  }

  /** As `read`; false as well when the element has another tag. Notes nothing about the tag. */
  readTag(tag: number, pos: number, limit: number): boolean {
    return this.read(pos, limit) && this.tag === tag
  }

  /** Reads the one element that should fill `start` to `end`; octets behind it are `trailing-data`. False: absent, or another tag. */
  readOnly(tag: number, start: number, end: number, about: Oid = ''): boolean {
    if (!this.read(start, end) || this.tag !== tag) return false
    if (this.next < end) this.note('trailing-data', this.next, about)
    return true
  }

  private readUncommon(pos: number, limit: number): boolean {
    const header = readHeader(this, pos, limit)
    if (header === null) {
      this.breaks++
      return false
    }
    this.tag = header.tag
    this.at = pos
    this.start = header.start
    if (header.length === indefinite) {
      this.note('indefinite-length', pos)
      const end = endOfContents(this, header.start, limit)
      this.end = end < 0 ? limit : end
      this.next = end < 0 ? limit : end + 2
      if (end < 0) this.breaks++
    } else {
      const end = header.start + header.length
      if (end > limit) {
        this.note('truncated', pos)
        this.breaks++
      }
      this.end = end > limit ? limit : end
      this.next = this.end
    }
    return true
  }
}

const indefinite = -1

interface Header {
  readonly tag: number
  readonly start: number
  readonly length: number
}

/** Tag and length in any form (X.690 §8.1.2, §8.1.3). */
function readHeader(r: DerReader, at: number, limit: number): Header | null {
  const { bytes } = r
  let pos = at
  let tag = bytes[pos++]!
  if ((tag & 0x1f) === 0x1f) {
    let number = 0
    if (bytes[pos] === 0x80) r.note('tag-not-minimal', at)
    for (;;) {
      if (pos >= limit) return cut(r, at)
      const octet = bytes[pos++]!
      number = number * 128 + (octet & 0x7f)
      if (number > 0x7fffff) return tooLarge(r, at)
      if (octet < 0x80) break
    }
    if (number < 0x1f) r.note('tag-not-minimal', at)
    tag += number * 256
  }
  if (pos >= limit) return cut(r, at)
  const first = bytes[pos++]!
  if (first < 0x80) return { tag, start: pos, length: first }
  if (first === 0x80) {
    // Only a constructed element can have its end marked by a child (X.690 §8.1.3.2).
    if ((tag & 0x20) !== 0) return { tag, start: pos, length: indefinite }
    r.note('indefinite-length', at)
    return null
  }
  let octets = first & 0x7f
  if (pos + octets > limit) return cut(r, at)
  let minimal = bytes[pos] !== 0
  while (octets > 0 && bytes[pos] === 0) {
    pos++
    octets--
  }
  if (octets > 4) return tooLarge(r, at)
  let length = 0
  for (; octets > 0; octets--) length = length * 256 + bytes[pos++]!
  if (length < 0x80) minimal = false
  if (!minimal) r.note('length-not-minimal', at)
  return { tag, start: pos, length }
}

function cut(r: DerReader, at: number): null {
  r.note('truncated', at)
  return null
}

function tooLarge(r: DerReader, at: number): null {
  r.note('too-large', at)
  return null
}

/** Offset of the end-of-contents octets that close the element whose content begins at `start`; -1 when there are none. Notes why. */
function endOfContents(r: DerReader, start: number, limit: number): number {
  const { bytes } = r
  let open = 1
  let pos = start
  // A scratch reader: what is odd inside is noted when it is read for its own sake.
  const inner = new DerReader(bytes)
  while (pos < limit) {
    if (bytes[pos] === 0 && bytes[pos + 1] === 0 && pos + 2 <= limit) {
      if (--open === 0) return pos
      pos += 2
      continue
    }
    const header = readHeader(inner, pos, limit)
    if (header === null) break
    if (header.length === indefinite) {
      pos = header.start
      if (++open > maxDepth) {
        r.note('too-deep', pos)
        return -1
      }
    } else pos = header.start + header.length
  }
  r.note('truncated', start)
  return -1
}
