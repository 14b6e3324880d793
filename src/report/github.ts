import type { Report } from '../model/report.ts'
import { version } from '../version.ts'
import { findingText } from './finding-text.ts'
import { renderMarkdown } from './markdown.ts'
import { codeSpan, escapeMarkdown, inline } from './markdown-text.ts'
import { headline } from './sections/verdict.ts'
import { instant, type View, viewOf } from './view.ts'
import { whoseFault } from './whose-fault.ts'

/** GitHub takes 65,536 characters a comment; the rest is for what somebody writes above it. */
const longest = 60_000

const width = 120

/**
 * A report as a comment on an issue (GFM): the summary in sight, the whole report folded, and the versions that a maintainer asks for.
 * A report that would not fit is left out with a word on it.
 */
export function renderGithub(report: Report): string {
  const view = viewOf(report, width)
  const { whose } = whoseFault(view)
  const summary = [
    inline(headline(view)),
    ...(whose === '' ? [] : [`**Whose fault:** ${escapeMarkdown(whose)}`]),
    ...view.report.findings.filter((f) => f.code === 'RC701').map((f) => inline(findingText(view, f).what)),
  ]
  const whole = renderMarkdown(report).trimEnd()
  const details =
    whole.length <= longest
      ? `<details><summary>The whole report</summary>\n\n${whole}\n\n</details>`
      : `*The whole report has ${whole.length} characters, more than a comment takes: attach a case instead (${codeSpan('--save case.json')}).*`
  return `${[...summary, details, versions(view)].join('\n\n')}\n`
}

/** What was run, for when, and which clients were asked, each by the release that answers for it. */
function versions({ report, seats }: View): string {
  const clients = [...new Set(seats.filter((s) => s.asked).map((s) => s.client))]
  const shown = clients.slice(0, 12).map((id) => codeSpan(id))
  const more = clients.length - shown.length
  const asked = shown.length === 0 ? '' : `; clients ${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`
  return `rootcause ${codeSpan(version)}, schema ${report.schema}; seen ${codeSpan(instant(report.observedAt, 'always'))}, judged for ${codeSpan(instant(report.clock, 'always'))}${asked}`
}
