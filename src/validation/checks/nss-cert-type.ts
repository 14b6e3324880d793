import type { SubjectPublicKeyInfo } from '../../model/algorithm.ts'
import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'
import { sameBytes } from '../../graph/issuers.ts'

/** Bits of NSS's nsCertType (lib/certdb/certt.h), which are those of the Netscape certificate type as encoded: SSL client is the highest. */
const nssTypeBit = {
  sslClient: 0x80,
  sslServer: 0x40,
  email: 0x20,
  objectSigning: 0x10,
  sslCa: 0x04,
  emailCa: 0x02,
  objectSigningCa: 0x01,
  anyCa: 0x07,
  statusResponder: 0x100,
} as const

const purposes = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  gated: '2.16.840.1.113730.4.1',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const

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
  // NS_CERT_TYPE_CA counts responders among the authorities.
  if (issuer.basicConstraints !== null && (type & (nssTypeBit.anyCa | nssTypeBit.statusResponder)) === 0) return true
  return (type & nssTypeBit.sslCa) !== 0
}

/**
 * Whether a database takes a certificate in: one with a key of another kind is refused there, and one on a curve without a name.
 * Observed on 3.87 with Ed25519 and with P-256 spelled out.
 */
export function isNssStorable({ subjectPublicKeyInfo: spki }: Certificate): boolean {
  if (spki.key.kind === 'ec') return spki.key.curve !== null
  return spki.key.kind === 'rsa' || spki.key.kind === 'dsa' || isNssEllipticKey(spki)
}

const ecPublicKey = '1.2.840.10045.2.1'

/** seckey_GetKeyType (lib/cryptohi/seckey.c; the place from memory, seen with vfychain 3.87): the kind of a key is told by its algorithm, whether it can be read or not. */
export const isNssEllipticKey = ({ key, algorithm }: SubjectPublicKeyInfo): boolean =>
  key.kind === 'ec' || (key.kind === 'malformed' && algorithm.oid === ecPublicKey)

/** CERT_IsCACert: trust makes any certificate an authority. */
export const isNssAuthority = (certificate: Certificate, isTrusted: boolean): boolean =>
  isTrusted ||
  certificate.basicConstraints?.cA === true ||
  isOldRoot(certificate) ||
  (nssCertType(certificate) & nssTypeBit.anyCa) !== 0

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
