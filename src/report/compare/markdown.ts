import { inline } from '../markdown-text.ts'
import { textOf } from '../styled.ts'
import type { Comparison } from '../../model/comparison.ts'
import { renderComparison } from './text.ts'

/** A comparison as Markdown (GFM) for an issue tracker. All data stands in code spans, or is escaped. */
export function comparisonMarkdown(comparison: Comparison): string {
  const lines = renderComparison(comparison).map((line) => {
    const depth = /^ */.exec(textOf(line))?.[0].length ?? 0
    const text = inline(line)
    return text === '' ? '' : depth === 0 ? text : depth === 2 ? `- ${text}` : `  <br>${text}`
  })
  // A list needs an empty line before it.
  return `${lines
    .flatMap((line, i) => (line.startsWith('- ') && lines[i - 1]?.startsWith('**') === true ? ['', line] : [line]))
    .join('\n')}\n`
}
