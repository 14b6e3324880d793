import type { Certificate } from '../model/certificate.ts'
import type { FetchedCertificate } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'

/**
 * Of the certificates that were fetched, those that a client would get that was sent this chain and fetches what is missing
 * (RFC 5280 §4.2.2.1): fetched for a certificate that was sent, or for one that was itself. In the order in which they were met.
 */
export function fetchedAbove(
  sent: readonly Certificate[],
  fetched: readonly FetchedCertificate[],
  certificates: ReadonlyMap<Sha256, Certificate>,
): readonly Certificate[] {
  const held = new Set(sent.map((c) => c.sha256))
  const found: Certificate[] = []
  // As many rounds as there are certificates: each round may lead to one further up.
  for (const _ of fetched) {
    for (const { sha256, by } of fetched) {
      const certificate = certificates.get(sha256)
      if (certificate === undefined || held.has(sha256) || !held.has(by)) continue
      held.add(sha256)
      found.push(certificate)
    }
  }
  return found
}
