import type { LineChange, ShownPlan, ShownStep } from '../../model/fix-report.ts'
import type { Scope, Tried } from '../../model/plan.ts'
import { bad, code, command, dim, good, hanging, type Line, name, phrase, plain, type Span, strong, warn } from '../styled.ts'
import type { PlanReport } from './plan-report.ts'
import { whom } from './whom.ts'

/** It changes files of the project alone. */
export const isPatch = ({ proof, scope }: ShownPlan): boolean =>
  scope === 'project' && proof.cures.length + proof.breaks.length === 0

/** Whom a patch reaches. */
export const patchReach = 'it is for what is built of the project, and cures no program of this machine.'

/** One plan: its steps, whom it cures and what else it changes. */
export function planLines(plan: ShownPlan, title: string, report: PlanReport): readonly Line[] {
  const { cures, breaks } = plan.proof
  return [
    hanging('  ', phrase`${strong(`${title}${plan.title}`)} ${dim(`(${scopeWords[plan.scope]})`)}`),
    ...plan.steps.flatMap((step, i) => stepLines(step, i + 1, plan.steps[i - 1])),
    hanging(
      '    ',
      isPatch(plan)
        ? phrase`  ${dim('Note:')} ${patchReach}`
        : phrase`  ${good('Cures')} ${whom(cures, report)} ${dim('(proved: judged again)')}`,
    ),
    ...(breaks.length === 0 ? [] : [hanging('    ', phrase`  ${bad('Breaks')} ${whom(breaks, report)}`)]),
    ...(triedWords[plan.tried] === '' ? [] : [hanging('    ', phrase`  ${warn(triedWords[plan.tried])}`)]),
    ...plan.notes.map((note) => hanging('    ', phrase`  ${dim('Note:')} ${note}`)),
  ]
}

function stepLines(step: ShownStep, number: number, before: ShownStep | undefined): readonly Line[] {
  const rights = step.needsRights ? dim(' (needs administrator rights)') : ''
  return [
    hanging('     ', phrase`  ${String(number)}. ${order(step)}${rights}`),
    ...(before?.why === step.why ? [] : [hanging('     ', phrase`     ${step.why}`)]),
    ...step.lines.map(changedLine),
    ...(step.prompt === '' ? [] : [hanging('     ', phrase`     ${warn('The system will ask: ')}${step.prompt}`)]),
  ]
}

/** What the step does, as an order. */
function order({ kind, what, command, effect }: ShownStep): readonly Span[] {
  const verb = { makes: 'Write', changes: 'Change', removes: 'Remove' }[effect]
  if (kind === 'file') return phrase`${verb} ${name(what)}`
  if (kind === 'regenerate') return phrase`Run ${code(command)}`
  if (kind === 'rewrite') return phrase`Change ${name(what)} with ${code(command)}`
  return phrase`${effect === 'removes' ? 'Remove from' : 'Add to'} ${name(what)} with ${code(command)}`
}

/** Never cut: it is what the file will hold. */
function changedLine({ kind, text }: LineChange): Line {
  const [sign, style] = ({ added: ['+', 'good'], removed: ['-', 'bad'], kept: [' ', 'dim'] } as const)[kind]
  return [plain('       '), { ...command(`${sign} ${text.replaceAll('\t', '    ')}`), style }]
}

/** Whom a change is for. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  project: 'for this project',
  user: 'for this user',
  machine: 'for the whole machine',
}

/** How far the way itself has been tried; empty: with the real tool. */
const triedWords: Readonly<Record<Tried, string>> = {
  'real-tool': '',
  recorded: 'This way was tried on recordings alone, not yet on a real system of this kind.',
  documented: 'This way is taken from documentation, and not yet proved on a real system of this kind.',
}
