import type { HealthRule } from './rule.ts'
import { installationName, settingText } from './view.ts'

/** RC801: a setting turns verification off, or opens it to others. What a program does by itself, nobody set. */
export const verificationOff: HealthRule = ({ askings }) =>
  askings.flatMap((asking) =>
    asking.dangers.map(({ setting, reason, reach }) => ({
      code: 'RC801',
      severity: setting.kind === 'built-in' ? ('warning' as const) : ('error' as const),
      about: [],
      clients: asking.installation.client === null ? [] : [asking.installation.client],
      params: {
        reason,
        runtime: installationName(asking),
        id: asking.installation.runtime,
        setting: settingText(setting),
        kind: setting.kind,
        where: setting.where,
        reach,
      },
    })),
  )
