import type { Asking, WithoutEffect, WithoutEffectReason } from '../model/machine.ts'
import type { HealthRule } from './rule.ts'
import { clientsOf, installationNames, settingText, trustsNobody } from './view.ts'

/** Ways in which a setting leads to nothing, so that nothing is left to trust. */
const leadsNowhere: readonly WithoutEffectReason[] = [
  'wrong-file-name',
  'no-such-file',
  'no-certificate',
  'wrong-kind',
  'not-expanded',
]

/**
 * RC804: installations trust nobody: they ask no store, or stores without anchors, or ones that are not there; or a setting stops them. Those
 * that one setting leaves so are told together; `path`: of one that is told alone, else empty.
 */
export const nothingTrusted: HealthRule = ({ askings, stores }) => {
  const found = new Map<string, { readonly cause: Readonly<Record<string, string>>; readonly of: Asking[] }>()
  for (const asking of askings) {
    if (!trustsNobody(asking, stores)) continue
    const cause = because(asking)
    const own = cause['setting'] === undefined ? asking.installation.path : ''
    const key = JSON.stringify([own, cause])
    const known = found.get(key)
    if (known === undefined) found.set(key, { cause, of: [asking] })
    else known.of.push(asking)
  }
  return [...found.values()].map(({ cause, of }) => {
    const [first] = of
    return {
      code: 'RC804',
      severity: 'error' as const,
      about: [],
      clients: clientsOf(of),
      params: {
        runtime: installationNames(of),
        id: first?.installation.runtime ?? '',
        ...cause,
        path: of.length === 1 ? (first?.installation.path ?? '') : '',
        ...(first?.installation.note === 'python.org' ? { installer: 'python.org' } : {}),
      },
    }
  })
}

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
