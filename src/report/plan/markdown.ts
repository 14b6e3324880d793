import { inline } from '../markdown-text.ts'
import { textOf } from '../styled.ts'
import type { PlanReport } from './plan-report.ts'
import { renderPlans } from './text.ts'

/** The plan as Markdown (GFM), to be discussed before it is carried out. All data stands in code spans, or is escaped. */
export function fixMarkdown(report: PlanReport): string {
  const lines = renderPlans(report).map((line) => {
    const depth = /^ */.exec(textOf(line))?.[0].length ?? 0
    const text = inline(line)
    return text === '' ? '' : depth === 0 ? text : depth === 2 ? `- ${text}` : `  <br>${text}`
  })
  // A list needs an empty line before it.
  return `${lines
    .flatMap((line, i) => (line.startsWith('- ') && !(lines[i - 1] ?? '').startsWith('-') ? ['', line] : [line]))
    .join('\n')}\n`
}
