import type { DerReader } from './reader.ts'
import { tag as tags } from './tag.ts'

/** First second of 2050: before it RFC 5280 §4.1.2.5 wants UTCTime, from it on GeneralizedTime. */
const year2050 = 2524608000

/**
 * UTCTime or GeneralizedTime in seconds since 1970, UTC; `NaN` and the anomaly `time-malformed` when it is no time.
 *
 * RFC 5280 §4.1.2.5 allows `YYMMDDHHMMSSZ` and `YYYYMMDDHHMMSSZ` alone. The other forms of X.680 §46 and §47 are read as they
 * mean, each with its anomaly: no seconds, an offset from UTC, a fraction (dropped). A local time, without a zone, is
 * `time-malformed` and read as UTC. A leap second is no time, as in OpenSSL and Go.
 */
export function readTime(r: DerReader, tag: number, start: number, end: number): number {
  const { bytes } = r
  const general = tag === tags.generalizedTime
  if (!general && tag !== tags.utcTime) return malformed(r, start)
  let pos = start + (general ? 4 : 2)
  let year = digits(bytes, start, pos, end)
  if (!general) year += year < 50 ? 2000 : 1900
  const month = digits(bytes, pos, pos + 2, end)
  const day = digits(bytes, pos + 2, pos + 4, end)
  const hour = digits(bytes, pos + 4, pos + 6, end)
  pos += 6
  let minute = digits(bytes, pos, pos + 2, end)
  if (minute >= 0) pos += 2
  else if (general) minute = 0
  let second = digits(bytes, pos, pos + 2, end)
  if (second >= 0) pos += 2
  else {
    second = 0
    r.note('time-without-seconds', start)
  }
  // Digits give NaN where there are none, which fails every one of these.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60))
    return malformed(r, start)
  if (general && pos < end && (bytes[pos] === 0x2e || bytes[pos] === 0x2c)) {
    const from = ++pos
    while (pos < end && isDigit(bytes[pos]!)) pos++
    if (pos === from) return malformed(r, start)
    r.note('time-with-fraction', start)
  }
  const seconds = daysBefore(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
  const utc = seconds - zone(r, start, pos, end)
  if (general && utc < year2050) r.note('time-form', start)
  return utc
}

/** Seconds east of UTC of what stands at the end of a time. */
function zone(r: DerReader, start: number, pos: number, end: number): number {
  const { bytes } = r
  const mark = bytes[pos]
  if (mark === 0x5a && pos + 1 === end) return 0
  if (pos < end && (mark === 0x2b || mark === 0x2d) && (pos + 5 === end || pos + 3 === end)) {
    const hours = digits(bytes, pos + 1, pos + 3, end)
    const minutes = pos + 3 === end ? 0 : digits(bytes, pos + 3, pos + 5, end)
    if (hours < 24 && minutes < 60) {
      r.note('time-with-offset', start)
      return (hours * 3600 + minutes * 60) * (mark === 0x2b ? 1 : -1)
    }
  }
  r.note('time-malformed', start)
  return pos === end ? 0 : Number.NaN
}

function malformed(r: DerReader, start: number): number {
  r.note('time-malformed', start)
  return Number.NaN
}

const isDigit = (octet: number): boolean => octet >= 0x30 && octet <= 0x39

/** The number that the decimal digits from `from` to `to` make; NaN when they are not all digits before `end`. */
function digits(bytes: Uint8Array, from: number, to: number, end: number): number {
  if (to > end) return Number.NaN
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar, counted in years that begin in March. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const m = month <= 2 ? month + 9 : month - 3
  return (
    y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day - 1 - 719468
  )
}
