import type { Advice } from '../model/plan.ts'
import type { ClientOnStore, Proof, Remedy } from '../model/remedy.ts'
import { isoTime } from '../model/time.ts'

/** What somebody can do who is nearer to the cause, with its proof. */
export interface Update {
  readonly advice: Advice
  readonly proof: Pick<Proof, 'cures'>
}

/** Proved cures that are no plan of ours: the clock, newer releases of the clients themselves. Empty: none cures one of the wanted. */
export function updatesOf(remedies: readonly Remedy[], wanted: readonly ClientOnStore[]): readonly Update[] {
  const isWanted = (seat: ClientOnStore): boolean => wanted.some((w) => w.client === seat.client && w.store === seat.store)
  const useful = remedies.filter(({ proof }) => proof.cures.some(isWanted) && proof.breaks.length === 0)
  const clocks = useful.flatMap(({ rule, deltas: [first], proof }): readonly Update[] =>
    rule === 'correct-clock' && first?.kind === 'set-time'
      ? [
          {
            proof,
            advice: { owner: 'user', what: `set the clock right: it is ${isoTime(first.at)} (proved to cure)`, command: '' },
          },
        ]
      : [],
  )
  const newer = useful.flatMap(({ rule, deltas: [first], proof }) =>
    rule === 'newer-client' && first?.kind === 'set-client' ? [{ text: `${first.client} to ${first.to} or later`, proof }] : [],
  )
  if (newer.length === 0) return clocks
  const texts = [...new Set(newer.map(({ text }) => text))]
  const what = `update ${texts.join(', ')}: ${texts.length === 1 ? 'it then accepts' : 'they then accept'} (proved)`
  return [
    ...clocks,
    { advice: { owner: 'runtime', what, command: '' }, proof: { cures: newer.flatMap(({ proof }) => proof.cures) } },
  ]
}
