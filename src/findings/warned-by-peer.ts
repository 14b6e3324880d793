import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC607: the server sent a warning alert and went on, as many do that do not know the name (unrecognized_name, RFC 6066
 * §3). Some old clients take it for an error.
 * about: nothing. params: `alerts`: their names, joined by `, `; `hellos`.
 */
export const warnedByPeer: FindingRule = ({ world }): readonly Finding[] => {
  const warned = world.evidence.sends.flatMap(({ hello, outcome }) =>
    outcome.kind === 'chain' ? (outcome.tls?.warnings ?? []).map((alert) => ({ alert, hello })) : [],
  )
  if (warned.length === 0) return []
  const [alerts, hellos] = [new Set(warned.map((w) => w.alert)), new Set(warned.map((w) => w.hello))]
  const params = { alerts: [...alerts].join(', '), hellos: [...hellos].join(', ') }
  return [{ code: 'RC607', severity: 'notice', about: [], clients: [], params }]
}
