import type { EvidenceSheet } from '../../model/authenticity.ts'
import { againForCheck, againForFind } from '../again.ts'
import { verdictLine } from '../evidence-sheet.ts'
import { refusedLines } from '../found/text.ts'
import { nobodyRejects } from '../nobody-rejects.ts'
import {
  bad,
  code,
  command,
  dim,
  enumerated,
  hanging,
  joined,
  type Line,
  name,
  phrase,
  plain,
  type Span,
  strong,
  warn,
} from '../styled.ts'
import { untriedLines } from '../untried-lines.ts'
import { unusableLines } from '../unusable-lines.ts'
import { adviceLines, serverLines } from './advice-lines.ts'
import { clockSuspected, faultLines } from './fault-lines.ts'
import { elsewhereLines, insteadLines, patchLines, uncuredLines } from './left-lines.ts'
import { isPatch, patchReach, planLines } from './plan-lines.ts'
import type { PlanReport } from './plan-report.ts'
import { unique } from './whom.ts'

/** The plan for a person: what is done, in order, whom it cures and what else it changes. Nothing has been done when it is shown. */
export function renderPlans(report: PlanReport): readonly Line[] {
  const { chosen, instead, advice, wanted } = report
  const before = brokenOffLines(report)
  if (wanted.length === 0)
    return [...before, ...nobodyRejects('Nothing is to be fixed:', report.open, againForCheck(report.again), report.faults)]
  return [
    ...before,
    hanging('  ', headline(report)),
    ...missingLines(report),
    ...(report.cautions ?? []).map((caution) => hanging('  ', phrase`${warn('Beware:')} ${caution}`)),
    ...faultLines(report),
    ...untriedLines(report, report.vouched.length > 0),
    ...serverLines(report),
    ...adviceLines(
      advice,
      report.server !== null ? 'Otherwise' : chosen.length > 0 ? 'Better, where it can be done' : 'Who can cure it',
    ),
    ...chosen.flatMap((plan, i) => [[], ...planLines(plan, chosen.length === 1 ? '' : `Plan ${i + 1}: `, report)]),
    ...elsewhereLines(report),
    ...insteadLines(report),
    ...patchLines(instead.filter(isPatch)),
    ...uncuredLines(report),
    ...refusedLines(report.refused, report.at),
    ...(report.unusable.length > 0 ? [[], ...unusableLines(report.unusable)] : []),
    ...nextLines(report),
  ]
}

/** What is planned on half of a change may miss what that has done already: it comes first. */
function brokenOffLines({ brokenOff = [] }: PlanReport): readonly Line[] {
  return brokenOff.flatMap(({ id, target, by }) => [
    hanging(
      '  ',
      by === null
        ? phrase`${bad('Half done:')} an earlier change, ${name(id)} for ${name(target)}, was broken off before its end, and all below is judged on what it left. Take it back first; --apply does so too, after asking.`
        : phrase`${warn('Being changed:')} another rootcause (process ${String(by)}) is at work on ${name(id)} for ${name(target)}, and all below is judged on what it has done so far. Ask again when it has ended.`,
    ),
    ...(by === null ? [[plain('  '), command(`rootcause undo ${id}`)]] : []),
    [],
  ])
}

function headline(report: PlanReport): readonly Span[] {
  const { chosen, wanted, uncured, advice, refused, server, vouched, faults } = report
  const curable = wanted.length - uncured.length
  if (chosen.length > 0 && chosen.every(isPatch))
    return joined(strong('A patch of this project'), `, to be reviewed: ${patchReach} `, dim('Nothing has been changed yet.'))
  if (chosen.length === 0 && vouched.length > 0) {
    const labels = enumerated(
      unique(vouched.flatMap((v) => v.needed.map((n) => n.certificate.label))).map((label) => name(label)),
    )
    return phrase`${strong('What is missing')}: ${labels}. ${whyNothingHere(report)}`
  }
  if (chosen.length === 0 && server !== null)
    return joined(strong('The server is to send another chain: '), 'nothing has to be changed on this machine.')
  if (chosen.length === 0 && advice.length > 0)
    return joined(strong('Nothing is to be changed on this machine: '), 'the cure is with somebody else.')
  if (chosen.length === 0 && refused.length > 0)
    return phrase`${bad('Refused: ')}there is a root that would cure it, and ${refused.some(isContradicted) ? 'something speaks against it' : 'nothing vouches for it'}.`
  const [first] = faults
  if (chosen.length === 0 && first !== undefined)
    return faults.some((f) => f.kind === 'beyond-stores')
      ? phrase`${bad('No root cures this.')} ${(faults.find((f) => f.code === clockSuspected) ?? faults.find((f) => f.kind === 'beyond-stores') ?? first).what}`
      : phrase`${bad('Nothing was found that cures this.')} ${first.what}`
  if (chosen.length === 0) return joined(bad('No plan: '), 'nothing that was found cures it.')
  const all = curable < wanted.length ? `${curable} of ${wanted.length}` : wanted.length === 2 ? 'both' : `all ${wanted.length}`
  const those = wanted.length === 1 ? 'it' : `${all} of those that reject`
  return joined(strong('This would cure '), plain(`${those}. `), dim('Nothing has been changed yet.'))
}

function whyNothingHere({ advice, server, programsHere = 0, wider }: PlanReport): string {
  if (wider !== undefined) return 'No way of that scope reaches the programs of this machine that reject.'
  if (advice.length > 0 || server !== null) return 'Nothing is to be changed here: the cure is with somebody else.'
  return programsHere > 0
    ? 'No way that is known here reaches the programs of this machine that reject.'
    : 'No program of this machine is one of those that reject, so nothing is changed here.'
}

const isContradicted = ({ needed }: PlanReport['refused'][number]): boolean =>
  needed.some(({ sheet }) => sheet?.verdict.kind === 'contradicted')

/** What the plans add, and in one line each why that may be trusted. */
function missingLines({ vouched, chosen, again }: PlanReport): readonly Line[] {
  const needed = vouched.flatMap((v) => v.needed)
  const roots = needed.filter((n, i) => needed.findIndex((o) => o.certificate.sha256 === n.certificate.sha256) === i)
  return [
    ...roots.flatMap(({ certificate: { label, sha256 }, sheet }) =>
      sheet === null
        ? []
        : [
            hanging('  ', phrase`${chosen.length > 0 ? phrase`It adds ${name(label)}. ` : ''}${verdictLine(sheet)}`),
            // Whoever gave the number has it; told again from here it would seem to be confirmed.
            ...(isOwnWord(sheet) ? [] : [hanging('  ', phrase`  SHA-256 ${code(sha256)}`)]),
          ],
    ),
    ...(roots.length === 0 ? [] : [[plain('  All that vouches for it: '), command(`rootcause find ${againForFind(again)}`)]]),
  ]
}

const isOwnWord = ({ verdict }: EvidenceSheet): boolean => verdict.kind === 'authentic' && verdict.by === 'own-fingerprint'

/** How the plan is carried out. */
function nextLines({ chosen, again, isApplied }: PlanReport): readonly Line[] {
  if (chosen.length === 0 || isApplied) return []
  return [
    [],
    [strong('To carry it out'), dim(' (asks once; '), command('rootcause undo'), dim(' takes it back):')],
    [plain('  '), command(`rootcause fix ${again} --apply`)],
  ]
}
