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
    .filter(
      (f) =>
        f.severity === 'error' &&
        Object.hasOwn(faultWords, f.code) &&
        f.code !== demandOfServer &&
        f.clients.some((c) => clients.includes(c)),
    )
    .map((finding) => faultOf(view, finding, clients))
}

/** RC717: the server insists on a client certificate, and turned away who showed none. */
const demandOfServer = 'RC717'

/** What the server demands of clients, whether or not they accept it, with who can meet that. Empty: nothing. */
export function demandsOf(report: Report): readonly Fault[] {
  const demands = report.findings.filter((f) => f.code === demandOfServer)
  const view = demands.length === 0 ? null : viewOf(report, 80)
  return view === null ? [] : demands.map((finding) => faultOf(view, finding, finding.clients))
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
