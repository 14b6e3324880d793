import type { ClientId } from './client.ts'
import type { HelloClass } from './hello.ts'
import type { Setting } from './machine.ts'
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
  /**
   * Those of `stores`, under the same identifiers, that were found changed after clients of the machine had run: nobody asks them.
   * Absent: nobody looked again, or all were as before.
   */
  readonly storesAfter?: readonly StoreEvidence[]
  readonly clients: readonly ClientEvidence[]
  /** The instant for which verdicts are asked; moved by `--at`. */
  readonly clock: UnixSeconds
  readonly options: EvidenceOptions
  /** Facts already settled; see `SignatureFact`. `issuer` is a certificate that holds the key. */
  readonly signatures: readonly SignatureRecord[]
  /** Third parties that were contacted to make this evidence, as `purpose host`. The target is not one. */
  readonly contacted: readonly string[]

  // What was found out around the target; each is absent where nobody looked, as in cases of earlier releases.

  /** The platform of the machine that observed. */
  readonly platform?: ObservedPlatform
  /** What whoever made the evidence could not mask: `people`, and their home folders. Who reads the case does. Absent: nothing. */
  readonly unmasked?: 'people'
  /** Made by `rootcause demo`: minted roots, whose names begin with `Lab`, stand for those of the incident. Absent: nothing does. */
  readonly lab?: 'demo'
  /**
   * Variables of the machine that bear on trust and proxies, by their names, as a collector read them: without passwords and tokens.
   * A value may be empty: it is set, to nothing.
   */
  readonly settings?: Readonly<Record<string, string>>
  /** How the authorities at the upper end of each chain stand with the public programmes; of those that are not listed nothing hangs on it. */
  readonly authorities?: readonly ChainAuthority[]
  /** Certificates that nobody sent: fetched from the addresses that certificates name (RFC 5280 §4.2.2.1). */
  readonly fetched?: readonly FetchedCertificate[]
  /** Addresses that did not give a certificate, and why. */
  readonly unfetched?: readonly Unfetched[]
  /** Entries of the machine's hosts file for the target's name; they beat the DNS. */
  readonly hostsEntries?: readonly HostsEntry[]
  /** Name servers whose answer for the target's name need not be everybody's (split DNS). Absent also where nothing points to such. */
  readonly resolvers?: Resolvers
  /** What answered instead of TLS, where it answered a plain request too. */
  readonly plainAnswer?: PlainAnswer
  /** Whether the target let us in without a client certificate, having asked for one: `let-in`, or the alert by which it did not. */
  readonly withoutClientCertificate?: string
  /** What independent sources say of the machine's clock. */
  readonly time?: TrueTime
  /** Something that was past already when the clock said `at`. Absent: the clock stands behind nothing that is known to be past. */
  readonly past?: PastInstant
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
  /** The name in its server_name extension (RFC 6066 §3); empty: it had none. Absent: not known, or no hello was sent. */
  readonly servername?: string
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
  /** Warning alerts that came before the chain, by their names; and what the capture had to do otherwise, as it notes it for RC607. */
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
      /** Its program reads nothing of the place that a setting names, so that no anchor can be put there; what would change that. */
      readonly lost?: string
      /** The store is what a platform trusted at a time, by what is known of it, and was not read on any machine. */
      readonly platform?: PlatformSnapshot
      /** The machine that it is of, by any name, where the evidence tells of several. Absent: of the one that observed. */
      readonly machine?: string
    }
  | {
      readonly id: string
      readonly origin: string
      readonly unreadable: string
      readonly platform?: PlatformSnapshot
      readonly machine?: string
    }

/** Purposes for which a certificate is trusted or rejected; absent lists restrict nothing. */
export interface TrustSettings {
  readonly trusts: readonly Oid[]
  readonly rejects: readonly Oid[]
  /** Whoever asks the store obeys them, for they are its own (Windows, macOS, NSS, p11-kit). Absent: OpenSSL alone reads them. */
  readonly binds?: 'everyone'
  /** The anchor came with a platform: what its programme says about it. Absent: somebody added it, or no platform is meant. */
  readonly programme?: readonly AnchorRule[]
  /**
   * macOS' own entries, where one of them is for one host or one application, allows an error, or rejects: SecTrust goes by them, and who
   * else asks the store by `trusts` and `rejects`. Absent: these say the same.
   */
  readonly entries?: TrustEntries
}

/** Entries for TLS servers in their order: the first that fits decides, and every one that fits allows its error. */
export interface TrustEntries {
  readonly list: readonly TrustEntry[]
  /** What counts where none fits, or the one that does leaves it open: a root of Apple's programme is trusted. */
  readonly otherwise: 'trusts' | 'nothing'
}

export interface TrustEntry {
  readonly says: 'trusts' | 'rejects' | 'nothing'
  /** The only host that it is for; absent: it is for any. */
  readonly host?: string
  /** It is for one application, which the entry names by its code signature: nobody can tell which. Absent: it is for all. */
  readonly application?: 'one'
  /** What it lets pass: a certificate that is not valid now, or a target for another name. Absent: nothing. */
  readonly allows?: 'dates' | 'name'
}

/** One client on one machine: which store it asks, and why. */
export interface ClientEvidence {
  readonly id: ClientId
  /** Identifier in `stores`. */
  readonly store: string
  /** The settings that chose the store, together; `diagnosis/choice-words.ts` puts them in words. Absent: none did, and `why` says what. */
  readonly chosenBy?: readonly Setting[]
  /**
   * What the first setting of `chosenBy` leads to is of no use, and the program ends with an error before it connects, whatever the server
   * sends (`runtimes/shared/lost-outcome.ts`). Absent: it goes on, or nobody looked.
   */
  readonly ends?: true
  /** In words, what no setting tells: `the default`, `the nearest that is known`; empty: nothing. In old cases it names the settings too. */
  readonly why: string
  /** Programs of the machine that are this client with this store, as a reader knows them: `pip 24.0`, `LWP of Perl 5.36.0`. Absent: no program was found. */
  readonly programs?: readonly string[]
  /** Settings that turn its verification off for this target there, whatever is predicted, nearest first. Absent: none was found, or nobody looked. */
  readonly off?: readonly SwitchedOff[]
  /** `asked`: by the user; only these affect the exit code. */
  readonly asked: boolean
  /** The programme's rules that it keeps on this store; absent: none. */
  readonly keeps?: ProgrammePolicy
  /** What the program itself said when it was run; absent: nobody tried. */
  readonly observed?: Observation
}

/** Verification that is switched off for a program. Probes drop the setting: they ask what verification would say. */
export interface SwitchedOff {
  /** As in `programs`. */
  readonly program: string
  readonly setting: Setting
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

export type ObservedPlatform = (typeof observedPlatforms)[number]
export const observedPlatforms = ['linux', 'darwin', 'win32', 'other'] as const

/** Where a chain leads. */
export interface ChainAuthority {
  /** The uppermost certificate of the chain: its issuer was not sent, or is itself. */
  readonly top: Sha256
  /** Some public programme trusts, or trusted, an authority of the issuer's name and key. */
  readonly isPublic: boolean
  /**
   * The roots of that authority, where neither the chain nor any store holds one: name and key were checked, themselves nobody here has
   * seen. An authority may have several of one key.
   */
  readonly roots?: readonly Sha256[]
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
  /** Why nobody was asked. Absent: somebody was, or the name led nowhere. */
  readonly unasked?: Unasked
}

/** Whom the fetches do not ask; see `Unasked`. */
export const unaskedKinds = ['private', 'address', 'left'] as const

/** `private`: an address of a private network or of this machine; `address`: of a kind that is not fetched; `left`: time or number was used up. */
export type Unasked = (typeof unaskedKinds)[number]

export interface HostsEntry {
  readonly address: string
  /** `/etc/hosts:12`. */
  readonly where: string
}

/** Whom the system asks for addresses of the target's name, by what it is set to: read, not tried. */
export interface Resolvers {
  /**
   * `own-domain`: the name lies in a domain whose names go to other name servers than the rest. `private-address`: the name stands in
   * the public name space, and all addresses that the system gave for it are private ones.
   */
  readonly kind: (typeof resolversKinds)[number]
  /** The domain, lower case, without a dot at either end; empty for `private-address`. */
  readonly domain: string
  /** Their addresses, as they are written there; empty: not known, or none is named. */
  readonly servers: readonly string[]
  /** Files or registry keys that say so: `/etc/resolver/corp.example`; empty: none could be read. */
  readonly where: readonly string[]
}

export const resolversKinds = ['own-domain', 'private-address'] as const

/** An answer in plain HTTP where TLS was expected. */
export interface PlainAnswer {
  readonly status: number
  /** Host of the `Location`; empty: none. */
  readonly redirectsTo: string
}

/** An instant that the true time has passed, whatever a clock says. */
export interface PastInstant {
  readonly at: UnixSeconds
  /** `data`: the newest day of which the program has data, so that it was made later. `file`: a store was written then, by a clock that ran ahead of today's. */
  readonly by: (typeof pastInstantKinds)[number]
  /** The path of the store; empty for `data`. */
  readonly path: string
}

export const pastInstantKinds = ['data', 'file'] as const

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
