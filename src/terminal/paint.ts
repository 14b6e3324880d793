import { styleText } from 'node:util'
import type { Line, Span, Style } from '../report/styled.ts'
import type { Terminal } from './terminal.ts'
import { wrapLine } from './wrap.ts'

/** How each meaning looks. Colours alone say nothing: the words say the same. */
const looks: Readonly<Record<Style, Parameters<typeof styleText>[0] | null>> = {
  plain: null,
  strong: 'bold',
  dim: 'dim',
  good: 'green',
  bad: ['red', 'bold'],
  warn: 'yellow',
  code: 'cyan',
  quote: 'cyan',
  name: 'bold',
}

/** Lines as text for a terminal: wrapped to its width, coloured if it has colours, each line ended by a line feed. */
export function paint(lines: readonly Line[], { width, color }: Terminal): string {
  return lines
    .flatMap((line) => wrapLine(line, width))
    .map((line) => `${(color ? merged(line).map(painted).join('') : line.map((s) => s.text).join('')).trimEnd()}\n`)
    .join('')
}

function painted({ text, style }: Span): string {
  const look = looks[style]
  return look === null || text.trim() === '' ? text : styleText(look, text, { validateStream: false })
}

/** Neighbours of one style as one span: fewer escape sequences. */
function merged(line: Line): readonly Span[] {
  const result: Span[] = []
  for (const { text, style } of line) {
    const last = result.at(-1)
    if (last !== undefined && last.style === style) result[result.length - 1] = { text: last.text + text, style }
    else result.push({ text, style })
  }
  return result
}
