import { formatName } from '../../x509/name.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import type { CertificationPath } from '../../model/path.ts'
import type { AnchorRule, JavaPolicyName, ValidityLimit } from '../../model/programme.ts'
import type { Sha256 } from '../../model/sha256.ts'

/** What the stage `programme` looks at once a path was found. */
export interface ProgrammeQuestion {
  readonly path: CertificationPath
  /** Of the path's anchor. */
  readonly rules: readonly AnchorRule[]
  readonly limits: readonly ValidityLimit[]
  /** From which day of issue on timestamps are wanted; `null`: they are not. */
  readonly timestampsFrom: UnixSeconds | null
  /** Certificates that are refused wherever they stand. */
  readonly blocked: readonly Sha256[]
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
  const { path, rules, limits, blocked, anchorIsOfPlatform } = question
  const [target] = path.certificates
  if (target === undefined) return { failures: [], missing: [] }
  const answers = anchorIsOfPlatform
    ? [...rules.map((rule) => judge(rule, target, question)), transparency(target, question)]
    : []
  const tooLong = limits.filter((limit) => breaks(target, limit, anchorIsOfPlatform)).slice(-1)
  const whole =
    path.anchor === null || path.certificates.includes(path.anchor) ? path.certificates : [...path.certificates, path.anchor]
  return {
    failures: [
      ...whole.flatMap((certificate, at): readonly Failure[] =>
        blocked.includes(certificate.sha256) ? [{ code: 'distrusted', at, certificate, params: { policy: 'blocked' } }] : [],
      ),
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

/** Whether timestamps came that are wanted. No signature on them is checked. */
function transparency(target: Certificate, { timestampsFrom, scts }: ProgrammeQuestion): Failure | string | null {
  if (timestampsFrom === null || target.notBefore < timestampsFrom) return null
  if ((target.signedCertificateTimestamps?.length ?? 0) + (scts?.length ?? 0) > 0) return null
  if (scts === null) return 'signed certificate timestamps of the target: none is in the certificate'
  return { code: 'distrusted', at: 0, certificate: target, params: { policy: 'certificate-transparency', unlogged: 'yes' } }
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
        ? {
            code: 'distrusted',
            ...anchor,
            params: { policy: rule.policy, after: day(after), ...wordsOf(rule.policy, day(after)) },
          }
        : null
    }
    case 'sct-not-after': {
      if (milestone !== null && milestone < rule.since) return null
      const seen = [...(target.signedCertificateTimestamps ?? []).map((s) => s.timestamp), ...(question.scts ?? [])]
      if (seen.some((t) => t <= rule.after)) return null
      // Those in a certificate are older than any that comes beside it: a log gave them before it was issued.
      if (question.scts === null && target.signedCertificateTimestamps === null)
        return `signed certificate timestamps of the target: ${label(path.anchor)} is trusted for what a log saw by ${day(rule.after)}`
      return { code: 'distrusted', ...anchor, params: { policy: rule.policy ?? 'chrome', after: day(rule.after) } }
    }
    case 'disabled':
      return at >= rule.from
        ? { code: 'anchor-rejected', ...anchor, params: { policy: 'microsoft', since: day(rule.from) } }
        : null
    case 'purposes':
      if (rule.isLater === true)
        return `whether the programme had ${label(path.anchor)} for servers then: its list of ${day(rule.asOf)} has not`
      return { code: 'anchor-rejected', ...anchor, params: { policy: 'microsoft', purpose: rule.lacks } }
  }
}

/** sun.security.validator.*TLSPolicy put the day and the name of the authority into their sentence; others have no word for it. */
const wordsOf = (policy: string, after: string): Readonly<Record<string, string>> =>
  Object.hasOwn(authorities, policy) ? { detail: after, name: authorities[policy as JavaPolicyName] } : {}

const authorities: Readonly<Record<JavaPolicyName, string>> = {
  SYMANTEC_TLS: 'Symantec',
  ENTRUST_TLS: 'Entrust',
  CAMERFIRMA_TLS: 'Camerfirma',
  CHUNGHWA_TLS: 'Chunghwa',
}

const label = (certificate: Certificate | null): string => (certificate === null ? 'the root' : formatName(certificate.subject))

const breaks = ({ notBefore, notAfter }: Certificate, limit: ValidityLimit, isOfPlatform: boolean): boolean =>
  notBefore >= limit.issuedFrom && notAfter - notBefore > limit.longest && (limit.anchors === 'of-platform') === isOfPlatform

const day = (t: UnixSeconds): string => isoTime(t).slice(0, 10)
