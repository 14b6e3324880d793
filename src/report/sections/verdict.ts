import type { Change } from '../changes.ts'
import { commonCause } from '../common-cause.ts'
import { type Complaint, complaintsOf } from '../complaints.ts'
import { failurePhrase } from '../failure-phrase.ts'
import { findingPhrase } from '../finding-text.ts'
import { type Fault, faultsBeside } from '../independent-faults.ts'
import type { Section } from '../section.ts'
import { counting, isRefusal, type Seat } from '../seats.ts'
import { who } from '../who.ts'
import { eventsOf, laterText } from './timeline.ts'
import { captureHeadline } from './capture-failures.ts'
import { bad, dim, good, joined, type Line, name, phrase, type Piece, type Span, strong, warn } from '../styled.ts'
import { counted, targetText, type View } from '../view.ts'
import { isoTime } from '../../model/time.ts'
import { withoutDot } from '../../model/dns-name.ts'

/** The verdict in one sentence, and one line on what it rests on. */
export function verdictSection(view: View): Section {
  return { title: '', note: '', compact: true, lines: [headline(view), ...outlook(view), basis(view)] }
}

/**
 * The verdict in one sentence. A server that lets nobody in without a certificate is told first, for no trust store has to do with it;
 * what clients do that are shown for comparison alone, last, where none of the others fails.
 */
export function headline(view: View): Line {
  const { report, seats } = view
  const target = strong(targetText(report))
  if (report.chains.length === 0) return captureHeadline(view)
  if (seats.length === 0) return phrase`No client was asked about ${target}.`
  const demand = report.findings.find(({ code }) => code === demandOfServer)
  const before: Piece =
    demand === undefined
      ? ''
      : phrase`${target} ${bad('lets in only clients that show a certificate of their own')}, whatever store they ask. `
  const judged = demand === undefined ? target : phrase`the certificate of the server`
  const told = counting(seats)
  const beside = seats.filter((s) => !told.includes(s))
  if (told.some(isRefusal) || !beside.some(isRefusal)) return joined(before, verdictOf(view, seats, judged))
  return joined(before, verdictOf(view, told, judged), ' ', comparison(view, beside.filter(isRefusal)))
}

/** RC717: the server turned away who showed no certificate. */
const demandOfServer = 'RC717'

/** `curl-7.40, shown for comparison alone, rejects: ...` */
function comparison(view: View, failing: readonly Seat[]): Line {
  const [only, ...others] = failing
  const subject: Piece = only !== undefined && others.length === 0 ? name(only.client) : `${failing.length} clients`
  const why = because(view, complaintsOf(failing), failing)
  return phrase`${subject}, shown for comparison alone, ${verb(failing, 'reject')}${why}.`
}

/** What these clients make of the server, or of what is named instead. */
function verdictOf(view: View, seats: readonly Seat[], target: Piece): Line {
  const standing = (kind: Seat['standing']): readonly Seat[] => seats.filter((s) => s.standing === kind)
  const rejecting = standing('rejected')
  const open = standing('undetermined')
  const hanging = standing('hangs')
  const rest = [
    ...(open.length === 0 ? [] : [phrase`${warn(`${open.length} cannot be judged`)}`]),
    ...(hanging.length === 0
      ? []
      : [phrase`${bad(hanging.length === 1 ? '1 never returns' : `${hanging.length} never return`)}`]),
  ]
  const also: Piece = rest.length === 0 ? '' : joined(' ', ...rest.flatMap((r, i) => [i === 0 ? '' : ', ', r]), '.')
  if (rejecting.length > 0) {
    const reasons = complaintsOf(rejecting)
    const who = bad(`${share(rejecting, seats)} ${verb(rejecting, 'reject')}`)
    const why = because(view, reasons, rejecting)
    return phrase`${who} ${target}${onChains(rejecting)}${why}.${alternately(rejecting)}${also}${clockRemark(view)}`
  }
  if (open.length === seats.length)
    return phrase`${warn('No verdict')} on ${target}: an input is missing for ${open.length === 1 ? 'the client asked' : `all ${open.length} clients`}.`
  if (rest.length > 0) return phrase`No client rejects ${target}; of ${String(seats.length)},${also}`
  return phrase`${good(`${share(seats, seats)} ${verb(seats, 'accept')}`)} ${target}.`
}

/** Chains by what the client says of them. */
const chainsOf = ({ results }: Seat, kind: Seat['standing']): string =>
  results.flatMap((r) => (r.verdict.kind === kind && r.chain !== null ? [r.chain] : [])).join(' and ')

/** ` with chain 2`, where all that reject reject that one and accept another. */
function onChains(rejecting: readonly Seat[]): string {
  const [first, ...others] = new Set(rejecting.map((s) => chainsOf(s, 'rejected')))
  const isEach = rejecting.every((s) => chainsOf(s, 'accepted') !== '')
  return isEach && first !== undefined && others.length === 0 ? ` with ${first}` : ''
}

/** Those that reject one chain and accept another: ` With chain 1 they accept.` */
function alternately(rejecting: readonly Seat[]): Piece {
  const both = rejecting.filter((s) => chainsOf(s, 'accepted') !== '')
  if (both.length === 0) return ''
  const [first, ...others] = new Set(both.map((s) => chainsOf(s, 'accepted')))
  const chain = others.length === 0 && first !== undefined ? first : 'another chain'
  const [they, verb] = rejecting.length === 1 ? ['it', 'accepts'] : ['they', 'accept']
  if (both.length === rejecting.length) return phrase` With ${chain} ${they} ${good(verb)}.`
  return phrase` With ${chain}, ${String(both.length)} of them ${good(both.length === 1 ? 'accepts' : 'accept')}.`
}

/** A clock that is wrong makes sound certificates look expired or too new: it comes before all else (RC106). */
const clockRemark = ({ report }: View): Piece =>
  report.findings.some((f) => f.code === 'RC106') ? phrase` ${warn('Suspect the clock first')} (RC106).` : ''

/** `2 of 5 clients`, `All 5 clients`, or the one client's name. */
function share(some: readonly Seat[], all: readonly Seat[]): string {
  const [only] = all
  if (all.length === 1 && only !== undefined) return only.client
  if (some.length === all.length) return all.length === 2 ? 'Both clients' : `All ${all.length} clients`
  return `${some.length} of ${all.length} clients`
}

const verb = (some: readonly Seat[], word: string): string => (some.length === 1 ? `${word}s` : word)

/** Where the clock is known to be wrong, that is the reason, and what clients say is what comes of it. */
function clockReason({ report }: View, { code }: Complaint): Piece {
  const behind = report.findings.find((f) => f.code === 'RC106' && f.params['kind']?.startsWith('behind-') === true)
  return behind === undefined || code !== 'not-yet-valid' ? '' : `the clock is slow, at ${behind.params['clock'] ?? ''}, so that `
}

function because(view: View, reasons: readonly Complaint[], rejecting: readonly Seat[]): readonly Span[] {
  const [first] = reasons
  if (first === undefined) return []
  const cause = commonCause(view)
  if (cause !== null) return phrase`: ${findingPhrase(view, cause)}`
  const words = joined(clockReason(view, first), failurePhrase(view, first))
  const beside = faultsBeside(view, first, rejecting)
  if (beside.length > 0) return severalReasons(view, words, first, beside, rejecting)
  if (reasons.length === 1) return phrase`: ${words}`
  if (first.seats.length === rejecting.length) return phrase`: above all, ${words}`
  return phrase`; for ${String(first.seats.length)} of them, ${words}`
}

const numbers = ['no', 'one', 'two', 'three', 'four']

/** Each fault that mending the others would leave, those of all that reject first: who mends what one client says must not be surprised by the next. */
function severalReasons(
  view: View,
  words: readonly Span[],
  first: Complaint,
  beside: readonly Fault[],
  rejecting: readonly Seat[],
): readonly Span[] {
  const all = rejecting.length
  const isOfAll = first.seats.length === all || beside.every(({ count }) => count === all)
  const told = beside.map((fault) => ({
    words: failurePhrase(view, fault, fault.certificate === first.certificate ? 'that certificate' : undefined),
    count: fault.count,
  }))
  const own = { words, count: isOfAll ? all : first.seats.length }
  const [head, ...others] =
    own.count === all ? [own, ...told] : [...told.filter((t) => t.count === all), own, ...told.filter((t) => t.count < all)]
  const reasons = joined(
    head?.words ?? '',
    ...others.flatMap((fault, i) => [
      i === others.length - 1 ? '; and ' : '; ',
      fault.count === all ? '' : `for ${fault.count} of them, `,
      ...fault.words,
    ]),
  )
  if (others.some(({ count }) => count < all)) return phrase`: ${reasons}`
  const number = numbers[others.length + 1] ?? String(others.length + 1)
  return phrase` for ${number} reasons, and mending one leaves the other${others.length > 1 ? 's' : ''}: ${reasons}`
}

/** Whether the section on the verdict says who is the first to stop: where all accept. */
export const tellsOutlook = ({ seats }: View): boolean => seats.length > 0 && seats.every((s) => s.standing === 'accepted')

/** When all accept: who is the first to stop, and when. */
export function outlook(view: View): readonly Line[] {
  if (!tellsOutlook(view)) return []
  const first = eventsOf(view).next.find((e) => e.change.to !== 'accepted')
  if (first === undefined) return [phrase`No date is known on which one of them would stop.`]
  const { change, seats: stopping, later } = first
  const some = later.length === 0 ? '' : phrase` (${laterText(view, later)})`
  return [
    phrase`Next to break: from ${strong(isoTime(change.at))}, ${view.distance(change.at)}, ${who(view, stopping)} will reject${some}${cause(view, change)}.`,
  ]
}

function cause(view: View, { code, certificate }: Change): Piece {
  if (code === null) return ''
  if (code === 'expired') return phrase`: ${view.names.noun(certificate)} expires`
  return phrase`: ${failurePhrase(view, { code, certificate })}`
}

/** What was seen, when, and for which instant it is judged. */
function basis(view: View): Line {
  const { report, present } = view
  if (report.chains.length === 0) return [dim(`Tried at ${isoTime(report.observedAt)}${where(view)}.`)]
  const seen = present
    ? `Seen and judged at ${isoTime(report.clock)}`
    : `Judged as of ${isoTime(report.clock)}, seen ${isoTime(report.observedAt)}`
  return [dim(`${seen}${where(view)}.`)]
}

function where({ report }: View): string {
  const addresses = [...new Set(report.sends.map((s) => s.address).filter((a) => a !== ''))]
  if (addresses.length === 0) return otherName(report)
  const all = addresses.length <= 2 ? addresses.join(' and ') : counted(addresses.length, 'address', 'addresses')
  return ` at ${all}${otherName(report)}`
}

/** The name that was sent (RFC 6066 §3), where it is not the target's: a server may hold another chain for it. */
function otherName({ sends, target: { host } }: View['report']): string {
  const own = withoutDot(host.toLowerCase())
  const sent = [...new Set(sends.map(({ servername = '' }) => servername).filter((n) => n !== '' && n.toLowerCase() !== own))]
  return sent.length === 0 ? '' : `, asked for as ${sent.join(', ')} (SNI)`
}
