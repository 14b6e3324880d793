import type { Failure } from './failure.ts'
import type { CertificationPath } from './path.ts'
import type { UnixSeconds } from './time.ts'

/** What a client decides about a server at one instant. Its words are put to it by `messages`. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly path: CertificationPath }
  | {
      readonly kind: 'rejected'
      /** The failure that the client's error policy picks; `told.at` is an index into `path`. */
      readonly told: Failure
      /** Every failure met, in order; `told` is among them. */
      readonly trace: readonly Failure[]
      readonly path: CertificationPath
    }
  /** An input is unknown; each entry names one. Never rounded to a verdict. */
  | { readonly kind: 'undetermined'; readonly missing: readonly string[] }
  /** The client is known never to return. */
  | { readonly kind: 'hangs' }

/** The verdict as a function of time: half-open segments that cover all of it, neighbours different. */
export type VerdictTimeline = readonly VerdictSegment[]

export interface VerdictSegment {
  /** First second of the segment; `-Infinity` for the first. */
  readonly from: UnixSeconds
  /** First second after it; `Infinity` for the last. */
  readonly until: UnixSeconds
  readonly verdict: Verdict
}
