import type { Oid } from './oid.ts'
import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/** What a programme or a program says about one anchor beside trusting it. Each with where it was read. */
export type AnchorRule =
  /**
   * A target whose notBefore is later than `after` is not trusted: NSS (CKA_NSS_SERVER_DISTRUST_AFTER), Microsoft (NotBefore), Apple
   * (SecPVCCheckIssuerDateConstraints), Java (its policies by day: `after` is the last second of that day). `policy` is its name.
   */
  | {
      readonly kind: 'distrust-after'
      readonly after: UnixSeconds
      readonly policy: 'nss' | 'microsoft' | 'apple' | JavaPolicyName
      readonly exceptions: readonly DistrustException[]
      readonly source: string
    }
  /**
   * Trusted only if a certificate transparency log (RFC 6962) saw the target by then. `since`: first milestone of Chrome that asks, 0 for
   * any. `policy`: whose rule it is; absent: the Chrome Root Store's.
   */
  | {
      readonly kind: 'sct-not-after'
      readonly after: UnixSeconds
      readonly since: number
      readonly policy?: 'apple'
      readonly source: string
    }
  /** Microsoft: disabled from then on, for servers or whole; nothing below it is trusted. */
  | { readonly kind: 'disabled'; readonly from: UnixSeconds; readonly source: string }
  /** Microsoft: `lacks` is not among its purposes by the list of that day. `isLater`: the store is older than that list, so that it may have been. */
  | {
      readonly kind: 'purposes'
      readonly lacks: Oid
      readonly asOf: UnixSeconds
      readonly isLater?: true
      readonly source: string
    }

/** Another day counts for a path through this intermediate. */
export interface DistrustException {
  readonly through: Sha256
  readonly after: UnixSeconds
}

/** Names in the security property `jdk.security.caDistrustPolicies`. */
export type JavaPolicyName = (typeof javaPolicyNames)[number]
export const javaPolicyNames = ['SYMANTEC_TLS', 'ENTRUST_TLS', 'CAMERFIRMA_TLS', 'CHUNGHWA_TLS'] as const

/** The longest validity (notAfter less notBefore) of a target that a client takes, by the instant of issue. */
export interface ValidityLimit {
  /** First notBefore for which it holds. */
  readonly issuedFrom: UnixSeconds
  /** Seconds. */
  readonly longest: number
  /** Under anchors that came with the platform, or under those that people added. */
  readonly anchors: 'of-platform' | 'others'
  readonly source: string
}

/** What one client makes of the programme behind the platform store that it asks. */
export interface ProgrammePolicy {
  readonly limits: readonly ValidityLimit[]
  /** A target issued from then on, under an anchor of the platform, must come with signed certificate timestamps (RFC 6962); `null`: none must. */
  readonly timestampsFrom: UnixSeconds | null
  /** Certificates that it refuses wherever they stand in a path. */
  readonly blocked: readonly Sha256[]
  /** Its milestone, for rules that begin with one; `null`: the newest. */
  readonly milestone: number | null
  /** Behind a path that a rule refuses it looks for another one, or tells that failure. */
  readonly onRefusal: 'goes-on' | 'stops'
  /** The store is all that the client could fetch too: no root comes on demand that is not in it. */
  readonly isWholeList: boolean
}

/** How the snapshot that was used lies to what was asked for. Nothing is ever extended without saying so. */
export type Fit = (typeof fits)[number]
export const fits = [
  'exact', // of that very day or release, or seen both before and after the day
  'between', // the newest known before it; the next one is known, so a change fell somewhere between
  'before-first', // older than all that is known: nothing is answered
  'after-last', // newer than all that is known: the last one
  'other-line', // no snapshot of that release line is known: nothing is answered
] as const

/** Which content of a platform's store was used, and how old it is. */
export interface PlatformSnapshot {
  /** The platform: `debian`. */
  readonly id: string
  /** What was asked for behind the platform: a day, a release; empty: the newest. */
  readonly asked: string
  readonly fit: Fit
  /** Day of the snapshot; `null`: not known. */
  readonly date: UnixSeconds | null
  /** Its release; empty: it has none. */
  readonly version: string
  /** Whole days from the snapshot to the day asked for; `null` where either has no day. */
  readonly daysAway: number | null
  /** Where the content was taken from. */
  readonly source: string
}
