import type { UnixSeconds } from '../model/time.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const month = 30.44 * day
const year = 365.25 * day

/** A length of time in one unit, rounded to the nearest, small enough that two figures matter: `40 days`, `about 2.7 years`. */
export function duration(secondsLong: number): string {
  const s = Math.abs(secondsLong)
  if (s < 2 * minute) return count(s, 'second')
  if (Math.round(s / minute) < 120) return count(s / minute, 'minute')
  if (Math.round(s / hour) < 48) return count(s / hour, 'hour')
  if (s < 90 * day) return count(s / day, 'day')
  if (Math.round(s / month) < 24) return `about ${count(s / month, 'month')}`
  return `about ${s < 10 * year ? count((s / year) * 10, 'year', 10) : count(s / year, 'year')}`
}

/** `parts`: into how many parts of the unit `n` counts. */
const count = (n: number, unit: string, parts = 1): string => {
  const rounded = Math.round(n) / parts
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`
}

/**
 * Where an instant stands seen from the clock. `present`: the clock is that of the observation, so `ago` and `in` mean
 * the reader's own time; for another clock the words must not: `earlier`, `later`.
 */
export function distance(at: UnixSeconds, clock: UnixSeconds, present: boolean): string {
  if (at === clock) return present ? 'now' : 'this second'
  const length = duration(at - clock)
  if (at < clock) return `${length} ${present ? 'ago' : 'earlier'}`
  return present ? `in ${length}` : `${length} later`
}
