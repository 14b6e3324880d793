import type { HealthRule } from './rule.ts'

/** RC814: what `rootcause fix` did is no longer needed: everybody whom it was for accepts without it. */
export const needlessFix: HealthRule = ({ needless = [] }) =>
  needless.map(({ id, target, titles }) => ({
    code: 'RC814',
    severity: 'notice' as const,
    about: [],
    clients: [],
    params: { id, target, titles: titles.join(', ') },
  }))
