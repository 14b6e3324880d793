import type { Authenticity } from './authenticity.ts'
import type { ClientId, Known } from './client.ts'
import type { EvidenceOptions, Observation, Send, Target } from './evidence.ts'
import type { Failure } from './failure.ts'
import type { Finding } from './finding.ts'
import type { Remedy, WithheldRemedy } from './remedy.ts'
import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/**
 * Everything that rootcause found out, without layout: what the renderers read, and what `--format json` prints.
 * Times are seconds since the epoch, `null` for an infinity. `schema: 1` is a promise.
 */
export interface Report {
  readonly schema: 1
  readonly target: Target
  /** When the evidence was made. */
  readonly observedAt: UnixSeconds
  /** The instant that the verdicts are for. */
  readonly clock: UnixSeconds
  readonly certificates: Readonly<Record<Sha256, CertificateSummary>>
  /** Each distinct chain once, in the order first seen. */
  readonly chains: readonly ChainReport[]
  /** Attempts that drew no chain, and the facts of those that did. */
  readonly sends: readonly Send[]
  readonly stores: readonly StoreReport[]
  readonly results: readonly ClientResult[]
  /** Trees of issuers above each chain's target; see `PathTree`. */
  readonly trees: readonly PathTree[]
  readonly findings: readonly Finding[]
  /** The one fact for each pair of results that differ; smallest set first. */
  readonly separations: readonly Separation[]
  readonly remedies: readonly Remedy[]
  /** Cures that are not proposed, for the evidence refuses what they would have clients trust. Absent: there is none, or nothing was weighed. */
  readonly withheld?: readonly WithheldRemedy[]
  /** Roots that were sent, or on which a cure would stand, with what the evidence says of each. Absent: nothing was weighed. */
  readonly weighed?: Readonly<Record<Sha256, Authenticity>>
  /** What the verdicts rest on without proof, by stable name: `revocation-not-checked`. */
  readonly assumptions: readonly Assumption[]
  readonly contacted: readonly string[]
  readonly options: EvidenceOptions
}

/** A certificate in words. */
export interface CertificateSummary {
  readonly sha256: Sha256
  /** RFC 4514, safe to print. */
  readonly subject: string
  readonly issuer: string
  /** The shortest name that a reader knows it by: common name, else the first SAN, else the organisation. */
  readonly label: string
  readonly notBefore: UnixSeconds | null
  readonly notAfter: UnixSeconds | null
  readonly serial: string
  /** `RSA 2048`, `EC P-256`. */
  readonly key: string
  /** `sha256 with RSA`. */
  readonly signature: string
  readonly selfIssued: boolean
  readonly ca: boolean
  readonly names: readonly string[]
  readonly anomalies: readonly string[]
}

export interface ChainReport {
  /** `chain 1`, … */
  readonly id: string
  readonly certificates: readonly Sha256[]
  /** The sends that drew it. */
  readonly seen: readonly SeenAt[]
}

/** One send that drew a chain; members as in `Send`. */
export interface SeenAt {
  readonly hello: string
  readonly address: string
  readonly try: number
  readonly servername?: string
}

export interface StoreReport {
  readonly id: string
  readonly origin: string
  readonly size: number
  readonly unreadable: string | null
}

/** One client with one store and one chain. */
export interface ClientResult {
  readonly client: ClientId
  /** The id that was asked for, when the nearest lower version answers for it. */
  readonly askedAs: string
  readonly title: string
  readonly known: Known
  readonly store: string
  readonly why: string
  /** Programs of the machine that are this client with this store: `pip 24.0`. Absent: none is known. */
  readonly programs?: readonly string[]
  readonly asked: boolean
  /** `null` when no chain of its hello class was observed. */
  readonly chain: string | null
  readonly verdict: VerdictSummary
  readonly timeline: readonly TimelineSegment[]
  /** What the real client said, here and now, and how that stands to the verdict; absent: it was not run. */
  readonly observed?: ObservedResult
}

export interface ObservedResult extends Observation {
  /** `open`: one of the two is missing. `verdict`: they contradict each other. `words`: both reject, in other words. */
  readonly agreement: Agreement
  /** Settings that turn this program's verification off here, `insecure (/home/a/.curlrc:1)`: the probe went without them. Absent: none. */
  readonly offBy?: readonly string[]
}

/** How what a real client said stands to what was predicted. */
export type Agreement = 'same' | 'words' | 'verdict' | 'open'

export type VerdictSummary =
  | { readonly kind: 'accepted'; readonly path: readonly Sha256[] }
  | {
      readonly kind: 'rejected'
      readonly code: Failure['code']
      readonly at: number | null
      /** The certificate at `at`. */
      readonly certificate: Sha256 | null
      /** Further facts of the failure, by the names that `model/failure.ts` gives them: `alert`. Data. Absent: there are none. */
      readonly params?: Readonly<Record<string, string>>
      /** The client's full sentence at the clock. */
      readonly says: string
      /** The path that was judged, target first, anchor last if one was reached. */
      readonly path: readonly Sha256[]
      readonly trace: readonly {
        readonly code: Failure['code']
        readonly at: number | null
        readonly certificate: Sha256 | null
      }[]
    }
  | { readonly kind: 'undetermined'; readonly missing: readonly string[] }
  | { readonly kind: 'hangs' }

export interface TimelineSegment {
  /** `null`: since ever. */
  readonly from: UnixSeconds | null
  /** First second after the segment; `null`: for ever. */
  readonly until: UnixSeconds | null
  readonly verdict: 'accepted' | 'rejected' | 'undetermined' | 'hangs'
  readonly code: Failure['code'] | null
  readonly certificate: Sha256 | null
  /** For `accepted`: the path's certificates, anchor last. */
  readonly path: readonly Sha256[]
}

/** What a path could be built from above one target, each certificate once a branch. */
export interface PathTree {
  readonly chain: string
  readonly root: PathTreeNode
}

export interface PathTreeNode {
  readonly certificate: Sha256
  /** Positions in the chain as sent; empty: not sent. */
  readonly sentAt: readonly number[]
  /** Stores that hold it. */
  readonly stores: readonly string[]
  /** Issuers whose key made its signature. */
  readonly issuers: readonly PathTreeNode[]
  /** Issuers by name whose key did not. */
  readonly namesakes: readonly Sha256[]
}

/** Why one client accepts and another rejects: the smallest exchange of inputs that turns one verdict into the other. */
export interface Separation {
  readonly works: { readonly client: ClientId; readonly store: string }
  readonly fails: { readonly client: ClientId; readonly store: string }
  readonly facts: readonly SeparatingFact[]
}

export interface SeparatingFact {
  readonly kind: 'anchor-missing' | 'anchor-present' | 'store' | 'client' | 'chain' | 'time'
  readonly certificate: Sha256 | null
  readonly params: Readonly<Record<string, string>>
}

export interface Assumption {
  readonly name: string
  readonly params: Readonly<Record<string, string>>
}
