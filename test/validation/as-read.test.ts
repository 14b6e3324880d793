import { describe, expect, it } from 'vitest'
import { basicConstraints } from '../../src/lab/extensions.ts'
import { hex, sequence, tlv } from '../../src/lab/der-writer.ts'
import { seconds } from '../../src/model/time.ts'
import { asRead } from '../../src/validation/as-read.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCases } from '../../tools/oracle/recordings.ts'
import { profileOf } from './agreement/ours.ts'
import { scenarioOf } from './judge.ts'
import { negativePathLength } from '../../src/x509/extensions/basic-constraints.ts'

const yes = tlv(0x01, Uint8Array.of(0xff))

/** RFC 5280 §4.2.1.9: pathLenConstraint is an INTEGER from zero up; X.690 §8.3: its first bit is the sign. */
describe('a path length below zero', () => {
  it.each([
    ['minus one of an authority', sequence(yes, hex('0201ff')), { critical: true, cA: true, pathLenConstraint: null }],
    ['minus 32768 of one that is none', sequence(hex('02028000')), { critical: true, cA: false, pathLenConstraint: null }],
    ['zero', sequence(yes, hex('020100')), null],
    ['128', sequence(yes, hex('02020080')), null],
    ['none', basicConstraints(true).value, null],
    ['with something behind it', sequence(yes, hex('0201ff'), hex('0500')), null],
    ['something behind the whole', Uint8Array.of(...sequence(yes, hex('0201ff')), 0), null],
    ['cut', sequence(yes, hex('0201ff')).subarray(0, -1), null],
    ['no octets', new Uint8Array(), null],
  ])('%s', (_name, value, expected) => {
    expect(negativePathLength(value, true)).toEqual(expected)
  })
})

/** golang/go: crypto/x509/parser.go, parseCertificate: extensions are read where the version is 3 alone. */
describe('extensions before version 3, where they are not read', () => {
  const { cases, certificates } = readCases()
  const named = (name: string) => {
    const one = cases.find((c) => c.name === name)
    if (one === undefined) throw new Error(`there is no case ${name}`)
    const base64 = (list: readonly string[]): readonly string[] => list.map((id) => certificates[id] ?? '')
    return {
      scenario: scenarioOf({ sent: base64(one.sent), store: base64(one.store), host: one.host }),
      at: seconds(Date.parse(one.time) / 1000),
    }
  }
  const client = profileOf('go-1.19')

  it('are not there, and the verdict is of the certificate that was sent', () => {
    const { scenario, at } = named('version-2-leaf-with-extensions')
    const verdict = evaluate(scenario, client, at)
    if (verdict.kind !== 'rejected') throw new Error(verdict.kind)
    expect(verdict.told.code).toBe('host-in-common-name-only')
    expect(verdict.told.certificate).toBe(scenario.sent[0])
    expect(verdict.path.certificates[0]).toBe(scenario.sent[0])
  })
  it('leave one view for each certificate, with its identity and its dates', () => {
    const { scenario } = named('version-2-ca-with-extensions')
    const read = asRead(scenario, client)
    const [leaf, authority] = read?.scenario.sent ?? []
    expect(leaf).toBe(scenario.sent[0])
    expect(authority).not.toBe(scenario.sent[1])
    expect(authority?.sha256).toBe(scenario.sent[1]?.sha256)
    expect(authority?.notAfter).toBe(scenario.sent[1]?.notAfter)
    expect(authority?.extensions).toEqual([])
    expect(authority?.basicConstraints).toBeNull()
    expect(read?.scenario.graph.certificates).toContain(authority)
    expect(scenario.sent[1]?.basicConstraints?.cA).toBe(true)
  })
  it('are there for a client that reads them, and for certificates of version 3', () => {
    expect(
      asRead(named('version-2-ca-with-extensions').scenario, profileOf('go-1.15'))?.scenario.sent[1]?.basicConstraints?.cA,
    ).toBe(true)
    expect(asRead(named('good').scenario, client)).toBeNull()
  })
})
