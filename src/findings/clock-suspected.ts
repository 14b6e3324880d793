import type { Certificate } from '../model/certificate.ts'
import type { Evidence, PastInstant } from '../model/evidence.ts'
import { isoTime, type UnixSeconds } from '../model/time.ts'
import { failuresOf, concern, rejections } from './facts/rejections.ts'
import { reach } from './facts/reach.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC106: the clock, not the certificates, is suspected. A certificate is not yet valid, and the clock stands behind what is past for certain;
 * two or more certificates of one chain are not yet valid, which authorities do not issue; or all of them have expired at the clock and
 * none had when the evidence was made.
 * about: the certificates that are not valid at the clock. params: `kind`: `behind-data`, `behind-file`, `several-not-yet-valid` or
 * `valid-when-observed`; `clock`; `observedAt`; for the first two `past`, an instant that is over, and `path` of the file.
 */
export const clockSuspected: FindingRule = (situation) => {
  const { at, clock } = situation.world.evidence
  return situation.world.chains.flatMap((chain) => {
    const { sent, anchors } = reach(situation.world, chain)
    const all = [...new Set([...sent, ...[...anchors.values()].flat()])]
    const early = all.filter((c) => c.notBefore > clock)
    const areAllPast = sent.length > 1 && sent.every((c) => c.notAfter < clock && isCurrent(c, at))
    const past = early.length === 0 ? null : pastOf(situation.world.evidence)
    if (early.length < 2 && !areAllPast && past === null) return []
    const explained = rejections(situation).filter(
      (r) => r.judgement.chain === chain && failuresOf(r).some(({ code }) => code === 'not-yet-valid' || code === 'expired'),
    )
    return [
      {
        code: 'RC106',
        ...concern(explained),
        about: (areAllPast && past === null ? sent : early).map((c) => c.sha256),
        params: {
          kind: past !== null ? `behind-${past.by}` : areAllPast ? 'valid-when-observed' : 'several-not-yet-valid',
          clock: isoTime(clock),
          observedAt: isoTime(at),
          ...(past === null ? {} : { past: isoTime(past.at), path: past.path }),
        },
      },
    ]
  })
}

const isCurrent = (c: Certificate, at: UnixSeconds): boolean => c.notBefore <= at && at <= c.notAfter

/** What the machine's own clock stands behind; `null`: nothing that is known, another time was asked for, or the clock was measured (RC714). */
const pastOf = ({ at, clock, past, time }: Evidence): PastInstant | null =>
  clock !== at || past === undefined || past.at <= clock || time?.kind === 'known' ? null : past
