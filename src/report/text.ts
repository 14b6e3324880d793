import type { Report } from '../model/report.ts'
import { briefAssumptions } from './brief/assumptions.ts'
import { briefAtFault } from './brief/at-fault.ts'
import { briefClients, needsShortStores } from './brief/clients.ts'
import { briefFindings } from './brief/findings.ts'
import { briefPaths } from './brief/paths.ts'
import { briefRemedies } from './brief/remedies.ts'
import { briefSeparation } from './brief/separation.ts'
import { withShortStores } from './short-stores.ts'
import { briefTimeline } from './brief/timeline.ts'
import type { Section } from './section.ts'
import { assumptionsSection } from './sections/assumptions.ts'
import { atFaultSection } from './sections/at-fault.ts'
import { captureFailureSection } from './sections/capture-failures.ts'
import { clientsSection } from './sections/clients.ts'
import { findingsSection } from './sections/findings.ts'
import { pathsSection } from './sections/paths.ts'
import { remediesSection } from './sections/remedies.ts'
import { separationSection } from './sections/separation.ts'
import { timelineSection } from './sections/timeline.ts'
import { verdictSection } from './sections/verdict.ts'
import { dim, hanging, joined, type Line, strong } from './styled.ts'
import { type View, viewOf } from './view.ts'
import { withheldSection } from './sections/withheld.ts'

/** `brief`: what somebody needs who has one screen and little time. `whole`: all that is known. */
export type Detail = 'brief' | 'whole'

/** How the text report is laid out. */
export interface TextOptions {
  /** Columns of the terminal. Sections choose their layout by it; wrapping is left to the painter. */
  readonly width: number
  /** `brief` where it is not given. */
  readonly detail?: Detail
}

/** The sections in the order in which a reader in a hurry needs them. */
/** A section that has no lines where the report has nothing for it: most have no rejections to tell of. */
const where =
  (isNeeded: (report: Report) => boolean, section: (view: View) => Section) =>
  (view: View): Section =>
    isNeeded(view.report) ? section(view) : { title: '', note: '', lines: [] }
const differs = (report: Report): boolean => report.separations.length > 0
const hasWithheld = (report: Report): boolean => report.withheld !== undefined
const isCurable = (report: Report): boolean => report.remedies.length > 0

const sections: Readonly<Record<Detail, readonly ((view: View) => Section)[]>> = {
  brief: [
    verdictSection,
    captureFailureSection,
    briefAtFault,
    briefClients,
    where(differs, briefSeparation),
    briefPaths,
    briefFindings,
    where(isCurable, briefRemedies),
    where(hasWithheld, withheldSection),
    briefTimeline,
    briefAssumptions,
  ],
  whole: [
    verdictSection,
    captureFailureSection,
    atFaultSection,
    clientsSection,
    where(differs, separationSection),
    (view) => pathsSection(view),
    timelineSection,
    (view) => findingsSection(view),
    where(isCurable, remediesSection),
    where(hasWithheld, withheldSection),
    assumptionsSection,
  ],
}

/** A report for a person at a terminal, as styled lines. The same report gives the same lines. The last line of a brief one says what it leaves out. */
export function renderText(report: Report, { width, detail = 'brief' }: TextOptions): readonly Line[] {
  const view = detail === 'brief' ? briefView(report, width) : viewOf(report, width)
  const all = sections[detail].map((section) => section(view))
  const shown = all.filter(({ lines }) => lines.length > 0)
  return [
    ...shown.flatMap((section, i) => [
      ...(i === 0 || (section.compact === true && shown[i - 1]?.compact === true) ? [] : [[]]),
      ...titleLines(section),
      ...section.lines,
    ]),
    ...leftOutLine(all.flatMap((section) => section.leftOut ?? [])),
  ]
}

/** Stores get short names, unless none is named, for it makes no difference which is asked. */
function briefView(report: Report, width: number): View {
  const view = viewOf(report, width, 'brief')
  return needsShortStores(view) ? viewOf(withShortStores(report, view.seats), width, 'brief') : view
}

function titleLines({ title, note }: Section): readonly Line[] {
  if (title === '') return []
  return [hanging('  ', joined(strong(title), note === '' ? '' : dim(` (${note})`)))]
}

const leftOutLine = (leftOut: readonly string[]): readonly Line[] =>
  leftOut.length === 0 ? [] : [hanging('  ', [dim(`--verbose adds: ${leftOut.join(', ')}.`)])]
