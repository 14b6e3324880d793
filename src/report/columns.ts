/**
 * Columns that a text takes, near enough to choose a layout by: what East Asian scripts and pictures draw wide counts
 * double (Unicode TR11 by blocks), marks count nothing. The painter measures exactly when it wraps.
 */
export function columns(text: string): number {
  if (narrow.test(text)) return text.length
  let n = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    n += /\p{M}/u.test(character) ? 0 : point >= 0x1100 && isWide(point) ? 2 : 1
  }
  return n
}

/** Nearly every text, and the signs that reports are drawn with: classes of Unicode cost a millisecond when first asked about. */
export const narrow = /^[\x20-\x7e\u2713\u2717\u2502\u251c\u2514\u2500\u2026\xb7\xa7]*$/

const isWide = (p: number): boolean =>
  p <= 0x115f ||
  (p >= 0x2e80 && p <= 0xa4cf) ||
  (p >= 0xac00 && p <= 0xd7a3) ||
  (p >= 0xf900 && p <= 0xfaff) ||
  (p >= 0xfe30 && p <= 0xfe6f) ||
  (p >= 0xff00 && p <= 0xff60) ||
  (p >= 0xffe0 && p <= 0xffe6) ||
  (p >= 0x1f300 && p <= 0x1faff) ||
  p >= 0x20000
