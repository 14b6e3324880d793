import type { Certificate } from '../../model/certificate.ts'
import type { Scenario } from '../../model/path.ts'
import type { ClimbVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { isNssAuthority, isNssRoot, isNssStorable } from '../checks/nss-cert-type.ts'
import { nssOutside } from '../checks/nss-import.ts'
import { byCertificate } from './by-certificate.ts'

/**
 * CERT_FindCertIssuer: a root is its own issuer; otherwise the best of those that bear the name, fit the authority key identifier
 * where one does, and are authorities.
 */
export function bestIssuer(
  child: Certificate,
  { of, isTrusted }: IssuerCandidates,
  verifier: ClimbVerifier,
  at: UnixSeconds,
): Certificate | null {
  return isNssRoot(child) ? child : bestOf(of(child), verifier, at, isTrusted)
}

/** Who may have issued a certificate, whatever the time. */
export interface IssuerCandidates {
  readonly of: (child: Certificate) => readonly Certificate[]
  readonly isTrusted: (c: Certificate) => boolean
}

/** Those of one scenario, found once for each child. */
export function issuerCandidates({ store, sent }: Scenario): IssuerCandidates {
  const isTrusted = (c: Certificate): boolean => store.bySha256.has(c.sha256) && isNssStorable(c)
  const of = byCertificate((child) => {
    const stored = (store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate).filter(isNssStorable)
    const known = [...new Map([...stored, ...sent].map((c) => [c.sha256, c])).values()]
    const named = known.filter((c) => c.subject.raw === child.issuer.raw)
    return fittingIdentifier(child, named).filter((c) => isNssAuthority(c, isTrusted(c)))
  })
  return { of, isTrusted }
}

/** filter_subject_certs_for_id: those that match if any does, else those of which nothing is known. */
function fittingIdentifier(child: Certificate, candidates: readonly Certificate[]): readonly Certificate[] {
  const identifier = child.authorityKeyIdentifier
  if (identifier === null) return candidates
  const fit = (issuer: Certificate): 'yes' | 'unknown' | 'no' => {
    const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = identifier
    const own = issuer.subjectKeyIdentifier?.keyIdentifier
    let match: 'yes' | 'unknown' = 'unknown'
    if (keyIdentifier !== null && keyIdentifier.length > 0 && own !== undefined) {
      if (!sameBytes(keyIdentifier, own)) return 'no'
      match = 'yes'
    }
    if (authorityCertIssuer === null) return match
    // Looked at as a pair; where it does not fit, a key identifier that does is forgotten.
    const name = authorityCertIssuer.find((n) => n.kind === 'directory')
    const isPair =
      name?.kind === 'directory' &&
      name.value.raw === issuer.issuer.raw &&
      authorityCertSerialNumber !== null &&
      sameBytes(authorityCertSerialNumber, issuer.serialNumber)
    return isPair ? 'yes' : 'unknown'
  }
  const definite = candidates.filter((c) => fit(c) === 'yes')
  return definite.length > 0 ? definite : candidates.filter((c) => fit(c) === 'unknown')
}

/** nssCertificateArray_FindBestCertificate: usage, then time, then trust, then the newer one. What the best was stays noted when it is exchanged. */
function bestOf(
  candidates: readonly Certificate[],
  { slop, notAfter }: ClimbVerifier,
  at: UnixSeconds,
  isTrusted: (c: Certificate) => boolean,
): Certificate | null {
  const isValid = (c: Certificate): boolean => nssOutside(c, at, notAfter, slop) === null
  let [best] = candidates
  if (best === undefined) return null
  let isBestFit = maySignCertificates(best)
  let isBestValid = false
  let isBestTrusted = false
  for (const next of candidates.slice(1)) {
    const isFit = maySignCertificates(next)
    if (isBestFit && !isFit) continue
    if (!isBestFit && isFit) {
      best = next
      isBestFit = true
      continue
    }
    if (isBestValid || isValid(best)) {
      isBestValid = true
      if (!isValid(next)) continue
    } else if (isValid(next)) {
      best = next
      isBestValid = true
      continue
    }
    if (isBestTrusted || isTrusted(best)) {
      isBestTrusted = true
      if (!isTrusted(next)) continue
    } else if (isTrusted(next)) {
      best = next
      isBestTrusted = true
      continue
    }
    if (!isNewer(best, next, at)) best = next
  }
  return best
}

/** CERT_IsNewer: it asks the clock of the machine where the windows lie one within the other; here that is the instant asked for. */
function isNewer(a: Certificate, b: Certificate, now: UnixSeconds): boolean {
  const [before, after] = [a.notBefore > b.notBefore, a.notAfter > b.notAfter]
  if (before === after) return before
  return before ? a.notAfter >= now : b.notAfter < now
}
