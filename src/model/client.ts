import type { PublicKey } from './algorithm.ts'
import type { AnomalyCode } from './anomaly.ts'
import type { HelloClass } from './hello.ts'
import type { MessageTable } from './message.ts'
import type { Oid } from './oid.ts'
import type { HostDialect } from './policy.ts'
import type { UnixSeconds } from './time.ts'
import type { Verifier } from './verifier.ts'

/** `tool-version[-backend]` with the first release of that behaviour: `curl-8.17-openssl`. */
export type ClientId = string

/** How a profile is known. Shown with every verdict that rests on it. */
export type Known =
  | 'observed' // real clients were run and agreed
  | 'source' // read in the verifier's source
  | 'documented' // read in the vendor's documentation
  | 'memory' // not checked: not to be shown as fact

/** Where a behaviour was read or seen. */
export interface Source {
  readonly known: Known
  /** Repository and file with its version, document with its section, or the recording. */
  readonly where: string
}

/** A client as data: a verifier with the switches that its program sets, and the words it uses. */
export interface ClientProfile {
  readonly id: ClientId
  /** For the reader: `Python 3.8 (OpenSSL 1.1.1)`. */
  readonly title: string
  /** The class of hello it sends: which chain it is shown. */
  readonly hello: HelloClass
  /** Protocol versions it offers, `1.0` … `1.3`. */
  readonly versions: readonly string[]
  /** Of these, those whose handshake it does not go through with. Absent: it does with each. */
  readonly unfinished?: UnfinishedVersions
  /** What its decoder refuses in a certificate that was sent (stage `parse`). `unreadable` is always one. */
  readonly refuses: readonly Refusal[]
  /** The search decodes each certificate when it comes to it (webpki), and nothing before. Absent: all that was sent is held to `refuses`. */
  readonly decodesFirst?: 'nothing'
  /** What keeps a certificate of the store from being loaded: such an anchor is not there. Absent: nothing is known to. */
  readonly skips?: readonly Refusal[]
  /** Extensions of a certificate below version 3, sent or stored, are as if they were not there (Go: crypto/x509/parser.go, parseCertificate). Absent: read. */
  readonly extensionsBeforeV3?: 'not-read'
  /**
   * A pathLenConstraint below zero (RFC 5280 §4.2.1.9: it is none) is no limit (Go: MaxPathLen; GnuTLS; wolfSSL), or the certificate is
   * no authority (Java: X509CertImpl.getBasicConstraints). Absent: basicConstraints cannot be read.
   */
  readonly negativePathLength?: 'no-limit' | 'no-authority'
  /** The most that it takes of what a server sends, before anything is decoded; absent: no such limit is known. */
  readonly takes?: MessageLimits
  /** The handshake wants digitalSignature in a keyUsage of the target: in any, or in any that has a bit set. Absent: it does not look. */
  readonly handshakeKeyUsage?: 'always' | 'unless-empty'
  /** Kinds of server key that its hello does not offer: a server would send it another chain, or none. */
  readonly lacksKeys?: readonly PublicKey['kind'][]
  readonly verifier: Verifier
  readonly identity: Identity
  /**
   * `hard-fail`: a certificate of the path whose revocation status cannot be learnt is refused (curl with Schannel, git with
   * schannel.checkRevoke). Absent: not asked, or whatever cannot be learnt passes.
   */
  readonly revocation?: 'hard-fail'
  /**
   * A target issued from then on, below an anchor of the platform whose store it asks, must come with signed certificate timestamps
   * (RFC 6962). Absent: as the programme of that platform says.
   */
  readonly timestampsFrom?: UnixSeconds
  /** Its sentences, made when first asked for. */
  readonly texts: () => MessageTable
  readonly known: Known
  readonly sources: readonly Source[]
}

/** An anomaly; or one in these extensions alone, or only where the extension is critical; or one in no extension at all. */
export type Refusal =
  | AnomalyCode
  | {
      readonly code: AnomalyCode
      /** Absent: in any extension. */
      readonly about?: readonly Oid[]
      readonly critical?: true
      /** Only where the extension can be decoded. */
      readonly decoded?: true
      /** Only because of an iPAddress that has not the length of an address, with its mask or without (RFC 5280 §4.2.1.6, §4.2.1.10). */
      readonly oddAddress?: true
      /** In the fields of the certificate itself, in no extension, attribute, algorithm or key: `about` and `critical` say nothing then. */
      readonly ownFields?: true
      /** Only in a date without any content octet. */
      readonly emptyDate?: true
      /** Only in a date that is too short for seconds and a zone: of less than 13 octets (UTCTime) or 15 (GeneralizedTime). */
      readonly shortDate?: true
      /** Only in the target. */
      readonly target?: true
    }

/**
 * Versions that a client offers and whose signed key exchange (ServerKeyExchange, RFC 4346 §7.4.3) it then refuses; with static RSA,
 * which signs nothing, it goes on. `chain`: the chain was judged before, and its fault is told first; or nobody has looked at it yet.
 */
export interface UnfinishedVersions {
  readonly versions: readonly string[]
  readonly chain: 'judged-before' | 'judged-after'
}

/** Limits on the Certificate message (RFC 5246 §7.4.2, RFC 8446 §4.4.2). */
export interface MessageLimits {
  /** Certificates in it. */
  readonly certificates: number
  /** Octets of it, the header of four apart. */
  readonly octets: number
}

/**
 * Where the name is checked: `within` the verifier's own order, `after` a path was accepted, `before` a chain's
 * result is looked at although it is already there (curl from 8.17), `beside`: reported together with the
 * path's failures, or `never`.
 */
export interface Identity {
  readonly when: 'within' | 'after' | 'before' | 'beside' | 'never'
  readonly dialect: HostDialect
}

/** A difference that one release of a family brought. */
export interface Change<Settings> {
  readonly since: string
  readonly set: Partial<Settings>
  readonly source: Source
}
