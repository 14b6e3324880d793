import type { Report } from '../model/report.ts'
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

/** How the text report is laid out. */
export interface TextOptions {
  /** Columns of the terminal. Sections choose their layout by it; wrapping is left to the painter. */
  readonly width: number
}

/** The sections in the order in which a reader in a hurry needs them. */
const sections: readonly ((view: View) => Section)[] = [
  verdictSection,
  captureFailureSection,
  atFaultSection,
  clientsSection,
  separationSection,
  pathsSection,
  timelineSection,
  findingsSection,
  remediesSection,
  assumptionsSection,
]

/** A report for a person at a terminal, as styled lines. The same report gives the same lines. */
export function renderText(report: Report, { width }: TextOptions): readonly Line[] {
  const view = viewOf(report, width)
  return sections
    .map((section) => section(view))
    .filter(({ lines }) => lines.length > 0)
    .flatMap(({ title, note, lines }, i) => [...(i === 0 ? [] : [[]]), ...titleLines(title, note), ...lines])
}

function titleLines(title: string, note: string): readonly Line[] {
  if (title === '') return []
  return [hanging('  ', joined(strong(title), note === '' ? '' : dim(` (${note})`)))]
}
