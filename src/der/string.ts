import { once } from '../model/once.ts'
import { tag as tags } from './tag.ts'

/** Text of a string type. `sound` is false where octets did not belong to the type: characters that could not be read are U+FFFD. */
export interface DecodedString {
  readonly text: string
  readonly sound: boolean
}

/** Whether `decodeString` knows this tag. */
export function isStringTag(tag: number): boolean {
  switch (tag) {
    case tags.utf8String:
    case tags.numericString:
    case tags.printableString:
    case tags.teletexString:
    case tags.ia5String:
    case tags.visibleString:
    case tags.generalString:
    case tags.universalString:
    case tags.bmpString:
      return true
    default:
      return false
  }
}

/**
 * Content of a string type as text (X.680 §41). TeletexString and GeneralString are read as ISO 8859-1, as everybody does.
 * PrintableString keeps ASCII characters that it may not hold (`*`, `&`, `@`, `_`), and is then not sound.
 */
export function decodeString(bytes: Uint8Array, tag: number, start: number, end: number): DecodedString {
  switch (tag) {
    case tags.utf8String:
      return utf8(bytes, start, end)
    case tags.bmpString:
      return bmp(bytes, start, end)
    case tags.universalString:
      return universal(bytes, start, end)
    case tags.teletexString:
    case tags.generalString:
      return { text: latin1(bytes, start, end), sound: true }
    default:
      return ascii(bytes, tag, start, end)
  }
}

/** One UTF-16 unit per octet. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  // Long argument lists overflow the stack of some engines.
  if (end - start <= 4096) return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[])
  let text = ''
  for (let i = start; i < end; i += 4096) text += latin1(bytes, i, Math.min(i + 4096, end))
  return text
}

/** Whether every octet is below 0x80. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 0x7f) return false
  return true
}

function ascii(bytes: Uint8Array, tag: number, start: number, end: number): DecodedString {
  if (!isAscii(bytes, start, end)) return { text: latin1(bytes, start, end).replace(/[\x80-\xff]/g, '\ufffd'), sound: false }
  const text = latin1(bytes, start, end)
  if (tag === tags.printableString) return { text, sound: /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) }
  if (tag === tags.numericString) return { text, sound: /^[0-9 ]*$/.test(text) }
  if (tag === tags.visibleString) return { text, sound: /^[\x20-\x7e]*$/.test(text) }
  return { text, sound: true }
}

const strict = once(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }))
const lenient = once(() => new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }))

function utf8(bytes: Uint8Array, start: number, end: number): DecodedString {
  if (isAscii(bytes, start, end)) return { text: latin1(bytes, start, end), sound: true }
  const octets = bytes.subarray(start, end)
  try {
    return { text: strict().decode(octets), sound: true }
  } catch {
    return { text: lenient().decode(octets), sound: false }
  }
}

/** UCS-2. Surrogate pairs, which the type does not have, are read as Windows writes them; a lone surrogate is not sound. */
function bmp(bytes: Uint8Array, start: number, end: number): DecodedString {
  let text = ''
  for (let i = start; i + 1 < end; i += 2) text += String.fromCharCode((bytes[i]! << 8) | bytes[i + 1]!)
  const whole = (end - start) % 2 === 0
  const paired = text.replace(/\p{Surrogate}/gu, '\ufffd')
  return { text: whole ? paired : `${paired}\ufffd`, sound: whole && paired === text }
}

function universal(bytes: Uint8Array, start: number, end: number): DecodedString {
  let text = ''
  let sound = (end - start) % 4 === 0
  for (let i = start; i + 3 < end; i += 4) {
    const point = bytes[i]! * 0x1000000 + ((bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!)
    const valid = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
    text += valid ? String.fromCodePoint(point) : '\ufffd'
    if (!valid) sound = false
  }
  return { text: (end - start) % 4 === 0 ? text : `${text}\ufffd`, sound }
}
