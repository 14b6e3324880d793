import type { HealthRule } from './rule.ts'
import { installationName } from './view.ts'

/** RC802: a setting that a reader may believe to work does nothing. */
export const withoutEffect: HealthRule = ({ askings }) =>
  askings.flatMap((asking) =>
    asking.withoutEffect.map(({ setting, reason, params }) => ({
      code: 'RC802',
      severity: 'warning' as const,
      about: [],
      clients: asking.installation.client === null ? [] : [asking.installation.client],
      params: {
        ...params,
        reason,
        runtime: installationName(asking),
        id: asking.installation.runtime,
        setting: setting.value === '' ? setting.name : `${setting.name}=${setting.value}`,
        where: setting.where,
      },
    })),
  )
