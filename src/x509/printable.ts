/**
 * Text with what must not reach a terminal replaced by `\XX`, the octets of its UTF-8: control characters, bidirectional and other
 * invisible formatting (Unicode's Cc and Cf), line and paragraph separators, lone surrogates. All else stays as it is.
 */
export function escapeUnprintable(text: string): string {
  if (plain.test(text)) return text
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, (c) =>
    utf8(c.codePointAt(0) ?? 0)
      .map(octet)
      .join(''),
  )
}

/** Nearly every text; classes of Unicode cost a millisecond when first asked about. */
const plain = /^[\x20-\x7e]*$/

const octet = (n: number): string => `\\${n.toString(16).padStart(2, '0').toUpperCase()}`

/** The octets of one code point; a surrogate has the three that UTF-8's scheme would give it, which TextEncoder replaces. */
function utf8(point: number): number[] {
  const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f)
  if (point < 0x80) return [point]
  if (point < 0x800) return [0xc0 | (point >> 6), tail(0)]
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)]
  return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)]
}
