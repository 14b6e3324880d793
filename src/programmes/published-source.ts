import type { RootProgramme, Statement } from '../model/authenticity.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'

/** One publication of a root programme, or of somebody who tells its decisions: one file each. */
export interface PublishedSource {
  /** Stable, and `Publication.id`: `certdata`, `ccadb-roots`, `authroot`. */
  readonly id: string
  /** For the reader. */
  readonly title: string
  /** Whose decisions it tells. */
  readonly programmes: readonly RootProgramme[]
  /** `transport`: believed because of TLS under the embedded authorities. `signature`: `read` verifies a signature that it carries. */
  readonly believed: 'transport' | 'signature'
  /** Most that is fetched, in octets. */
  readonly maxOctets: number
  /** Reads what was fetched; total: what cannot be read is a failure with the reason, never a half. */
  readonly read: (bytes: Uint8Array, context: ReadContext) => PublishedContent
}

/** What reading needs of the edge. */
export interface ReadContext {
  /** When it was fetched, for publications that do not say their own day (`Last-Modified` where the server says one). */
  readonly fetchedAt: UnixSeconds
  readonly sha1: (bytes: Uint8Array) => Uint8Array
  /** Raw DEFLATE with a dictionary (RFC 1951), for cabinet files. Throws on damage. */
  readonly inflate: (bytes: Uint8Array, dictionary: Uint8Array, maxOctets: number) => Uint8Array
  /** Whether `key` (SubjectPublicKeyInfo, DER) made `signature` over `data`. */
  readonly verify: (
    algorithm: 'sha256' | 'sha384' | 'sha512' | 'sha1',
    key: Uint8Array,
    data: Uint8Array,
    signature: Uint8Array,
  ) => boolean
}

export type PublishedContent =
  | {
      readonly kind: 'content'
      /** Day of the content; see `Publication.asOf`. */
      readonly asOf: UnixSeconds
      /** Grows with every issue, compared as text, where the publication numbers itself; empty: it does not. */
      readonly issue: string
      readonly statements: readonly Omit<Statement, 'publication'>[]
      /** Certificates that it carries, DER; empty: fingerprints alone. */
      readonly certificates: readonly Uint8Array[]
      /** Certificates, most of them intermediates, that it tells to be revoked; absent: it tells nothing of that. */
      readonly revoked?: readonly Sha256[]
    }
  | { readonly kind: 'unreadable'; readonly why: string }
