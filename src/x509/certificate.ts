import { sha256 } from '@noble/hashes/sha2.js'
import { DerReader } from '../der/reader.ts'
import type { AlgorithmIdentifier, SignatureScheme, SubjectPublicKeyInfo } from '../model/algorithm.ts'
import { type Anomaly, anomalyCodes } from '../model/anomaly.ts'
import type { Certificate, DateAnomalies } from '../model/certificate.ts'
import type { DecodedExtensions, Extension } from '../model/extension.ts'
import type { Name } from '../model/name.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import { checkSignatureParameters, LazyAlgorithm, signatureScheme } from './algorithm.ts'
import { checkCriticality } from './criticality.ts'
import { decodeExtensions } from './extensions/index.ts'
import { toHex } from './hex.ts'
import { type CertificateFields, readFields } from './certificate-fields.ts'

/**
 * Reads a certificate (RFC 5280 §4.1). Total: any octets give a Certificate; `model/certificate.ts` says what stands for what could
 * not be read. Nothing is copied, so the octets must not change afterwards. Fields that cost time are worked out when first asked for.
 *
 * `sha256`: its identity, where the caller has it already; it is not checked here.
 *
 * The value has its fields as accessors: copying it with a spread or turning it into JSON loses them.
 */
export function readCertificate(der: Uint8Array, sha256: Sha256 | null = null): Certificate {
  const r = new DerReader(der)
  return new LazyCertificate(r, readFields(r), sha256)
}

/** Accessors, so that a caller who asks for little pays for little; `bench/parse.ts` has the figures. */
class LazyCertificate implements Certificate {
  private readonly reader: DerReader
  private readonly fields: CertificateFields
  private decodedOnce: DecodedExtensions | null
  private sha256Once: Sha256 | null
  private schemeOnce: SignatureScheme | null
  private signatureOnce: Uint8Array | null
  private anomaliesOnce: readonly Anomaly[] | null

  constructor(reader: DerReader, fields: CertificateFields, identity: Sha256 | null) {
    this.reader = reader
    this.fields = fields
    this.decodedOnce = null
    this.sha256Once = identity
    this.schemeOnce = null
    this.signatureOnce = null
    this.anomaliesOnce = null
  }

  get der(): Uint8Array {
    return this.reader.bytes
  }
  get sha256(): Sha256 {
    this.sha256Once ??= toHex(sha256(this.reader.bytes)) as Sha256
    return this.sha256Once
  }
  get tbsCertificate(): Uint8Array {
    return this.reader.slice(this.fields.tbsAt, this.fields.tbsNext)
  }
  get version(): number {
    return this.fields.version
  }
  get serialNumber(): Uint8Array {
    return this.reader.slice(this.fields.serialStart, this.fields.serialEnd)
  }
  get signature(): AlgorithmIdentifier {
    return this.fields.signature
  }
  get issuer(): Name {
    return this.fields.issuer
  }
  get notBefore(): UnixSeconds {
    return this.fields.notBefore
  }
  get notAfter(): UnixSeconds {
    return this.fields.notAfter
  }
  get dateAnomalies(): DateAnomalies {
    return this.fields.dateAnomalies
  }
  get subject(): Name {
    return this.fields.subject
  }
  get subjectPublicKeyInfo(): SubjectPublicKeyInfo {
    return this.fields.subjectPublicKeyInfo
  }
  get extensions(): readonly Extension[] {
    return this.fields.extensions
  }
  get signatureAlgorithm(): AlgorithmIdentifier {
    return this.fields.signatureAlgorithm
  }
  get signatureScheme(): SignatureScheme {
    this.schemeOnce ??= signatureScheme(this.fields.signatureAlgorithm)
    return this.schemeOnce
  }
  get signatureValue(): Uint8Array {
    this.signatureOnce ??= this.reader.slice(this.fields.signatureStart, this.fields.signatureEnd)
    return this.signatureOnce
  }

  get basicConstraints(): DecodedExtensions['basicConstraints'] {
    return this.decoded().basicConstraints
  }
  get keyUsage(): DecodedExtensions['keyUsage'] {
    return this.decoded().keyUsage
  }
  get extendedKeyUsage(): DecodedExtensions['extendedKeyUsage'] {
    return this.decoded().extendedKeyUsage
  }
  get subjectAltName(): DecodedExtensions['subjectAltName'] {
    return this.decoded().subjectAltName
  }
  get issuerAltName(): DecodedExtensions['issuerAltName'] {
    return this.decoded().issuerAltName
  }
  get nameConstraints(): DecodedExtensions['nameConstraints'] {
    return this.decoded().nameConstraints
  }
  get certificatePolicies(): DecodedExtensions['certificatePolicies'] {
    return this.decoded().certificatePolicies
  }
  get policyConstraints(): DecodedExtensions['policyConstraints'] {
    return this.decoded().policyConstraints
  }
  get policyMappings(): DecodedExtensions['policyMappings'] {
    return this.decoded().policyMappings
  }
  get inhibitAnyPolicy(): DecodedExtensions['inhibitAnyPolicy'] {
    return this.decoded().inhibitAnyPolicy
  }
  get authorityKeyIdentifier(): DecodedExtensions['authorityKeyIdentifier'] {
    return this.decoded().authorityKeyIdentifier
  }
  get subjectKeyIdentifier(): DecodedExtensions['subjectKeyIdentifier'] {
    return this.decoded().subjectKeyIdentifier
  }
  get authorityInfoAccess(): DecodedExtensions['authorityInfoAccess'] {
    return this.decoded().authorityInfoAccess
  }
  get cRLDistributionPoints(): DecodedExtensions['cRLDistributionPoints'] {
    return this.decoded().cRLDistributionPoints
  }
  get signedCertificateTimestamps(): DecodedExtensions['signedCertificateTimestamps'] {
    return this.decoded().signedCertificateTimestamps
  }
  get tlsFeatures(): DecodedExtensions['tlsFeatures'] {
    return this.decoded().tlsFeatures
  }
  get legacy(): DecodedExtensions['legacy'] {
    return this.decoded().legacy
  }

  get anomalies(): readonly Anomaly[] {
    if (this.anomaliesOnce === null) {
      const { reader: r, fields } = this
      // Every part that is read late notes what it meets.
      void fields.issuer.rdns
      void fields.subject.rdns
      const decoded = this.decoded()
      const { signature: inner, signatureAlgorithm: outer } = fields
      if (inner instanceof LazyAlgorithm) checkSignatureParameters(r, inner)
      if (outer instanceof LazyAlgorithm) checkSignatureParameters(r, outer)
      checkCriticality(r, fields.extensions, decoded, fields.subject)
      this.anomaliesOnce = inOrder(r.anomalies)
    }
    return this.anomaliesOnce
  }

  private decoded(): DecodedExtensions {
    this.decodedOnce ??= decodeExtensions(this.reader, this.fields.extensions)
    return this.decodedOnce
  }
}

/** By offset, then in the order of `anomalyCodes`, each once: a part that is read twice notes the same twice. */
function inOrder(anomalies: readonly Anomaly[]): readonly Anomaly[] {
  if (anomalies.length < 2) return [...anomalies]
  const sorted = anomalies.toSorted((a, b) => a.offset - b.offset || anomalyCodes.indexOf(a.code) - anomalyCodes.indexOf(b.code))
  return sorted.filter((a, i) => {
    const before = sorted[i - 1]
    return before === undefined || a.offset !== before.offset || a.code !== before.code || a.about !== before.about
  })
}
