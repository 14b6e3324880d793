import type { SeparatingFact } from '../model/report.ts'
import type { Side } from './side.ts'

/** What a verdict is a function of, in the order in which a reader can make something of it. */
export type Input = (typeof inputs)[number]
export const inputs = ['store', 'chain', 'host', 'time', 'client'] as const

/** A fact that separates two sides; beyond those of one evidence (`SeparatingFact`) these: */
export interface ExchangedFact {
  readonly kind:
    | SeparatingFact['kind']
    /** Both stores hold the certificate, and trust it for other purposes or with other rules. */
    | 'anchor-settings'
    /** One certificate of the chain was not sent to the failing side. */
    | 'sent-missing'
    /** One certificate was sent to the failing side alone. */
    | 'sent-besides'
    /** The same certificates in another handshake: version, stapled response, timestamps. */
    | 'handshake'
    /** Another name was asked for. */
    | 'host'
    /** The stores differ, and a variable that one side alone has set, or with another value, chose one of them. `variable`, `set`: by whom. */
    | 'environment'
    /** What was sent differs, and it came by other proxies. `worksProxies`, `failsProxies`: empty where there was none. */
    | 'proxy'
  readonly certificate: SeparatingFact['certificate']
  readonly params: SeparatingFact['params']
}

/** One thing of the working side put in its place on the failing one. */
export interface Exchange {
  readonly input: Input
  readonly fact: ExchangedFact
  readonly apply: (side: Side) => Side
}

/** An input in which two sides differ: as a whole, and in the parts that can be exchanged one by one, the most telling first. */
export interface Difference {
  readonly input: Input
  readonly whole: Exchange
  readonly parts: readonly Exchange[]
}

/** A side with several exchanges made. They are of different places, or of one input's parts: their order is of no account. */
export const exchangedIn = (side: Side, set: readonly Exchange[]): Side => set.reduce((s, { apply }) => apply(s), side)
