import type { Asking, Danger } from '../model/machine.ts'
import type { HealthRule } from './rule.ts'
import { clientsOf, installationNames, settingText } from './view.ts'

/** RC801: a setting turns verification off, or opens it to others; each once, with whom and what it reaches. What a program does by itself, nobody set. */
export const verificationOff: HealthRule = ({ askings }) => {
  const found = new Map<string, { readonly one: Danger; readonly of: Set<Asking>; readonly reaches: Set<string> }>()
  for (const asking of askings)
    for (const one of asking.dangers) {
      const { kind, name, value, where } = one.setting
      const isOfWhole = one.reach === ''
      // Programs that are made so each have their own way out.
      const own = kind === 'built-in' ? asking.installation.runtime : ''
      const key = JSON.stringify([own, name, value, where, one.reason, isOfWhole])
      const known = found.get(key) ?? { one, of: new Set(), reaches: new Set() }
      found.set(key, known)
      known.of.add(asking)
      if (!isOfWhole) known.reaches.add(one.reach)
    }
  return [...found.values()].map(({ one: { setting, reason }, of, reaches }) => ({
    code: 'RC801',
    severity: setting.kind === 'built-in' ? ('warning' as const) : ('error' as const),
    about: [],
    clients: clientsOf([...of]),
    params: {
      reason,
      runtime: installationNames([...of]),
      id: [...of][0]?.installation.runtime ?? '',
      setting: settingText(setting),
      kind: setting.kind,
      where: setting.where,
      reach: [...reaches].join(', '),
    },
  }))
}
