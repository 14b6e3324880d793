import type { Certificate } from '../model/certificate.ts'
import type { UnixSeconds } from '../model/time.ts'
import { pathAsSent } from './facts/path-as-sent.ts'
import { rejected } from './facts/rejected.ts'
import type { RemedyRule } from './rule.ts'

/**
 * The clock is set to the time at which the evidence was made. Proposed only where the whole chain was valid then, and
 * the clock stands before one of its certificates begins or after the last of them ends: a single certificate that has
 * run out says nothing about the clock.
 */
export const correctClock: RemedyRule = {
  name: 'correct-clock',
  owner: 'user',
  propose: (situation) => {
    const { world } = situation
    const { at, clock } = world.evidence
    const chains = new Set(rejected(situation).flatMap((j) => j.chain ?? []))
    const isSuspect = [...chains].some((chain) => {
      const path = pathAsSent(world, chain)
      if (path.length === 0 || !path.every((c) => isValid(c, at))) return false
      return path.some((c) => clock < c.notBefore) || (path.length > 1 && path.every((c) => clock > c.notAfter))
    })
    return isSuspect ? [[{ kind: 'set-time' as const, at }]] : []
  },
}

const isValid = (c: Certificate, at: UnixSeconds): boolean => c.notBefore <= at && at <= c.notAfter
