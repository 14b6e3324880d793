import type { ClientId } from '../model/client.ts'
import type { Fidelity } from '../model/fidelity.ts'
import type { Assumption, ClientResult } from '../model/report.ts'
import type { Evidence, StoreEvidence } from '../model/evidence.ts'
import { isoTime } from '../model/time.ts'

/** What the verdicts rest on without proof. */
export function assumptions(
  evidence: Evidence,
  results: readonly ClientResult[],
  fidelityOf: (client: ClientId) => Fidelity | undefined,
): readonly Assumption[] {
  const found: Assumption[] = [{ name: 'revocation-not-checked', params: {} }]
  if (evidence.lab !== undefined) found.push({ name: 'minted-by-lab', params: {} })
  const facts = evidence.sends.flatMap((s) => (s.outcome.kind === 'chain' && s.outcome.tls !== null ? [s.outcome.tls] : []))
  if (facts.length > 0) found.push({ name: 'possession-not-proved', params: {} })
  if (facts.some((f) => f.by === 'node-tls')) found.push({ name: 'captured-by-node', params: {} })
  if (evidence.clock !== evidence.at) found.push({ name: 'clock-moved', params: {} })
  const ids = (wanted: (r: ClientResult) => boolean) => [...new Set(results.filter(wanted).map((r) => r.client))].join(', ')
  const proved = ids((r) => r.observed?.agreement === 'same')
  const unchecked = ids((r) => r.known === 'memory' && r.observed?.agreement !== 'same')
  const documented = ids((r) => r.known === 'documented' && r.observed?.agreement !== 'same')
  const read = ids((r) => r.known === 'source' && r.observed?.agreement !== 'same')
  if (unchecked !== '') found.push({ name: 'profile-from-memory', params: { clients: unchecked } })
  if (documented !== '') found.push({ name: 'profile-documented', params: { clients: documented } })
  if (read !== '') found.push({ name: 'profile-from-source', params: { clients: read } })
  if (proved !== '') found.push({ name: 'observed-here', params: { clients: proved } })
  const compared = [...new Set(results.map((r) => r.client))].flatMap((id) => {
    const own = fidelityOf(id)
    return own === undefined ? [] : [`${id} ${own.verdicts} of ${own.cases}`]
  })
  if (compared.length > 0) found.push({ name: 'profile-compared', params: { clients: compared.join(', ') } })
  for (const { askedAs, client } of results) {
    // What stands behind @ names a store, which is another matter.
    const [asked = askedAs] = askedAs.split('@', 1)
    const isNew = !found.some((a) => a.name === 'nearest-release' && a.params['asked'] === asked)
    if (asked !== client && isNew) found.push({ name: 'nearest-release', params: { asked, client } })
  }
  return [...found, ...evidence.stores.flatMap(platformStore)]
}

/** A store that is what a platform trusted at a time, and how old that knowledge is. */
function platformStore({ id, origin, platform }: StoreEvidence): readonly Assumption[] {
  if (platform === undefined) return []
  const { asked, fit, date, version, daysAway, source } = platform
  const params = {
    store: id,
    origin,
    platform: platform.id,
    asked,
    fit,
    date: date === null ? '' : isoTime(date).slice(0, 10),
    version,
    daysAway: daysAway === null ? '' : String(daysAway),
    source,
  }
  return [{ name: 'platform-store', params }]
}
