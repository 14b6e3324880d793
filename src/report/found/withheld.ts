import type { CrossEvidence, EvidenceSheet, Statement } from '../../model/authenticity.ts'
import type { FoundCandidate, NeededCertificate } from '../../model/found.ts'
import type { CertificateSummary } from '../../model/report.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { isRefused } from './refused.ts'

/** A candidate as it may be written anywhere. */
export interface WrittenCandidate {
  readonly needed: readonly (NeededCertificate | WithheldCertificate)[]
  readonly proof: FoundCandidate['proof']
}

/** What was refused: all that explains it, and nothing that leads to it. Who could copy its SHA-256 from here would give it back as their own. */
export interface WithheldCertificate {
  readonly as: NeededCertificate['as']
  readonly certificate: Omit<CertificateSummary, 'sha256' | 'serial'>
  readonly where: readonly string[]
  readonly isHeld: boolean
  readonly sheet: WithheldSheet
}

/** The evidence without any fingerprint: those of its cross-certificates lead to it too. */
export interface WithheldSheet {
  readonly withheld: true
  readonly statements: readonly Omit<Statement, 'sha256'>[]
  readonly includedBy: EvidenceSheet['includedBy']
  readonly crossCertificates: readonly Pick<CrossEvidence, 'programmes' | 'faults'>[]
  readonly sameKeyAs: readonly { readonly store: string }[]
  readonly contradictions: EvidenceSheet['contradictions']
  readonly verdict: EvidenceSheet['verdict']
}

/** The candidate as it may be written: what is refused loses fingerprint, octets and serial number. */
export const withheld = (candidate: FoundCandidate): WrittenCandidate => withheldAmong(candidate, [candidate])

/** The same, where what is refused of others must not stand in it either. */
export function withheldAmong({ needed, proof }: FoundCandidate, all: readonly FoundCandidate[]): WrittenCandidate {
  const written = needed.map((entry) =>
    entry.sheet !== null && isRefused(entry) ? withheldCertificate(entry, entry.sheet) : entry,
  )
  return masked({ proof, needed: written }, all)
}

/** Every member is named: one that is added to a certificate or sheet is withheld until somebody lets it through. */
function withheldCertificate({ as, certificate, where, isHeld }: NeededCertificate, sheet: EvidenceSheet): WithheldCertificate {
  const { subject, issuer, label, notBefore, notAfter, key, signature, selfIssued, ca, names, anomalies } = certificate
  return {
    as,
    where,
    isHeld,
    certificate: {
      subject,
      issuer,
      // Of a certificate without any name the serial number stands for one.
      label: certificate.serial !== '' && label.includes(certificate.serial) ? 'a certificate without a name' : label,
      notBefore,
      notAfter,
      key,
      signature,
      selfIssued,
      ca,
      names,
      anomalies,
    },
    sheet: {
      withheld: true,
      statements: sheet.statements.map(({ programme, says, since, note, publication }) => ({
        programme,
        says,
        since,
        note,
        publication,
      })),
      includedBy: sheet.includedBy,
      crossCertificates: sheet.crossCertificates.map(({ programmes, faults }) => ({ programmes, faults })),
      sameKeyAs: sheet.sameKeyAs.map(({ store }) => ({ store })),
      contradictions: sheet.contradictions,
      verdict: sheet.verdict,
    },
  }
}

/** Digits by which a fingerprint is recognised as that one: a shorter part of it leads nowhere. */
const fewest = 8

/**
 * The value with the fingerprints of what was refused cut out of every text, in any grouping and however far they go: what was asked, and
 * what stands in the sheets of others.
 */
export function masked<T>(value: T, candidates: readonly FoundCandidate[]): T {
  const refused = new Set(candidates.flatMap((c) => c.needed.filter(isRefused).map((n) => n.certificate.sha256)))
  return refused.size === 0 ? value : (mapTexts(value, masker([...refused])) as T)
}

function masker(refused: readonly Sha256[]): (text: string) => string {
  const gap = '[^0-9a-z]{0,3}'
  const patterns = refused.map((hex) => {
    const head = Array.from(hex.slice(0, fewest)).join(gap)
    return new RegExp(`(?<![0-9a-f])${head}(?:${gap}[0-9a-f])*`, 'gi')
  })
  return (text) => patterns.reduce((rest, pattern) => rest.replace(pattern, '(withheld)'), text)
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [change(key), mapTexts(inner, change)]))
}
