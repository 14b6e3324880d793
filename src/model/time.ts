/** Seconds since 1970-01-01T00:00:00Z, whole; `-Infinity` and `Infinity` stand for "always has" and "for ever". */
export type UnixSeconds = number & { readonly __unit: 'unix-seconds' }

/** Brands a number of seconds since the epoch. Rounds nothing: the caller gives whole seconds or an infinity. */
export const seconds = (n: number): UnixSeconds => n as UnixSeconds

/**
 * RFC 3339 text of an instant in UTC, without fractions: `2020-05-30T10:48:38Z`. An infinity or a year past 9999 is `always` or `never`.
 * Reckoned here: the first `Date` that is made into text starts V8's time zones.
 */
export function isoTime(t: UnixSeconds): string {
  if (t < -62167219200) return 'always'
  if (t > 253402300799) return 'never'
  const days = Math.floor(t / 86_400)
  const second = t - days * 86_400
  const { year, month, day } = calendarDay(days)
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, Math.floor(second) % 60].map(twoDigits).join(':')
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}T${clock}Z`
}

const twoDigits = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** The Gregorian day that lies so many days behind 1970-01-01: RFC 3339 appendix B the other way round, in years that begin on 1 March. */
function calendarDay(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const sinceMarch0 = days + 719_468
  const era = Math.floor(sinceMarch0 / 146_097)
  const dayOfEra = sinceMarch0 - era * 146_097
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return { year, month, day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1 }
}
