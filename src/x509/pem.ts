import { decodeBase64Octets, encodeBase64 } from './base64.ts'
import { singleOctets } from './single-octets.ts'

/** One block of PEM text (RFC 7468). */
export interface PemBlock {
  /** What stands behind BEGIN: `CERTIFICATE`. Data: escape it where it is shown. */
  readonly label: string
  /** The decoded octets; those before the fault where there is one. */
  readonly der: Uint8Array
  /** Line of BEGIN, from 1. */
  readonly line: number
  /** What is wrong with the block, and where; `null` when it is sound. */
  readonly problem: PemProblem | null
}

/** A fault in a text, for the reader: lower case, no full stop. */
export interface PemProblem {
  /** From 1. */
  readonly line: number
  readonly text: string
}

/**
 * The PEM blocks of a text, in order. Text around them is passed over. Line ends may be LF, CRLF or CR; a byte order mark, UTF-16 with
 * one, white space before a line, headers (RFC 1421 §4.6) and a block on a single line are accepted. BEGIN must be the first thing on its
 * line, so that what is commented out stays so. Total: a block that is cut or not base64 has a `problem`.
 */
export function readPem(bytes: Uint8Array): readonly PemBlock[] {
  const text = singleOctets(bytes)
  const blocks: PemBlock[] = []
  const lines = new LineCounter(text)
  for (let pos = findBegin(text, 0); pos >= 0; ) {
    const line = lines.at(pos)
    const labelEnd = find(text, dashes, pos + begin.length)
    const lineEnd = endOfLine(text, pos)
    if (labelEnd < 0 || labelEnd > lineEnd) {
      pos = findBegin(text, pos + begin.length)
      continue
    }
    const label = ascii(text, pos + begin.length, labelEnd).trim()
    const start = labelEnd + dashes.length
    const stop = find(text, dashes, start)
    const to = stop < 0 ? text.length : stop
    const body = decodeBase64Octets(text, afterHeaders(text, start, to), to)
    let problem: PemProblem | null = null
    if (body.invalidAt !== null)
      problem = { line: lines.at(Math.min(body.invalidAt, to - 1)), text: base64Fault(body.invalidAt >= to) }
    pos = stop
    if (stop < 0 || !startsWith(text, end, stop)) problem = { line, text: `the block that begins here has no END line` }
    else {
      const endLabelTo = find(text, dashes, stop + end.length)
      const endLabel = endLabelTo < 0 ? '' : ascii(text, stop + end.length, endLabelTo).trim()
      if (endLabel !== label) problem = { line: lines.at(stop), text: 'the END line does not name what the BEGIN line names' }
      pos = stop + end.length
    }
    blocks.push({ label, der: body.bytes, line, problem })
    if (pos >= 0) pos = findBegin(text, pos)
  }
  return blocks
}

const base64Fault = (early: boolean): string => (early ? 'the base64 text ends too early' : 'a character is not base64')

/** Octets as a PEM block: lines of 64 characters (RFC 7468 §2), LF, with a final newline. */
export function writePem(label: string, der: Uint8Array): string {
  const body = encodeBase64(der).replace(/.{1,64}/g, '$&\n')
  return `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`
}

const octets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))
const begin = octets('-----BEGIN ')
const end = octets('-----END ')
const dashes = octets('-----')

/** Offset of the first BEGIN from `pos` on that has only white space before it in its line; -1: none. */
function findBegin(text: Uint8Array, pos: number): number {
  for (let at = find(text, begin, pos); at >= 0; at = find(text, begin, at + 1)) {
    let before = at - 1
    while (before >= 0 && (text[before] === 0x20 || text[before] === 0x09)) before--
    if (before < 0 || isLineEnd(text[before]!)) return at
  }
  return -1
}

/** RFC 1421 §4.6: where lines with a colon come first, the body begins behind the empty line. */
function afterHeaders(text: Uint8Array, start: number, to: number): number {
  let pos = start
  let isHeader = false
  while (pos < to) {
    const stop = Math.min(endOfLine(text, pos), to)
    let first = pos
    while (first < stop && text[first]! <= 0x20) first++
    const hasColon = text.subarray(pos, stop).includes(0x3a)
    // A line that begins with white space goes on with the header before it.
    if (hasColon || (isHeader && first > pos && first < stop)) isHeader = true
    else if (first < stop || isHeader) return pos
    pos = stop + 1
  }
  return isHeader ? to : start
}

/** Where `pattern` stands in `text` from `pos` on; -1: nowhere. */
function find(text: Uint8Array, pattern: Uint8Array, pos: number): number {
  for (let at = text.indexOf(pattern[0]!, pos); at >= 0; at = text.indexOf(pattern[0]!, at + 1)) {
    if (startsWith(text, pattern, at)) return at
  }
  return -1
}

function startsWith(text: Uint8Array, pattern: Uint8Array, at: number): boolean {
  for (let i = 0; i < pattern.length; i++) if (text[at + i] !== pattern[i]) return false
  return true
}

const isLineEnd = (octet: number): boolean => octet === 0x0a || octet === 0x0d

function endOfLine(text: Uint8Array, pos: number): number {
  while (pos < text.length && !isLineEnd(text[pos]!)) pos++
  return pos
}

function ascii(text: Uint8Array, start: number, to: number): string {
  let result = ''
  for (let i = start; i < to; i++) result += String.fromCharCode(text[i]!)
  return result
}

/** Counts lines up to ever later offsets. CRLF is one line end. */
class LineCounter {
  private readonly text: Uint8Array
  private offset: number
  private line: number

  constructor(text: Uint8Array) {
    this.text = text
    this.offset = 0
    this.line = 1
  }

  /** The line, from 1, in which `offset` lies. An offset before the last one asked for gives the last line. */
  at(offset: number): number {
    for (; this.offset < offset; this.offset++) {
      const octet = this.text[this.offset]
      if (octet === 0x0a || (octet === 0x0d && this.text[this.offset + 1] !== 0x0a)) this.line++
    }
    return this.line
  }
}
