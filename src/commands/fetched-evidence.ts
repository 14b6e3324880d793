import { fetchedSent } from '../findings/facts/fetched-sent.ts'
import type { FurtherEvidence } from '../findings/facts/further-evidence.ts'
import { type DiagnoseOptions, diagnose, sealEvidence, seats } from '../diagnose.ts'
import type { Evidence } from '../model/evidence.ts'
import type { ClientResult, Report } from '../model/report.ts'
import { fetches } from '../findings/issuers-fetched.ts'

/** As `sealEvidence`; what was fetched, and what stands above it in the stores, is kept too. */
export function sealFetched(evidence: FurtherEvidence, means: DiagnoseOptions): Evidence {
  const sealed = sealEvidence(evidence, means)
  if ((evidence.fetched ?? []).length === 0) return sealed
  const more = sealEvidence(fetchedSent(evidence), means)
  const facts = new Map([...sealed.signatures, ...more.signatures].map((r) => [`${r.child}${r.issuer}`, r]))
  return {
    ...sealed,
    certs: { ...sealed.certs, ...more.certs },
    ...(sealed.anchors === undefined ? {} : { anchors: { ...sealed.anchors, ...more.anchors } }),
    signatures: [...facts.values()],
  }
}

/**
 * As `diagnose`; clients that fetch missing issuers are judged with those that were fetched, and are so no longer undetermined for want
 * of them.
 */
export function diagnoseFetched(evidence: FurtherEvidence, means: DiagnoseOptions): Report {
  const report = diagnose(evidence, means)
  const { fetched = [] } = evidence
  if (fetched.length === 0) return report
  const fetching = new Set(seats(evidence).flatMap(({ entry, profile }) => (fetches(profile) ? [entry] : [])))
  const then = diagnose({ ...fetchedSent(evidence), clients: evidence.clients.filter((c) => fetching.has(c)) }, means)
  const results = report.results.map((own) =>
    own.verdict.kind === 'undetermined' ? (counterpart(own, report, then) ?? own) : own,
  )
  const open = new Set(results.flatMap(({ verdict }) => (verdict.kind === 'undetermined' ? verdict.missing : [])))
  return {
    ...report,
    certificates: { ...then.certificates, ...report.certificates },
    results,
    findings: report.findings.filter(({ code, params }) => code !== 'RC503' || open.has(params['missing'] ?? '')),
  }
}

/** What the same client on the same store says of the chain that the same hello drew. */
function counterpart(own: ClientResult, before: Report, then: Report): ClientResult | null {
  const chain = before.chains.find(({ id }) => id === own.chain)
  const [seen] = chain?.seen ?? []
  if (seen === undefined) return null
  const longer = then.chains.find((c) =>
    c.seen.some((s) => s.hello === seen.hello && s.address === seen.address && s.try === seen.try),
  )
  const found = then.results.find((r) => r.askedAs === own.askedAs && r.store === own.store && r.chain === longer?.id)
  return found === undefined || longer === undefined ? null : { ...found, chain: own.chain }
}
