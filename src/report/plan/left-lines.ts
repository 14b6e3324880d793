import type { ShownPlan } from '../../model/fix-report.ts'
import { seatKey } from '../../model/seat-key.ts'
import { againForScript } from '../again.ts'
import { bad, code, command, dim, enumerated, good, hanging, type Line, phrase, plain, strong } from '../styled.ts'
import { isPatch, scopeWords } from './plan-lines.ts'
import type { PlanReport } from './plan-report.ts'
import { programsOf, whom } from './whom.ts'

/** The clients are of another machine, or of none: what they lack is known all the same. */
export function elsewhereLines(report: PlanReport): readonly Line[] {
  const { chosen, vouched, again, wanted, programsHere = 0, isScriptable = true } = report
  if (chosen.length > 0 || vouched.length === 0) return []
  const asked = new Set(wanted.map(seatKey))
  const cured = vouched.flatMap(({ proof }) => proof?.cures ?? []).filter((seat) => asked.has(seatKey(seat)))
  const head = hanging('  ', phrase`${good('It cures')} ${whom(cured, report)} ${dim('(proved: judged again)')}`)
  if (programsHere > 0) return [head, ...widerLines(report)]
  if (!isScriptable)
    return [
      head,
      hanging(
        '  ',
        phrase`They keep a list of their own, which a script for the system does not change: run ${command(`rootcause fix ${again}`)} on the machine where they run.`,
      ),
    ]
  return [
    head,
    [],
    hanging('  ', [
      dim('The plan for the machine where they run, to be read and run there '),
      dim('(or powershell, dockerfile, ansible):'),
    ]),
    [plain('  '), command(`rootcause fix ${againForScript(again)} --as sh`)],
  ]
}

/** The command without the scope that keeps out what would cure. */
const widerLines = ({ wider }: PlanReport): readonly Line[] =>
  wider === undefined ? [] : [[plain('Ways of a wider scope reach them:')], [plain('  '), command(`rootcause fix ${wider}`)]]

/** Ways that are offered beside what is planned. */
const mostWays = 6

/** Patches of the project stand beside what cures programs here: neither takes the place of the other. */
export function patchLines(patches: readonly ShownPlan[]): readonly Line[] {
  if (patches.length === 0) return []
  return [
    [],
    hanging(
      '  ',
      phrase`${strong('For what is built of this project')} ${dim('(a patch to review; it cures no program of this machine)')}`,
    ),
    ...patches.map(({ cure, title }) => hanging('    ', phrase`  ${code(`--with ${cure}`)}: ${title}`)),
  ]
}

/** Plans that do the same in another way. */
export function insteadLines(report: PlanReport): readonly Line[] {
  const instead = report.instead.filter((plan) => !isPatch(plan))
  if (instead.length === 0) return []
  const more = instead.slice(mostWays).map((plan) => code(plan.cure))
  return [
    [],
    [strong('Other ways, in place of this')],
    ...instead
      .slice(0, mostWays)
      .map((plan) =>
        hanging(
          '    ',
          phrase`  ${code(`--with ${plan.cure}`)}: ${plan.title} ${dim(`(${scopeWords[plan.scope]})`)}, cures ${whom(plan.proof.cures, report)}`,
        ),
      ),
    ...(more.length === 0 ? [] : [hanging('    ', phrase`  ${dim('and:')} ${enumerated(more)}`)]),
  ]
}

/** Those that are left; where nothing is planned, why is told above. */
export function uncuredLines(report: PlanReport): readonly Line[] {
  const { uncured, chosen, faults, vouched, refused, server, advice, left = [] } = report
  if (uncured.length === 0) return []
  if (
    chosen.length === 0 &&
    (vouched.length > 0 || faults.length > 0 || refused.length > 0 || server !== null || advice.length > 0)
  )
    return []
  const reached = left.filter(({ ways }) => ways.length > 0)
  const keys = new Set(reached.map(seatKey))
  const others = uncured.filter((seat) => !keys.has(seatKey(seat)))
  const why =
    faults.length > 0 ? 'see above' : report.wider === undefined ? 'nothing that was found reaches them' : 'not within that scope'
  return [
    [],
    ...reached.flatMap((seat) =>
      seat.again === undefined
        ? [hanging('  ', phrase`${bad('Not cured')}: ${programsOf(seat)}; ${code(`--with ${seat.ways[0] ?? ''}`)} reaches it.`)]
        : [
            hanging('  ', phrase`${bad('Not cured')}: ${programsOf(seat)}; ${code(seat.ways[0] ?? '')} reaches it by itself:`),
            [plain('  '), command(`rootcause fix ${seat.again}`)],
          ],
    ),
    ...(others.length === 0 ? [] : [hanging('  ', phrase`${bad('Not cured')}: ${whom(others, report)}; ${why}.`)]),
    ...widerLines(report),
  ]
}
