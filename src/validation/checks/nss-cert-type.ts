import type { Certificate } from '../../model/certificate.ts'
import { type BasicConstraints, keyUsageBit } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { maySignCertificates } from './key-usage.ts'
import { isNssEllipticKey } from './nss-key.ts'

/** Bits of NSS's nsCertType (lib/certdb/certt.h); the octet of the Netscape certificate type as encoded: SSL client is the highest. */
const nssTypeBit = {
  sslClient: 0x80,
  sslServer: 0x40,
  email: 0x20,
  objectSigning: 0x10,
  sslCa: 0x04,
  emailCa: 0x02,
  objectSigningCa: 0x01,
  /** Beyond those of the octet: what extendedKeyUsage alone can say. */
  ipsec: 0x100,
  ipsecCa: 0x200,
  statusResponder: 0x4000,
} as const

/** Those that make a certificate an authority for anybody (CERT_IsCACert). */
const anyAuthority = nssTypeBit.sslCa | nssTypeBit.emailCa | nssTypeBit.objectSigningCa

const purposes = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  gated: '2.16.840.1.113730.4.1',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const

/** cert_IsIPsecOID (lib/certdb/certdb.c): anyExtendedKeyUsage stands for IPsec there, and for nothing else. */
const ipsecPurposes: readonly Oid[] = [
  ...[5, 6, 7, 17].map((last) => `1.3.6.1.5.5.7.3.${last}` as const),
  '1.3.6.1.5.5.8.2.1',
  '1.3.6.1.5.5.8.2.2',
  '2.5.29.37.0',
]

/** cert_ComputeCertType (lib/certdb/certdb.c), as far as TLS goes: what the certificate's types and purposes amount to. */
function nssCertType(certificate: Certificate): number {
  const { extendedKeyUsage, legacy, basicConstraints } = certificate
  const isCa = basicConstraints?.cA === true
  if (legacy.netscapeCertType === null && extendedKeyUsage === null)
    return (
      nssTypeBit.sslClient |
      nssTypeBit.sslServer |
      nssTypeBit.email |
      (isCa || isOldRoot(certificate) ? nssTypeBit.sslCa | nssTypeBit.emailCa : 0)
    )
  const has = (oid: string): boolean => extendedKeyUsage?.purposes.some((purpose) => purpose === oid) === true
  let type = reversed(legacy.netscapeCertType ?? 0)
  if ((type & nssTypeBit.sslCa) !== 0) type |= nssTypeBit.emailCa
  if (has(purposes.emailProtection)) type |= isCa ? nssTypeBit.emailCa : nssTypeBit.email
  if (has(purposes.serverAuth) || has(purposes.gated)) type |= isCa ? nssTypeBit.sslCa : nssTypeBit.sslServer
  if (has(purposes.clientAuth)) type |= isCa ? nssTypeBit.sslCa : nssTypeBit.sslClient
  if (extendedKeyUsage?.purposes.some((purpose) => ipsecPurposes.includes(purpose)) === true)
    type |= isCa ? nssTypeBit.ipsecCa : nssTypeBit.ipsec
  if (has(purposes.codeSigning)) type |= isCa ? nssTypeBit.objectSigningCa : nssTypeBit.objectSigning
  if (has(purposes.ocspSigning)) type |= nssTypeBit.statusResponder
  return type
}

/** The model counts bits from the first one; the octet has that one as its highest. */
function reversed(bits: number): number {
  let out = 0
  for (let i = 0; i < 8; i++) if ((bits & (1 << i)) !== 0) out |= 0x80 >> i
  return out
}

/** PKIX_PL_Cert_VerifyCertAndKeyType (libpkix): the types of the certificate name SSL authorities; without any, trust is enough. */
export function nssIsSslCa(issuer: Certificate, isTrusted: boolean): boolean {
  const isTyped = issuer.extendedKeyUsage !== null || issuer.legacy.netscapeCertType !== null
  return isTrusted && !isTyped ? true : (nssCertType(issuer) & nssTypeBit.sslCa) !== 0
}

/** cert_VerifyCertChainOld: basicConstraints makes an authority, unless the types of the certificate name other authorities alone. */
export function nssMayIssueForTls(issuer: Certificate): boolean {
  const type = nssCertType(issuer)
  // NS_CERT_TYPE_CA (lib/certdb/certt.h) counts responders and IPsec among the authorities.
  const named = anyAuthority | nssTypeBit.statusResponder | nssTypeBit.ipsecCa
  return (nssBasicConstraints(issuer) !== null && (type & named) === 0) || (type & nssTypeBit.sslCa) !== 0
}

/** nss3certificate_matchUsage (lib/pki/pki3hack.c): which of several issuers is preferred, whatever the dates. */
export const nssMatchesUsage = (issuer: Certificate, isTrusted: boolean): boolean =>
  maySignCertificates(issuer) &&
  (isTrusted || issuer.basicConstraints?.cA === true || isOldRoot(issuer) || (nssCertType(issuer) & nssTypeBit.sslCa) !== 0)

/** CERT_DecodeBasicConstraintValue (lib/certdb/xbsconst.c): a length of no authority cannot be decoded. `null`: absent, or that. */
export const nssBasicConstraints = ({ basicConstraints: own }: Certificate): BasicConstraints | null =>
  own !== null && !own.cA && own.pathLenConstraint !== null ? null : own

/** CERT_IsCACert: trust makes any certificate an authority. */
export const isNssAuthority = (certificate: Certificate, isTrusted: boolean): boolean =>
  isTrusted ||
  certificate.basicConstraints?.cA === true ||
  isOldRoot(certificate) ||
  (nssCertType(certificate) & anyAuthority) !== 0

const isOldRoot = (certificate: Certificate): boolean => isNssRoot(certificate) && certificate.version < 3

/** cert_IsRootCert: self-issued octet by octet, and whatever the authority key identifier says fits the certificate itself. */
export function isNssRoot(certificate: Certificate): boolean {
  const { issuer, subject, authorityKeyIdentifier: authority, subjectKeyIdentifier: own, serialNumber } = certificate
  if (issuer.raw !== subject.raw) return false
  if (authority === null) return true
  const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = authority
  if (keyIdentifier !== null && keyIdentifier.length > 0) {
    if (own === null || !sameBytes(keyIdentifier, own.keyIdentifier)) return false
  }
  const name = authorityCertIssuer?.find((n) => n.kind === 'directory')
  if (name?.kind === 'directory' && name.value.raw !== issuer.raw) return false
  return (
    authorityCertSerialNumber === null ||
    authorityCertSerialNumber.length === 0 ||
    sameBytes(authorityCertSerialNumber, serialNumber)
  )
}

/**
 * CERT_CheckKeyUsage for KU_KEY_AGREEMENT_OR_ENCIPHERMENT, and the type of an SSL server: `null`, or what the target lacks.
 * An RSA key must allow encipherment, others signing, elliptic curves either signing or agreement.
 */
export function nssServesTls(target: Certificate): 'key-usage-target' | 'purpose-target' | null {
  const bits = target.keyUsage?.bits ?? 0x1ff
  const { key } = target.subjectPublicKeyInfo
  const wanted =
    key.kind === 'rsa' && !key.pss
      ? keyUsageBit.keyEncipherment
      : isNssEllipticKey(target.subjectPublicKeyInfo)
        ? keyUsageBit.digitalSignature | keyUsageBit.keyAgreement
        : key.kind === 'rsa' || key.kind === 'dsa'
          ? keyUsageBit.digitalSignature
          : 0
  if ((bits & wanted) === 0) return 'key-usage-target'
  return (nssCertType(target) & nssTypeBit.sslServer) === 0 ? 'purpose-target' : null
}
