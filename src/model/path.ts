import type { Certificate } from './certificate.ts'
import type { SubjectPublicKeyInfo } from './algorithm.ts'
import type { Name } from './name.ts'
import type { SignatureFact } from './signature.ts'
import type { TrustStore } from './trust-store.ts'

/** A name that holds a key (RFC 4158 §1.4). */
export interface Entity {
  readonly name: Name
  readonly key: SubjectPublicKeyInfo
  /** Certificates that bind this name to this key: cross-certificates are parallel edges. */
  readonly certificates: readonly Certificate[]
}

/**
 * Everything that any client could build a path from: entities as nodes, certificates as edges.
 * It holds only what can be reached from the target by name.
 */
export interface PathGraph {
  readonly entities: readonly Entity[]
  /** Every certificate in the graph, target included. */
  readonly certificates: readonly Certificate[]
  /** The fact for a pair whose names chain; asks the injected verifier at most once per pair. */
  readonly signed: (child: Certificate, issuer: Certificate) => SignatureFact
}

/** What one client sees of one server: the whole input of a verdict but for the time. */
export interface Scenario {
  readonly graph: PathGraph
  /** In wire order; index 0 is the target certificate. Never empty. */
  readonly sent: readonly Certificate[]
  readonly store: TrustStore
  /** The name asked for; empty: none is checked. */
  readonly host: string
  /** Protocol version that was negotiated, `null` when the chain came from a file. */
  readonly tlsVersion: string | null
  /** `static`: with the server's RSA key alone, and no signature of the server's (RFC 5246 §7.4.3). Absent: not known. */
  readonly keyExchange?: 'signed' | 'static'
  /** Whether the handshake brought an OCSP response for the target. Absent: `not-seen`. */
  readonly stapled?: Stapled
  /** What a client has instead that fetches what is missing. Absent: nothing was fetched for this chain. */
  readonly fetched?: WithFetched
}

/** A chain with what was fetched for it (RFC 5280 §4.2.2.1): that stands behind what was sent, for clients that fetch order their candidates. */
export type WithFetched = Pick<Scenario, 'graph' | 'sent'>

/** `not-seen`: the chain came from a file, or no hello of this class drew it. */
export type Stapled = 'yes' | 'no' | 'not-seen'

/** RFC 5280 §6: target first; the anchor apart. */
export interface CertificationPath {
  readonly certificates: readonly Certificate[]
  /** `null` while no anchor was reached. */
  readonly anchor: Certificate | null
}
