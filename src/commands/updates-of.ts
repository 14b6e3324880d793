import type { Advice } from '../model/plan.ts'
import type { ClientOnStore, Remedy } from '../model/remedy.ts'
import { isoTime } from '../model/time.ts'

/** Proved cures that are no plan of ours: newer releases of the clients themselves, the clock. Empty: none cures one of the wanted. */
export function updatesOf(remedies: readonly Remedy[], wanted: readonly ClientOnStore[]): readonly Advice[] {
  const isWanted = (seat: ClientOnStore): boolean => wanted.some((w) => w.client === seat.client && w.store === seat.store)
  const useful = remedies.filter(({ proof }) => proof.cures.some(isWanted) && proof.breaks.length === 0)
  const releases = useful.flatMap(({ rule, deltas: [first] }) =>
    rule === 'newer-client' && first?.kind === 'set-client' ? [`${first.client} to ${first.to} or later`] : [],
  )
  const clocks = useful.flatMap(({ rule, deltas: [first] }) =>
    rule === 'correct-clock' && first?.kind === 'set-time' ? [isoTime(first.at)] : [],
  )
  return [
    ...[...new Set(clocks)].map(
      (at): Advice => ({ owner: 'user', what: `set the clock to ${at}: that cures it (proved)`, command: '' }),
    ),
    ...(releases.length === 0
      ? []
      : [
          {
            owner: 'runtime' as const,
            what: `update ${[...new Set(releases)].join(', ')}: ${releases.length === 1 ? 'it then accepts' : 'they then accept'} (proved)`,
            command: '',
          },
        ]),
  ]
}
