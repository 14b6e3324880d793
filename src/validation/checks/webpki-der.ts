import { tag } from '../../der/tag.ts'
import type { WebpkiError } from './webpki-error.ts'

/** One element: its identifier octet and its content. */
export interface WebpkiElement {
  readonly tag: number
  readonly content: Uint8Array
}

/**
 * Reads elements one behind the other as webpki does (rustls/webpki 0.103.13: src/der.rs): low tag numbers, the shortest length of
 * up to 65,534 octets. A class, for it has a place in the octets.
 */
export class WebpkiReader {
  private readonly octets: Uint8Array
  private place = 0

  constructor(octets: Uint8Array) {
    this.octets = octets
  }

  get isAtEnd(): boolean {
    return this.place >= this.octets.length
  }

  /** Whether the next element has this identifier octet. */
  isNext(identifier: number): boolean {
    return this.octets[this.place] === identifier
  }

  /** read_tag_and_get_value_limited; `null` is BadDer. Where it fails nothing may be read any more. */
  next(): WebpkiElement | null {
    const { octets, place } = this
    const identifier = octets[place]
    const first = octets[place + 1]
    if (identifier === undefined || first === undefined || (identifier & 31) === 31) return null
    const more = first < 0x80 ? 0 : first & 0x7f
    if (more > 2 || first === 0x80) return null
    let length = first
    if (more > 0) {
      const [high, low] = [octets[place + 2] ?? 0, octets[place + 3] ?? 0]
      length = more === 1 ? high : high * 256 + low
      if (length < (more === 1 ? 0x80 : 0x100)) return null
    }
    const start = place + 2 + more
    if (length >= 0xffff || start + length > octets.length) return null
    this.place = start + length
    return { tag: identifier, content: octets.subarray(start, this.place) }
  }

  /** expect_tag; `null` is BadDer. */
  expect(identifier: number): Uint8Array | null {
    const element = this.next()
    return element?.tag === identifier ? element.content : null
  }
}

/** The content of the one element that these octets are; `null`: they are not one of that kind. */
export function soleElement(octets: Uint8Array, identifier: number): Uint8Array | null {
  const r = new WebpkiReader(octets)
  const content = r.expect(identifier)
  return r.isAtEnd ? content : null
}

/** `bool::from_der`: an absent one is false, and so is one that is written out. */
export function readFlag(r: WebpkiReader): boolean | WebpkiError {
  if (!r.isNext(tag.boolean)) return false
  const content = r.expect(tag.boolean)
  if (content === null) return 'TrailingData'
  if (content[0] !== 0xff && content[0] !== 0x00) return 'BadDer'
  return content.length > 1 ? 'TrailingData' : content[0] === 0xff
}

/** `u8::from_der`: an INTEGER of 0 to 255, in its shortest form. */
export function readOctet(r: WebpkiReader): number | null {
  const content = r.expect(tag.integer)
  if (content === null) return null
  const [first = 0x80, second] = content
  if (content.length === 1) return first < 0x80 ? first : null
  return content.length === 2 && first === 0 && second !== undefined && second >= 0x80 ? second : null
}

/** `UnixTime::from_der` (src/time.rs): seconds since the epoch; no time before it, and no form but with seconds and Z. */
export function readUnixTime(r: WebpkiReader): number | WebpkiError {
  const isShort = r.isNext(tag.utcTime)
  const content = r.expect(isShort ? tag.utcTime : tag.generalizedTime)
  if (content === null) return 'TrailingData'
  const digits = isShort ? 12 : 14
  const text = String.fromCharCode(...content.subarray(0, digits + 1))
  if (text.length !== digits + 1 || !/^\d+Z$/.test(text)) return 'BadDerTime'
  const full = isShort ? (text < '5' ? '20' : '19') + text : text
  const part = (from: number, to: number): number => Number(full.slice(from, to))
  const [year, month, day] = [part(0, 4), part(4, 6), part(6, 8)]
  const [hour, minute, second] = [part(8, 10), part(10, 12), part(12, 14)]
  const at = Date.UTC(year, month - 1, day, hour, minute, second)
  const isDate = new Date(at).getUTCMonth() === month - 1 && day > 0 && month > 0
  if (year < 1970 || !isDate || hour > 23 || minute > 59 || second > 59) return 'BadDerTime'
  return content.length > digits + 1 ? 'TrailingData' : at / 1000
}
