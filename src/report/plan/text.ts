import type { FixReport, LineChange, ShownPlan, ShownStep } from '../../model/fix-report.ts'
import type { Advice, Scope, Tried } from '../../model/plan.ts'
import type { ClientOnStore } from '../../model/remedy.ts'
import { refusedLines } from '../found/text.ts'
import {
  bad,
  code,
  command,
  dim,
  enumerated,
  good,
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
import { ownerWords } from '../words/remedies.ts'

/** The plan for a person: what is done, in order, whom it cures and what else it changes. Nothing has been done when it is shown. */
export function renderPlans(report: FixReport): readonly Line[] {
  const { chosen, instead, advice, uncured, wanted } = report
  if (wanted.length === 0) return [[good('Nothing is to be fixed: '), plain('every client that was asked accepts.')]]
  return [
    hanging('  ', headline(report)),
    ...serverLines(report),
    ...adviceLines(advice),
    ...chosen.flatMap((plan, i) => [[], ...planLines(plan, chosen.length === 1 ? '' : `Plan ${i + 1}: `)]),
    ...elsewhereLines(report),
    ...insteadLines(instead),
    ...(uncured.length === 0 || (report.chosen.length === 0 && report.vouched.length > 0)
      ? []
      : [[], hanging('  ', phrase`${bad('Not cured')}: ${whom(uncured)}. Nothing that was found would make it accept.`)]),
    ...refusedLines(report.refused, report.at),
  ]
}

function headline({ chosen, wanted, uncured, advice, refused, server, vouched }: FixReport): readonly Span[] {
  const curable = wanted.length - uncured.length
  if (chosen.length === 0 && (advice.length > 0 || server !== null))
    return joined(strong('Nothing is to be changed on this machine: '), 'the cure is with somebody else.')
  if (chosen.length === 0 && refused.length > 0)
    return joined(bad('Refused: '), 'there is a root that would cure it, and nothing vouches for it.')
  if (chosen.length === 0 && vouched.length > 0)
    return joined(strong('Nothing can be changed here: '), 'no program of this machine is one of those that reject.')
  if (chosen.length === 0) return joined(bad('No plan: '), 'nothing that was found cures it.')
  const all = curable === wanted.length ? `all ${wanted.length}` : `${curable} of ${wanted.length}`
  const those = wanted.length === 1 ? 'it' : `${all} of those that reject`
  return joined(strong('This would cure '), plain(`${those}. `), dim('Nothing has been changed yet.'))
}

/** What the server's operator can do reaches every client, so it comes first. */
function serverLines({ server, asked }: FixReport): readonly Line[] {
  if (server === null) return []
  const { chain, proof, file, places } = server
  return [
    [],
    hanging('    ', phrase`${strong('Best: the server sends another chain')} ${dim('(whoever runs it)')}`),
    hanging('    ', phrase`  In this order: ${enumerated(chain.map((label) => name(label)))}, and no root.`),
    hanging('    ', phrase`  ${good('Cures')} ${whom(proof.cures)} ${dim('(proved: judged again)')}`),
    ...(proof.stillRejects.length === 0 ? [] : [hanging('    ', phrase`  Not cured by it: ${whom(proof.stillRejects)}`)]),
    ...(file === ''
      ? [
          hanging('    ', [
            dim('  → '),
            command(`rootcause fix ${asked} --chain chain.pem`),
            dim(' writes it, and says where it goes'),
          ]),
        ]
      : [
          hanging('    ', phrase`  Written to ${name(file)}. It goes:`),
          ...places.flatMap(({ what, command: line }) => [
            hanging('      ', phrase`  - ${what}`),
            ...(line === '' ? [] : [[plain('      '), command(line)]]),
          ]),
        ]),
  ]
}

/** The right owner's part comes before anything that is done here. */
function adviceLines(advice: readonly Advice[]): readonly Line[] {
  if (advice.length === 0) return []
  return [
    [],
    [strong('Better, where it can be done')],
    ...advice.flatMap(({ owner, what, command }) => [
      hanging('    ', phrase`  ${strong(ownerWords[owner])}: ${what}`),
      ...(command === '' ? [] : [hanging('      ', phrase`    ${code(command)}`)]),
    ]),
  ]
}

function planLines(plan: ShownPlan, title: string): readonly Line[] {
  const { cures, breaks } = plan.proof
  return [
    hanging('  ', phrase`${strong(`${title}${plan.title}`)} ${dim(`(${scopeWords[plan.scope]})`)}`),
    ...plan.steps.flatMap((step, i) => stepLines(step, i + 1)),
    hanging('    ', phrase`  ${good('Cures')} ${whom(cures)} ${dim('(proved: judged again)')}`),
    ...(breaks.length === 0 ? [] : [hanging('    ', phrase`  ${bad('Breaks')} ${whom(breaks)}`)]),
    ...(triedWords[plan.tried] === '' ? [] : [hanging('    ', phrase`  ${warn(triedWords[plan.tried])}`)]),
    ...plan.notes.map((note) => hanging('    ', phrase`  ${dim('Note:')} ${note}`)),
  ]
}

function stepLines(step: ShownStep, number: number): readonly Line[] {
  const rights = step.needsRights ? dim(' (needs administrator rights)') : ''
  return [
    hanging('     ', phrase`  ${String(number)}. ${order(step)}${rights}`),
    hanging('     ', phrase`     ${step.why}`),
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

function changedLine({ kind, text }: LineChange): Line {
  const spans = kind === 'added' ? good(`+ ${text}`) : kind === 'removed' ? bad(`- ${text}`) : dim(`  ${text}`)
  return [plain('       '), spans]
}

/** The clients are of another machine, or of none: what they lack is known all the same. */
function elsewhereLines({ chosen, vouched, asked }: FixReport): readonly Line[] {
  if (chosen.length > 0 || vouched.length === 0) return []
  return [
    [],
    ...vouched.map(({ needed, proof }) =>
      hanging(
        '  ',
        phrase`What is missing is ${enumerated(needed.map((n) => name(n.certificate.label)))}, which is authentic. ${good('It cures')} ${whom(proof?.cures ?? [])}.`,
      ),
    ),
    hanging('  ', [dim('→ '), command(`rootcause find ${asked}`), dim(' shows what vouches for it')]),
    hanging('  ', [
      dim('→ '),
      command(`rootcause fix ${asked} --as sh`),
      dim(' writes the plan for the machine where they run (or powershell, dockerfile, ansible)'),
    ]),
  ]
}

function insteadLines(instead: readonly ShownPlan[]): readonly Line[] {
  if (instead.length === 0) return []
  return [
    [],
    [strong('Instead')],
    ...instead.map((plan) =>
      hanging(
        '    ',
        phrase`  ${code(`--with ${plan.cure}`)}: ${plan.title} ${dim(`(${scopeWords[plan.scope]})`)}, cures ${whom(plan.proof.cures)}`,
      ),
    ),
  ]
}

/** Clients, each once, with the store where one client asks several. */
function whom(seats: readonly ClientOnStore[]): readonly Span[] {
  const stores = new Set(seats.map((s) => s.store))
  const clients = [...new Set(seats.map((s) => s.client))]
  if (stores.size <= 1 || clients.length === seats.length || seats.length > mostSeats)
    return enumerated(clients.map((c) => name(c)))
  return enumerated(seats.map((s) => phrase`${name(s.client)} on ${name(s.store)}`))
}

/** Seats that are told with their stores. */
const mostSeats = 4

const scopeWords: Readonly<Record<Scope, string>> = {
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
