import { concern, rejections } from './facts/rejections.ts'
import { settingText } from '../validation/setting-text.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC407: a setting leads clients to a place of which they read nothing: a key store that is encrypted, and no password beside it.
 * about: nothing. clients: those that reject for it. params: `setting`; `instead`: what would do.
 */
export const storeLost: FindingRule = (situation) => {
  const lost = new Map(
    situation.world.evidence.stores.flatMap((s) => ('lost' in s && s.lost !== undefined ? [[s.id, s.lost]] : [])),
  )
  const seats = situation.seats.filter(({ entry }) => lost.has(entry.store))
  const settingOf = ({ entry }: (typeof seats)[number]): string => (entry.chosenBy ?? []).slice(0, 1).map(settingText).join()
  return [...new Set(seats.map(settingOf))].map((setting) => {
    const own = seats.filter((seat) => settingOf(seat) === setting)
    return {
      code: 'RC407',
      ...concern(rejections(situation).filter((r) => own.includes(r.judgement.seat))),
      about: [],
      params: { setting, instead: lost.get(own[0]?.entry.store ?? '') ?? '' },
    }
  })
}
