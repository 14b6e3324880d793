import type { Report } from '../model/report.ts'
import { type TextOptions, renderText } from '../report/text.ts'
import { textOf } from '../report/styled.ts'
import { wrapLine } from './wrap.ts'

/** The text report without colours, wrapped at `width` columns (80 where none is given); needs nothing of Node. */
export function plainText(report: Report, { width = 80, detail = 'brief' }: Partial<TextOptions> = {}): string {
  return renderText(report, { width, detail })
    .flatMap((line) => wrapLine(line, width))
    .map((line) => `${textOf(line).trimEnd()}\n`)
    .join('')
}
