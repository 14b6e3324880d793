import type { Finding, Severity } from '../../model/finding.ts'
import { findingText, placeOf } from '../finding-text.ts'
import type { Section } from '../section.ts'
import { bad, dim, hanging, joined, type Line, plain, warn } from '../styled.ts'
import type { View } from '../view.ts'

const order: readonly Severity[] = ['error', 'warning', 'notice']

/** What was found and is not told by another section, each with its code: errors first, then what will cost something, then the rest. */
export function findingsSection(view: View, untold: readonly Finding[] = toldHere(view)): Section {
  const findings = untold.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  return { title: 'Findings', note: '', lines: findings.map((f) => findingLine(view, f)) }
}

const toldHere = (view: View): readonly Finding[] => view.report.findings.filter((f) => placeOf(view, f) === 'list')

function findingLine(view: View, finding: Finding): Line {
  const { what, means } = findingText(view, finding)
  const style = { error: bad, warning: warn, notice: dim }[finding.severity]
  return hanging(
    '         ',
    joined(plain('  '), style(finding.code), plain('  '), what, means.length === 0 ? '' : joined(' ', means)),
  )
}
