import { fixedKeyOf } from '../../test/oracle/cases/fixed-key.ts'
import type { MintedCase, MintedCases } from '../../test/oracle/cases/mint-cases.ts'
import { type ServedChain, serveChains } from './serve-chains.ts'

/** A case that is being served on loopback. */
export interface ServedCase extends ServedChain {
  readonly one: MintedCase
}

/** Serves every case on a port of its own, with exactly the certificates that it lists. `protocol` is selected where a client offers it; `null`: none is. */
export async function serveCases(
  { certificates }: MintedCases,
  cases: readonly MintedCase[],
  protocol: 'h2' | null = null,
): Promise<{ readonly served: readonly ServedCase[]; readonly close: () => Promise<void> }> {
  const chains = cases.map(({ sent, key }) => ({
    chain: sent.map((name) => new Uint8Array(Buffer.from(certificates[name] ?? '', 'base64'))),
    key: fixedKeyOf(key).privateKey,
  }))
  const { served, close } = await serveChains(chains, protocol)
  return { served: served.flatMap((one, i) => (cases[i] === undefined ? [] : [{ ...one, one: cases[i] }])), close }
}
