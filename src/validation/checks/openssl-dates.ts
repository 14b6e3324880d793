import type { Certificate } from '../../model/certificate.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { hasEnded } from './validity.ts'

/**
 * What is wrong with the dates of a certificate at one instant, notBefore first; empty: nothing.
 *
 * x509_check_cert_time (crypto/x509/x509_vfy.c): each end is compared for itself, so that a certificate that ends before it
 * begins fails twice. A date in a form that X509_cmp_time does not know is a failure at any time, in place of its comparison.
 */
export function opensslDateFailures(
  certificate: Certificate,
  at: UnixSeconds,
  { notAfter, unreadableDates }: Pick<GreedyVerifier, 'notAfter' | 'unreadableDates'>,
): readonly FailureCode[] {
  const { dateAnomalies } = certificate
  if (dateAnomalies.notBefore.length + dateAnomalies.notAfter.length === 0) {
    const ends = hasEnded(certificate, at, notAfter)
    if (at >= certificate.notBefore) return ends ? over : none
    return ends ? both : early
  }
  const begins = dateAnomalies.notBefore.some((code) => unreadableDates.includes(code))
    ? 'not-before-unreadable'
    : at < certificate.notBefore
      ? 'not-yet-valid'
      : null
  const ends = dateAnomalies.notAfter.some((code) => unreadableDates.includes(code))
    ? 'not-after-unreadable'
    : hasEnded(certificate, at, notAfter)
      ? 'expired'
      : null
  if (begins === null) return ends === null ? none : [ends]
  return ends === null ? [begins] : [begins, ends]
}

// Nearly every date can be read: no list is made for it.
const none: readonly FailureCode[] = []
const early: readonly FailureCode[] = ['not-yet-valid']
const over: readonly FailureCode[] = ['expired']
const both: readonly FailureCode[] = [...early, ...over]
