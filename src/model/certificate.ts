import type { AlgorithmIdentifier, SignatureScheme, SubjectPublicKeyInfo } from './algorithm.ts'
import type { Anomaly, AnomalyCode } from './anomaly.ts'
import type { DecodedExtensions, Extension } from './extension.ts'
import type { Name } from './name.ts'
import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/**
 * A certificate: RFC 5280 §4.1's fields under their own names, beside the bytes they came from.
 *
 * Every value exists for every input: what could not be read is empty (no name, no octets, a validity
 * of all time, a key of kind `malformed`) and stands in `anomalies`. Slices share memory with `der`.
 */
export interface Certificate extends DecodedExtensions {
  readonly der: Uint8Array
  /** Computed when first asked for. */
  readonly sha256: Sha256
  readonly tbsCertificate: Uint8Array
  /** 1, 2 or 3 as the standard counts; another number as encoded plus one. */
  readonly version: number
  /** Content octets of the INTEGER, sign and leading zero kept. */
  readonly serialNumber: Uint8Array
  /** The algorithm inside the signed part (§4.1.2.3). */
  readonly signature: AlgorithmIdentifier
  readonly issuer: Name
  /** First second of validity. RFC 5280 §4.1.2.5: both ends inclusive. */
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
  /** What `anomalies` holds of each of the two dates, which an offset alone does not tell apart. Empty: as §4.1.2.5 asks. */
  readonly dateAnomalies: DateAnomalies
  readonly subject: Name
  readonly subjectPublicKeyInfo: SubjectPublicKeyInfo
  /** All extensions, as encoded and in their order. */
  readonly extensions: readonly Extension[]
  /** The algorithm outside the signed part (§4.1.1.2). */
  readonly signatureAlgorithm: AlgorithmIdentifier
  /** What `signatureAlgorithm` means. */
  readonly signatureScheme: SignatureScheme
  /** Content of the BIT STRING without the octet that counts unused bits. */
  readonly signatureValue: Uint8Array
  readonly anomalies: readonly Anomaly[]
}

/** Codes of anomalies by the date that they are about. */
export interface DateAnomalies {
  readonly notBefore: readonly AnomalyCode[]
  readonly notAfter: readonly AnomalyCode[]
}
