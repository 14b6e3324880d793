import type { Publication, Statement } from '../../model/authenticity.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Name } from '../../model/name.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { SignatureFact } from '../../model/signature.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { CandidatePool } from '../candidate-pool.ts'
import type { RootTable } from '../table.ts'

/** Everything that bears on whether a certificate is authentic. Gathered at the edge; weighed by `authenticate.ts`. */
export interface Knowledge {
  /** The instant for which programmes are asked: now, not the clock of a case. */
  readonly now: UnixSeconds
  /** What every publication says of one certificate, the product's own table among them. Empty: none names it. */
  readonly statements: (sha256: Sha256) => readonly Statement[]
  /** Publications that were read, whether they name a certificate or not: a list of everything says something by its silence. */
  readonly publications: readonly Publication[]
  readonly table: RootTable
  /** Where cross-certificates, and what stands above them, are looked for. */
  readonly pool: CandidatePool
  /** Stores of this machine that were read. */
  readonly stores: readonly KnownStore[]
  /** Certificates that are known to be revoked (OneCRL, CRLSets, programmes' reports); empty: nothing is known. */
  readonly revoked: ReadonlySet<Sha256>
  /** The incident in which its authority lost the trust of programmes, as its title; `null`: none that is known. */
  readonly distrustedIn: (sha256: Sha256) => string | null
  /** Judges by the reference profile (RFC 5280), with the signatures verified. */
  readonly accepts: ReferenceJudge
  /** Whether the key of `issuer` made the signature of `child`. */
  readonly signed: (child: Certificate, issuer: Certificate) => SignatureFact
  /** The product that intercepts TLS and gives its root such a name; `null`: none that is known. */
  readonly interceptor: (name: Name) => string | null
  /** What the user gave, as typed; `null`: nothing. */
  readonly ownFingerprint: string | null
}

/** A store of this machine. */
export interface KnownStore {
  /** As `readStore` takes it. */
  readonly id: string
  /** Trusted for server authentication, without a rule against it. */
  readonly anchors: readonly Certificate[]
  /** Held to be rejected. */
  readonly rejected: ReadonlySet<Sha256>
  /** `administrator`: the operating system's own, which only its administrator writes. `other`: whoever runs the program may have written it. */
  readonly kept: 'administrator' | 'other'
}

/**
 * The anchor to which the reference profile builds an accepted path from `below`, through these intermediates, at the instant; `null`:
 * none. Only these anchors are trusted.
 */
export type ReferenceJudge = (question: {
  readonly below: Certificate
  readonly intermediates: readonly Certificate[]
  readonly anchors: readonly Certificate[]
  readonly at: UnixSeconds
}) => Certificate | null
