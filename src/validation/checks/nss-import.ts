import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { NotAfter } from '../../model/policy.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { validityWithSlop } from './validity.ts'

/**
 * CERT_NewTempCertificate (lib/certdb/stanpcertdb.c): of two certificates with one issuer and one serial number the second is not taken in
 * (SEC_ERROR_REUSED_ISSUER_AND_SERIAL), and nothing is verified. `null`: there are none. Seen with vfychain 3.87; the places in NSS' source
 * that this file names are from memory.
 */
export function nssReusedSerial(sent: readonly Certificate[]): Failure | null {
  for (const [at, one] of sent.entries()) {
    for (const earlier of sent.slice(0, at))
      if (earlier !== one && earlier.issuer.raw === one.issuer.raw && sameBytes(earlier.serialNumber, one.serialNumber))
        return { code: 'certificate-malformed', at: null, certificate: one, params: { detail: 'serial' } }
  }
  return null
}

/** CERT_CheckCertValidTimes (lib/certdb/certdb.c): dates that cannot be read are over. */
export function nssOutside(
  certificate: Certificate,
  at: UnixSeconds,
  notAfter: NotAfter,
  slop: number,
): ReturnType<typeof validityWithSlop> | 'not-before-unreadable' | 'not-after-unreadable' {
  const { notBefore, notAfter: end } = certificate.dateAnomalies
  if (notBefore.some(isUnread)) return 'not-before-unreadable'
  if (end.some(isUnread)) return 'not-after-unreadable'
  return validityWithSlop(certificate, at, notAfter, slop)
}

/** DER_DecodeTimeChoice (lib/util/dertime.c) knows no fraction of a second. */
const isUnread = (code: string): boolean => code === 'time-malformed' || code === 'time-with-fraction'
