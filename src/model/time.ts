/** Seconds since 1970-01-01T00:00:00Z, whole; `-Infinity` and `Infinity` stand for "always has" and "for ever". */
export type UnixSeconds = number & { readonly __unit: 'unix-seconds' }

/** Brands a number of seconds since the epoch. Rounds nothing: the caller gives whole seconds or an infinity. */
export const seconds = (n: number): UnixSeconds => n as UnixSeconds

/** RFC 3339 text of an instant in UTC, without fractions: `2020-05-30T10:48:38Z`. An infinity or a year past 9999 is `always` or `never`. */
export function isoTime(t: UnixSeconds): string {
  if (t < -62167219200) return 'always'
  if (t > 253402300799) return 'never'
  return new Date(t * 1000).toISOString().replace('.000Z', 'Z')
}
