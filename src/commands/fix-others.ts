import { type ChainToServe, serveChain } from '../cures/serve-chain.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { remedies } from '../remedies/index.ts'
import type { Situation } from '../validation/proof.ts'
import type { FixFlags } from './fix-flags.ts'
import { type Update, updatesOf } from './updates-of.ts'

/** What is not ours to do, each with its proof. */
export interface OthersPart {
  /** `null`: nothing that the server could send would cure. */
  readonly serve: ChainToServe | null
  readonly updates: readonly Update[]
}

/** What the server's operator can do, and whoever updates the clients or sets the clock. */
export function othersPart(situation: Situation, wanted: readonly ClientOnStore[], { chain, at }: FixFlags): OthersPart {
  const { certificates } = situation.world
  const cures = remedies(situation)
  return {
    serve: serveChain(cures, (sha256) => certificates.get(sha256)?.der ?? null, chain ?? 'chain.pem'),
    // Where the clock was moved by hand, it is not the machine's that is wrong.
    updates: updatesOf(at === undefined ? cures : cures.filter(({ rule }) => rule !== 'correct-clock'), wanted),
  }
}
