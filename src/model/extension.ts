import type { Name } from './name.ts'
import type { Oid } from './oid.ts'
import type { UnixSeconds } from './time.ts'

/** RFC 5280 §4.2: one extension as encoded. */
export interface Extension {
  readonly oid: Oid
  readonly critical: boolean
  /** Content of extnValue's OCTET STRING. */
  readonly value: Uint8Array
  /** Offset of the Extension in the certificate. */
  readonly offset: number
}

/** RFC 5280 §4.2.1.9. `pathLenConstraint` is `null` when absent; numbers past 2^31 are held at 2^31 - 1. */
export interface BasicConstraints {
  readonly critical: boolean
  readonly cA: boolean
  readonly pathLenConstraint: number | null
}

/** RFC 5280 §4.2.1.3, bit by bit; `bits` is the set as one number with digitalSignature as bit 0. */
export interface KeyUsage {
  readonly critical: boolean
  readonly bits: number
}

/** RFC 5280 §4.2.1.3: the bit of each usage in `KeyUsage.bits`. */
export const keyUsageBit = {
  digitalSignature: 1,
  nonRepudiation: 2,
  keyEncipherment: 4,
  dataEncipherment: 8,
  keyAgreement: 16,
  keyCertSign: 32,
  cRLSign: 64,
  encipherOnly: 128,
  decipherOnly: 256,
} as const

/** RFC 5280 §4.2.1.12. */
export interface ExtendedKeyUsage {
  readonly critical: boolean
  readonly purposes: readonly Oid[]
}

/** RFC 5280 §4.2.1.6 GeneralName. IP addresses are octets (4 or 16; in name constraints 8 or 32; any length is kept). */
export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: Uint8Array }
  | { readonly kind: 'directory'; readonly value: Name }
  | { readonly kind: 'registered-id'; readonly value: Oid }
  | { readonly kind: 'other'; readonly type: Oid; readonly value: Uint8Array }
  | { readonly kind: 'x400' | 'edi-party' | 'unknown'; readonly value: Uint8Array }

/** RFC 5280 §4.2.1.6. */
export interface SubjectAltName {
  readonly critical: boolean
  readonly names: readonly GeneralName[]
}

/** RFC 5280 §4.2.1.10. */
export interface NameConstraints {
  readonly critical: boolean
  readonly permitted: readonly GeneralSubtree[]
  readonly excluded: readonly GeneralSubtree[]
}

export interface GeneralSubtree {
  readonly base: GeneralName
  /** 0 unless encoded otherwise; RFC 5280 requires 0. */
  readonly minimum: number
  readonly maximum: number | null
}

/** RFC 5280 §4.2.1.1. Each part `null` when absent. */
export interface AuthorityKeyIdentifier {
  readonly critical: boolean
  readonly keyIdentifier: Uint8Array | null
  readonly authorityCertIssuer: readonly GeneralName[] | null
  readonly authorityCertSerialNumber: Uint8Array | null
}

/** RFC 5280 §4.2.1.2. */
export interface SubjectKeyIdentifier {
  readonly critical: boolean
  readonly keyIdentifier: Uint8Array
}

/** RFC 5280 §4.2.1.4. Qualifiers are kept as DER. */
export interface CertificatePolicies {
  readonly critical: boolean
  readonly policies: readonly { readonly policy: Oid; readonly qualifiers: Uint8Array | null }[]
}

/** RFC 5280 §4.2.1.11. */
export interface PolicyConstraints {
  readonly critical: boolean
  readonly requireExplicitPolicy: number | null
  readonly inhibitPolicyMapping: number | null
}

/** RFC 5280 §4.2.1.5. */
export interface PolicyMappings {
  readonly critical: boolean
  readonly mappings: readonly { readonly issuerDomainPolicy: Oid; readonly subjectDomainPolicy: Oid }[]
}

/** RFC 5280 §4.2.1.14. */
export interface InhibitAnyPolicy {
  readonly critical: boolean
  readonly skipCerts: number
}

/** RFC 5280 §4.2.2.1 and §4.2.2.2. */
export interface AccessDescription {
  readonly method: Oid
  readonly location: GeneralName
}

/** RFC 5280 §4.2.1.13. */
export interface DistributionPoint {
  readonly fullName: readonly GeneralName[]
  readonly cRLIssuer: readonly GeneralName[]
  /** `null`: all reasons. */
  readonly reasons: number | null
}

/** RFC 6962 §3.2. */
export interface SignedCertificateTimestamp {
  readonly version: number
  readonly logId: Uint8Array
  readonly timestamp: UnixSeconds
  readonly signature: Uint8Array
}

/** Netscape's and Microsoft's extensions that are still met. */
export interface LegacyExtensions {
  /** Netscape certificate type, first bit (SSL client) as bit 0; `null` when absent. */
  readonly netscapeCertType: number | null
  readonly netscapeComment: string | null
  /** szOID_ENROLL_CERTTYPE_EXTENSION: the template's name. */
  readonly microsoftTemplateName: string | null
  /** szOID_CERTIFICATE_TEMPLATE: the template's identifier. */
  readonly microsoftTemplateId: Oid | null
  /** szOID_CERTSRV_CA_VERSION: certificate index and key index of a Microsoft CA. */
  readonly microsoftCaVersion: { readonly certificate: number; readonly key: number } | null
}

/** Every extension that has a decoder; `null` when it is absent or malformed (the latter has an anomaly `extension-malformed` about it). Where an extension stands twice, the first is decoded. */
export interface DecodedExtensions {
  readonly basicConstraints: BasicConstraints | null
  readonly keyUsage: KeyUsage | null
  readonly extendedKeyUsage: ExtendedKeyUsage | null
  readonly subjectAltName: SubjectAltName | null
  readonly issuerAltName: SubjectAltName | null
  readonly nameConstraints: NameConstraints | null
  readonly certificatePolicies: CertificatePolicies | null
  readonly policyConstraints: PolicyConstraints | null
  readonly policyMappings: PolicyMappings | null
  readonly inhibitAnyPolicy: InhibitAnyPolicy | null
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null
  readonly subjectKeyIdentifier: SubjectKeyIdentifier | null
  readonly authorityInfoAccess: readonly AccessDescription[] | null
  readonly cRLDistributionPoints: readonly DistributionPoint[] | null
  readonly signedCertificateTimestamps: readonly SignedCertificateTimestamp[] | null
  /** RFC 7633: TLS extension numbers; 5 is "must staple". */
  readonly tlsFeatures: readonly number[] | null
  readonly legacy: LegacyExtensions
}
