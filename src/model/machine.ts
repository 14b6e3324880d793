import type { ClientId } from './client.ts'
import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/**
 * What a machine is set to do, as facts without words: which runtimes are on it, which trust store each will ask, what decides
 * that, and what only seems to. Nothing here was tried: what really happens is observed elsewhere.
 */

/** One runtime or program that was found: a Python, a JDK, git. */
export interface Installation {
  /** Identifier in the registry of runtimes: `python`, `git`. */
  readonly runtime: string
  /** The program or the folder that it was found by; absolute. */
  readonly path: string
  /** As the program numbers itself: `3.11.2`. `null`: not known without running what must not be run. */
  readonly version: string | null
  /** The client whose profile answers for it; `null`: none does. The resolver takes the nearest lower release. */
  readonly client: ClientId | null
  /** The program, absolute, where `path` is the folder of a profile that several could open. */
  readonly program?: string
  /** What tells it apart from others of its kind, for the reader: `virtual environment`, `conda base`; empty: nothing. */
  readonly note: string
}

/** A value that bears on trust, and where it stands. */
export interface Setting {
  readonly kind: (typeof settingKinds)[number]
  /** `SSL_CERT_FILE`, `http.sslCAInfo`, `--use-system-ca`, `the directory that OpenSSL was built with`. */
  readonly name: string
  /** Without passwords and tokens. Empty: it is set, to nothing, or has no value. */
  readonly value: string
  /** `/etc/pip.conf:3`; empty for a flag, a variable or what is built in. */
  readonly where: string
}

export const settingKinds = ['flag', 'variable', 'file', 'registry', 'policy', 'built-in'] as const

/** A store that is asked, by a name that `readStore` takes: a path, or `system`, `node`, `windows:LM/ROOT`. */
export interface AskedStore {
  readonly store: string
  /** What the runtime does when the store cannot be read: stops with an error, or goes on as if it were empty. */
  readonly ifUnreadable: 'fails' | 'goes-on'
}

/** A setting that a reader may believe to work. */
export interface WithoutEffect {
  readonly setting: Setting
  readonly reason: WithoutEffectReason
  /** `by`: what beats it. `instead`: the name or value that would work. `reach`: which requests obey it. */
  readonly params: Readonly<Record<string, string>>
  /**
   * What the program does with a setting that leads to no certificate. `stops`: every request fails at once. `trusts-nothing`: it goes on
   * without a certificate from there, and does not come back to what the setting stands for. Absent: as if it were not set.
   */
  readonly outcome?: 'stops' | 'trusts-nothing'
}

export type WithoutEffectReason = (typeof withoutEffectReasons)[number]
export const withoutEffectReasons = [
  /** Nobody reads a setting of this name; `instead` is read. */
  'wrong-name',
  /** The file is there, and its name keeps it from being read (`.pem` for update-ca-certificates, no hash link). */
  'wrong-file-name',
  /** `by` is looked at first. */
  'beaten',
  /** Releases before `since` do not know it. */
  'too-old',
  /** It was dropped in `since`. */
  'too-new',
  /** It points to nothing that can be read. */
  'no-such-file',
  /** What it points to holds no certificate that this runtime can read. */
  'no-certificate',
  /** It must name a file and names a directory, or the other way round. */
  'wrong-kind',
  /** Only some requests obey it: `reach`. */
  'some-requests',
  /** Another runtime reads it: `instead` is this one's. */
  'other-runtime',
  /** Quotes, blanks or an unexpanded `~` or `%VAR%` are part of the value. */
  'not-expanded',
  /** The programs that this runtime starts see it, the runtime itself was started before, or with elevated rights ignores it. */
  'not-inherited',
  /** The program that would read it is built with another TLS library: `by`. */
  'other-backend',
  /** The copy of the program that would read it is not here; the one that is, `by`, has a home of its own. */
  'other-copy',
] as const

/** A setting that turns verification off, or trusts what should not be trusted. */
export interface Danger {
  readonly setting: Setting
  readonly reason: 'verification-off' | 'names-not-checked' | 'host-excepted' | 'key-material-logged' | 'anybody-can-write'
  /** Which requests it reaches; empty: all of the runtime. */
  readonly reach: string
}

/** What one installation will do. */
export interface Asking {
  readonly installation: Installation
  /** Together they are the trust anchors; empty: it trusts nothing, or nobody knows (`unknown` says why). */
  readonly stores: readonly AskedStore[]
  /** What could not be found out, in words; empty: nothing. Verdicts that rest on it are undetermined. */
  readonly unknown: string
  /** What decides it. */
  readonly why: Setting
  /** What would decide were `why` not there, nearest first. */
  readonly overrides: readonly Setting[]
  readonly withoutEffect: readonly WithoutEffect[]
  readonly dangers: readonly Danger[]
  /** Where that precedence was read or seen. */
  readonly source: string
}

/** What was found out about all runtimes of a machine. */
export interface LookAround {
  readonly askings: readonly Asking[]
  /** Runtimes that could not be looked for to the end: one that fails keeps no other from being told. */
  readonly failed: readonly { readonly runtime: string; readonly why: string }[]
}

/** One trust store of a machine in figures. */
export interface StoreSummary {
  /** What `readStore` takes. */
  readonly name: string
  /** What it is; empty for one that is only asked by a path. */
  readonly title: string
  readonly origin: string
  /** Paths of the installations that ask it. */
  readonly askedBy: readonly string[]
  readonly content: StoreFigures | { readonly kind: 'unreadable'; readonly why: string }
}

export interface StoreFigures {
  readonly kind: 'read'
  /** Each certificate once. */
  readonly certificates: number
  /** Those that it holds to reject. */
  readonly distrusted: number
  /** Names of those whose time is over, and of those whose time ends within 90 days, with the end. */
  readonly expired: readonly NamedEnd[]
  readonly expiring: readonly NamedEnd[]
  /** When it was last written; `null`: not known. */
  readonly modified: UnixSeconds | null
}

export interface NamedEnd {
  readonly label: string
  readonly sha256: Sha256
  readonly notAfter: UnixSeconds
}

/** What `rootcause stores` and `rootcause which` tell: the machine, without a target. */
export interface MachineReport {
  readonly schema: 1
  readonly at: UnixSeconds
  readonly platform: string
  readonly askings: readonly Asking[]
  readonly failed: LookAround['failed']
  readonly stores: readonly StoreSummary[]
}

/** A certificate as a member of a store. */
export interface StoreMember {
  readonly sha256: Sha256
  readonly label: string
  /** `null`: it has none that can be read. */
  readonly notAfter: UnixSeconds | null
  /** The store holds it to reject it. */
  readonly distrusted: boolean
}

/** The members of a store, or why there are none. */
export type StoreMembers =
  | { readonly name: string; readonly origin: string; readonly members: readonly StoreMember[] }
  | { readonly name: string; readonly origin: string; readonly unreadable: string }

/** All stores of a machine as they were: what `rootcause stores --save` writes, to be compared with later ones. */
export interface SavedStores {
  readonly schema: 1
  readonly kind: 'stores'
  readonly at: UnixSeconds
  readonly stores: readonly StoreMembers[]
}

/** How two stores differ. */
export interface StoreDifference {
  readonly left: StoreMembers
  readonly right: StoreMembers
  readonly onlyLeft: readonly StoreMember[]
  readonly onlyRight: readonly StoreMember[]
  /** In both, and rejected by one alone: as the right one has it. */
  readonly otherwiseTrusted: readonly StoreMember[]
}
