import type { Certificate } from '../../model/certificate.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { NotAfter } from '../../model/policy.ts'
import { validityWithSlop } from './validity.ts'

/** CERT_CheckCertValidTimes (lib/certdb/certdb.c, NSS 3.87): dates that cannot be read are over. */
export const nssOutside = (
  certificate: Certificate,
  at: UnixSeconds,
  notAfter: NotAfter,
  slop: number,
): ReturnType<typeof validityWithSlop> | ReturnType<typeof nssUnreadDate> =>
  nssUnreadDate(certificate) ?? validityWithSlop(certificate, at, notAfter, slop)

/** CERT_GetCertTimes (lib/certdb/certdb.c): which date cannot be read, the first first; `null`: both can. */
export function nssUnreadDate({ dateAnomalies }: Certificate): 'not-before-unreadable' | 'not-after-unreadable' | null {
  const { notBefore, notAfter } = dateAnomalies
  if (notBefore.some(isUnread)) return 'not-before-unreadable'
  return notAfter.some(isUnread) ? 'not-after-unreadable' : null
}

/** DER_DecodeTimeChoice (lib/util/dertime.c) knows no fraction of a second. */
const isUnread = (code: string): boolean => code === 'time-malformed' || code === 'time-with-fraction'
