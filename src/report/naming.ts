import type { CertificateSummary, PathTreeNode, Report } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import { shortened } from './escape.ts'
import { name, type Span, phrase } from './styled.ts'

/**
 * What a certificate is in this report. `cross`: another one with the same name and key is there, signed by itself;
 * `unknown`: octets that were sent as a certificate and are none.
 */
export type Role = 'target' | 'intermediate' | 'cross' | 'root' | 'unknown'

/** What certificates are called, here and in this report alone. */
export interface Naming {
  /** The shortest name: `AddTrust External CA Root`. Two certificates may share it. */
  readonly label: (sha256: Sha256) => string
  /** For a sentence: `the root "AddTrust External CA Root"`; where another certificate has that role and label, who signed it too. */
  readonly noun: (sha256: Sha256 | null) => readonly Span[]
  readonly role: (sha256: Sha256) => Role
  /** The label of whoever signed it, by name alone. */
  readonly issuer: (sha256: Sha256) => string
  /** Whether the server sent a certificate with the name of its issuer, be it of another key or a part of a circle. */
  readonly isIssuerSent: (sha256: Sha256) => boolean
  readonly summary: (sha256: Sha256) => CertificateSummary | null
}

const nouns: Readonly<Record<Exclude<Role, 'unknown'>, string>> = {
  target: "the server's certificate",
  intermediate: 'the intermediate certificate',
  cross: 'the cross-certificate',
  root: 'the root',
}

/** Longest name shown; certificates may carry names of many kilobytes. JSON has them whole. */
const longest = 100

/** Names and roles for every certificate of a report, or of what holds as much of one. */
export function naming(report: Pick<Report, 'certificates' | 'chains' | 'findings' | 'trees'>): Naming {
  const summaries = Object.values(report.certificates)
  const summary = (sha256: Sha256): CertificateSummary | null =>
    Object.hasOwn(report.certificates, sha256) ? (report.certificates[sha256] ?? null) : null
  const given = (sha256: Sha256): string => {
    const text = summary(sha256)?.label.trim() ?? ''
    return text === 'serial' ? '' : text
  }
  const label = (sha256: Sha256): string =>
    given(sha256) === '' ? `certificate ${short(sha256)}` : shortened(given(sha256), longest)

  const bySubject = new Map(summaries.map((s) => [s.subject, label(s.sha256)]))
  const issuer = (sha256: Sha256): string => {
    const text = summary(sha256)?.issuer ?? ''
    return bySubject.get(text) ?? shortened(commonName(text), longest)
  }

  const sentSubjects = new Set(report.chains.flatMap((c) => c.certificates.slice(1)).flatMap((c) => summary(c)?.subject ?? []))
  const isIssuerSent = (sha256: Sha256): boolean => sentSubjects.has(summary(sha256)?.issuer ?? '')

  const targets = new Set(report.chains.flatMap((c) => c.certificates.slice(0, 1)))
  const crosses = crossCertificates(report, summary)
  const role = (sha256: Sha256): Role => {
    if (targets.has(sha256)) return 'target'
    if (summary(sha256)?.anomalies.includes('unreadable') === true) return 'unknown'
    if (summary(sha256)?.selfIssued === true) return 'root'
    return crosses.has(sha256) ? 'cross' : 'intermediate'
  }
  // What certifies nothing here and may not is no intermediate, wherever it was sent.
  const issuers = new Set(summaries.map((s) => s.issuer))
  const isEnd = (sha256: Sha256): boolean => {
    const own = summary(sha256)
    return own !== null && !own.ca && !issuers.has(own.subject) && role(sha256) === 'intermediate'
  }
  const shared = counts(summaries.map((s) => `${role(s.sha256)} ${label(s.sha256)}`))
  const signed = counts(summaries.map((s) => `${role(s.sha256)} ${label(s.sha256)} ${issuer(s.sha256)}`))
  const noun = (sha256: Sha256 | null): readonly Span[] => {
    if (sha256 === null) return phrase`a certificate`
    const part = role(sha256)
    if (part === 'unknown') return phrase`the certificate ${name(short(sha256))}`
    if (given(sha256) === '') return phrase`${nouns[part]} (${name(short(sha256))})`
    const plainly = phrase`${isEnd(sha256) ? 'the certificate' : nouns[part]} "${name(label(sha256))}"`
    if ((shared.get(`${part} ${label(sha256)}`) ?? 0) < 2) return plainly
    const isOnly = (signed.get(`${part} ${label(sha256)} ${issuer(sha256)}`) ?? 0) < 2
    return isOnly ? phrase`${plainly} (signed by ${name(issuer(sha256))})` : phrase`${plainly} (${name(short(sha256))})`
  }
  return { label, noun, role, issuer, isIssuerSent, summary }
}

function counts(texts: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1)
  return found
}

/** Enough of a fingerprint to find the full one by. */
export const short = (sha256: Sha256): string => `${sha256.slice(0, 8)}…`

/** The first common name of an RFC 4514 name, or the whole text. */
const commonName = (rfc4514: string): string => /(?:^|[,+])CN=((?:\\.|[^,+\\])+)/.exec(rfc4514)?.[1] ?? rfc4514

/** Parallel edges of the trees: issuers of one certificate that share a name, one of them signed by itself. */
function crossCertificates(report: Pick<Report, 'findings' | 'trees'>, summary: Naming['summary']): ReadonlySet<Sha256> {
  const found = new Set<Sha256>(report.findings.filter((f) => f.code === 'RC103').flatMap((f) => f.about.slice(0, 1)))
  const visit = ({ issuers }: PathTreeNode): void => {
    const roots = new Set(issuers.map((i) => summary(i.certificate)).flatMap((s) => (s?.selfIssued === true ? [s.subject] : [])))
    for (const node of issuers) {
      const s = summary(node.certificate)
      if (s !== null && !s.selfIssued && roots.has(s.subject)) found.add(node.certificate)
      visit(node)
    }
  }
  for (const tree of report.trees) visit(tree.root)
  return found
}
