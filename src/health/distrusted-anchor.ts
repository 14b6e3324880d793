import type { HealthRule } from './rule.ts'
import { distinctStores, storeNames } from './view.ts'

/** RC808: a store trusts what a root programme refuses by name, and Mozilla, whose list most stores copy, no longer has. */
export const distrustedAnchor: HealthRule = (view) =>
  distinctStores(view).flatMap(({ names, members }) => {
    const { programmes, update } = view
    const refused = members.filter(
      ({ sha256, distrusted }) =>
        !distrusted && !programmes.mozilla.has(sha256) && programmes.standing(sha256).blockedBy.length > 0,
    )
    if (refused.length === 0) return []
    const by = new Set(refused.flatMap(({ sha256 }) => programmes.standing(sha256).blockedBy))
    return [
      {
        code: 'RC808',
        severity: 'warning' as const,
        about: refused.map(({ sha256 }) => sha256),
        clients: [],
        params: {
          store: names[0],
          copies: storeNames(names.slice(1)),
          count: String(refused.length),
          labels: refused.map(({ label }) => label).join('; '),
          blockedBy: [...by].join(' and '),
          update: update !== undefined && names.some(update.brings) ? update.command : '',
        },
      },
    ]
  })
