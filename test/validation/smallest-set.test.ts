import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Difference, type Exchange, type Input, inputs } from '../../src/validation/exchange.ts'
import { smallestSet, type Turns } from '../../src/validation/smallest-set.ts'

const exchange = (input: Input, name: string): Exchange => ({
  input,
  fact: { kind: 'store', certificate: null, params: { name } },
  apply: (side) => side,
})
const difference = (input: Input, parts: number): Difference => ({
  input,
  whole: exchange(input, `${input} whole`),
  parts: Array.from({ length: parts }, (_, i) => exchange(input, `${input} ${i + 1}`)),
})
const names = (set: readonly Exchange[]): readonly string[] => set.map((e) => e.fact.params['name'] ?? '').toSorted()

/** Turns for exactly these sets, whatever stands beside. */
const exactly =
  (...sets: readonly (readonly string[])[]): Turns =>
  (set) =>
    sets.some((s) => s.toSorted().join() === names(set).join())

const [store, client] = [difference('store', 3), difference('client', 2)]
const found = (turns: Turns, differences: readonly Difference[] = [store, client]) => {
  const set = smallestSet(differences, turns)
  return set === null ? null : names(set)
}

describe('the smallest set', () => {
  it('is a part before a whole, of whichever input', () => {
    expect(found(exactly(['store whole'], ['client 2']))).toEqual(['client 2'])
  })
  it('is one input before two', () => {
    expect(found(exactly(['client whole'], ['store 1', 'client 1']))).toEqual(['client whole'])
  })
  it('puts a whole as two parts of it, or three, where these do the same', () => {
    expect(found(exactly(['store whole'], ['store 1', 'store 3']))).toEqual(['store 1', 'store 3'])
    expect(found(exactly(['store whole'], ['store 1', 'store 2', 'store 3']))).toEqual(['store 1', 'store 2', 'store 3'])
  })
  it('leaves out what is not needed once parts took the place of a whole', () => {
    const turns = exactly(['store whole', 'client whole'], ['store 1', 'store 2', 'client whole'], ['store 1', 'store 2'])
    expect(found(turns)).toEqual(['store 1', 'store 2'])
  })
  it('is none where all inputs together do not turn it', () => {
    expect(found(exactly(['store 4']))).toBeNull()
    expect(found(() => true, [])).toBeNull()
  })

  it('turns it, and no smaller choice of it does, whatever turns it', () => {
    const some = fc
      .tuple(fc.subarray([...inputs], { minLength: 1 }), fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }))
      .map(([chosen, parts]) => chosen.map((input, i) => difference(input, parts[i] ?? 0)))
    fc.assert(
      fc.property(some, fc.func(fc.nat(12)), (differences, hash) => {
        const wholes = names(differences.map((d) => d.whole)).join()
        const turns: Turns = (set) => set.length > 0 && (names(set).join() === wholes || hash(names(set).join()) === 0)
        const set = smallestSet(differences, turns)
        expect(set).not.toBeNull()
        if (set === null) return
        expect(turns(set)).toBe(true)
        for (let mask = 1; mask < 2 ** set.length - 1; mask++) {
          expect(turns(set.filter((_, i) => (mask & (1 << i)) !== 0))).toBe(false)
        }
      }),
      { numRuns: 500, seed: 20210930 },
    )
  })

  it('is found in bounded time among hundreds of parts', () => {
    const asked = { times: 0 }
    const many = [difference('store', 400), difference('chain', 400), difference('client', 60)]
    const turns: Turns = (set) => {
      asked.times += 1
      return names(set).join() === 'chain whole,client whole,store whole'
    }
    const begun = performance.now()
    expect(found(turns, many)).toEqual(['chain whole', 'client whole', 'store whole'])
    // Ten million choices are not so much as counted.
    expect(performance.now() - begun).toBeLessThan(2_000)
    expect(asked.times).toBeLessThan(4_000)
  })
})
