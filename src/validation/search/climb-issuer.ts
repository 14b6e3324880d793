import type { Certificate } from '../../model/certificate.ts'
import type { Scenario } from '../../model/path.ts'
import type { ClimbVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { isNssAuthority, isNssRoot, nssMatchesUsage } from '../checks/nss-cert-type.ts'
import { nssOutside } from '../checks/nss-dates.ts'
import { byCertificate } from './by-certificate.ts'
import { asFound, isNewer, type Namesakes, namesakesOf } from './nss-namesakes.ts'

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
  return isNssRoot(child) ? child : bestOf(asFound(of(child), at), verifier, at, isTrusted)
}

/** Who may have issued a certificate, whatever the time. */
export interface IssuerCandidates {
  readonly of: (child: Certificate) => Namesakes
  readonly isTrusted: (c: Certificate) => boolean
}

/** Those of one scenario, found once for each child. `store`: the database. */
export function issuerCandidates(scenario: Scenario): IssuerCandidates {
  const isTrusted = (c: Certificate): boolean => scenario.store.bySha256.has(c.sha256)
  const of = byCertificate((child): Namesakes => {
    const { sent, sentAndStored, stored } = namesakesOf(child, scenario)
    const fitting = fittingIdentifier(child, [...sent, ...sentAndStored, ...stored])
    const isCandidate = (c: Certificate): boolean => fitting.includes(c) && isNssAuthority(c, isTrusted(c))
    return {
      sent: sent.filter(isCandidate),
      sentAndStored: sentAndStored.filter(isCandidate),
      stored: stored.filter(isCandidate),
    }
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
  let isBestFit = nssMatchesUsage(best, isTrusted(best))
  let isBestValid = false
  let isBestTrusted = false
  for (const next of candidates.slice(1)) {
    const isFit = nssMatchesUsage(next, isTrusted(next))
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
