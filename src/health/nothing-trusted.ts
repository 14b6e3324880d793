import type { Asking, WithoutEffect, WithoutEffectReason } from '../model/machine.ts'
import type { HealthRule } from './rule.ts'
import { installationName, settingText, trustsNobody } from './view.ts'

/** Ways in which a setting leads to nothing, so that nothing is left to trust. */
const leadsNowhere: readonly WithoutEffectReason[] = [
  'wrong-file-name',
  'no-such-file',
  'no-certificate',
  'wrong-kind',
  'not-expanded',
]

/** RC804: an installation trusts nobody: it asks no store, or stores without anchors, or ones that are not there; or a setting stops it. */
export const nothingTrusted: HealthRule = ({ askings, stores }) =>
  askings.flatMap((asking) => {
    if (!trustsNobody(asking, stores)) return []
    const { client, path, note } = asking.installation
    return [
      {
        code: 'RC804',
        severity: 'error' as const,
        about: [],
        clients: client === null ? [] : [client],
        params: {
          runtime: installationName(asking),
          id: asking.installation.runtime,
          ...because(asking),
          path,
          ...(note === 'python.org' ? { installer: note } : {}),
        },
      },
    ]
  })

/** The setting that leads nowhere; without one, where anchors were looked for. */
function because(asking: Asking): Readonly<Record<string, string>> {
  const { stores, why, withoutEffect } = asking
  const lost = withoutEffect.filter(({ reason }) => leadsNowhere.includes(reason))
  const cause = lost.find(({ outcome }) => outcome === 'stops') ?? lost.find(({ setting }) => isSame(setting, why)) ?? lost[0]
  if (cause !== undefined) {
    const { setting, reason, params, outcome } = cause
    return { ...params, outcome: outcome ?? '', reason, setting: settingText(setting), where: setting.where }
  }
  const asked = stores.map(({ store }) => store).join(', ')
  return { stores: asked === '' && why.kind === 'built-in' ? (why.value === '' ? why.name : why.value) : asked }
}

const isSame = (setting: WithoutEffect['setting'], why: Asking['why']): boolean =>
  setting.name === why.name && setting.where === why.where
