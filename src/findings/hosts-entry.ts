import type { Finding } from '../model/finding.ts'
import { rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC715: the machine's hosts file gives the target's name an address, which beats the DNS: elsewhere the name may lead to another server.
 * about: nothing. params: `addresses`, `where`: its lines, joined by `, `.
 */
export const hostsEntry: FindingRule = (situation): readonly Finding[] => {
  const { hostsEntries = [] } = situation.world.evidence
  if (hostsEntries.length === 0) return []
  const params = {
    addresses: [...new Set(hostsEntries.map((e) => e.address))].join(', '),
    where: hostsEntries.map((e) => e.where).join(', '),
  }
  // Where nobody rejects it costs nothing.
  const severity = rejections(situation).length > 0 ? 'warning' : 'notice'
  return [{ code: 'RC715', severity, about: [], clients: [], params }]
}
