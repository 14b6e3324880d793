import { faults } from '../../../src/lab/index.ts'
import { at } from './plan.ts'
import type { Case } from './random-case.ts'

/** Every fault of the lab that sends a chain, at its own instant. */
export const labCases = (): readonly Case[] =>
  faults.flatMap(({ id, build }) => {
    const { chain, anchors, host, key, at: own } = build(at)
    return chain.length === 0 ? [] : [{ id: `lab/${id}`, done: [id], sent: chain, store: anchors, host, at: own ?? at, key }]
  })
