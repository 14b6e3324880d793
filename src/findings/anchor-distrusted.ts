import { concern, blamed } from './facts/rejections.ts'
import { placed } from './facts/roles.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC403: a store or a root programme says no to an authority: its entry carries a rejection, or a client distrusts what it issues.
 * about: the certificate. params: `stores`: those whose entry rejects some purpose, joined by `, `; `rejects`: the purposes
 * by identifier; both empty when it is a programme's rule.
 */
export const anchorDistrusted: FindingRule = (situation) => {
  const { world } = situation
  const own = blamed(situation, ['distrusted', 'anchor-rejected'])
  return [...placed(world)].flatMap(({ certificate }) => {
    const explained = own.get(certificate) ?? []
    const entries = [...world.stores.values()].flatMap((s) => {
      const rejects = s.bySha256.get(certificate.sha256)?.settings?.rejects ?? []
      return rejects.length > 0 ? [{ id: s.id, rejects }] : []
    })
    if (explained.length === 0 && entries.length === 0) return []
    return [
      {
        code: 'RC403',
        ...concern(explained),
        about: [certificate.sha256],
        params: {
          stores: entries.map((e) => e.id).join(', '),
          rejects: [...new Set(entries.flatMap((e) => e.rejects))].join(', '),
        },
      },
    ]
  })
}
