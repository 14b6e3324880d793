import type { Change } from '../changes.ts'
import { changesOf } from '../changes.ts'
import { failureTag, wordsForFailure } from '../words/failures.ts'
import type { Section } from '../section.ts'
import { byChain, type Seat, type Standing } from '../seats.ts'
import { who } from '../who.ts'
import {
  bad,
  capitalised,
  code,
  dim,
  good,
  hanging,
  joined,
  type Line,
  name,
  phrase,
  type Piece,
  plain,
  type Span,
  warn,
} from '../styled.ts'
import type { View } from '../view.ts'
import { isoTime } from '../../model/time.ts'

/** Clients that change their minds at the same second in the same way. */
export interface Event {
  readonly change: Change
  /** The chain meant, where clients do not treat all chains alike. */
  readonly chain: string | null
  readonly seats: readonly Seat[]
  /** Those of them that change one second later: notAfter is the last second of validity for some and the first one after it for others. */
  readonly later: readonly Seat[]
}

/** Clients that will not change any more. */
export interface Settled {
  readonly chain: string | null
  readonly seats: readonly Seat[]
}

/** The changes of mind around the clock, and the clients that never change theirs again. */
export interface Events {
  readonly past: readonly Event[]
  readonly next: readonly Event[]
  readonly settled: readonly Settled[]
}

/** The last change of each client up to the clock and its next one, each in order of time. Found once: the headline and the timeline ask. */
export function eventsOf(view: View): Events {
  let events = known.get(view)
  if (events === undefined) known.set(view, (events = eventsIn(view)))
  return events
}

const known = new WeakMap<View, Events>()

function eventsIn({ report, seats }: View): Events {
  const events = new Map<string, Event & { readonly seats: Seat[] }>()
  const settled = new Map<string | null, Seat[]>()
  for (const { seat, chain } of seats.flatMap(byChain)) {
    const { past, next } = changesOf(seat, report)
    for (const change of [past, next]) {
      if (change === null) continue
      const key = JSON.stringify([change.at, change.to, change.code, change.certificate, chain])
      const event = events.get(key) ?? { change, chain, seats: [], later: [] }
      event.seats.push(seat)
      events.set(key, event)
    }
    const isKnown = seat.results.some((r) => r.timeline.length > 0)
    if (next !== null || !isKnown || seat.standing === 'undetermined') continue
    settled.set(chain, [...(settled.get(chain) ?? []), seat])
  }
  const ordered = [...events.values()].toSorted((a, b) => a.change.at - b.change.at)
  const isPast = ({ change }: Event): boolean => change.at <= report.clock
  return {
    past: merged(ordered.filter(isPast)),
    next: merged(ordered.filter((e) => !isPast(e))),
    settled: [...settled].map(([chain, some]) => ({ chain, seats: some })),
  }
}

/** Two changes one second apart and alike are told as one. */
function merged(events: readonly Event[]): readonly Event[] {
  const result: Event[] = []
  for (const event of events) {
    const i = result.findLastIndex((e) => isSecondLater(e, event))
    const earlier = result[i]
    if (earlier === undefined) result.push(event)
    else result[i] = { ...earlier, seats: [...earlier.seats, ...event.seats], later: event.seats }
  }
  return result
}

const isSecondLater = ({ change: a, chain, later }: Event, { change: b, chain: other }: Event): boolean =>
  later.length === 0 &&
  chain === other &&
  b.at - a.at === 1 &&
  a.to === b.to &&
  a.code === b.code &&
  a.certificate === b.certificate

/** Clients one second late that are named; of more it is told how many they are. */
const mostNamed = 2

/** `, go-1.24 one second later`; in place of `go-1.24`: `3 of them`. */
export const laterText = (view: View, later: readonly Seat[]): Piece =>
  later.length === 0
    ? ''
    : phrase`${later.length <= mostNamed ? who(view, later, 'name') : `${later.length} of them`} one second later`

/** What the dates of the section mean. */
export const timelineNote = 'from each date on, with this chain and these stores'

/** The last change of mind of each client before the clock and its next one, in order of time, with the clock between. */
export function timelineSection(view: View): Section {
  const { past, next, settled } = eventsOf(view)
  const line = (event: Event, tense: Tense): Line => hanging('      ', joined('  ', eventSpans(view, event, tense)))
  const dated = past.length + next.length > 0
  if (view.report.chains.length === 0) return { title: '', note: '', lines: [] }
  return {
    title: 'When each changes its mind',
    note: dated ? timelineNote : '',
    lines: [
      ...past.map((e) => line(e, 'past')),
      ...(dated ? [hanging('      ', [dim(`  ${isoTime(view.report.clock)}  --- the time of this report ---`)])] : []),
      ...next.map((e) => line(e, 'next')),
      ...settledTexts(view, settled).map((text) => hanging('      ', joined(plain('  '), text))),
    ],
  }
}

/** One change of mind with its date. */
export const eventSpans = (view: View, event: Event, tense: Tense): Line => [
  ...phrase`${code(isoTime(event.change.at))}  ${dim(`(${view.distance(event.change.at)})`)} `,
  ...eventText(view, event, tense),
]

/** Whether a change lies before the clock: then it only would have been so, for the store may have been another. */
export type Tense = 'past' | 'next'

const pastWords: Readonly<Record<Standing, Span>> = {
  accepted: good('would have accepted'),
  rejected: bad('would have rejected'),
  undetermined: warn('cannot be judged'),
  hangs: bad('would never have returned'),
}

const nextWords: Readonly<Record<Standing, Span>> = {
  accepted: good('will accept'),
  rejected: bad('will reject'),
  undetermined: warn('can no longer be judged'),
  hangs: bad('will never return'),
}

/** Who changes to what, and why. */
export function eventText(view: View, { change, chain, seats, later }: Event, tense: Tense): Line {
  const words = (tense === 'past' ? pastWords : nextWords)[change.to]
  const late = later.length === 0 ? '' : phrase`, ${laterText(view, later)}`
  return joined(whoWithChain(view, seats, chain), ' ', words, cause(view, change), late)
}

/** `all 7 clients with chain 2`: with the chain where clients do not treat all alike. */
const whoWithChain = (view: View, seats: readonly Seat[], chain: string | null): readonly Span[] =>
  chain === null ? who(view, seats) : phrase`${who(view, seats, 'name')} with ${chain}`

/** What the change hangs on: `(AddTrust External CA Root: expired)`. */
function cause(view: View, { code: failure, certificate }: Change): Piece {
  if (failure === null) return ''
  const role = certificate === null ? null : view.names.role(certificate)
  const tag = failureTag(failure, role) ?? (certificate === null ? wordsForFailure(failure, null) : null)
  if (certificate === null) return tag === null || tag.includes('{') ? '' : ` (${tag})`
  return phrase` (${name(view.names.label(certificate))}${tag === null ? '' : `: ${tag}`})`
}

/** Who will not change any more, as sentences. */
export const settledTexts = (view: View, settled: readonly Settled[]): readonly Line[] =>
  settled.flatMap(({ chain, seats }) => {
    const rejecting = seats.filter((s) => s.standing === 'rejected')
    const accepting = seats.filter((s) => s.standing === 'accepted')
    const isAll = chain === null && rejecting.length > 1 && rejecting.length === view.seats.length
    const never = isAll
      ? phrase`${bad('None of them will ever accept')} unless something changes.`
      : phrase`${whoWithChain(view, rejecting, chain)} ${bad('will not accept again')} unless something changes.`
    const always = phrase`${whoWithChain(view, accepting, chain)} ${good('will go on accepting')}: no date is known that ends it.`
    return [...(rejecting.length === 0 ? [] : [capitalised(never)]), ...(accepting.length === 0 ? [] : [capitalised(always)])]
  })
