import { RootcauseError } from '../model/error.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'

const absolute = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i
const relative = /^([+-])(\d+)(s|m|h|d|w|y)$/
const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_556_952 } as const

/** The years 0 to 9999, which a date can be written in (RFC 3339 §5.6). */
const [earliest, beyond] = [-62_167_219_200, 253_402_300_800] as const

/**
 * The instant that a reader wrote: RFC 3339 (`2020-05-30T10:48:39Z`), a date (`2020-05-30`, its first second in UTC), a time
 * without zone (UTC), `now`, or a distance from now (`-3d`, `+2h`, `+1y`: a year of 365.2425 days).
 */
export function parseInstant(text: string, now: UnixSeconds): UnixSeconds {
  const t = absoluteInstant(text) ?? relativeInstant(text, now)
  if (t === null) {
    throw new RootcauseError(
      'usage',
      `${JSON.stringify(text)} is no time`,
      'write --at 2020-05-30T10:48:39Z, --at 2020-05-30, or --at -3d',
    )
  }
  return t
}

function absoluteInstant(text: string): UnixSeconds | null {
  const [, date, minutes, secs, zone] = absolute.exec(text) ?? []
  if (date === undefined) return null
  const ms = Date.parse(`${date}T${minutes ?? '00:00'}${secs ?? ':00'}${(zone ?? 'Z').toUpperCase()}`)
  // A day that the month does not have is moved on by the runtime: it must come back the same.
  const midnight = Date.parse(`${date}T00:00:00Z`)
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date)
  return Number.isNaN(ms) || !isReal ? null : seconds(Math.floor(ms / 1000))
}

function relativeInstant(text: string, now: UnixSeconds): UnixSeconds | null {
  if (text === 'now') return now
  const [, sign, count, unit] = relative.exec(text) ?? []
  if (count === undefined) return null
  const distance = Number(count) * unitSeconds[unit as keyof typeof unitSeconds]
  const t = sign === '-' ? now - distance : now + distance
  return t >= earliest && t < beyond ? seconds(t) : null
}
