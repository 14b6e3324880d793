import type { Change } from '../changes.ts'
import { changesOf } from '../changes.ts'
import { failureTags, failureWords } from '../words/failures.ts'
import type { Section } from '../section.ts'
import type { Seat, Standing } from '../seats.ts'
import { who } from '../who.ts'
import { bad, code, dim, good, hanging, joined, type Line, name, phrase, type Piece, plain, type Span, warn } from '../styled.ts'
import type { View } from '../view.ts'
import { isoTime } from '../../model/time.ts'

/** Clients that change their minds at the same second in the same way. */
export interface Event {
  readonly change: Change
  readonly seats: Seat[]
  /** How many of them change one second later: notAfter is the last second of validity for some and the first one after it for others. */
  readonly later: number
}

/** The changes of mind around the clock, and the clients that never change theirs again. */
export interface Events {
  readonly past: readonly Event[]
  readonly next: readonly Event[]
  readonly settled: readonly Seat[]
}

/** The last change of each client up to the clock and its next one, each in order of time. */
export function eventsOf({ report, seats }: View): Events {
  const events = new Map<string, Event>()
  const settled: Seat[] = []
  for (const seat of seats) {
    const { past, next } = changesOf(seat, report.clock)
    for (const change of [past, next]) {
      if (change === null) continue
      const key = JSON.stringify([change.at, change.to, change.code, change.certificate])
      const event = events.get(key) ?? { change, seats: [], later: 0 }
      event.seats.push(seat)
      events.set(key, event)
    }
    const isKnown = seat.results.some((r) => r.timeline.length > 0)
    if (next === null && isKnown && seat.standing !== 'undetermined') settled.push(seat)
  }
  const ordered = merged([...events.values()].toSorted((a, b) => a.change.at - b.change.at))
  const isPast = ({ change }: Event): boolean => change.at <= report.clock
  return { past: ordered.filter(isPast), next: ordered.filter((e) => !isPast(e)), settled }
}

/** Clients from which on two changes one second apart are told as one. */
const crowd = 6

function merged(events: readonly Event[]): readonly Event[] {
  const result: Event[] = []
  for (const event of events) {
    const last = result.at(-1)
    if (last !== undefined && isSecondLater(last, event) && last.seats.length + event.seats.length >= crowd) {
      result[result.length - 1] = { change: last.change, seats: [...last.seats, ...event.seats], later: event.seats.length }
    } else result.push(event)
  }
  return result
}

const isSecondLater = ({ change: a, later }: Event, { change: b }: Event): boolean =>
  later === 0 && b.at - a.at === 1 && a.to === b.to && a.code === b.code && a.certificate === b.certificate

/** What the dates of the section mean. */
export const timelineNote = 'from each date on, with this chain and these stores'

/** The last change of mind of each client before the clock and its next one, in order of time, with the clock between. */
export function timelineSection(view: View): Section {
  const { past, next, settled } = eventsOf(view)
  const line = (event: Event, tense: Tense): Line =>
    hanging(
      '      ',
      joined(
        phrase`  ${code(isoTime(event.change.at))}  ${dim(`(${view.distance(event.change.at)})`)} `,
        eventText(view, event, tense),
      ),
    )
  const dated = past.length + next.length > 0
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
export function eventText(view: View, { change, seats, later }: Event, tense: Tense): Line {
  const words = (tense === 'past' ? pastWords : nextWords)[change.to]
  return joined(who(view, seats), ' ', words, cause(view, change), later === 0 ? '' : `, ${later} of them one second later`)
}

/** What the change hangs on: `(AddTrust External CA Root: expired)`. */
function cause(view: View, { code: failure, certificate, to }: Change): Piece {
  if (failure === null || to === 'accepted') return ''
  const tag = failureTags[failure] ?? (certificate === null ? failureWords[failure] : null)
  if (certificate === null) return tag === null || tag.includes('{') ? '' : ` (${tag})`
  return phrase` (${name(view.names.label(certificate))}${tag === null ? '' : `: ${tag}`})`
}

/** Who will not change any more, as sentences. */
export function settledTexts(view: View, settled: readonly Seat[]): readonly Line[] {
  const rejecting = settled.filter((s) => s.standing === 'rejected')
  const accepting = settled.filter((s) => s.standing === 'accepted')
  const isAll = rejecting.length > 1 && rejecting.length === view.seats.length
  return [
    ...(rejecting.length === 0
      ? []
      : [
          isAll
            ? phrase`${bad('None of them will ever accept')} unless something changes.`
            : phrase`${who(view, rejecting)} ${bad('will not accept again')} unless something changes.`,
        ]),
    ...(accepting.length === 0
      ? []
      : [phrase`${who(view, accepting)} ${good('will go on accepting')}: no date is known that ends it.`]),
  ]
}
