import type { Finding } from '../model/finding.ts'
import type { Asking, WithoutEffect, WithoutEffectReason } from '../model/machine.ts'
import type { HealthRule } from './rule.ts'
import { clientsOf, installationNames, settingText, trustsNobody } from './view.ts'

/** Each program has its own variables, and some requests their own rules: no fault in a machine; `rootcause which` tells them. */
const noFault: readonly WithoutEffectReason[] = ['other-runtime', 'other-backend', 'some-requests']

/** RC802: a setting that a reader may believe to work does nothing, or gives no anchor; each once, with whom it fails. */
export const withoutEffect: HealthRule = ({ askings, additions, stores }) => {
  const found = new Map<string, { readonly one: WithoutEffect; readonly of: Asking[] }>()
  for (const asking of askings) {
    const isTold = trustsNobody(asking, stores)
    for (const one of asking.withoutEffect) {
      const { setting, reason, outcome } = one
      // RC804 names what leaves an installation without anchors.
      if (noFault.includes(reason) || isSameAnyway(one, asking) || (isTold && outcome !== undefined)) continue
      const key = JSON.stringify([setting.name, setting.value, setting.where, reason, outcome])
      const known = found.get(key)
      if (known === undefined) found.set(key, { one, of: [asking] })
      else known.of.push(asking)
    }
  }
  return [...additions.filter(({ reason }) => !noFault.includes(reason)).map(addition), ...[...found.values()].map(finding)]
}

/** A file is told by its path: whoever put it down takes it for a part of the store. */
const addition = ({ setting: { where }, reason, params }: WithoutEffect): Finding => ({
  code: 'RC802',
  severity: 'warning',
  about: [],
  clients: [],
  params: { ...params, reason, runtime: "the system's store", id: '', setting: where, where: '' },
})

/** What is beaten by a setting of the same value changes nothing. */
const isSameAnyway = ({ reason, setting }: WithoutEffect, { why }: Asking): boolean =>
  reason === 'beaten' && setting.value === why.value

function finding({
  one: { setting, reason, params, outcome },
  of,
}: {
  readonly one: WithoutEffect
  readonly of: readonly Asking[]
}): Finding {
  return {
    code: 'RC802',
    severity: reason === 'beaten' ? 'notice' : 'warning',
    about: [],
    clients: clientsOf(of),
    params: {
      ...params,
      outcome: outcome ?? '',
      reason,
      runtime: installationNames(of),
      id: of[0]?.installation.runtime ?? '',
      setting: settingText(setting),
      where: setting.where,
    },
  }
}
