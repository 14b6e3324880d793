import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import { once } from '../../model/once.ts'

/**
 * webpki's errors by their weight, the weightiest first, and what each is among our failures (rustls/webpki 0.103.13: src/error.rs,
 * Error::rank). Of two with one weight the first met is told. The three of a spent budget end the search.
 */
const errors = once(
  () =>
    ({
      MaximumSignatureChecksExceeded: [999, 'search-budget-exceeded'],
      MaximumPathBuildCallsExceeded: [999, 'search-budget-exceeded'],
      MaximumNameConstraintComparisonsExceeded: [999, 'search-budget-exceeded'],
      CertNotValidYet: [290, 'not-yet-valid'],
      CertExpired: [290, 'expired'],
      InvalidSignatureForPublicKey: [260, 'signature-invalid'],
      SignatureAlgorithmMismatch: [250, 'certificate-malformed'],
      EmptyEkuExtension: [245, 'purpose-ca'],
      RequiredEkuNotFound: [240, 'purpose-ca'],
      NameConstraintViolation: [230, 'name-not-permitted'],
      PathLenConstraintViolated: [220, 'path-length-exceeded'],
      CaUsedAsEndEntity: [210, 'ca-as-target'],
      EndEntityUsedAsCa: [210, 'not-a-ca'],
      InvalidCertValidity: [190, 'expired'],
      InvalidNetworkMaskConstraint: [180, 'name-constraint-unsupported'],
      UnsupportedSignatureAlgorithmForPublicKey: [150, 'signature-unsupported'],
      UnsupportedSignatureAlgorithm: [140, 'signature-unsupported'],
      UnsupportedCriticalExtension: [130, 'critical-extension-unknown'],
      UnsupportedCertVersion: [130, 'version-too-old'],
      MaximumPathDepthExceeded: [61, 'path-too-long'],
      MalformedDnsIdentifier: [60, 'name-constraint-unsupported'],
      MalformedNameConstraint: [50, 'name-constraint-unsupported'],
      TrailingData: [40, 'certificate-malformed'],
      ExtensionValueInvalid: [30, 'certificate-malformed'],
      BadDerTime: [20, 'certificate-malformed'],
      BadDer: [10, 'certificate-malformed'],
      UnknownIssuer: [0, 'issuer-not-found'],
    }) as const satisfies Readonly<Record<string, readonly [rank: number, code: FailureCode]>>,
)

export type WebpkiError = keyof ReturnType<typeof errors>

/** An error as it was met: where its code is not the usual one of that error, and values for its text. */
export interface WebpkiFault {
  readonly error: WebpkiError
  readonly code?: FailureCode
  readonly params?: Readonly<Record<string, string>>
}

/** Whether something was read, or is the error that it met. */
export const isWebpkiError = (value: unknown): value is WebpkiError => typeof value === 'string'

/** Its weight among others. */
export const webpkiRank = ({ error }: WebpkiFault): number => errors()[error][0]

/** Error::is_fatal: nothing further is tried. */
export const isFatal = ({ error }: WebpkiFault): boolean => errors()[error][0] === 999

/** The error as a failure of this certificate at this place of the path. */
export function webpkiFailure({ error, code, params }: WebpkiFault, at: number | null, certificate: Certificate | null): Failure {
  const own = code ?? errors()[error][1]
  return { code: own, at, certificate, params: { ...valuesOf(error, own, certificate), ...params } }
}

/** Slots of `messages/rustls.ts` that say which of several errors with one code it is. */
function valuesOf(error: WebpkiError, code: FailureCode, certificate: Certificate | null): Readonly<Record<string, string>> {
  switch (code) {
    case 'certificate-malformed': {
      const met = certificate?.anomalies.find((a) => likely[error]?.includes(a.code)) ?? certificate?.anomalies[0]
      return {
        ...(met !== undefined && { anomaly: met.code, offset: String(met.offset) }),
        // rustls 0.23.40 has one word for the others: src/webpki/mod.rs, pki_error.
        rustReading: error === 'SignatureAlgorithmMismatch' || error === 'ExtensionValueInvalid' ? error : '',
      }
    }
    case 'name-constraint-unsupported':
      return error === 'NameConstraintViolation' ? {} : { rustConstraint: error }
    case 'search-budget-exceeded':
      return error === 'MaximumSignatureChecksExceeded' ? {} : { rustBudget: error }
    default:
      if (error === 'InvalidCertValidity') return { rustInverted: 'yes' }
      return error === 'EmptyEkuExtension' ? { rustEmpty: 'yes' } : {}
  }
}

/** Of several anomalies the one that this error is most likely about. */
const likely: Readonly<Partial<Record<WebpkiError, readonly AnomalyCode[]>>> = {
  SignatureAlgorithmMismatch: ['algorithm-mismatch'],
  ExtensionValueInvalid: ['extension-duplicate'],
  BadDerTime: ['time-malformed', 'time-without-seconds', 'time-with-offset', 'time-with-fraction'],
  TrailingData: ['trailing-data', 'data-after-certificate'],
  BadDer: ['extension-malformed', 'field-malformed', 'length-not-minimal', 'boolean-not-canonical', 'public-key-malformed'],
}
