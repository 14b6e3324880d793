import { command, dim, hanging, type Line, phrase, plain, strong } from '../styled.ts'
import { adviceLines } from './advice-lines.ts'
import type { PlanReport } from './plan-report.ts'
import { some, unique } from './whom.ts'

/** The first sentence is that of the fault. */
const isHeadline = ({ chosen, vouched, refused, server, advice, faults }: PlanReport): boolean =>
  faults.length > 0 && chosen.length + vouched.length + refused.length + advice.length === 0 && server === null

/** Faults that are told one by one. */
const mostFaults = 3

/** What a clock that is slow makes of every certificate: told once, as the clock. */
export const clockSuspected = 'RC106'

const notYetValid = 'RC105'

/** Why no store helps, and who can do what about it. */
export function faultLines(report: PlanReport): readonly Line[] {
  const { faults, refused, uncured } = report
  // What would cure and was refused is told as that.
  const isClock = faults.some((f) => f.code === clockSuspected)
  const told = faults
    .filter((f) => (f.kind === 'beyond-stores' || refused.length === 0) && !(isClock && f.code === notYetValid))
    .slice(0, mostFaults)
  const left = unique(uncured.map((u) => u.client)).length
  if (told.length === 0) return []
  const isFirst = isHeadline(report)
  const orders = told.flatMap((f) => f.orders)
  return [
    ...(isFirst ? [] : [[], [strong('What nothing here cures')]]),
    ...told.map(({ what, means, clients, code: number }, i) =>
      hanging(
        '  ',
        phrase`  ${isFirst && i === 0 ? '' : phrase`${what} `}${means === '' ? '' : `${means} `}${dim(`(${number}${clients.length === left ? '' : `: ${some(clients)}`})`)}`,
      ),
    ),
    ...adviceLines(
      orders.filter((o, i) => orders.findIndex((other) => other.what === o.what) === i),
      'Who can cure it',
    ),
    ...locateLines(report, told),
    hanging('  ', phrase`  ${dim('Turning verification off would hide it, and an attack as well.')}`),
  ]
}

/** An issuer that nobody here holds may be public; where it was looked for already, that is told beside this. */
const issuerMissing = 'RC201'

function locateLines({ again }: PlanReport, faults: PlanReport['faults']): readonly Line[] {
  const isOpen = faults.some((f) => f.code === issuerMissing) && !/ --(?:locate|offline)\b/.test(again)
  return isOpen
    ? [[plain('  Have it looked for, where it is public:')], [plain('      '), command(`rootcause fix ${again} --locate`)]]
    : []
}
