import type { HealthRule } from './rule.ts'

/** RC815: a list that `rootcause fix` made to take the place of others no longer holds what they hold now. */
export const ownBundleAged: HealthRule = ({ bundles = [] }) =>
  bundles.map(({ path, lacks, keeps, why, id, again }) => ({
    code: 'RC815',
    severity: 'warning' as const,
    about: [...lacks, ...keeps],
    clients: [],
    params: {
      path,
      lacks: lacks.length === 0 ? '' : String(lacks.length),
      keeps: keeps.length === 0 ? '' : String(keeps.length),
      why,
      id,
      again,
    },
  }))
