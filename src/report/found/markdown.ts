import type { FoundReport } from '../../model/found.ts'
import { inline } from '../markdown-text.ts'
import { textOf } from '../styled.ts'
import { renderFound } from './text.ts'

/** What was found as Markdown (GFM): the lines of the text as paragraphs, items and lines below them. All data stands in code spans, or is escaped. */
export function foundMarkdown(report: FoundReport): string {
  const lines = renderFound(report).map((line) => {
    const depth = /^ */.exec(textOf(line))?.[0].length ?? 0
    const text = inline(line)
    return text === '' ? '' : depth === 0 ? text : depth === 2 ? `- ${text}` : `  <br>${text}`
  })
  // A list needs an empty line before it.
  return `${lines
    .flatMap((line, i) => (line.startsWith('- ') && !/^(?:- | {2}<br>)/.test(lines[i - 1] ?? '') ? ['', line] : [line]))
    .join('\n')}\n`
}
