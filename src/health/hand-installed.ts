import { incidents } from '../incidents/index.ts'
import type { HealthRule } from './rule.ts'

/**
 * RC813: somebody put a public root into the store by hand, and the system brings it by itself now, or it has expired: it can go. `incident`
 * is the failure for which such roots were passed around; empty: none is known.
 */
export const handInstalled: HealthRule = ({ at, added = [], programmes }) =>
  added.flatMap(({ sha256, label, file, notAfter, isShipped }) => {
    const isOver = notAfter !== null && notAfter < at
    // A private authority's root is nobody else's to bring; one that nobody ships may be what keeps something going.
    if (!isOver && !(isShipped && programmes.standing(sha256).isPublic)) return []
    const incident = incidents.find(({ facts }) => facts.some((f) => f.sha256 === sha256 && f.part !== 'below'))
    const params = { reason: isOver ? 'over' : 'shipped', label, path: file, incident: incident?.title ?? '' }
    return [{ code: 'RC813', severity: 'notice' as const, about: [sha256], clients: [], params }]
  })
