import type { Report } from '../model/report.ts'
import { isoTime } from '../model/time.ts'
import { failurePhrase } from './failure-phrase.ts'
import { codeBlock, codeSpan, escapeMarkdown, inline, table } from './markdown-text.ts'
import type { Section } from './section.ts'
import { assumptionsSection } from './sections/assumptions.ts'
import { certificatesAtFault } from './sections/at-fault.ts'
import { captureFailureSection } from './sections/capture-failures.ts'
import { groupsTold, isJudged, storeLines } from './sections/clients.ts'
import { findingsSection } from './sections/findings.ts'
import { notSeenHere, seenHere } from './seen-here.ts'
import { pathsSection } from './sections/paths.ts'
import { remediesSection } from './sections/remedies.ts'
import { separationSection } from './sections/separation.ts'
import { eventsOf, eventText, settledTexts, timelineNote } from './sections/timeline.ts'
import { verdictSection } from './sections/verdict.ts'
import { withheldSection } from './sections/withheld.ts'
import { whoCounts } from './who.ts'
import { type Line, textOf } from './styled.ts'
import { instant, type View, viewOf } from './view.ts'
import { roleTags } from './words/terms.ts'

/** Columns of the tree inside its code block; issue trackers scroll there. */
const treeWidth = 120

/** A report as Markdown for an issue tracker (GFM). All data stands in code spans and blocks, or is escaped. */
export function renderMarkdown(report: Report): string {
  const view = viewOf(report, treeWidth)
  const parts = [
    verdictSection(view)
      .lines.map((line) => inline(line))
      .join('\n\n'),
    listed(captureFailureSection(view)),
    titled('Certificates at fault', '', atFaultTable(view)),
    titled('Who says what', '', clientTable(view)),
    listed(separationSection(view)),
    tree(pathsSection(view)),
    titled('When each changes its mind', timelineNote, timelineTable(view)),
    listed(findingsSection(view)),
    listed(remediesSection(view)),
    listed(withheldSection(view)),
    listed(assumptionsSection(view)),
  ]
  return `${parts.filter((p) => p !== '').join('\n\n')}\n`
}

function titled(title: string, note: string, body: string): string {
  if (body === '') return ''
  return [`### ${escapeMarkdown(title)}`, ...(note === '' ? [] : [`*${escapeMarkdown(note)}*`]), body].join('\n\n')
}

/** A section as a list: lines with two spaces are items, deeper ones belong to the item above. */
function listed({ title, note, lines }: Section): string {
  const items: string[] = []
  for (const line of lines) {
    const depth = /^ */.exec(textOf(line))?.[0].length ?? 0
    const text = inline(line)
    const numbered = /^<span>(\d+)<\/span>\. /.exec(text)
    if (depth > 2) items.push(`  <br>${text}`)
    else if (numbered === null) items.push(`- ${text.replace(/^<span>-<\/span> /, '')}`)
    else items.push(`${numbered[1]}. ${text.slice(numbered[0].length)}`)
  }
  return titled(title, note, items.join('\n'))
}

function tree({ title, note, lines }: Section): string {
  return lines.length === 0 ? '' : titled(title, note, codeBlock(lines.map((l) => textOf(l).replace(/^ {2}/, ''))))
}

function atFaultTable(view: View): string {
  const all = certificatesAtFault(view)
  if (all.length === 0) return ''
  const rows = all.map(({ certificate, complaints }) => {
    const summary = view.names.summary(certificate)
    const dates =
      summary === null
        ? ''
        : `${codeSpan(instant(summary.notBefore, 'always'))} to ${codeSpan(instant(summary.notAfter, 'never'))}`
    return [
      [codeSpan(view.names.label(certificate), true), escapeMarkdown(roleTags[view.names.role(certificate)])]
        .filter((text) => text !== '')
        .join(', '),
      complaints.map((c) => inline(failurePhrase(view, c), true)).join('; '),
      dates,
      inline([view.fingerprint(certificate)]),
    ]
  })
  return table(['Certificate', 'What is wrong', 'Valid', 'SHA-256'], rows)
}

const marks = {
  rejected: '❌ rejects',
  hangs: '❌ never returns',
  undetermined: '❔ cannot be judged',
  accepted: '✅ accepts',
} as const

function clientTable(view: View): string {
  const groups = groupsTold(view)
  if (groups.length === 0) return ''
  const rows = groups.map(({ kind, seats, words, chain, fromMemory }) => [
    `${marks[kind]}${fromMemory ? ' (unchecked)' : ''}`,
    `${inline(whoCounts(view, seats), true)}${chain === null ? '' : ` (${escapeMarkdown(chain)})`}`,
    words.map((w) => codeSpan(w, true)).join('<br>'),
  ])
  const seen = groups.flatMap(({ seats, chain }) => [...seenHere(seats, chain), ...notSeenHere(seats, chain)])
  const stores = [...seen, ...(isJudged(view) ? storeLines(view) : [])].map((line) => `- ${inline(line)}`)
  return [table(['Verdict', 'Clients', 'In their own words'], rows), ...(stores.length === 0 ? [] : [stores.join('\n')])].join(
    '\n\n',
  )
}

function timelineTable(view: View): string {
  if (view.report.chains.length === 0) return ''
  const { past, next, settled } = eventsOf(view)
  const row = (tense: 'past' | 'next') => (event: (typeof past)[number]) => [
    codeSpan(isoTime(event.change.at)),
    escapeMarkdown(view.distance(event.change.at)),
    inline(eventText(view, event, tense), true),
  ]
  const rows = [
    ...past.map(row('past')),
    ...(past.length + next.length === 0 ? [] : [[codeSpan(isoTime(view.report.clock)), '', '*the time of this report*']]),
    ...next.map(row('next')),
  ]
  const rest = settledTexts(view, settled).map((line: Line) => `- ${inline(line)}`)
  return [...(rows.length === 0 ? [] : [table(['From', '', 'Who'], rows)]), ...(rest.length === 0 ? [] : [rest.join('\n')])].join(
    '\n\n',
  )
}
