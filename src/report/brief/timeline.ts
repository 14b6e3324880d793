import { isoTime } from '../../model/time.ts'
import type { Section } from '../section.ts'
import { certificatesAtFault } from '../sections/at-fault.ts'
import { type Event, type Events, eventSpans, eventsOf, eventText, settledTexts, type Tense } from '../sections/timeline.ts'
import { tellsOutlook } from '../sections/verdict.ts'
import { bad, code, hanging, joined, type Line, phrase } from '../styled.ts'
import type { View } from '../view.ts'
import { nothing, runIn } from './run-in.ts'

/** Changes still to come that are told. */
const mostNext = 3

/**
 * When it changes: what is still to come, and since when clients reject where no date of a certificate at fault says so. Where all
 * accept, the verdict has told the next change already.
 */
export function briefTimeline(view: View): Section {
  if (view.report.chains.length === 0) return nothing()
  const { past, next, settled } = eventsOf(view)
  const atFault = new Set(certificatesAtFault(view).map((c) => c.certificate))
  const isNews = ({ change }: Event): boolean =>
    (change.to === 'rejected' || change.to === 'hangs') &&
    (change.certificate === null || change.code !== 'expired' || !atFault.has(change.certificate))
  const since = past.filter(isNews)
  const coming = tellsOutlook(view) ? next.slice(1) : next
  const shown = coming.slice(0, mostNext)
  const told = [...since.map((e) => [e, 'past'] as const), ...shown.map((e) => [e, 'next'] as const)]
  const rest = tellsOutlook(view) ? [] : settledInBrief(view, settled)
  const leftOut = [
    ...(past.length > since.length ? ['earlier changes'] : []),
    ...(shown.length < coming.length ? ['later changes'] : []),
  ]
  if (told.length + rest.length === 0) return nothing(leftOut)
  if (told.length < 2) {
    const events = told.map(([event, tense]) => sentence(view, event, tense))
    return { ...runIn('When it changes', ...[...events, ...rest].flatMap((r, i) => [i === 0 ? '' : ' ', r])), leftOut }
  }
  const texts = told.map(([event, tense]) => eventSpans(view, { ...event, later: [] }, tense))
  return {
    title: 'When it changes',
    note: 'with this chain and these stores',
    lines: [...texts, ...rest].map((text) => hanging('      ', joined('  ', text))),
    leftOut,
  }
}

/** `from 2020-12-13T23:59:59Z (about 6 months later) go-1.15 will reject (localhost: expired).` */
const sentence = (view: View, event: Event, tense: Tense): Line =>
  phrase`from ${code(isoTime(event.change.at))} (${view.distance(event.change.at)}) ${eventText(view, { ...event, later: [] }, tense)}.`

/** Who will not change any more; one sentence for all that reject, where none of them will. */
function settledInBrief(view: View, settled: Events['settled']): readonly Line[] {
  const rejecting = view.seats.filter((s) => s.standing === 'rejected')
  const [only] = settled
  const never = only?.seats.filter((s) => s.standing === 'rejected') ?? []
  if (settled.length !== 1 || only?.chain !== null || never.length < 2 || never.length !== rejecting.length)
    return settledTexts(view, settled)
  const others = only.seats.filter((s) => s.standing !== 'rejected')
  return [
    phrase`${bad('None of those that reject will accept')} unless something changes.`,
    ...settledTexts(view, others.length === 0 ? [] : [{ chain: null, seats: others }]),
  ]
}
