import type { TrustSettings } from './evidence.ts'
import type { Certificate } from './certificate.ts'
import type { Sha256 } from './sha256.ts'

/**
 * RFC 5280 §6.1.1 (d): a name and a key that are trusted without proof. Here always carried by a certificate,
 * whose other fields each client heeds or ignores (`reference` of the profile says which).
 */
export interface TrustAnchor {
  readonly certificate: Certificate
  readonly settings: TrustSettings | null
}

/** What a relying party trusts, indexed once and shared by every evaluation. */
export interface TrustStore {
  readonly id: string
  readonly origin: string
  /** `null`: read whole. Otherwise why it could not be read; verdicts that rest on it are undetermined. */
  readonly unreadable: string | null
  /** In the order of the store, each certificate once. */
  readonly anchors: readonly TrustAnchor[]
  /** By `Name.canonical` of the subject. */
  readonly bySubject: ReadonlyMap<string, readonly TrustAnchor[]>
  readonly bySha256: ReadonlyMap<Sha256, TrustAnchor>
  /** Anchors that a saved case names without holding them, for no path of its chains can use them. Absent: none. */
  readonly unheld?: number
  /**
   * The same store with the certificates that are anchors, or are let pass, by `TrustSettings.entries` alone: what a verifier takes that goes by
   * them. Absent: it has no such settings.
   */
  readonly withEntries?: TrustStore
}
