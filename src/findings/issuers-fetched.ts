import type { Finding, Severity } from '../model/finding.ts'
import { fetchesIssuers } from '../validation/fetches-issuers.ts'
import { rejections } from './facts/rejections.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC713: an issuer that the server does not send was fetched from where a certificate says that it is (RFC 5280 §4.2.2.1): why
 * browsers get by. One finding for each address that was asked.
 * about: what was fetched, then the certificate that names the address. clients: those that fetch. params: `from`; `kind`: `fetched`,
 * `failed`, or why nobody was asked: `private`, `address`, `left`; `why`: of a failure; `accepts`: the clients that fetch and then accept; `rejects`: those that reject all the same.
 */
export const issuersFetched: FindingRule = (situation): readonly Finding[] => {
  const { world, judgements } = situation
  const { fetched = [], unfetched = [] } = world.evidence
  if (fetched.length + unfetched.length === 0) return []
  const then = judgements.filter(({ seat }) => fetchesIssuers(seat.profile))
  const ids = (kind: string): string =>
    [...new Set(then.filter((j) => j.verdict.kind === kind).map((j) => j.seat.entry.id))].join(', ')
  const clients = [...new Set(then.map(({ seat }) => seat.entry.id))]
  // Where some accept with it and others reject, it is why.
  const severity: Severity =
    then.some((j) => j.verdict.kind === 'accepted') && rejections(situation).length > 0 ? 'warning' : 'notice'
  const base = { code: 'RC713', severity, clients }
  const outcome = { accepts: ids('accepted'), rejects: ids('rejected') }
  return [
    ...fetched.map(({ sha256, from, by }) => ({
      ...base,
      about: [sha256, by],
      params: { from, kind: 'fetched', why: '', ...outcome },
    })),
    ...unfetched.map(({ from, by, why, unasked }) => ({
      ...base,
      severity: 'notice' as const,
      about: [by],
      params: { from, kind: unasked ?? 'failed', why, accepts: '', rejects: '' },
    })),
  ]
}
