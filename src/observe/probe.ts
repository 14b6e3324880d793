import type { Host, Ran, RunOptions } from '../host/host.ts'
import type { StarttlsProtocol } from '../model/evidence.ts'
import type { Asking } from '../model/machine.ts'

/** What one real client is asked: what it makes of this server, here and now. */
export interface Question {
  /** The installation, and what decides its trust: settings that stand in files are handed on as flags. */
  readonly asking: Asking
  /** The name to send and to check, as A-labels, or an address. */
  readonly host: string
  readonly port: number
  /** IP address to connect to; empty: a proxy finds it. */
  readonly address: string
  /** `address` is not one that the name leads to by itself. */
  readonly isElsewhere: boolean
  /** The server was reached through the proxy of the environment. */
  readonly viaProxy: boolean
  readonly starttls: StarttlsProtocol | null
  /** What was sent points to certificates that were not (RFC 5280 §4.2.2.1): a program that fetches would ask there. */
  readonly pointsOn: boolean
}

/** A program with its arguments, ready for `Host.run`. */
export interface Invocation {
  readonly argv: readonly [string, ...string[]]
  /** Beside the environment that every probe has. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly files?: NonNullable<RunOptions['files']>
  readonly copies?: NonNullable<RunOptions['copies']>
  readonly visit?: NonNullable<RunOptions['visit']>
}

export type Ended = Extract<Ran, { readonly kind: 'ended' }>

/** How a run is read. `failed`: whether it was about certificates is still to be seen, unless `isVerdict` says that it was. */
export type Told =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'failed'; readonly says: string; readonly isVerdict?: true }
  /** It did not come to a handshake. */
  | { readonly kind: 'none'; readonly why: string }

/**
 * A fixed way to have one kind of client shake hands with a server: no request, or one without a body and credentials where it cannot
 * stop earlier; nothing that the user configured but trust and proxy.
 */
export interface Probe {
  /** Identifier in the registry of runtimes. */
  readonly runtime: string
  /** Variables about trust that go on to it as they are: names of files and folders, switches. */
  readonly trusts: readonly string[]
  /** Variables that hold more than trust: of them the words that fit go on. */
  readonly words?: Readonly<Record<string, RegExp>>
  /** Whether it goes through the proxy of the environment. */
  readonly proxies?: true
  /** It needs seconds to start, and is run where that was asked for (`ObserveLimits.browsers`). */
  readonly isBrowser?: true
  /** `cannot`: why this question cannot be put to it. */
  readonly invoke: (host: Host, question: Question) => Invocation | { readonly cannot: string }
  readonly read: (ended: Ended, question: Question) => Told
}
