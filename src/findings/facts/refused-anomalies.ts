import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import { noIssuerCodes } from '../../model/failure.ts'
import { namesChain } from '../../graph/issuers.ts'
import { isIsolated } from '../../validation/checks/openssl-invalid.ts'
import type { Situation } from '../../validation/proof.ts'
import { failuresOf, type Rejection, rejections } from './rejections.ts'

/** A rejection that comes down to what a certificate is, and not to its date, its issuer or its names. */
export interface Refusal {
  readonly rejection: Rejection
  readonly certificate: Certificate
  /** `null`: an extension that is well formed and whose content makes no sense here. */
  readonly anomaly: AnomalyCode | null
}

/** Rejections for an anomaly of a certificate, whatever the client calls it; those of the strict profile are not among them. */
export function refusals(situation: Situation): readonly Refusal[] {
  return rejections(situation).flatMap((rejection) =>
    failuresOf(rejection).flatMap((failure) => [
      ...ofDecoder(rejection, failure),
      ...ofDate(rejection, failure),
      ...ofSignature(rejection, failure),
      ...ofIsolated(rejection, failure),
    ]),
  )
}

const decoding: readonly FailureCode[] = ['certificate-unreadable', 'certificate-malformed']

function ofDecoder(rejection: Rejection, { code, certificate, params }: Failure): readonly Refusal[] {
  if (certificate === null) return []
  if (code === 'extension-invalid') return [{ rejection, certificate, anomaly: null }]
  if (!decoding.includes(code)) return []
  const met = certificate.anomalies.find((a) => a.code === params?.['anomaly'])
  return [{ rejection, certificate, anomaly: met?.code ?? null }]
}

/** A date that can be read, but not by this client. */
function ofDate(rejection: Rejection, { code, certificate }: Failure): readonly Refusal[] {
  if (certificate === null || (code !== 'not-before-unreadable' && code !== 'not-after-unreadable')) return []
  const { notBefore, notAfter } = certificate.dateAnomalies
  const [anomaly] = code === 'not-before-unreadable' ? notBefore : notAfter
  return [{ rejection, certificate, anomaly: anomaly ?? null }]
}

/** OpenSSL checks no signature whose algorithm is named in two ways, and says that it is false (X509_verify, crypto/x509/x_all.c). */
function ofSignature(rejection: Rejection, { code, certificate }: Failure): readonly Refusal[] {
  if (code !== 'signature-invalid' || certificate === null || !has(certificate, 'algorithm-mismatch')) return []
  return [{ rejection, certificate, anomaly: 'algorithm-mismatch' }]
}

/**
 * From 1.1.1 OpenSSL takes a certificate with a bad extension for nobody's issuer, and finds none for it
 * (EXFLAG_INVALID, crypto/x509/v3_purp.c): it says that there is no issuer.
 */
function ofIsolated(rejection: Rejection, { code, certificate }: Failure): readonly Refusal[] {
  const { chain, seat } = rejection.judgement
  const { verifier } = seat.profile
  if (verifier.strategy !== 'greedy' || certificate === null || chain === null || !noIssuerCodes.includes(code)) return []
  const near = [certificate, ...chain.sent.filter((c) => c !== certificate && namesChain(certificate, c, 'canonical'))]
  return near
    .filter((c) => isIsolated(c, verifier))
    .flatMap((c): readonly Refusal[] => {
      const met = c.anomalies.filter((a) => isolating.includes(a.code))
      if (met.length === 0) return [{ rejection, certificate: c, anomaly: null }]
      return met.map((a) => ({ rejection, certificate: c, anomaly: a.code }))
    })
}

/** Anomalies for which `isIsolated` may answer yes. Where it does without one, an extension is read but makes no sense. */
const isolating: readonly AnomalyCode[] = ['extension-duplicate', 'extension-malformed', 'field-unexpected']

const has = ({ anomalies }: Certificate, code: AnomalyCode): boolean => anomalies.some((a) => a.code === code)
