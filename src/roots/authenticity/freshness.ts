import type { Publication } from '../../model/authenticity.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { newestDay } from '../newest-day.ts'

const day = 86_400

/**
 * The greatest age of a statement that counts, in seconds: 270 days, our own. Programmes announce removals months ahead, so that a list
 * of that age is mostly still right; the product's own table is renewed with its releases, and one that is older than this has missed
 * several. The older a list, the less it says of *now*, which is what is asked.
 */
export const maxAge = 270 * day

/** How far ahead of the clock a publication may lie, in seconds: one day, for its day may be counted in another time zone. */
const mostAhead = day

/** Seconds since the day of the content; negative: it lies in the future. */
export const ageOf = ({ asOf }: Publication, now: UnixSeconds): number => now - asOf

/** `old` and `future` are shown, and not counted. What lies in the future is a wrong clock or a forgery. */
export type Freshness = 'fresh' | 'old' | 'future'

/** Whether a publication counts at the instant. */
export function freshness(publication: Publication, now: UnixSeconds): Freshness {
  const age = ageOf(publication, now)
  return age > maxAge ? 'old' : age >= -mostAhead ? 'fresh' : 'future'
}

/** The instant by which ages are counted: a clock that is behind this release is wrong, and makes no old list young again. */
export const notBeforeRelease = (now: UnixSeconds): UnixSeconds => (now < newestDay ? newestDay : now)

/** Whether what it says counts. */
export const isFresh = (publication: Publication, now: UnixSeconds): boolean => freshness(publication, now) === 'fresh'
