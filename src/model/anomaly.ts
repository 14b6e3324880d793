import type { Oid } from './oid.ts'

/**
 * Something in a certificate that RFC 5280, X.690 (DER) or good sense does not allow, found by the reader.
 * It is a fact about bytes, not a verdict: each client's `parse` stage says which it refuses.
 */
export interface Anomaly {
  readonly code: AnomalyCode
  /** Offset into the certificate's DER at which it was seen. */
  readonly offset: number
  /** The extension, attribute or algorithm concerned, where there is one. */
  readonly about?: Oid
}

export type AnomalyCode = (typeof anomalyCodes)[number]

/** Every anomaly that the reader can report, in the order of the structure it reads. */
export const anomalyCodes = [
  // X.690: the encoding itself
  'unreadable', // the outer structure is cut short or could not be followed as far as the public key: nothing else can be relied on
  'truncated',
  'trailing-data', // inside a structure, behind its last field
  'data-after-certificate', // behind the outermost structure: a list entry that is longer than its certificate
  'too-deep',
  'too-large',
  'indefinite-length',
  'length-not-minimal',
  'tag-not-minimal',
  'boolean-not-canonical',
  'integer-not-minimal',
  'bit-string-padding',
  'oid-malformed',
  'set-not-sorted',
  'default-encoded',
  'field-unexpected',
  'field-malformed',
  // RFC 5280 §4.1
  'version-unknown',
  'serial-negative',
  'serial-zero',
  'serial-too-long',
  'algorithm-mismatch',
  'algorithm-parameters',
  'issuer-empty',
  'name-malformed',
  'string-malformed',
  'time-malformed',
  'time-without-seconds',
  'time-with-offset',
  'time-with-fraction',
  'time-form', // UTCTime for 2050 or later, or GeneralizedTime before
  'validity-inverted',
  'public-key-malformed',
  'ec-explicit-parameters',
  'unique-id-before-v2',
  'extensions-before-v3',
  'extensions-empty',
  'signature-unused-bits',
  // RFC 5280 §4.2
  'extension-duplicate',
  'extension-malformed',
  'extension-empty',
  'extension-criticality',
  'san-empty',
  'name-empty', // a dNSName, rfc822Name or URI without an octet among alternative names
] as const
