import type { ObservedPlatform, TrueTime } from '../model/evidence.ts'
import type { Asking, Setting, StoreMember, WithoutEffect } from '../model/machine.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'

/** A machine as its health is judged: who asks whom, what the stores hold, and what the root programmes say of that. */
export interface HealthView {
  /** The machine's clock. */
  readonly at: UnixSeconds
  readonly askings: readonly Asking[]
  readonly stores: readonly HealthStore[]
  /** What was put down for the system's store and is not in it. */
  readonly additions: readonly WithoutEffect[]
  readonly programmes: Programmes
  /** What independent sources say of the clock; absent: nobody asked them. */
  readonly time?: TrueTime
  /** Absent: not known. */
  readonly platform?: ObservedPlatform
  /** Certificates that somebody put into the system's store by hand. Absent: nobody looked. */
  readonly added?: readonly HandAdded[]
  /** What `rootcause fix` did here and is no longer needed. Absent: nobody looked. */
  readonly needless?: readonly { readonly id: string; readonly target: string; readonly titles: readonly string[] }[]
  /** Lists that `rootcause fix` made and that have fallen behind what they were made of. Absent: nobody looked. */
  readonly bundles?: readonly AgedBundle[]
  /** How this system's own packages bring its stores up to date. Absent: it is not known. */
  readonly update?: SystemUpdate
  /** This Linux runs within Windows (WSL). Absent: it does not. */
  readonly isWsl?: boolean
  /** What the programs of the Windows around this WSL trust; no program here asks it. Absent: nobody looked. */
  readonly beside?: HealthStore
}

/** A list of ours that took the place of others. */
export interface AgedBundle {
  readonly path: string
  /** What its sources hold now and it does not; and what they hold no more. */
  readonly lacks: readonly Sha256[]
  readonly keeps: readonly Sha256[]
  /** Why it cannot be compared; empty: it can. */
  readonly why: string
  /** The change that made it, and the command that made that; empty: not known. */
  readonly id: string
  readonly again: string
}

/** The system's own update of its certificates. */
export interface SystemUpdate {
  readonly command: string
  /** Whether a store, by its name, is one that the update brings. */
  readonly brings: (store: string) => boolean
}

/** A certificate that stands in the system's store because of a file that somebody put down. */
export interface HandAdded {
  readonly sha256: Sha256
  readonly label: string
  readonly file: string
  /** `null`: it has none that can be read. */
  readonly notAfter: UnixSeconds | null
  /** The system's own packages bring it too. */
  readonly isShipped: boolean
}

/** A trust store of the machine. */
export interface HealthStore {
  /** What `readStore` takes. */
  readonly name: string
  readonly origin: string
  /** Empty when it could not be read: then `unreadable` says why. */
  readonly members: readonly StoreMember[]
  readonly unreadable: string | null
}

/** What is known of root programmes. */
export interface Programmes {
  /** The newest day of which anything is known. */
  readonly newest: UnixSeconds
  readonly standing: (sha256: Sha256) => Standing
  /** What Mozilla trusts for servers by the newest that is known. */
  readonly mozilla: ReadonlySet<Sha256>
}

/** How a certificate stands with the programmes. */
export interface Standing {
  /** Some programme trusts it, or did. */
  readonly isPublic: boolean
  /** Programmes that trust it by the newest that is known of each: `Mozilla`. */
  readonly trustedBy: readonly string[]
  /** Those that refuse it by name. */
  readonly blockedBy: readonly string[]
}

/** The installations that ask a store. */
export const askersOf = ({ askings }: HealthView, store: string): readonly Asking[] =>
  askings.filter((asking) => asking.stores.some((asked) => asked.store === store))

/** A setting ends every request of the installation, or nothing is left to trust. Stores that are there and cannot be read are not judged. */
export function trustsNobody({ stores, withoutEffect, unknown, dangers }: Asking, known: readonly HealthStore[]): boolean {
  // Who verifies nothing needs no store: that is told by itself.
  if (unknown !== '' || dangers.some(({ reason, reach }) => reason === 'verification-off' && reach === '')) return false
  if (withoutEffect.some(({ outcome }) => outcome === 'stops')) return true
  const own = stores.map(({ store }) => known.find(({ name }) => name === store))
  return !own.some((s) => s !== undefined && (s.unreadable !== null || s.members.some((m) => !m.distrusted)))
}

/** `git 2.39.5`, for the reader. */
const installationName = ({ installation: { runtime, version } }: Asking): string =>
  version === null ? runtime : `${runtime} ${version}`

/** `SSL_CERT_FILE=/x`; of what is built in: `its default (prefer)`. */
export function settingText({ kind, name, value }: Setting): string {
  if (kind === 'built-in') return value === '' ? name : `${name} (${value})`
  return value === '' ? name : `${name}=${value}`
}

/** Clients of installations, each once. */
export const clientsOf = (askings: readonly Asking[]): readonly string[] => [
  ...new Set(askings.flatMap(({ installation: { client } }) => (client === null ? [] : [client]))),
]

/** Installations in few words, by runtime: `git 2.39.5, python (10 versions)`; empty: none. */
export function installationNames(askings: readonly Asking[]): string {
  const found = new Map<string, Set<string>>()
  for (const asking of askings) {
    const { runtime } = asking.installation
    found.set(runtime, (found.get(runtime) ?? new Set()).add(installationName(asking)))
  }
  return [...found]
    .map(([runtime, names]) => (names.size === 1 ? [...names].join('') : `${runtime} (${names.size} versions)`))
    .join(', ')
}

/** Stores in few words: two by name, the others by number. */
export function storeNames(names: readonly string[]): string {
  const shown = names.length === 3 ? 3 : 2
  const rest = names.length - shown
  return `${names.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** Stores that hold the very same certificates: copies and links of one. */
export interface SameStores {
  /** At least one. */
  readonly names: readonly [string, ...string[]]
  readonly members: readonly StoreMember[]
  /** All that ask one of them. */
  readonly askers: readonly Asking[]
}

/** Every store that could be read, with its copies, where the first of them stands. */
export function distinctStores(view: HealthView): readonly SameStores[] {
  const found = new Map<string, { readonly names: [string, ...string[]]; readonly members: readonly StoreMember[] }>()
  for (const { name, members, unreadable } of view.stores) {
    if (unreadable !== null) continue
    const key = members
      .map(({ sha256, distrusted }) => `${sha256}${distrusted ? '!' : ''}`)
      .toSorted()
      .join()
    const known = found.get(key)
    if (known === undefined) found.set(key, { names: [name], members })
    else known.names.push(name)
  }
  return [...found.values()].map(({ names, members }) => ({
    names,
    members,
    askers: [...new Set(names.flatMap((name) => askersOf(view, name)))],
  }))
}
