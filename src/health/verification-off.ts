import type { HealthRule } from './rule.ts'
import { installationName } from './view.ts'

/** RC801: a setting turns verification off, or opens it to others. */
export const verificationOff: HealthRule = ({ askings }) =>
  askings.flatMap((asking) =>
    asking.dangers.map(({ setting, reason, reach }) => ({
      code: 'RC801',
      severity: 'error' as const,
      about: [],
      clients: asking.installation.client === null ? [] : [asking.installation.client],
      params: {
        reason,
        runtime: installationName(asking),
        id: asking.installation.runtime,
        setting: setting.value === '' ? setting.name : `${setting.name}=${setting.value}`,
        where: setting.where,
        reach,
      },
    })),
  )
