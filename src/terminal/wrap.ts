import { type Line, plain, type Span, textOf } from '../report/styled.ts'
import { columns } from './columns.ts'

/** Text that is not broken: parts of one word may have different styles. */
interface Word {
  readonly spans: readonly Span[]
  readonly width: number
  /** Spaces before it on the line. */
  readonly spaces: string
  readonly spaceStyle: Span['style']
  /** It is read, and not copied: no command, fingerprint or path in `code` is part of it. */
  readonly isRead: boolean
}

/**
 * A line cut into lines of at most `width` columns, between words. Further lines begin with the line's `hang`, or else
 * its own indentation. A word that fits on no line is cut behind a dot, a hyphen, a slash or their like where it is only read; what is to be copied stands
 * alone on a line that is too long, indented, and loses as much of the indentation as it must where it fits without. A line with a quotation is not cut at
 * all, nor is a span that is one whole.
 */
export function wrapLine(line: Line, width: number): readonly Line[] {
  if (line.some((s) => s.style === 'quote') || columns(textOf(line)) <= width) return [line]
  const uncut = wordsOf(line)
  const [first] = uncut
  if (first === undefined) return [[]]
  const hang = line.find((s) => s.text !== '')?.hang ?? line[0]?.hang ?? first.spaces
  const words = uncut.flatMap((word) => cut(word, Math.max(width - columns(hang), mostCut)))
  const lines: Line[] = []
  let current: Span[] = []
  let used = 0
  for (const word of words) {
    const isFirst = current.length === 0 && lines.length === 0
    if (isFirst || used + word.spaces.length + word.width <= width) {
      if (word.spaces !== '') current.push({ text: word.spaces, style: word.spaceStyle })
      current.push(...word.spans)
      used += word.spaces.length + word.width
      continue
    }
    lines.push(current)
    const fits = /^ *$/.test(hang) && word.width <= width
    const start = fits ? hang.slice(0, Math.min(hang.length, width - word.width)) : hang
    current = [...(start === '' ? [] : [plain(start)]), ...word.spans]
    used = columns(start) + word.width
  }
  lines.push(current)
  return lines
}

/** Shorter pieces than this are not made. */
const mostCut = 12

/** A word that is longer than a line has room for, in pieces. */
function cut(word: Word, room: number): readonly Word[] {
  if (!word.isRead || word.width <= room) return [word]
  const pieces: Word[] = []
  let open: Span[] = []
  let used = 0
  const close = (): void => {
    if (open.length > 0) pieces.push({ ...word, spans: open, width: used, ...(pieces.length === 0 ? {} : { spaces: '' }) })
    open = []
    used = 0
  }
  for (const { text, style } of word.spans) {
    for (const part of parts(text, room)) {
      if (used > 0 && used + columns(part) > room) close()
      open.push({ text: part, style })
      used += columns(part)
    }
  }
  close()
  return pieces
}

/** Behind what a long word is cut, the first choice first; a backslash that begins an escape (`\x0d`, `\u{202e}`, RFC 4514's `\1B`) is none. */
const cuts: readonly RegExp[] = [/(?<=[/]|\\(?!u\{|x|[\dA-F]{2}))/, /(?<=[,:;=@+])/, /(?<=\.)/, /(?<=[-_])/]

/** Parts that fit, cut behind the first of the signs that is there, what is still too long behind the next; where there is none, by columns. */
function parts(text: string, room: number, [sign, ...rest] = cuts): readonly string[] {
  if (columns(text) <= room) return [text]
  if (sign !== undefined) return text.split(sign).flatMap((part) => parts(part, room, rest))
  const pieces: string[] = []
  let open = ''
  for (const character of text) {
    if (columns(open + character) > room) {
      pieces.push(open)
      open = ''
    }
    open += character
  }
  return [...pieces, open]
}

function wordsOf(line: Line): readonly Word[] {
  const words: Word[] = []
  let spaces = ''
  let spaceStyle: Span['style'] = 'plain'
  let open: Span[] = []
  let isRead = true
  const close = (): void => {
    if (open.length === 0) return
    words.push({ spans: open, width: columns(textOf(open)), spaces, spaceStyle, isRead })
    open = []
    spaces = ''
    isRead = true
  }
  for (const { text, style, whole, read } of line) {
    for (const part of whole === true || !text.includes(' ') ? [text] : text.split(/( +)/)) {
      if (part === '') continue
      if (whole !== true && part.startsWith(' ')) {
        close()
        spaces += part
        spaceStyle = style
      } else {
        open.push({ text: part, style })
        if (whole === true || (style === 'code' && read !== true)) isRead = false
      }
    }
  }
  close()
  return words
}
