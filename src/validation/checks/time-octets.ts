import type { Certificate } from '../../model/certificate.ts'

/** One of the two dates as it is written, where its form is odd. */
export interface OddTime {
  /** UTCTime with its year of two digits, or GeneralizedTime with four (RFC 5280 §4.1.2.5). */
  readonly form: 'utc' | 'generalized'
  /** Content octets as characters. */
  readonly text: string
}

/** The dates of a certificate about which the reader noted anything, as they are written: decoders differ in what they take. */
export function oddTimes({ anomalies, der }: Certificate): readonly OddTime[] {
  if (anomalies.length === 0) return []
  const starts = new Set(anomalies.flatMap(({ code, offset }) => (code.startsWith('time-') ? [offset] : [])))
  return [...starts].flatMap((start) => {
    const [tag, length = 0] = der.subarray(start - 2, start)
    if (tag !== 0x17 && tag !== 0x18) return []
    return [{ form: tag === 0x17 ? 'utc' : 'generalized', text: String.fromCharCode(...der.subarray(start, start + length)) }]
  })
}
