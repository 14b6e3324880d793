import type { Asking, StoreMember } from '../model/machine.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'

/** A machine as its health is judged: who asks whom, what the stores hold, and what the root programmes say of that. */
export interface HealthView {
  /** The machine's clock. */
  readonly at: UnixSeconds
  readonly askings: readonly Asking[]
  readonly stores: readonly HealthStore[]
  readonly programmes: Programmes
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

/** `git 2.39.5`, for the reader. */
export const installationName = ({ installation: { runtime, version } }: Asking): string =>
  version === null ? runtime : `${runtime} ${version}`

/** Names of installations, each once; empty: none. */
export const installationNames = (askings: readonly Asking[]): string => [...new Set(askings.map(installationName))].join(', ')
