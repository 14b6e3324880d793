import type { Finding } from '../../model/finding.ts'
import type { PathTreeNode } from '../../model/report.ts'
import { placeOf } from '../finding-text.ts'
import type { Section } from '../section.ts'
import { pathsSection } from '../sections/paths.ts'
import { counted, type View } from '../view.ts'
import { isToldAtFault } from './at-fault.ts'

const room = { rows: 12, endRows: 4, trees: 3 }

/** The trees of issuers, as many as can be taken in at once. */
export function briefPaths(view: View): Section {
  const more = view.report.trees.length - room.trees
  const codes = [...new Set(view.report.findings.filter((f) => isToldInTree(view, f)).map((f) => f.code))]
  return { ...pathsSection(view, { ...room, codes }), leftOut: more > 0 ? [`the paths of ${counted(more, 'more chain')}`] : [] }
}

/** Findings that say no more than that a certificate has expired. */
const ofDates = ['RC101', 'RC103', 'RC104']

/** Whether the date of a certificate in a tree tells a finding, and a cure says what to do about it. */
export function isToldInTree(view: View, finding: Finding): boolean {
  const { trees, remedies } = view.report
  const [first] = finding.about
  if (!ofDates.includes(finding.code) || first === undefined || remedies.length === 0 || trees.length > room.trees) return false
  const drawn = trees.map((t) => nodes(t.root)).filter((all) => all.length <= room.rows)
  return drawn.flat().some((n) => n.certificate === first) && placeOf(view, finding) === 'list' && !isToldAtFault(view, finding)
}

const nodes = (node: PathTreeNode): readonly PathTreeNode[] => [node, ...node.issuers.flatMap(nodes)]
