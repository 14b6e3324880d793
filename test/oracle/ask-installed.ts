import { expect } from 'vitest'
import { disagree, seat } from '../../tools/oracle/fuzz/compare.ts'
import type { fuzzOracles } from '../../tools/oracle/fuzz/oracles/index.ts'
import type { Case } from '../validation/agreement/random-case.ts'

/** A case, and what real verifiers said of it by their ids; one that is not listed has only to agree with the engine. */
export interface Told {
  readonly one: Case
  readonly says?: Readonly<Record<string, RegExp>>
}

/** Asks an installed verifier: it says what is written here, and what the engine says. */
export async function askInstalled(oracle: (typeof fuzzOracles)[number], folder: string, cases: readonly Told[]): Promise<void> {
  const ready = await seat(oracle, folder)
  const said = await ready.ask(cases.map(({ one }) => one))
  expect(said).toHaveLength(cases.length)
  const open: unknown[] = []
  for (const [i, { one, says }] of cases.entries()) {
    const words = says?.[oracle.id]
    if (words !== undefined) expect(said[i], one.id).toMatch(words)
    const found = await disagree({ ...ready, ask: () => Promise.resolve(said.slice(i, i + 1)) }, one)
    if (found !== null) open.push({ id: one.id, ...found })
  }
  expect(open).toEqual([])
}
