import type { Finding } from '../model/finding.ts'
import { settingText } from './facts/setting-text.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC404: a store is there and could not be read, so that the verdicts of the clients on it are unknown.
 * about: nothing. clients: those that ask it. params: `store`; `reason`; `setting`: what has them ask it, where somebody set that.
 */
export const storeUnreadable: FindingRule = ({ world, seats }) =>
  [...world.stores.values()].flatMap(({ id, unreadable }): readonly Finding[] => {
    const asking = seats.filter((s) => s.entry.store === id)
    if (unreadable === null) return []
    const set = asking.flatMap((s) => (s.entry.chosenBy ?? []).slice(0, 1)).find(({ kind }) => kind !== 'built-in')
    return [
      {
        code: 'RC404',
        severity: asking.length > 0 ? 'warning' : 'notice',
        about: [],
        clients: [...new Set(asking.map((s) => s.entry.id))],
        params: { store: id, reason: unreadable, ...(set === undefined ? {} : { setting: settingText(set) }) },
      },
    ]
  })
