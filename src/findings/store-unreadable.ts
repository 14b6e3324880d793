import type { Finding } from '../model/finding.ts'
import { concern, rejections } from './facts/rejections.ts'
import { settingText } from '../validation/setting-text.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC404: a store is there and could not be read, so that the verdicts of the clients on it are unknown; or what a setting names is not
 * there, and they end before they connect. One finding for each of the two.
 * about: nothing. clients: those that ask it. params: `store`; `reason`; `setting`: what has them ask it, where somebody set that;
 * `outcome`: `ends`, or empty.
 */
export const storeUnreadable: FindingRule = (situation) =>
  [...situation.world.stores.values()].flatMap(({ id, unreadable }): readonly Finding[] => {
    if (unreadable === null) return []
    const asking = situation.seats.filter((s) => s.entry.store === id)
    const [ending, open] = [asking.filter((s) => s.entry.ends === true), asking.filter((s) => s.entry.ends !== true)]
    const told = (own: typeof asking, outcome: string): Finding['params'] => {
      const set = own.flatMap((s) => (s.entry.chosenBy ?? []).slice(0, 1)).find(({ kind }) => kind !== 'built-in')
      return { store: id, reason: unreadable, ...(set === undefined ? {} : { setting: settingText(set) }), outcome }
    }
    const stopped = rejections(situation).filter((r) => ending.includes(r.judgement.seat))
    return [
      ...(stopped.length === 0 ? [] : [{ code: 'RC404', ...concern(stopped), about: [], params: told(ending, 'ends') }]),
      ...(ending.length > 0 && open.length === 0
        ? []
        : [
            {
              code: 'RC404',
              severity: open.length > 0 ? ('warning' as const) : ('notice' as const),
              about: [],
              clients: [...new Set(open.map((s) => s.entry.id))],
              params: told(open, ''),
            },
          ]),
    ]
  })
