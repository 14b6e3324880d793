/** Octets of a file as text, one character each, so that what is not ours comes back as it was, whatever its encoding. */
export const asCharacters = (octets: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < octets.length; i += 4096) text += String.fromCharCode(...octets.subarray(i, i + 4096))
  return text
}

/** The octets of such text. */
export const asOctets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))

/** Our own words as characters of their UTF-8. */
export const inUtf8 = (text: string): string => asCharacters(new TextEncoder().encode(text))

/** UTF-16 with a byte order mark: its lines are not lines of octets, and such a file is left alone. */
export const isUtf16 = (text: string): boolean => /^(?:\xff\xfe|\xfe\xff)/.test(text)

/** Where a line belongs. */
export interface LinePlace {
  /** The line that says it already, in the section; the last of them is replaced. Given without its indent and its end. */
  readonly isSame: (line: string) => boolean
  /** What begins another section. `null`: the format has none. */
  readonly isHeading: ((line: string) => boolean) | null
  /** The heading under which it stands, where it is there. `null`: above every heading. */
  readonly isOwnHeading: ((line: string) => boolean) | null
  /** The heading to write where there is none; empty: none is needed. */
  readonly heading: string
  /** Absent: the file's own. A shell takes the CR of a CRLF for a part of the value. */
  readonly eol?: '\n'
  /** A line that is indented belongs to something else (YAML). Absent: an indent says nothing. */
  readonly isOutermost?: true
}

/**
 * A text with one line set: the least is added, and everything else stays to the octet, with the line ends of the file, its byte order mark,
 * its missing final newline. Setting it again changes nothing. `line` is given with its usual indent; a line that is replaced keeps its own.
 */
export function withLine(text: string, line: string, place: LinePlace): string {
  const { isSame, isHeading, isOwnHeading, heading } = place
  const mark = /^\xef\xbb\xbf/.exec(text)?.[0] ?? ''
  const eol = place.eol ?? /\r?\n/.exec(text)?.[0] ?? '\n'
  const lines = text.slice(mark.length).match(/[^\n]*\n|[^\n]+$/g) ?? []
  const bare = (at: number): string => (lines[at] ?? '').replace(/\r?\n$/, '').trim()
  const headings = lines.flatMap((_, i) => (isHeading?.(bare(i)) === true ? [i] : []))
  const endOf = (at: number): number => headings.find((other) => other > at) ?? lines.length
  const own = isOwnHeading === null ? [-1] : headings.filter((i) => isOwnHeading(bare(i)))
  const inOwn = own.flatMap((from) => Array.from({ length: endOf(from) - from - 1 }, (_, i) => from + 1 + i))
  const isDeeper = (at: number): boolean => place.isOutermost === true && /^[ \t]/.test(lines[at] ?? '')
  const same = inOwn.findLast((i) => !isDeeper(i) && isSame(bare(i)))
  if (same !== undefined) {
    const [, indent = '', , end = ''] = /^(\s*)(.*?)(\r?\n?)$/s.exec(lines[same] ?? '') ?? []
    lines[same] = `${indent}${line.trim()}${end}`
    return mark + lines.join('')
  }
  const heads = own.at(-1)
  // Under a heading, at its beginning; without one, behind the last line that belongs there.
  if (heads !== undefined && heads >= 0) return mark + inserted(lines, heads + 1, [line], eol)
  if (heads === -1) return mark + inserted(lines, behindLast(lines, endOf(-1)), [line], eol)
  return mark + inserted(lines, lines.length, [heading, line], eol)
}

/** Blank lines before the next heading stay with it. */
function behindLast(lines: readonly string[], end: number): number {
  if (end === lines.length) return end
  let at = end
  while (at > 0 && (lines[at - 1] ?? '').trim() === '') at--
  return at
}

function inserted(lines: readonly string[], at: number, added: readonly string[], eol: string): string {
  const [before, after] = [lines.slice(0, at).join(''), lines.slice(at).join('')]
  const body = added.join(eol)
  const isOpen = before !== '' && !before.endsWith('\n')
  // A file without a final newline stays one.
  return `${before}${isOpen ? eol : ''}${body}${isOpen && after === '' ? '' : eol}${after}`
}
