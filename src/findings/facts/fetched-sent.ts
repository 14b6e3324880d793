import type { Evidence, Send } from '../../model/evidence.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { furtherOf } from './further-evidence.ts'

/**
 * The evidence as a client sees it that fetches missing issuers: what was fetched stands behind what was sent, for such clients order
 * their candidates themselves. The evidence itself where nothing was fetched.
 */
export function fetchedSent(evidence: Evidence): Evidence {
  const fetched = furtherOf(evidence).fetched ?? []
  if (fetched.length === 0) return evidence
  return { ...evidence, sends: evidence.sends.map((send) => withAdded(send, aboveChain(send, fetched))) }
}

interface Fetched {
  readonly sha256: Sha256
  readonly by: Sha256
}

/** Those that were fetched for a certificate of this chain, or for one that was itself. */
function aboveChain({ outcome }: Send, fetched: readonly Fetched[]): readonly Sha256[] {
  if (outcome.kind !== 'chain') return []
  const held = new Set(outcome.chain)
  // As many rounds as there are certificates: each round may lead to one further up.
  for (const _ of fetched) for (const { sha256, by } of fetched) if (held.has(by)) held.add(sha256)
  return [...held].slice(new Set(outcome.chain).size)
}

const withAdded = (send: Send, added: readonly Sha256[]): Send =>
  send.outcome.kind === 'chain' ? { ...send, outcome: { ...send.outcome, chain: [...send.outcome.chain, ...added] } } : send
