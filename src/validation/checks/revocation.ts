import type { Certificate } from '../../model/certificate.ts'
import type { Verdict } from '../../model/verdict.ts'
import { formatName } from '../../x509/name.ts'

/**
 * The verdict of a client that refuses what it cannot learn the revocation status of (RFC 5280 §6.3): an accepted path is
 * undetermined, and each certificate below the anchor is named, for no CRL and no OCSP response is evidence here yet. A
 * rejection stands whatever the status is.
 */
export function withRevocation(verdict: Verdict): Verdict {
  if (verdict.kind !== 'accepted') return verdict
  const { certificates, anchor } = verdict.path
  const asked = certificates.filter((certificate) => certificate !== anchor)
  if (asked.length === 0) return verdict
  return { kind: 'undetermined', missing: asked.map(unknownStatus) }
}

/** Written once for each certificate: it is asked for at every instant, for every such client. */
const texts = new WeakMap<Certificate, string>()

function unknownStatus(certificate: Certificate): string {
  let text = texts.get(certificate)
  if (text === undefined) {
    text = `revocation status of ${formatName(certificate.subject)} (${certificate.sha256})`
    texts.set(certificate, text)
  }
  return text
}
