import type { Sha256 } from '../model/sha256.ts'
import { seconds } from '../model/time.ts'
import type { Ask } from './answers.ts'
import { type Side, verdictOf } from './side.ts'

/**
 * The expired anchor of the store under which the one client accepts and of which the other complains. RFC 5280 §6.1.1 (d) takes no validity from an
 * anchor. No switch says so: it belongs to the strategy.
 */
export function expiredAnchor(works: Side, fails: Side, ask: Ask): Sha256 | null {
  const rejected = verdictOf(fails, ask)
  const accepted = verdictOf({ ...fails, profile: works.profile }, ask)
  if (accepted.kind !== 'accepted' || rejected.kind !== 'rejected' || rejected.told.code !== 'expired') return null
  const { anchor } = accepted.path
  if (anchor === null || anchor !== rejected.told.certificate) return null
  // A second before the anchor's last one: for every client it is still valid then.
  const before = verdictOf({ ...fails, at: seconds(anchor.notAfter - 1) }, ask)
  return before.kind === 'accepted' ? anchor.sha256 : null
}
