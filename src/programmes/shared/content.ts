import type { Sha256 } from '../../model/sha256.ts'
import type { Statement } from '../../model/authenticity.ts'
import { seconds, type UnixSeconds } from '../../model/time.ts'
import type { PublishedContent, ReadContext } from '../published-source.ts'

/** What a publication says of one certificate, before it is known how it was had. */
export type Said = Omit<Statement, 'publication'>

/** A publication that cannot be used, with why: lower case, no full stop. */
export const unreadable = (why: string): PublishedContent => ({ kind: 'unreadable', why })

/** A statement without a day of its own. */
export const said = (programme: Said['programme'], sha256: Sha256, says: Said['says'], note = ''): Said => ({
  sha256,
  programme,
  says,
  since: null,
  note,
})

/**
 * The day of content that tells its own: never later than it was fetched, for a publication that dates itself into the future would
 * not age.
 */
export const ownDay = (day: UnixSeconds, { fetchedAt }: Pick<ReadContext, 'fetchedAt'>): UnixSeconds =>
  seconds(Math.min(day, fetchedAt))

/** `2024-11-30` of an instant, for notes. */
export const isoDay = (at: UnixSeconds): string => new Date(at * 1000).toISOString().slice(0, 10)

/** A SHA-256 as publications write it: 64 hexadecimal digits of either case, with or without colons. `null`: it is none. */
export function fingerprint(text: string): Sha256 | null {
  const digits = text.trim().replaceAll(':', '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(digits) ? (digits as Sha256) : null
}
