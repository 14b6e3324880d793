import type { Sha256 } from '../../model/sha256.ts'
import { readCertificate } from '../../x509/certificate.ts'
import { readPem } from '../../x509/pem.ts'

/** A certificate that a publication carries. */
export interface CarriedCertificate {
  readonly der: Uint8Array
  readonly sha256: Sha256
}

/**
 * The certificates of a text with PEM blocks, each once. Other text is passed over. A text: why it cannot be used: a block that is cut or
 * is none of a certificate spoils all, for what is left would be a half.
 */
export function pemCertificates(text: Uint8Array): readonly CarriedCertificate[] | string {
  const found = new Map<Sha256, CarriedCertificate>()
  for (const { label, der, line, problem } of readPem(text)) {
    if (problem !== null) return `line ${problem.line}: ${problem.text}`
    if (label !== 'CERTIFICATE') continue
    const certificate = carried(der)
    if (certificate === null) return `the block in line ${line} is no certificate`
    found.set(certificate.sha256, certificate)
  }
  return [...found.values()]
}

/** A certificate by its octets; `null`: nothing of one can be read. Certificates with faults are kept: roots have some. */
export function carried(der: Uint8Array): CarriedCertificate | null {
  const certificate = readCertificate(der)
  return certificate.tbsCertificate.length === 0 || certificate.subjectPublicKeyInfo.der.length === 0
    ? null
    : { der, sha256: certificate.sha256 }
}
