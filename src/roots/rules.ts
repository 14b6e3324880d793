import type { Oid } from '../model/oid.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'

/** What a programme or a program says about one anchor beside trusting it. Each with where it was read. */
export type AnchorRule =
  /**
   * A target whose notBefore is later than `after` is not trusted: NSS (CKA_NSS_SERVER_DISTRUST_AFTER), Microsoft (NotBefore), Java (its
   * policies by day: `after` is the last second of that day). `policy` is its name.
   */
  | {
      readonly kind: 'distrust-after'
      readonly after: UnixSeconds
      readonly policy: 'nss' | 'microsoft' | JavaPolicyName
      readonly exceptions: readonly DistrustException[]
      readonly source: string
    }
  /** Chrome Root Store: trusted only if a certificate transparency log (RFC 6962) saw the target by then. `since`: first milestone that asks, 0 for any. */
  | { readonly kind: 'sct-not-after'; readonly after: UnixSeconds; readonly since: number; readonly source: string }
  /** Microsoft: disabled from then on, for servers or whole; nothing below it is trusted. */
  | { readonly kind: 'disabled'; readonly from: UnixSeconds; readonly source: string }
  /** Microsoft: `lacks` is not among its purposes by the list of that day. */
  | { readonly kind: 'purposes'; readonly lacks: Oid; readonly asOf: UnixSeconds; readonly source: string }

/** Another day counts for a path through this intermediate. */
export interface DistrustException {
  readonly through: Sha256
  readonly after: UnixSeconds
}

/** Names in the security property `jdk.security.caDistrustPolicies`. */
export type JavaPolicyName = 'SYMANTEC_TLS' | 'ENTRUST_TLS' | 'CAMERFIRMA_TLS' | 'CHUNGHWA_TLS'

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
