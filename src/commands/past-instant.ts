import type { Host } from '../host/host.ts'
import type { PastInstant } from '../model/evidence.ts'
import { isoTime, type UnixSeconds } from '../model/time.ts'
import { newestDay } from '../roots/newest-day.ts'

/** Seconds by which a file may be younger than the clock without a word: file servers and hosts of containers have clocks of their own. */
const tolerance = 3600

/**
 * What shows that a clock is slow without asking anybody: the data of this program, or a store that was written later than now. `null`:
 * nothing does, which does not make the clock right. `stores`: their names; those that are no paths are passed over.
 */
export function pastInstant(host: Host, now: UnixSeconds, stores: readonly string[]): PastInstant | null {
  if (now < newestDay) return { at: newestDay, by: 'data', path: '' }
  const written = stores.flatMap((path): readonly PastInstant[] => {
    const at = writtenAt(host, path)
    return at !== null && at > now + tolerance ? [{ at, by: 'file', path }] : []
  })
  return written.toSorted((a, b) => b.at - a.at)[0] ?? null
}

function writtenAt(host: Host, path: string): UnixSeconds | null {
  try {
    const at = /^(?:\/|[A-Za-z]:\\)/.test(path) ? host.modified(path) : null
    // A file system can hold years that no calendar does.
    return at === null || isoTime(at) === 'never' ? null : at
  } catch {
    return null
  }
}
