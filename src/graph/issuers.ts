import type { Certificate } from '../model/certificate.ts'
import type { NameMatch } from '../model/policy.ts'

/** Whether `issuer` bears the name that `child` gives as its issuer's (RFC 5280 §6.1.3 (a)(4)). */
export function namesChain(child: Certificate, issuer: Certificate, match: NameMatch): boolean {
  return match === 'raw' ? child.issuer.raw === issuer.subject.raw : child.issuer.canonical === issuer.subject.canonical
}

/** RFC 5280 §3.2: issuer and subject are the same name. A self-issued certificate need not be self-signed. */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.subject.canonical === certificate.issuer.canonical
}

/** Whether two slices hold the same octets. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** How the child's authority key identifier fits the issuer's subject key identifier (RFC 4158 §3.5.12): a hint, never a proof. */
export function keyIdentifierFit(child: Certificate, issuer: Certificate): 'match' | 'unknown' | 'mismatch' {
  const authority = child.authorityKeyIdentifier?.keyIdentifier
  const subject = issuer.subjectKeyIdentifier?.keyIdentifier
  if (authority === null || authority === undefined || subject === undefined) return 'unknown'
  if (authority.length === 0 || subject.length === 0) return 'unknown'
  return sameBytes(authority, subject) ? 'match' : 'mismatch'
}

/**
 * Whether the whole authority key identifier fits: key identifier, serial number and issuer's name, each where
 * both sides have it. OpenSSL demands it (X509_check_akid, crypto/x509/v3_purp.c): of the names only the first
 * directoryName is looked at, and it is compared with the issuer's own issuer.
 */
export function authorityKeyIdentifierFits(child: Certificate, issuer: Certificate): boolean {
  const akid = child.authorityKeyIdentifier
  if (akid === null) return true
  const { keyIdentifier, authorityCertSerialNumber, authorityCertIssuer } = akid
  const subject = issuer.subjectKeyIdentifier?.keyIdentifier
  if (keyIdentifier !== null && subject !== undefined && !sameBytes(keyIdentifier, subject)) return false
  if (authorityCertSerialNumber !== null && !sameBytes(authorityCertSerialNumber, issuer.serialNumber)) return false
  const named = authorityCertIssuer?.find((n) => n.kind === 'directory')
  return named === undefined || named.kind !== 'directory' || named.value.canonical === issuer.issuer.canonical
}

/** Whether the two certificates bind the same name to the same key: they are parallel edges of the graph. */
export function sameEntity(a: Certificate, b: Certificate): boolean {
  return a.subject.canonical === b.subject.canonical && a.subjectPublicKeyInfo.raw === b.subjectPublicKeyInfo.raw
}
