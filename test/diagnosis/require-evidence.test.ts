import { expect, test } from 'vitest'
import { diagnose } from '../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { goldenEvidence } from '../support/golden-replay.ts'

const good = goldenEvidence('addtrust-2020')
// What a caller without types may hand over.
const given = (value: unknown): Evidence => value as Evidence

test.each([
  [null, 'it is null'],
  [undefined, 'it is undefined'],
  [JSON.stringify(good), 'it is a string'],
  [[good], 'it is a list'],
  [{}, 'schema is undefined'],
  [{ ...good, schema: 2 }, 'schema is 2'],
  [{ ...good, clock: '2020-05-30' }, 'clock is no whole number'],
  [{ ...good, clock: Number.NaN }, 'clock is no whole number'],
  [{ ...good, sends: 'x' }, 'sends is no list'],
  [{ ...good, signatures: undefined }, 'signatures is no list'],
  [{ ...good, certs: undefined }, 'certs is no object'],
  [{ ...good, certs: [] }, 'certs is no object'],
])('what is no evidence is refused with the reason: %#', (evidence, words) => {
  expect(() => diagnose(given(evidence))).toThrow(
    expect.objectContaining({ name: 'RootcauseError', kind: 'input', message: expect.stringContaining(words) }),
  )
})

test('a sealed case needs no verifier: its signatures are recorded', () => {
  expect(diagnose(good)).toEqual(diagnose(good, { verify: nodeSignatureVerifier() }))
})
