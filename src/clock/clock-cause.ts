import type { ClockCause, ClockState } from '../model/evidence.ts'

/** A local clock that was compared with the true time. */
export interface MeasuredClock {
  /** Local minus true, in seconds. */
  readonly offset: number
  /** What the local clock says, seconds since 1970. */
  readonly local: number
  /** A kernel of the Windows Subsystem for Linux. */
  readonly isWsl: boolean
}

/** A clock that is no further off is right: no validity hangs on half a minute. */
export const tolerated = 30

const [minute, day] = [60, 86_400]
const quarterHour = 15 * minute

/** How a clock is wrong, and the likeliest cause. */
export function clockCause({ offset, local, isWsl }: MeasuredClock): { readonly state: ClockState; readonly cause: ClockCause } {
  const off = Math.abs(offset)
  if (off <= tolerated) return { state: 'right', cause: 'none' }
  if (offset < 0 && isAfterReset(off, local)) return { state: 'slow', cause: 'battery' }
  const state = offset < 0 ? 'slow' : 'fast'
  // A clock in the wrong zone is right but for the zone; one that drifted comes that near to a quarter of an hour by chance alone.
  if (isWholeQuarters(off, isWsl ? 5 : tolerated)) return { state, cause: 'time-zone' }
  if (isWsl && offset < 0 && off >= minute && off <= 60 * day) return { state, cause: 'wsl' }
  return { state, cause: 'drift' }
}

/**
 * A clock without power starts at a day that is built in: 1970, 1980, 2000, or the first of January of the year of its firmware.
 * It is then a year and more behind, and not far into a year; or so far behind that nothing else does it.
 */
function isAfterReset(off: number, local: number): boolean {
  if (off < 365 * day) return false
  const at = new Date(local * 1000)
  const intoYear = local - Date.UTC(at.getUTCFullYear(), 0, 1) / 1000
  return intoYear < 90 * day || at.getUTCFullYear() <= 2010 || off > 2 * 365 * day
}

/** RFC 3339 §4.2 and the zones in use: whole quarters of an hour, at most fourteen hours. */
function isWholeQuarters(off: number, slack: number): boolean {
  const quarters = Math.round(off / quarterHour)
  return quarters >= 1 && quarters <= 56 && Math.abs(off - quarters * quarterHour) <= slack
}
