import type { EvidenceSheet, Publication, Unusable } from './authenticity.ts'
import type { ClientId } from './client.ts'
import type { Target, Unfetched } from './evidence.ts'
import type { Fault } from './fault.ts'
import type { Proof } from './remedy.ts'
import type { CertificateSummary } from './report.ts'
import type { UnixSeconds } from './time.ts'

/** What `rootcause find` tells: which certificates are missing, for whom, and what vouches for them. */
export interface FoundReport {
  readonly schema: 1
  /** When the evidence on authenticity was weighed: now, whatever the clock of the case. */
  readonly at: UnixSeconds
  /** What was asked: a target, a name, a fingerprint. */
  readonly asked: string
  /** The same with the flags that it was asked with, as it can be typed behind `rootcause fix`. Absent: there were none. */
  readonly again?: string
  /** `null`: a name or a fingerprint was asked for. */
  readonly target: Target | null
  /** How many of the clients reject; 0 with a target: nothing is missing. */
  readonly rejects: number
  /** The best first. */
  readonly candidates: readonly FoundCandidate[]
  /** What makes clients reject that no certificate cures; only where no candidate does. Absent: nothing is known. */
  readonly faults?: readonly Fault[]
  /** What was looked through. */
  readonly publications: readonly Publication[]
  /** What could not be looked through. Empty: all that is kept counted. */
  readonly unusable: readonly Unusable[]
  /** Clients that were asked and of which nobody knows whether they accept, for an input is unknown. Empty: there are none. */
  readonly open: readonly ClientId[]
  /** Bounds of this program that the search met: what lies beyond them may cure. Absent or empty: everything was tried. */
  readonly bounds?: readonly SearchBound[]
  /** Addresses of issuers that brought none. Absent or empty: nobody asked for that (`--aia`), or each brought it. */
  readonly unfetched?: readonly Pick<Unfetched, 'from' | 'why' | 'unasked'>[]
  readonly contacted: readonly string[]
}

/**
 * Where the search for what is missing ended before everything was tried. `steps`: of looking for paths above one chain. `certificates`: that may stand above the chains. `paths`: of one
 * chain that were taken apart. `proofs`: changes that were judged. `signatures`: that were verified. `verdicts`: so many changes were
 * judged, and what clients would say after them hangs on an unknown input.
 */
export interface SearchBound {
  readonly kind: 'certificates' | 'steps' | 'paths' | 'proofs' | 'signatures' | 'verdicts'
  readonly most: number
}

/** Certificates that together make clients accept; for a name or fingerprint, one certificate of that name. */
export interface FoundCandidate {
  readonly needed: readonly NeededCertificate[]
  /** By the engine; `null`: no target was given. */
  readonly proof: Proof | null
}

export interface NeededCertificate {
  /** `anchor`: a store must hold it, so it must be authentic. `sent`: the server must send it; any path that verifies vouches for itself. */
  readonly as: 'anchor' | 'sent'
  readonly certificate: CertificateSummary
  /** Where it was found: `the store system`, `Mozilla's certdata.txt`, `sent by the server`. */
  readonly where: readonly string[]
  /** Its octets are at hand; otherwise only its name, key and fingerprint are known, and `rootcause update` may bring it. */
  readonly isHeld: boolean
  /** `null` for what is sent. */
  readonly sheet: EvidenceSheet | null
}
