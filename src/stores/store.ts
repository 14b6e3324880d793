import type { TrustSettings } from '../model/evidence.ts'
import type { Host } from '../host/host.ts'

/** What a store holds, or why it could not be read. */
export type StoreContent =
  | { readonly origin: string; readonly certificates: readonly StoredCertificate[] }
  | { readonly origin: string; readonly unreadable: string }

export interface StoredCertificate {
  readonly der: Uint8Array
  readonly settings: TrustSettings | null
}

/** One kind of trust store. */
export interface Store {
  /** How it is asked for on the command line. */
  readonly id: string
  /** One line for the help. */
  readonly title: string
  /** `null`: there is no such store on this machine. */
  readonly read: (host: Host) => StoreContent | null
}
