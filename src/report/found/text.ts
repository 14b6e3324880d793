import type { FoundCandidate, FoundReport } from '../../model/found.ts'
import type { ClientOnStore } from '../../model/remedy.ts'
import type { CertificateSummary } from '../../model/report.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import { shortened } from '../escape.ts'
import { ageWords, evidenceLines } from '../evidence-sheet.ts'
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
} from '../styled.ts'
import { againForCheck } from '../again.ts'
import { nobodyRejects } from '../nobody-rejects.ts'
import { untriedLines } from '../untried-lines.ts'
import { unusableLines } from '../unusable-lines.ts'
import { isUsable } from './refused.ts'
import { masked, withheldAmong, type WrittenCandidate } from './withheld.ts'

/** What was found, for a person: the answer in one sentence, each candidate with its evidence and the next command, what was looked through. */
export function renderFound(whole: FoundReport): readonly Line[] {
  const report: Written = {
    ...masked(whole, whole.candidates),
    candidates: whole.candidates.map((c) => withheldAmong(c, whole.candidates)),
  }
  const { candidates, at } = report
  const firstUsable = candidates.findIndex(isUsable)
  return [
    ...(report.target !== null && report.rejects === 0
      ? nobodyRejects('Nothing is missing:', report.open, againForCheck(report.again ?? word(report.asked)), report.faults)
      : [hanging('  ', headline(report))]),
    ...candidates.flatMap((candidate, i) => [
      [],
      ...candidateLines(candidate, candidates.length === 1 ? '' : `${i + 1}. `, { at, confirms: i === firstUsable }),
      ...nextLines(candidate, report),
    ]),
    ...untriedLines(report, candidates.some(isUsable)),
    ...faultLines(report),
    ...footer(report),
  ]
}

/** The report without what leads to what was refused. Nothing below here sees another one. */
interface Written extends Omit<FoundReport, 'candidates'> {
  readonly candidates: readonly WrittenCandidate[]
}

/** Roots that would cure and are refused, with the reasons; nothing that leads to them. Empty: none is. */
export function refusedLines(candidates: readonly FoundCandidate[], at: UnixSeconds): readonly Line[] {
  const refused = candidates.filter((c) => !isUsable(c))
  if (refused.length === 0) return []
  return [
    [],
    [bad('Refused'), plain(', though it would cure:')],
    ...refused.flatMap((c) => candidateLines(withheldAmong(c, candidates), '', { at, confirms: false })),
  ]
}

/** Longest name that is shown; JSON has it whole. */
const longest = 100

const label = ({ certificate }: { readonly certificate: Pick<CertificateSummary, 'label'> }): Span =>
  name(shortened(certificate.label, longest))

function headline({ target, rejects, candidates, faults }: Written): readonly Span[] {
  const [first] = candidates
  const fault = (faults ?? []).find((f) => f.kind === 'beyond-stores')
  if (first === undefined && fault !== undefined) return phrase`${bad('No certificate is missing.')} ${fault.what} ${fault.means}`
  if (first === undefined) {
    return target === null
      ? joined(bad('Not found: '), 'nothing here has that name or SHA-256.')
      : joined(
          bad('Not found: '),
          `${rejects === 1 ? 'one client rejects' : `${rejects} clients reject`}, and nothing that is known here would cure it.`,
        )
  }
  if (target === null) {
    if (candidates.length > 1) return phrase`${strong('Found')}: ${words(candidates.length)} certificates are called so.`
    return phrase`${strong('Found')}: ${first.needed.flatMap(described)}.${vouching(first)}`
  }
  const best = candidates.find(isUsable)
  if (best !== undefined) return phrase`${strong('What is missing')}: ${enumerated(best.needed.map(described))}.${vouching(best)}`
  return phrase`${bad('Refused')}: what would make it accept is ${enumerated(first.needed.map(described))}, and ${whyNot(first)}.`
}

/** `USERTrust RSA Certification Authority, a root`. */
const described = (entry: WrittenCandidate['needed'][number]): readonly Span[] =>
  phrase`${label(entry)}, ${entry.certificate.selfIssued ? 'a root' : entry.as === 'sent' ? 'an intermediate that the server does not send' : 'a certificate that is no root'}`

/** Who vouches, in one sentence with a blank before it; empty where nobody has to. */
function vouching({ needed }: WrittenCandidate): string {
  const sheet = needed.find((n) => n.sheet !== null)?.sheet
  if (sheet === undefined || sheet === null) return ''
  const { verdict, includedBy } = sheet
  switch (verdict.kind) {
    case 'authentic':
      if (verdict.by === 'programmes') return ` ${capital(words(includedBy.length))} programmes vouch for it.`
      if (verdict.by === 'cross-certificate') return ' Another public authority vouches for it.'
      return ' You gave its SHA-256.'
    case 'propagation':
      return " The administrator's store trusts it already."
    default:
      return ' It is refused.'
  }
}

const whyNot = ({ needed }: WrittenCandidate): string =>
  needed.some((n) => n.sheet?.verdict.kind === 'contradicted') ? 'something speaks against it' : 'too little vouches for it'

const words = (n: number): string => ['no', 'one', 'two', 'three', 'four', 'five'][n] ?? String(n)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

interface How {
  readonly at: UnixSeconds
  /** No other certificate is needed beside it. */
  readonly isOnly: boolean
  /** How to be certain by another way stands below it. */
  readonly confirms: boolean
}

function candidateLines(
  { needed, proof }: WrittenCandidate,
  number: string,
  { at, confirms }: Omit<How, 'isOnly'>,
): readonly Line[] {
  const title = enumerated(needed.map((entry) => label(entry)))
  return [
    hanging('  ', phrase`${strong(number)}${title}`),
    ...(proof === null
      ? []
      : [
          hanging('    ', phrase`  ${good('Cures')} ${whom(proof.cures)} ${dim('(proved: judged again)')}`),
          ...(proof.breaks.length === 0 ? [] : [hanging('    ', phrase`  ${bad('Breaks')} ${whom(proof.breaks)}`)]),
          ...(proof.stillRejects.length === 0
            ? []
            : [hanging('    ', phrase`  ${dim('Does not cure')} ${whom(proof.stillRejects)}`)]),
        ]),
    ...needed.flatMap((entry) => neededLines(entry, { at, isOnly: needed.length === 1, confirms })),
  ]
}

function neededLines(entry: WrittenCandidate['needed'][number], { at, isOnly, confirms }: How): readonly Line[] {
  const { certificate, as, where, isHeld, sheet } = entry
  const dates = `${day(certificate.notBefore, 'always')} to ${day(certificate.notAfter, 'never')}`
  const must = as === 'anchor' ? 'a store must hold it' : 'the server must send it'
  const isWithheld = sheet !== null && 'withheld' in sheet
  return [
    hanging('    ', phrase`  ${isOnly ? capital(must) : joined(label(entry), `: ${must}`)}. Valid ${dates}, ${certificate.key}.`),
    ...(where.length === 0 ? [] : [hanging('    ', phrase`    Where it is: ${places(where)}.`)]),
    ...(isHeld || isWithheld
      ? []
      : [
          hanging(
            '    ',
            phrase`    Its octets are not at hand; ${command('rootcause update')} may bring them, and ${code('--locate')}.`,
          ),
        ]),
    ...(sheet === null ? sentLines(entry) : evidenceLines(sheet, at, confirms)),
  ]
}

/** Most places that are named. */
const mostPlaces = 4

const places = (where: readonly string[]): readonly Span[] =>
  enumerated(
    where.length <= mostPlaces ? where : [...where.slice(0, mostPlaces - 1), `${where.length - mostPlaces + 1} more places`],
  )

/** What a server sends needs no trust of its own. */
const sentLines = ({ certificate }: WrittenCandidate['needed'][number]): readonly Line[] => [
  ...('sha256' in certificate ? [hanging('    ', phrase`    SHA-256  ${code(certificate.sha256)}`)] : []),
  hanging('    ', phrase`    ${dim('Nobody has to vouch for it: the path that it makes is verified.')}`),
]

const day = (at: UnixSeconds | null, infinity: string): string => (at === null ? infinity : isoTime(at).slice(0, 10))

/** Why nothing is found, where that is known. */
function faultLines({ faults = [], candidates, rejects, again, asked }: Written): readonly Line[] {
  if (candidates.length > 0 || rejects === 0 || faults.length === 0) return []
  const told = faults.some((f) => f.kind === 'beyond-stores') ? [] : faults.slice(0, mostFaults)
  return [
    ...told.map(({ what, means, code: number }) => hanging('  ', phrase`  ${what} ${means} ${dim(`(${number})`)}`)),
    [],
    [plain('Who can do what about it: '), command(`rootcause fix ${again ?? word(asked)}`)],
  ]
}

/** Faults that are told. */
const mostFaults = 3

/** The next command, of what may be used. */
function nextLines(candidate: WrittenCandidate, { target, asked, again }: Written): readonly Line[] {
  if (target === null || !isUsable(candidate)) return []
  return [[plain('  Next: '), command(`rootcause fix ${again ?? word(asked)}`)]]
}

/** As it could be typed in a shell. */
const word = (text: string): string => (/^[\w@%+=:,./[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** Clients with their stores; of many, the clients alone, and of very many the first of them. */
function whom(seats: readonly ClientOnStore[]): readonly Span[] {
  if (seats.length <= mostSeats) return enumerated(seats.map(({ client, store }) => phrase`${name(client)} on ${name(store)}`))
  const clients = [...new Set(seats.map((s) => s.client))]
  const shown = clients.length <= mostClients + 1 ? clients : clients.slice(0, mostClients)
  const more = clients.length - shown.length
  return enumerated([...shown.map((c) => name(c)), ...(more === 0 ? [] : [`${more} more`])])
}

/** Seats that are told with their stores, and clients that are named; JSON has them all. */
const mostSeats = 4
const mostClients = 6

function footer({ publications, unusable, contacted, at }: Written): readonly Line[] {
  const each = publications.map(({ title, asOf }) => `${title} (of ${isoTime(asOf).slice(0, 10)}, ${ageWords(asOf, at)})`)
  return [
    [],
    hanging(
      '  ',
      each.length === 0
        ? phrase`Looked through: the stores of this machine and the table of this program; ${command('rootcause update')} fetches what root programmes publish now.`
        : phrase`Looked through: the stores of this machine, the table of this program, and ${each.join('; ')}.`,
    ),
    ...unusableLines(unusable),
    ...(contacted.length === 0 ? [] : [hanging('  ', phrase`Contacted beside the target: ${contacted.join(', ')}.`)]),
  ]
}
