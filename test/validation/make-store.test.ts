import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds } from '../../src/model/time.ts'
import { applyDeltas } from '../../src/validation/delta.ts'

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64) as Sha256) as [Sha256, Sha256, Sha256]
const evidence: Evidence = {
  schema: 1,
  at: seconds(0),
  clock: seconds(0),
  target: { host: '', port: 0 },
  certs: { [a]: '' },
  anchors: { [b]: '' },
  sends: [],
  stores: [{ id: 'old', origin: 'old', anchors: [a] }],
  clients: [{ id: 'x', store: 'old', why: '', asked: true }],
  options: { offline: true },
  signatures: [],
  contacted: [],
}

describe('make-store', () => {
  it('makes a store of what the evidence holds, for a client to be moved to', () => {
    const then = applyDeltas(evidence, [
      { kind: 'make-store', store: 'new', anchors: [a, b, c] },
      { kind: 'set-store', client: 'x', from: 'old', store: 'new' },
    ])
    // What is in no certificate and no record of the evidence would make every verdict on the store undetermined.
    expect(then.stores).toEqual([...evidence.stores, { id: 'new', origin: 'new', anchors: [a, b] }])
    expect(then.clients.map(({ store }) => store)).toEqual(['new'])
  })
  it('leaves a store of that name as it is', () => {
    expect(applyDeltas(evidence, [{ kind: 'make-store', store: 'old', anchors: [b] }])).toEqual(evidence)
  })
})
