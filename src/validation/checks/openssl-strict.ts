import type { Certificate } from '../../model/certificate.ts'
import type { FailureCode } from '../../model/failure.ts'
import { keyUsageBit } from '../../model/extension.ts'
import { sameBytes } from '../../graph/issuers.ts'

const subjectAltName = '2.5.29.17'

/**
 * The further tests of X509_V_FLAG_X509_STRICT (OpenSSL 3.0 and later, check_extensions in crypto/x509/x509_vfy.c),
 * in their order. They are made only in paths of more than one certificate. `isLast`: nothing stands above it.
 */
export function strictFailures(c: Certificate, isLast: boolean): readonly FailureCode[] {
  const codes: FailureCode[] = []
  const isCa = c.basicConstraints?.cA === true
  const usage = c.keyUsage?.bits ?? 0
  const sanIsCritical = c.extensions.some((e) => e.oid === subjectAltName && e.critical)
  if (c.basicConstraints !== null && c.basicConstraints.pathLenConstraint !== null) {
    if (!isCa) codes.push('strict-path-length-without-ca')
    if ((usage & keyUsageBit.keyCertSign) === 0) codes.push('strict-path-length-without-key-usage')
  }
  if (isCa && !c.basicConstraints.critical) codes.push('strict-basic-constraints-not-critical')
  if (isCa && c.keyUsage === null) codes.push('strict-ca-without-key-usage')
  if (!isCa && (usage & keyUsageBit.keyCertSign) !== 0) codes.push('strict-cert-sign-without-ca')
  if (c.issuer.rdns.length === 0) codes.push('strict-issuer-empty')
  if (c.subject.rdns.length === 0) {
    if (isCa || (usage & keyUsageBit.cRLSign) !== 0 || c.subjectAltName === null) codes.push('strict-subject-empty')
    if (c.subjectAltName !== null && !sanIsCritical) codes.push('strict-san-not-critical')
  }
  if (c.subjectAltName !== null && c.subjectAltName.names.length === 0) codes.push('strict-san-empty')
  if (!sameBytes(c.signature.der, c.signatureAlgorithm.der)) codes.push('strict-algorithm-mismatch')
  if (c.authorityKeyIdentifier?.critical === true) codes.push('strict-akid-critical')
  if (c.subjectKeyIdentifier?.critical === true) codes.push('strict-skid-critical')
  if (c.version >= 3) {
    if (!isLast && (c.authorityKeyIdentifier?.keyIdentifier ?? null) === null) codes.push('strict-akid-missing')
    if (isCa && c.subjectKeyIdentifier === null) codes.push('strict-skid-missing')
  } else if (c.extensions.length > 0) codes.push('strict-extensions-before-v3')
  return codes
}
