import type { Certificate } from '../model/certificate.ts'
import { isoTime, seconds } from '../model/time.ts'

/**
 * Dates of a certificate as Go prints them where they are written with an offset from UTC (crypto/x509, verify.go:
 * `Format(time.RFC3339)`; encoding/asn1 and cryptobyte keep the zone; RFC 5280 §4.1.2.5 wants none). Empty: both are in UTC.
 */
export function goTimes(certificate: Certificate): Readonly<Record<string, string>> {
  const starts = certificate.anomalies.flatMap(({ code, offset }) => (code === 'time-with-offset' ? [offset] : []))
  const { notBefore, notAfter } = certificate.dateAnomalies
  // notBefore stands before notAfter.
  return {
    ...(notBefore.includes('time-with-offset') ? zoned('goNotBefore', certificate, 'notBefore', starts[0]) : {}),
    ...(notAfter.includes('time-with-offset') ? zoned('goNotAfter', certificate, 'notAfter', starts.at(-1)) : {}),
  }
}

function zoned(
  slot: string,
  certificate: Certificate,
  date: 'notBefore' | 'notAfter',
  start = 0,
): Readonly<Record<string, string>> {
  const { der } = certificate
  const text = String.fromCharCode(...der.subarray(start, start + (der[start - 1] ?? 0)))
  const [, sign = '', hours = '', minutes = ''] = /([+-])(\d\d)(\d\d)$/.exec(text) ?? []
  const east = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1 : 1)
  if (east === 0) return {}
  return { [slot]: isoTime(seconds(certificate[date] + east)).replace('Z', `${sign}${hours}:${minutes}`) }
}
