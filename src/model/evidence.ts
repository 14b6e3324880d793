import type { ClientId } from './client.ts'
import type { HelloClass } from './hello.ts'
import type { Oid } from './oid.ts'
import type { AnchorRule, PlatformSnapshot, ProgrammePolicy } from './programme.ts'
import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/**
 * The ground state: everything observed, once, inert and serialisable; all else is a pure function of it.
 * A saved case is this value as JSON. `schema: 1` is a promise; see `capture/case-file.ts` for the checked reading of it.
 */
export interface Evidence {
  readonly schema: 1
  /** When the observation was made, by the observer's clock. */
  readonly at: UnixSeconds
  readonly target: Target
  /** DER in base64. */
  readonly certs: Readonly<Record<Sha256, string>>
  /** Anchors of platform stores whose certificates nobody observed: name, key and constraints in base64; see `x509/anchor-record.ts`. */
  readonly anchors?: Readonly<Record<Sha256, string>>
  readonly sends: readonly Send[]
  readonly stores: readonly StoreEvidence[]
  readonly clients: readonly ClientEvidence[]
  /** The instant for which verdicts are asked; moved by `--at`. */
  readonly clock: UnixSeconds
  readonly options: EvidenceOptions
  /** Facts already settled; see `SignatureFact`. `issuer` is a certificate that holds the key. */
  readonly signatures: readonly SignatureRecord[]
  /** Third parties that were contacted to make this evidence, as `purpose host`. The target is not one. */
  readonly contacted: readonly string[]
}

export interface Target {
  /** The name asked for, as A-labels, or an IP address in text; empty: no name is checked. */
  readonly host: string
  /** 0 when the chain came from a file. */
  readonly port: number
  readonly starttls?: StarttlsProtocol
  /** Where a chain that was not captured came from, for the reader: a file's name, `standard input`. */
  readonly source?: string
}

export type StarttlsProtocol = (typeof starttlsProtocols)[number]
export const starttlsProtocols = ['smtp', 'lmtp', 'imap', 'pop3', 'ftp', 'xmpp', 'postgres', 'mysql', 'ldap'] as const

export interface EvidenceOptions {
  /** Only the target was contacted. */
  readonly offline: boolean
}

/** What one hello drew from one address at one try. */
export interface Send {
  readonly hello: HelloClass
  /** IP address; empty for a file. */
  readonly address: string
  /** 1 for the first try. */
  readonly try: number
  readonly outcome: SendOutcome
}

export type SendOutcome =
  | {
      readonly kind: 'chain'
      /** In wire order, duplicates kept; may be empty. Index 0 is the target certificate. */
      readonly chain: readonly Sha256[]
      readonly tls: TlsFacts | null
    }
  | { readonly kind: 'failed'; readonly failure: CaptureFailure }

export interface TlsFacts {
  /** `1.0` … `1.3`. */
  readonly version: string
  /** IANA name of the cipher suite, or its number in hexadecimal. */
  readonly cipher: string
  readonly alpn: string | null
  /** DER of the stapled OCSP response in base64. */
  readonly ocsp: string | null
  /** SignedCertificateTimestampList of the TLS extension in base64. */
  readonly scts: string | null
  readonly clientCertificateRequested: boolean
  /** How the chain was seen: our prober, or the runtime's own TLS where the prober could not go on. */
  readonly by: 'prober' | 'node-tls'
  /** Warning alerts that came before the chain, by their names. */
  readonly warnings: readonly string[]
  /** Always: a capture stops before the peer proves that it holds the key. */
  readonly possession: 'not-proved'
}

/** Why there is no chain. Every one is an answer that a reader can act on. */
export interface CaptureFailure {
  readonly code: CaptureFailureCode
  /** `peer`: the server said so. `network`: no server was reached, or it went away. `self`: we cannot go on. */
  readonly by: 'peer' | 'network' | 'self'
  /** Name of the alert, of the protocol that the peer seems to speak, of the system's error: data, escaped where shown. */
  readonly detail: string
}

export type CaptureFailureCode = (typeof captureFailureCodes)[number]
export const captureFailureCodes = [
  'alert',
  'not-tls',
  'name-not-resolved',
  'refused',
  'unreachable',
  'timeout',
  'closed',
  'too-much-data',
  'malformed',
  'unsupported',
  'starttls-refused',
  'proxy-refused',
] as const

export type StoreEvidence =
  | {
      readonly id: string
      /** What it is and where it was read, for the reader. */
      readonly origin: string
      readonly anchors: readonly Sha256[]
      /** Trust settings that stand beside a certificate (OpenSSL's TRUSTED CERTIFICATE). */
      readonly settings?: Readonly<Record<Sha256, TrustSettings>>
      /** The store is what a platform trusted at a time, by what is known of it, and was not read on any machine. */
      readonly platform?: PlatformSnapshot
    }
  | { readonly id: string; readonly origin: string; readonly unreadable: string; readonly platform?: PlatformSnapshot }

/** Purposes for which a certificate is trusted or rejected; absent lists restrict nothing. */
export interface TrustSettings {
  readonly trusts: readonly Oid[]
  readonly rejects: readonly Oid[]
  /** Whoever asks the store obeys them, for they are its own (Windows, macOS, NSS, p11-kit). Absent: OpenSSL alone reads them. */
  readonly binds?: 'everyone'
  /** The anchor came with a platform: what its programme says about it. Absent: somebody added it, or no platform is meant. */
  readonly programme?: readonly AnchorRule[]
}

/** One client on one machine: which store it asks, and why. */
export interface ClientEvidence {
  readonly id: ClientId
  /** Identifier in `stores`. */
  readonly store: string
  readonly why: string
  /** `asked`: by the user; only these affect the exit code. */
  readonly asked: boolean
  /** The programme's rules that it keeps on this store; absent: none. */
  readonly keeps?: ProgrammePolicy
  /** What the program itself said when it was run; absent: nobody tried. */
  readonly observed?: Observation
}

/** What a real client of the machine said to the target, by a fixed probe, when the evidence was made. */
export interface Observation {
  /** The program that was run, by its name: `python`, `curl`. */
  readonly program: string
  /** As it numbers itself; empty: not known. */
  readonly version: string
  readonly verdict: ObservedVerdict
  /** Its own sentence; empty unless it rejected. Data: escaped where it is shown. */
  readonly says: string
  /** For `none`: why nothing was learnt; empty otherwise. */
  readonly why: string
}

/** `none`: it was not run, did not end in time, or did not get as far as a certificate. */
export type ObservedVerdict = (typeof observedVerdicts)[number]
export const observedVerdicts = ['accepted', 'rejected', 'none'] as const

export interface SignatureRecord {
  readonly child: Sha256
  readonly issuer: Sha256
  readonly fact: 'valid' | 'invalid' | 'unsupported'
}
