import type { EvidenceSheet, Publication } from './authenticity.ts'
import type { Target } from './evidence.ts'
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
  readonly contacted: readonly string[]
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
