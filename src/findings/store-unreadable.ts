import type { Finding } from '../model/finding.ts'
import type { Seat } from '../validation/judge.ts'
import { settingText } from '../validation/setting-text.ts'
import { concern, rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC404: a store is there and could not be read, so that the verdicts of the clients on it are unknown; or a setting leads to none, and they
 * end before they connect. One finding for each store, and for each such setting.
 * about: nothing. clients: those that ask it. params: `store`; `reason`; `setting`: what has them ask it, where somebody set that;
 * `outcome`: `ends`, or empty.
 */
export const storeUnreadable: FindingRule = (situation) => {
  const { world, seats } = situation
  const [ending, open] = [seats.filter((s) => s.entry.ends === true), seats.filter((s) => s.entry.ends !== true)]
  const stopping = [...new Set(ending.map((s) => settingOf([s])))].map((setting): Finding => {
    const own = ending.filter((s) => settingOf([s]) === setting)
    const store = own[0]?.entry.store ?? ''
    const reason = world.stores.get(store)?.unreadable ?? ''
    const stopped = rejections(situation).filter((r) => own.includes(r.judgement.seat))
    return {
      code: 'RC404',
      ...concern(stopped),
      about: [],
      params: { store, reason, setting: setting === '' ? `the store ${store}` : setting, outcome: 'ends' },
    }
  })
  const unread = [...world.stores.values()].flatMap(({ id, unreadable }): readonly Finding[] => {
    const asking = open.filter((s) => s.entry.store === id)
    if (unreadable === null || (asking.length === 0 && ending.some((s) => s.entry.store === id))) return []
    const set = settingOf(asking)
    return [
      {
        code: 'RC404',
        severity: asking.length > 0 ? 'warning' : 'notice',
        about: [],
        clients: [...new Set(asking.map((s) => s.entry.id))],
        params: { store: id, reason: unreadable, ...(set === '' ? {} : { setting: set }), outcome: '' },
      },
    ]
  })
  return [...stopping, ...unread]
}

/** The first that somebody set; empty: it is built in. */
function settingOf(seats: readonly Seat[]): string {
  const set = seats.flatMap((s) => (s.entry.chosenBy ?? []).slice(0, 1)).find(({ kind }) => kind !== 'built-in')
  return set === undefined ? '' : settingText(set)
}
