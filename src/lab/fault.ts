import type { KeyObject } from 'node:crypto'
import type { UnixSeconds } from '../model/time.ts'

/** A server that shows one thing wrong (or nothing: `good`), and the authorities that make it so. */
export interface Fault {
  /** Kebab case; the name of its file. */
  readonly id: string
  readonly title: string
  /** One sentence: what a client runs into. */
  readonly shows: string
  /** Mints everything anew, relative to `now` where the dates are not history's own. */
  readonly build: (now: UnixSeconds) => BuiltFault
}

/** One fault, minted. All certificates are DER, or what stands in their place. */
export interface BuiltFault {
  /** In wire order. Empty where the server sends no chain, or an empty one: `serve` says which. */
  readonly chain: readonly Uint8Array[]
  /** Private key of `chain[0]`; `null` where nobody holds one. */
  readonly key: KeyObject | null
  /** What a client should trust to see the fault; never empty, for clients do not run with an empty store. */
  readonly anchors: readonly Uint8Array[]
  /** The stores of several machines, where the fault lies in the difference between them. */
  readonly stores?: readonly LabStore[]
  /** The name or address that a client asks for. */
  readonly host: string
  /** The instant for which the fault shows; by default now. */
  readonly at?: UnixSeconds
  readonly serve: Serve
}

/** The trust store of a machine that the lab tells of; each is of another machine. */
export interface LabStore {
  readonly id: string
  readonly origin: string
  readonly anchors: readonly Uint8Array[]
}

/** One identity of a server that has several. */
export interface LabIdentity {
  readonly chain: readonly Uint8Array[]
  readonly key: KeyObject
}

/** TLS versions by the names that Node gives them. */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** How a fault is put on the wire. */
export type Serve =
  /** A TLS server that sends `chain`, by TLS 1.2 and 1.3 unless told otherwise. */
  | { readonly kind: 'chain'; readonly clientCertificate?: 'required'; readonly versions?: readonly [TlsVersion, TlsVersion] }
  /** The lab's own octets, by TLS 1.2 at most, where a library would load `chain` but not send it to every client. */
  | { readonly kind: 'raw' }
  /** A TLS server that chooses between `chain` and these by the kinds of key that the hello admits. */
  | { readonly kind: 'by-hello'; readonly others: readonly LabIdentity[] }
  /** A TLS server that sends `chain` to those who name `host`, and the first of these to all others. */
  | { readonly kind: 'by-name'; readonly others: readonly LabIdentity[] }
  /** `chain` on one port, and each of these on a port of its own. */
  | { readonly kind: 'by-port'; readonly others: readonly LabIdentity[] }
  /** One port; the connections get `chain` and these by turns. */
  | { readonly kind: 'by-turns'; readonly others: readonly LabIdentity[] }
  /** Answers a ClientHello with one fatal alert (RFC 8446 §6.2) and closes. */
  | { readonly kind: 'alert'; readonly description: number }
  /** No TLS: says this as soon as it is connected to, or once the client has said something, and closes. */
  | { readonly kind: 'text'; readonly text: string; readonly first: 'server' | 'client' }
  /** Reads and never answers. */
  | { readonly kind: 'silent' }
  /** Closes as soon as the client has said something. */
  | { readonly kind: 'closes' }
  /** A TLS server that sends everything one octet at a time. */
  | { readonly kind: 'slow' }
