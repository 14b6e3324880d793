import type { Assumption, ClientResult } from '../model/report.ts'
import type { Evidence } from '../model/evidence.ts'

/** What the verdicts rest on without proof. */
export function assumptions(evidence: Evidence, results: readonly ClientResult[]): readonly Assumption[] {
  const found: Assumption[] = [{ name: 'revocation-not-checked', params: {} }]
  const facts = evidence.sends.flatMap((s) => (s.outcome.kind === 'chain' && s.outcome.tls !== null ? [s.outcome.tls] : []))
  if (facts.length > 0) found.push({ name: 'possession-not-proved', params: {} })
  if (facts.some((f) => f.by === 'node-tls')) found.push({ name: 'captured-by-node', params: {} })
  if (evidence.clock !== evidence.at) found.push({ name: 'clock-moved', params: {} })
  const ids = (wanted: (r: ClientResult) => boolean) => [...new Set(results.filter(wanted).map((r) => r.client))].join(', ')
  const unchecked = ids((r) => r.known === 'memory')
  const documented = ids((r) => r.known === 'documented')
  const read = ids((r) => r.known === 'source')
  if (unchecked !== '') found.push({ name: 'profile-from-memory', params: { clients: unchecked } })
  if (documented !== '') found.push({ name: 'profile-documented', params: { clients: documented } })
  if (read !== '') found.push({ name: 'profile-from-source', params: { clients: read } })
  for (const { askedAs, client } of results) {
    const isNew = !found.some((a) => a.name === 'nearest-release' && a.params['asked'] === askedAs)
    if (askedAs !== client && isNew) found.push({ name: 'nearest-release', params: { asked: askedAs, client } })
  }
  return found
}
