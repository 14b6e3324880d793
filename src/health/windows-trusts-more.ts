import type { HealthRule } from './rule.ts'
import { storeNames } from './view.ts'

/**
 * RC816: the Windows around this WSL trusts roots that no public programme knows, and the system's store here lacks them: where a proxy opens
 * TLS, what works there fails here. about: the roots. params: `labels`, in few words; `store`: as `readStore` takes it.
 */
export const windowsTrustsMore: HealthRule = ({ beside, stores, programmes }) => {
  const system = stores.find(({ name }) => name === 'system')
  if (beside === undefined || beside.unreadable !== null || system === undefined || system.unreadable !== null) return []
  const here = new Set(system.members.flatMap(({ sha256, distrusted }) => (distrusted ? [] : [sha256])))
  const more = beside.members.filter(
    ({ sha256, distrusted }) => !distrusted && !here.has(sha256) && !programmes.standing(sha256).isPublic,
  )
  if (more.length === 0) return []
  const about = more.map(({ sha256 }) => sha256)
  return [
    {
      code: 'RC816',
      severity: 'warning',
      about,
      clients: [],
      params: { labels: storeNames(more.map((m) => m.label)), store: beside.name },
    },
  ]
}
