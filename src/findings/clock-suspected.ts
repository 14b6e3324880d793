import type { Certificate } from '../model/certificate.ts'
import { isoTime, type UnixSeconds } from '../model/time.ts'
import { failuresOf, concern, rejections } from './facts/rejections.ts'
import { reach } from './facts/reach.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC106: the clock, not the certificates, is suspected. Two or more certificates of one chain are not yet valid, which
 * authorities do not issue; or all of them have expired at the clock and none had when the evidence was made.
 * about: the certificates that are not valid at the clock. params: `kind`: `several-not-yet-valid` or
 * `valid-when-observed`; `clock`; `observedAt`.
 */
export const clockSuspected: FindingRule = (situation) => {
  const { at, clock } = situation.world.evidence
  return situation.world.chains.flatMap((chain) => {
    const { sent, anchors } = reach(situation.world, chain)
    const all = [...new Set([...sent, ...[...anchors.values()].flat()])]
    const early = all.filter((c) => c.notBefore > clock)
    const areAllPast = sent.length > 1 && sent.every((c) => c.notAfter < clock && isCurrent(c, at))
    if (early.length < 2 && !areAllPast) return []
    const explained = rejections(situation).filter(
      (r) => r.judgement.chain === chain && failuresOf(r).some(({ code }) => code === 'not-yet-valid' || code === 'expired'),
    )
    return [
      {
        code: 'RC106',
        ...concern(explained),
        about: (areAllPast ? sent : early).map((c) => c.sha256),
        params: {
          kind: areAllPast ? 'valid-when-observed' : 'several-not-yet-valid',
          clock: isoTime(clock),
          observedAt: isoTime(at),
        },
      },
    ]
  })
}

const isCurrent = (c: Certificate, at: UnixSeconds): boolean => c.notBefore <= at && at <= c.notAfter
