import type { ClientId } from '../model/client.ts'
import type { Fault } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { fill } from './fill.ts'
import { findingText, slotsOf } from './finding-text.ts'
import { textOf } from './styled.ts'
import { type View, viewOf } from './view.ts'
import { faultWords } from './words/faults.ts'

/** What makes these clients reject, as findings in words, each with who can do what. Empty: no finding of the report says it. */
export function faultsOf(report: Report, clients: readonly ClientId[]): readonly Fault[] {
  const view = viewOf(report, 80)
  return report.findings
    .filter((f) => f.severity === 'error' && Object.hasOwn(faultWords, f.code) && f.clients.some((c) => clients.includes(c)))
    .map((finding) => faultOf(view, finding, clients))
}

function faultOf(view: View, finding: Finding, clients: readonly ClientId[]): Fault {
  const { what, means } = findingText(view, finding)
  const words = faultWords[finding.code]
  const slots = slotsOf(view, finding)
  return {
    code: finding.code,
    kind: words?.kind ?? 'open',
    what: textOf(what),
    means: textOf(means),
    clients: finding.clients.filter((c) => clients.includes(c)),
    orders: (words?.orders ?? []).map(({ owner, what: order, command = '' }) => ({
      owner,
      what: textOf(fill(order, slots)),
      command,
    })),
  }
}
