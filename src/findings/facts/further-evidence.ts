import type { Evidence } from '../../model/evidence.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { UnixSeconds } from '../../model/time.ts'

/**
 * Evidence with what was found out around the target: where its chain leads, what was fetched for it, what the machine does to its
 * name, and what the time is. Each member is absent where nobody looked, as in cases of earlier releases.
 */
export interface FurtherEvidence extends Evidence {
  /** The platform of the machine that observed. */
  readonly platform?: ObservedPlatform
  /** How the authorities at the upper end of each chain stand with the public programmes; of those that are not listed nothing hangs on it. */
  readonly authorities?: readonly ChainAuthority[]
  /** Certificates that nobody sent: fetched from the addresses that certificates name (RFC 5280 §4.2.2.1). */
  readonly fetched?: readonly FetchedCertificate[]
  /** Addresses that did not give a certificate, and why. */
  readonly unfetched?: readonly Unfetched[]
  /** Entries of the machine's hosts file for the target's name; they beat the DNS. */
  readonly hostsEntries?: readonly HostsEntry[]
  /** What answered instead of TLS, where it answered a plain request too. */
  readonly plainAnswer?: PlainAnswer
  /** Whether the target let us in without a client certificate, having asked for one: `let-in`, or the alert by which it did not. */
  readonly withoutClientCertificate?: string
  /** What independent sources say of the machine's clock. */
  readonly time?: TrueTime
}

export type ObservedPlatform = (typeof observedPlatforms)[number]
export const observedPlatforms = ['linux', 'darwin', 'win32', 'other'] as const

/** Where a chain leads. */
export interface ChainAuthority {
  /** The uppermost certificate of the chain: its issuer was not sent, or is itself. */
  readonly top: Sha256
  /** Some public programme trusts, or trusted, an authority of the issuer's name and key. */
  readonly isPublic: boolean
}

/** One certificate that was fetched. Its octets stand in `certs`. */
export interface FetchedCertificate {
  readonly sha256: Sha256
  /** The address that served it. */
  readonly from: string
  /** The certificate that names the address. */
  readonly by: Sha256
}

export interface Unfetched {
  readonly from: string
  readonly by: Sha256
  readonly why: string
}

export interface HostsEntry {
  readonly address: string
  /** `/etc/hosts:12`. */
  readonly where: string
}

/** An answer in plain HTTP where TLS was expected. */
export interface PlainAnswer {
  readonly status: number
  /** Host of the `Location`; empty: none. */
  readonly redirectsTo: string
}

/** The machine's clock beside the true time. */
export type TrueTime =
  /** Too few sources answered, or they contradict each other. */
  | { readonly kind: 'unknown'; readonly why: string }
  | {
      readonly kind: 'known'
      /** The true time at `Evidence.at`. */
      readonly at: UnixSeconds
      /** Local minus true, in seconds. */
      readonly offset: number
      readonly state: ClockState
      readonly cause: ClockCause
      /** Hosts that agreed. */
      readonly sources: readonly string[]
    }

export type ClockState = (typeof clockStates)[number]
export const clockStates = ['right', 'fast', 'slow'] as const

export type ClockCause = (typeof clockCauses)[number]
/** `none`: the clock is right. `drift`: wrong without a known pattern. */
export const clockCauses = ['none', 'battery', 'wsl', 'time-zone', 'drift'] as const

/** The further members of an evidence. */
export const furtherOf = (evidence: FurtherEvidence): FurtherEvidence => evidence
