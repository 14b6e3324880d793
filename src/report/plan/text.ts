import type { EvidenceSheet } from '../../model/authenticity.ts'
import type { LineChange, ShownPlan, ShownStep } from '../../model/fix-report.ts'
import type { Advice, Scope, Tried } from '../../model/plan.ts'
import type { ClientOnStore } from '../../model/remedy.ts'
import { seatKey } from '../../model/seat-key.ts'
import { verdictLine } from '../evidence-sheet.ts'
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
  textOf,
  warn,
} from '../styled.ts'
import { againForCheck, againForFind } from '../again.ts'
import { nobodyRejects } from '../nobody-rejects.ts'
import type { LeftSeat, PlanReport } from './plan-report.ts'
import { unusableLines } from '../unusable-lines.ts'
import { ownerWords } from '../words/remedies.ts'

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
    ...serverLines(report),
    ...adviceLines(
      advice,
      report.server !== null ? 'Otherwise' : chosen.length > 0 ? 'Better, where it can be done' : 'Who can cure it',
    ),
    ...chosen.flatMap((plan, i) => [[], ...planLines(plan, chosen.length === 1 ? '' : `Plan ${i + 1}: `, report)]),
    ...elsewhereLines(report),
    ...insteadLines(instead, wanted),
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

/** It changes files of the project alone. */
const isPatch = ({ proof, scope }: ShownPlan): boolean => scope === 'project' && proof.cures.length + proof.breaks.length === 0
const patchReach = 'it is for what is built of the project, and cures no program of this machine.'

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

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

/** The first sentence is that of the fault. */
const isHeadline = ({ chosen, vouched, refused, server, advice, faults }: PlanReport): boolean =>
  faults.length > 0 && chosen.length + vouched.length + refused.length + advice.length === 0 && server === null

/** Faults that are told one by one. */
const mostFaults = 3

/** What a clock that is slow makes of every certificate: told once, as the clock. */
const clockSuspected = 'RC106'
const notYetValid = 'RC105'

/** Why no store helps, and who can do what about it. */
function faultLines(report: PlanReport): readonly Line[] {
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

/** What the server's operator can do reaches every client, so it comes first. */
function serverLines({ server, again, wanted }: PlanReport): readonly Line[] {
  if (server === null) return []
  const { chain, proof, file, places } = server
  return [
    [],
    hanging('    ', phrase`${strong('Best: the server sends another chain')} ${dim('(whoever runs it)')}`),
    hanging('    ', phrase`  In this order: ${enumerated(chain.map((label) => name(label)))}, and no root.`),
    hanging('    ', phrase`  ${good('Cures')} ${whom(proof.cures, wanted)} ${dim('(proved: judged again)')}`),
    ...(proof.stillRejects.length === 0 ? [] : [hanging('    ', phrase`  Not cured by it: ${whom(proof.stillRejects, [])}`)]),
    ...(file === ''
      ? [
          hanging('    ', [plain('  This writes it, and says where it goes:')]),
          [plain('      '), command(`rootcause fix ${again} --chain chain.pem`)],
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
function adviceLines(advice: readonly Advice[], title: string): readonly Line[] {
  if (advice.length === 0) return []
  return [
    [],
    [strong(title)],
    ...advice.flatMap(({ owner, what, command: line }) => [
      hanging('    ', phrase`  ${strong(ownerWords[owner])}: ${what}`),
      ...(line === '' ? [] : [[plain('      '), command(line)]]),
    ]),
  ]
}

function planLines(plan: ShownPlan, title: string, { wanted, programs }: PlanReport): readonly Line[] {
  const { cures, breaks } = plan.proof
  return [
    hanging('  ', phrase`${strong(`${title}${plan.title}`)} ${dim(`(${scopeWords[plan.scope]})`)}`),
    ...plan.steps.flatMap((step, i) => stepLines(step, i + 1, plan.steps[i - 1])),
    hanging(
      '    ',
      isPatch(plan)
        ? phrase`  ${dim('Note:')} ${patchReach}`
        : phrase`  ${good('Cures')} ${whom(cures, wanted, programs)} ${dim('(proved: judged again)')}`,
    ),
    ...(breaks.length === 0 ? [] : [hanging('    ', phrase`  ${bad('Breaks')} ${whom(breaks, [])}`)]),
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

/** The clients are of another machine, or of none: what they lack is known all the same. */
function elsewhereLines(report: PlanReport): readonly Line[] {
  const { chosen, vouched, again, wanted, programsHere = 0, isScriptable = true } = report
  if (chosen.length > 0 || vouched.length === 0) return []
  const asked = new Set(wanted.map(seatKey))
  const cured = vouched.flatMap(({ proof }) => proof?.cures ?? []).filter((seat) => asked.has(seatKey(seat)))
  const head = hanging('  ', phrase`${good('It cures')} ${whom(cured, wanted)} ${dim('(proved: judged again)')}`)
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
    [plain('  '), command(`rootcause fix ${again} --as sh`)],
  ]
}

/** The command without the scope that keeps out what would cure. */
const widerLines = ({ wider }: PlanReport): readonly Line[] =>
  wider === undefined ? [] : [[plain('Ways of a wider scope reach them:')], [plain('  '), command(`rootcause fix ${wider}`)]]

/** Ways that are offered beside what is planned. */
const mostWays = 6

/** Patches of the project stand beside what cures programs here: neither takes the place of the other. */
function patchLines(patches: readonly ShownPlan[]): readonly Line[] {
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

function insteadLines(all: readonly ShownPlan[], wanted: readonly ClientOnStore[]): readonly Line[] {
  const instead = all.filter((plan) => !isPatch(plan))
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
          phrase`  ${code(`--with ${plan.cure}`)}: ${plan.title} ${dim(`(${scopeWords[plan.scope]})`)}, cures ${whom(plan.proof.cures, wanted)}`,
        ),
      ),
    ...(more.length === 0 ? [] : [hanging('    ', phrase`  ${dim('and:')} ${enumerated(more)}`)]),
  ]
}

/** Those that are left; where nothing is planned, why is told above. */
function uncuredLines(report: PlanReport): readonly Line[] {
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
    ...(others.length === 0 ? [] : [hanging('  ', phrase`${bad('Not cured')}: ${whom(others, [])}; ${why}.`)]),
    ...widerLines(report),
  ]
}

const programsOf = ({ programs, client, store }: Omit<LeftSeat, 'ways'>): readonly Span[] =>
  programs.length === 0
    ? phrase`${name(client)} on ${name(store)}`
    : phrase`${enumerated(programs.map((p) => name(p)))} (${name(client)})`

/** How the plan is carried out. */
function nextLines({ chosen, again, isApplied }: PlanReport): readonly Line[] {
  if (chosen.length === 0 || isApplied) return []
  return [
    [],
    [strong('To carry it out'), dim(' (asks once; '), command('rootcause undo'), dim(' takes it back):')],
    [plain('  '), command(`rootcause fix ${again} --apply`)],
  ]
}

/** Clients, each once, with the store where one client asks several; of all that are to be cured, only how many they are. */
function whom(
  seats: readonly ClientOnStore[],
  wanted: readonly ClientOnStore[],
  programs: NonNullable<PlanReport['programs']> = {},
): readonly Span[] {
  const clients = unique(seats.map((s) => s.client))
  const cured = new Set(seats.map(seatKey))
  const isAll = wanted.length > mostSeats && wanted.every((w) => cured.has(seatKey(w)))
  if (isAll) return phrase`all ${String(wanted.length)} that reject: ${some(clients)}`
  const stores = new Set(seats.map((s) => s.store))
  if (stores.size <= 1 || clients.length === seats.length || seats.length > mostSeats) return [plain(some(clients))]
  return enumerated(seats.map((s) => programsOf({ ...s, programs: programs[seatKey(s)] ?? [] })))
}

/** Seats that are told with their stores. */
const mostSeats = 4

/** Clients that are named; JSON has them all. */
const mostClients = 6

function some(clients: readonly string[]): string {
  const own = unique(clients)
  if (own.length <= mostClients + 1) return textOf(enumerated(own))
  return `${own.slice(0, mostClients).join(', ')} and ${own.length - mostClients} more`
}

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
