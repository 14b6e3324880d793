import type { Certificate } from '../model/certificate.ts'
import type { Failure } from '../model/failure.ts'
import { isoTime, type UnixSeconds } from '../model/time.ts'
import type { CertificationPath } from '../model/path.ts'
import type { AnchorRule, ValidityLimit } from './rules.ts'

/** What the stage `programme` looks at once a path was found. */
export interface ProgrammeQuestion {
  readonly path: CertificationPath
  /** Of the path's anchor. */
  readonly rules: readonly AnchorRule[]
  readonly limits: readonly ValidityLimit[]
  /** Whether the anchor came with the platform; rules do not bind under one that people added. */
  readonly anchorIsOfPlatform: boolean
  readonly at: UnixSeconds
  /** When logs saw the target, by the TLS extension and the stapled response; `null`: not looked for. Those inside the certificate are read here. */
  readonly scts: readonly UnixSeconds[] | null
  /** The client's milestone, for rules that begin with one; `null`: the newest. */
  readonly milestone: number | null
}

/** Failures in the order of the rules, and what was not known and would have decided. */
export interface ProgrammeAnswer {
  readonly failures: readonly Failure[]
  readonly missing: readonly string[]
}

/** What a programme's rules make of an accepted path. An empty path breaks none. */
export function programmeFailures(question: ProgrammeQuestion): ProgrammeAnswer {
  const { path, rules, limits, anchorIsOfPlatform } = question
  const [target] = path.certificates
  if (target === undefined) return { failures: [], missing: [] }
  const answers = anchorIsOfPlatform ? rules.map((rule) => judge(rule, target, question)) : []
  const tooLong = limits.filter((limit) => breaks(target, limit, anchorIsOfPlatform)).slice(-1)
  return {
    failures: [
      ...answers.flatMap((a) => (typeof a === 'object' && a !== null ? [a] : [])),
      ...tooLong.map(
        ({ longest }): Failure => ({
          code: 'validity-too-long',
          at: 0,
          certificate: target,
          params: { days: String(Math.floor(longest / 86400)) },
        }),
      ),
    ],
    missing: [...new Set(answers.flatMap((a) => (typeof a === 'string' ? [a] : [])))],
  }
}

/** A failure, the name of what is missing, or `null`. */
function judge(rule: AnchorRule, target: Certificate, question: ProgrammeQuestion): Failure | string | null {
  const { path, at, milestone } = question
  const anchor = { at: path.certificates.length, certificate: path.anchor }
  switch (rule.kind) {
    case 'distrust-after': {
      const exception = rule.exceptions.find(({ through }) => path.certificates.some((c) => c.sha256 === through))
      const after = exception?.after ?? rule.after
      return target.notBefore > after
        ? { code: 'distrusted', ...anchor, params: { policy: rule.policy, after: day(after) } }
        : null
    }
    case 'sct-not-after': {
      if (milestone !== null && milestone < rule.since) return null
      const seen = [...(target.signedCertificateTimestamps ?? []).map((s) => s.timestamp), ...(question.scts ?? [])]
      if (seen.some((t) => t <= rule.after)) return null
      if (question.scts === null) return 'signed certificate timestamps'
      return { code: 'distrusted', ...anchor, params: { policy: 'chrome', after: day(rule.after) } }
    }
    case 'disabled':
      return at >= rule.from
        ? { code: 'anchor-rejected', ...anchor, params: { policy: 'microsoft', since: day(rule.from) } }
        : null
    case 'purposes':
      return { code: 'anchor-rejected', ...anchor, params: { policy: 'microsoft', purpose: rule.lacks } }
  }
}

const breaks = ({ notBefore, notAfter }: Certificate, limit: ValidityLimit, isOfPlatform: boolean): boolean =>
  notBefore >= limit.issuedFrom && notAfter - notBefore > limit.longest && (limit.anchors === 'of-platform') === isOfPlatform

const day = (t: UnixSeconds): string => isoTime(t).slice(0, 10)
