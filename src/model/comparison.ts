import type { Target } from './evidence.ts'
import type { CertificateSummary, ChainReport, ClientResult, PathTree } from './report.ts'
import type { Sha256 } from './sha256.ts'
import type { UnixSeconds } from './time.ts'

/** Why a client accepts a server and another one, or the same elsewhere, does not. What `--format json` prints; `schema: 1` is a promise. */
export interface Comparison {
  readonly schema: 1
  readonly target: Target
  readonly works: ComparedSide
  readonly fails: ComparedSide
  readonly outcome: Outcome
  /** The smallest set of facts that turns the failing side's verdict; empty where the verdicts are alike or one is open. */
  readonly facts: readonly ComparedFact[]
  /** Where one fact decides: others that alone would have turned the verdict too. */
  readonly alternatives: readonly ComparedFact[]
  /** The path on which the failing side accepts with these facts exchanged, target first. */
  readonly path: readonly Sha256[]
  /** Other clients, asked on both sides, that differ for the same facts. */
  readonly also: readonly string[]
  readonly inputs: readonly ComparedInput[]
  /** What could separate them and is not part of the comparison, by stable names. */
  readonly notModelled: readonly NotModelled[]
  readonly certificates: Readonly<Record<Sha256, CertificateSummary>>
  readonly chains: readonly ChainReport[]
  readonly trees: readonly PathTree[]
}

/**
 * `explained`: one accepts or goes through unverified, the other rejects, and the facts say why. `reversed`: so it is, the other way round than it was said.
 * `alike`: both accept or both reject. `undetermined`: an input of one is unknown.
 */
export type Outcome = 'explained' | 'reversed' | 'alike' | 'undetermined'

/** One of the two, as it was judged. */
export interface ComparedSide {
  /** The file of its saved case; `null`: both are of one observation. */
  readonly case: string | null
  readonly clock: UnixSeconds
  readonly host: string
  /** How it was shown the chain: class of hello, address and try; empty where none was observed. */
  readonly seen: ChainReport['seen']
  /** The alert with which its hello was answered; empty: none was. */
  readonly alert: string
  /** Proxies that were asked on the way, as `host:port`. */
  readonly proxies: readonly string[]
  readonly storeOrigin: string
  /** Settings that turn its verification off for the target there, `insecure (/home/u/.curlrc:1)`: what `result` says is what it would say without them. Empty: none is known. */
  readonly off: readonly string[]
  /** Why its store cannot be read; `null`: it was. */
  readonly storeUnreadable: string | null
  readonly result: Omit<ClientResult, 'timeline'>
}

/** A fact of `model/report.ts`, or one that only sides of several observations differ in; `certificate` and `params` as there. */
export interface ComparedFact {
  readonly kind: ComparedFactKind
  readonly certificate: Sha256 | null
  readonly params: Readonly<Record<string, string>>
}

export type ComparedFactKind = (typeof comparedFactKinds)[number]
export const comparedFactKinds = [
  'anchor-missing',
  'anchor-present',
  'anchor-settings',
  'store',
  'sent-missing',
  'sent-besides',
  'chain',
  'handshake',
  'host',
  'time',
  'client',
  'environment',
  'proxy',
  /** The working side does not verify, and would reject or cannot be judged: `setting`. Nothing is turned by it: verification is not a fact to exchange. */
  'verification-off',
] as const

/** An input of the verdict, and whether it differs and decides. */
export interface ComparedInput {
  readonly name: 'store' | 'chain' | 'host' | 'time' | 'client'
  readonly state: 'same' | 'differs' | 'decides'
}

export type NotModelled = (typeof notModelled)[number]
export const notModelled = [
  'revocation',
  'fetched-intermediates',
  'fetched-roots',
  'proxy-of-program',
  'own-trust-code',
  'client-certificate',
  'process-environment',
] as const
