import type { Known } from '../model/client.ts'
import type { ChainAuthority } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Report } from '../model/report.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { IncidentFact, ProgrammeEvent } from './fact.ts'

/** One failure of trust that many met at the same time, or will meet: what it was, who is affected, and what cures it. */
export interface Incident {
  /** Stable name: `addtrust-2020`. */
  readonly id: string
  /** For a list: at most 35 columns, without its dates. */
  readonly name: string
  /** Completes "this is ...": `the AddTrust incident of 30 May 2020`. */
  readonly title: string
  /** First second at which somebody was affected. */
  readonly from: UnixSeconds
  /** First second at which no cure was needed any more; `null`: not known, or not yet. */
  readonly until: UnixSeconds | null
  /** What happened, in whole sentences. */
  readonly story: string
  /** Its authorities lost trust for what they did or left undone: whoever still includes their roots, nobody is given them. Absent: not so. */
  readonly distrusts?: true
  /** The certificates, each by its fingerprint. Empty: none is at hand. */
  readonly facts: readonly IncidentFact[]
  /** What root programmes did to them. */
  readonly events: readonly ProgrammeEvent[]
  /** Whom it hits. */
  readonly affected: string
  /** Error texts that were reported; which one depends on the client. */
  readonly symptom: readonly string[]
  /** What to do, the best first. */
  readonly cure: readonly string[]
  /** From when on the cure can be taken away again. */
  readonly noLongerNeeded: string
  /** Where it was read: documents and threads. */
  readonly sources: readonly string[]
  /** How the certificates and their dates are known; what stands in `documented` is known from the sources alone. */
  readonly known: Known
  /** Statements that no certificate or trust store at hand proves, each with its source. */
  readonly documented: readonly string[]
  /**
   * Whether a report shows it: by fingerprints, verdicts and the time, never by the name of the host. `authorities`: the roots above its
   * chains that nobody here holds.
   */
  readonly matches: (report: Report, authorities?: readonly ChainAuthority[]) => IncidentMatch | null
}

/** Where a report shows an incident. */
export interface IncidentMatch {
  /** Clients whose rejection it explains. */
  readonly clients: readonly string[]
  /** Whether one of them was asked for by the user. */
  readonly asked: boolean
  /** Certificates of the incident that stand in their chains or paths. */
  readonly about: readonly Sha256[]
}
