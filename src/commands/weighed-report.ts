import type { Workshop } from '../graph/world.ts'
import type { Authenticity } from '../model/authenticity.ts'
import type { Evidence } from '../model/evidence.ts'
import type { ClientOnStore, Remedy, WithheldRemedy } from '../model/remedy.ts'
import type { Report } from '../model/report.ts'
import { seatKey } from '../model/seat-key.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Context } from './context.ts'

/**
 * The report with what the evidence of authenticity makes of it: a cure that would have clients trust what is refused is withheld, and so
 * is a setting that points at it (RC712). Everything that bears on that is loaded only where a report has something to weigh: accepted
 * chains have not.
 */
export async function weighedReport(
  report: Report,
  evidence: Evidence,
  shop: Workshop,
  context: Pick<Context, 'host' | 'now'>,
): Promise<Report> {
  const asked = rootsToWeigh(report).filter((sha256) => !standsForAnother(sha256, report, evidence))
  if (asked.length === 0) return report
  const { weigher } = await import('./weigher.ts')
  const weigh = await weigher(evidence, shop, context)
  const verdicts = new Map(
    asked.flatMap((sha256) => {
      const verdict = weigh(sha256)
      return verdict === null ? [] : [[sha256, verdict] as const]
    }),
  )
  return withVerdicts(report, verdicts, (sha256) =>
    evidence.stores.flatMap((s) => ('anchors' in s && s.anchors.includes(sha256) ? [s.id] : [])),
  )
}

/** Roots on which a cure would stand, and authorities that name themselves and were sent: whoever sends one may hope that it is taken. */
function rootsToWeigh({ remedies, results, findings, chains, certificates }: Report): readonly Sha256[] {
  if (!results.some(({ verdict }) => verdict.kind === 'rejected')) return []
  const sent = chains.flatMap((chain) => chain.certificates.slice(1)).filter((c) => certificates[c]?.selfIssued === true)
  const pointedAt = findings.flatMap(({ code, about }) => (code === 'RC712' ? about : []))
  return [...new Set([...remedies.flatMap((r) => r.trusts), ...pointedAt, ...sent])]
}

/** The demonstration's own: no programme can have heard of what was minted a moment ago. Of the name of a real one it is weighed as any. */
const standsForAnother = (sha256: Sha256, { certificates }: Report, { lab }: Evidence): boolean =>
  lab !== undefined && certificates[sha256]?.label.startsWith('Lab ') === true

function withVerdicts(
  report: Report,
  verdicts: ReadonlyMap<Sha256, Authenticity>,
  holding: (sha256: Sha256) => readonly string[],
): Report {
  const refusal = (sha256: Sha256): WithheldRemedy['verdict'] | null => {
    const verdict = verdicts.get(sha256)
    return verdict?.kind === 'insufficient' || verdict?.kind === 'contradicted' ? verdict : null
  }
  const isRefused = (sha256: Sha256): boolean => refusal(sha256) !== null
  const [kept, refused] = [
    report.remedies.filter((r) => !r.trusts.some(isRefused)),
    report.remedies.filter((r) => r.trusts.some(isRefused)),
  ]
  const withheld = [...new Set(refused.flatMap((r) => r.trusts))].flatMap((sha256): readonly WithheldRemedy[] => {
    const verdict = refusal(sha256)
    if (verdict === null) return []
    return [{ label: report.certificates[sha256]?.label ?? '', stores: holding(sha256), cures: cured(refused, sha256), verdict }]
  })
  return {
    ...report,
    findings: report.findings.filter(({ code, about }) => code !== 'RC712' || !about.some(isRefused)),
    remedies: kept,
    ...(withheld.length === 0 ? {} : { withheld }),
    weighed: Object.fromEntries(verdicts),
  }
}

/** Who would accept with a root, each once. */
function cured(remedies: readonly Remedy[], root: Sha256): readonly ClientOnStore[] {
  const all = remedies.filter((r) => r.trusts.includes(root)).flatMap((r) => r.proof.cures)
  return [...new Map(all.map((c) => [seatKey(c), c])).values()]
}
