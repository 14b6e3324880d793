import { code, command, hanging, plain, type Span, textOf } from '../report/styled.ts'
import { wrapLine } from '../terminal/wrap.ts'

/**
 * Lines of text without styles, wrapped at `width` columns and escaped. What hangs below a number or an indentation keeps it. A command stands on one line,
 * and of the words that `explain` recognised none is cut: both are copied.
 */
export const wrappedText = (lines: readonly string[], width: number): readonly string[] =>
  lines
    .flatMap((line) => wrapLine(hanging((/^ *(?:\d+\. +)?/.exec(line)?.[0] ?? '').replace(/\S/g, ' '), spansOf(line)), width))
    .map(textOf)

function spansOf(line: string): readonly Span[] {
  const [, indent = '', typed] = /^( +)(rootcause .*)$/.exec(line) ?? []
  if (typed !== undefined) return [plain(indent), command(typed)]
  return [/^ {2}its words: /.test(line) ? code(line) : plain(line)]
}
