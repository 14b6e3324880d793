import type { Finding } from '../model/finding.ts'
import { variablesChoosing } from '../validation/chosen-by.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC719: on the machine where the case was collected a variable decides: which store is asked, or that programs go by a proxy, by which
 * the collector did not. One finding for each variable.
 * about: nothing. clients: those whose store it chose. params: `kind`: `store` or `proxy`; `setting`: name and value; `stores`: for `store`;
 * `besides`: what NO_PROXY excepts; empty: nothing, or it is not set.
 */
export const settingDecides: FindingRule = ({ world, judgements }): readonly Finding[] => {
  const { settings, contacted } = world.evidence
  if (settings === undefined) return []
  const told = (name: string): string => `${name}=${settings[name] ?? ''}`
  const stores = Object.keys(settings).flatMap((name): readonly Finding[] => {
    const asking = judgements.filter(({ seat }) => variablesChoosing(seat.entry).includes(name))
    if (asking.length === 0) return []
    const severity = asking.some(({ verdict }) => verdict.kind !== 'accepted') ? 'warning' : 'notice'
    const clients = [...new Set(asking.map(({ seat }) => seat.entry.id))]
    const asked = [...new Set(asking.map(({ seat }) => seat.entry.store))].join(', ')
    return [{ code: 'RC719', severity, about: [], clients, params: { kind: 'store', setting: told(name), stores: asked } }]
  })
  const proxy = proxyVariables.find((name) => (settings[name] ?? '') !== '')
  if (proxy === undefined || contacted.some((who) => who.startsWith('proxy '))) return stores
  const besides = settings['NO_PROXY'] ?? settings['no_proxy'] ?? ''
  return [
    ...stores,
    { code: 'RC719', severity: 'notice', about: [], clients: [], params: { kind: 'proxy', setting: told(proxy), besides } },
  ]
}

/** Those that programs obey for HTTPS, in the order in which curl looks (lib/url.c, detect_proxy): for one scheme before for all. */
const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const
