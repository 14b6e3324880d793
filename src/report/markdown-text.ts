import { visible } from './escape.ts'
import type { Line, Span } from './styled.ts'

/**
 * Text between Markdown's own marks: nothing in it is markup, a tag, a link, a mention or a reference (GFM §2.4, §6, and
 * what issue trackers add). Trackers look for mentions and references in each text node, so a tag that ends the node stops them.
 */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@|#|:(?=\/\/)/g, '<span>$&</span>')
    .replace(/\b(www|ftp)(?=\.)/gi, '<span>$1</span>')
    .replace(/^(\s*)([-+=]|\d+(?=[.)]))/, '$1<span>$2</span>') // a list, a rule or a heading at the start of a line
}

/**
 * Data as a code span, in which nothing is markup (GFM §6.3): the fence is longer than any run of backticks inside. A bar
 * would end a table's cell even there (§4.10), so it is escaped with `inTable`.
 */
export function codeSpan(text: string, inTable = false): string {
  const safe = visible(text)
  if (safe.trim() === '') return ''
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map((m) => m[0].length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 || safe.startsWith(' ') || safe.endsWith(' ') ? ' ' : ''
  const body = inTable ? safe.replace(/\|/g, '\\|') : safe
  return `${fence}${pad}${body}${pad}${fence}`
}

/** Lines of data as a fenced block (GFM §4.5). */
export function codeBlock(lines: readonly string[]): string {
  const safe = lines.map(visible)
  const longest = Math.max(2, ...safe.flatMap((line) => [...line.matchAll(/`+/g)].map((m) => m[0].length)))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}text`, ...safe, fence].join('\n')
}

/** Spans as inline Markdown: names and codes as code spans, what is strong or bad in bold. */
export function inline(line: Line, inTable = false): string {
  const merged: Span[] = []
  for (const span of line) {
    const last = merged.at(-1)
    if (last !== undefined && last.style === span.style)
      merged[merged.length - 1] = { text: last.text + span.text, style: span.style }
    else merged.push(span)
  }
  return merged
    .map(({ text, style }) => inlineSpan(text, style, inTable))
    .join('')
    .trim()
}

function inlineSpan(text: string, style: Span['style'], inTable: boolean): string {
  if (style === 'name' || style === 'code' || style === 'quote') return codeSpan(text, inTable)
  const safe = escapeMarkdown(text)
  const isLoud = style === 'strong' || style === 'bad' || style === 'good' || style === 'warn'
  if (!isLoud || text.trim() === '') return safe
  const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(safe) ?? []
  return `${before}**${middle}**${after}`
}

/** A row of a table (GFM §4.10) from cells that are Markdown already. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.map((c) => c.replace(/\r?\n/g, ' ')).join(' | ')} |`

/** A table with its head. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [tableRow(head), tableRow(head.map(() => '---')), ...rows.map(tableRow)].join('\n')
