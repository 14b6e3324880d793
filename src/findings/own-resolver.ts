import type { Finding } from '../model/finding.ts'
import { rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC721: a resolver of the machine's own network answers for the target's name, by what the machine is set to or by the addresses that
 * it gave: outside, the name may lead to another server. Told where somebody rejects, for it cures nothing.
 * about: nothing. params: `kind`: `own-domain` or `private-address`; `domain`: whose names go there; `servers`: name servers; `where`: the
 * settings; `addresses`: what the system gave, for `private-address`. Lists are joined by `, `.
 */
export const ownResolver: FindingRule = (situation): readonly Finding[] => {
  const { resolvers, sends } = situation.world.evidence
  if (resolvers === undefined || rejections(situation).length === 0) return []
  const { kind, domain, servers, where } = resolvers
  const given = [...new Set(sends.map((s) => s.address))].filter((address) => address !== '')
  const addresses = kind === 'private-address' ? given.join(', ') : ''
  const params = { kind, domain, servers: servers.join(', '), where: where.join(', '), addresses }
  return [{ code: 'RC721', severity: 'warning', about: [], clients: [], params }]
}
