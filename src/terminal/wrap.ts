import { type Line, plain, type Span, textOf } from '../report/styled.ts'
import { columns } from './columns.ts'

/** Text that is not broken: parts of one word may have different styles. */
interface Word {
  readonly spans: readonly Span[]
  readonly width: number
  /** Spaces before it on the line. */
  readonly spaces: string
  readonly spaceStyle: Span['style']
}

/**
 * A line cut into lines of at most `width` columns, between words. Further lines begin with the line's `hang`, or else
 * its own indentation. A word that fits on no line stands alone on one that is too long, indented, so that it can be copied whole;
 * one that fits without indentation loses as much of it as it must. A line with a quotation is not cut at all, nor is a span that is one whole.
 */
export function wrapLine(line: Line, width: number): readonly Line[] {
  if (line.some((s) => s.style === 'quote') || columns(textOf(line)) <= width) return [line]
  const words = wordsOf(line)
  const [first] = words
  if (first === undefined) return [[]]
  const hang = line.find((s) => s.text !== '')?.hang ?? line[0]?.hang ?? first.spaces
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

function wordsOf(line: Line): readonly Word[] {
  const words: Word[] = []
  let spaces = ''
  let spaceStyle: Span['style'] = 'plain'
  let open: Span[] = []
  const close = (): void => {
    if (open.length === 0) return
    words.push({ spans: open, width: columns(open.map((s) => s.text).join('')), spaces, spaceStyle })
    open = []
    spaces = ''
  }
  for (const { text, style, whole } of line) {
    for (const part of whole === true || !text.includes(' ') ? [text] : text.split(/( +)/)) {
      if (part === '') continue
      if (whole !== true && part.startsWith(' ')) {
        close()
        spaces += part
        spaceStyle = style
      } else open.push({ text: part, style })
    }
  }
  close()
  return words
}
