import { describe, expect, test } from 'vitest'
import { android } from '../../src/clients/android.ts'
import { faults } from '../../src/lab/faults/index.ts'
import { instants } from '../../src/validation/timeline.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { judge, profile, scenarioOf, spoken } from './judge.ts'
import { type RealCase, realCases } from './real-cases.ts'

const client = profile(android(), 'android-10')
const cases = new Map([...realCases()].map((one) => [one.id, one]))
function take(id: string): RealCase {
  const found = cases.get(id)
  if (found === undefined) throw new Error(`no case ${id}`)
  return found
}
const decide = (one: RealCase): Verdict => judge(scenarioOf(one), client, one.at)
const code = (one: RealCase): string => {
  const verdict = decide(one)
  return verdict.kind === 'rejected' ? `${verdict.told.code}@${verdict.told.at}` : verdict.kind
}
const says = (one: RealCase): string => spoken(decide(one), client, one.host, one.at)

/** The case with another store of its fault. */
function on(id: string, store: string): RealCase {
  const one = take(id)
  const found = faults
    .find((f) => `lab/${f.id}` === id)
    ?.build(one.at)
    .stores?.find((s) => s.id === store)
  if (found === undefined) throw new Error(`${id} has no store ${store}`)
  return { ...one, store: found.anchors.map((der) => Buffer.from(der).toString('base64')) }
}

// No device was run: what Conscrypt's TrustManagerImpl does by its source, and what Let's Encrypt built on it in 2021.
describe('anchors first', () => {
  test('an anchor is a name and a key: its own dates do not count', () => {
    expect(code(take('lab/expired-anchor'))).toBe('accepted')
    expect(code(on('lab/dst-root-x3', 'android-7.0'))).toBe('accepted')
  })
  test('an anchor that is there is found past an expired cross-certificate', () => {
    expect(code(on('lab/addtrust-2020', 'linux-bundle'))).toBe('accepted')
  })
  test('the order of what was sent does not matter, nor what else was sent', () => {
    for (const id of ['good', 'wrong-order', 'renewed-intermediate', 'superfluous-certificates', 'duplicate-certificates'])
      expect(code(take(`lab/${id}`)), id).toBe('accepted')
  })
  test('no way up to an anchor: the sentence that everybody knows', () => {
    expect(says(take('lab/self-signed-leaf'))).toBe(
      'javax.net.ssl.SSLHandshakeException: java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.',
    )
    expect(code(take('lab/untrusted-root-sent'))).toBe('self-signed-in-chain@2')
  })
  test('an intermediate that was sent and has expired is passed over', () => {
    const one = take('lab/expired-intermediate')
    const verdict = decide(one)
    // An earlier connection may have left a newer one.
    expect(verdict.kind).toBe('undetermined')
  })
  test('what is wrong with the path is one sentence, whatever it is', () => {
    for (const id of ['expired-leaf', 'bad-signature', 'client-purpose-leaf', 'path-length-exceeded', 'name-excluded']) {
      expect(says(take(`lab/${id}`)), id).toMatch(/^javax\.net\.ssl\.SSLHandshakeException: /)
    }
    expect(code(take('lab/expired-leaf'))).toBe('expired@0')
  })
})

describe('what it keeps of earlier connections', () => {
  test('is an unknown input where no issuer was sent: the verdict names it', () => {
    const verdict = decide(take('lab/missing-intermediate'))
    expect(verdict.kind).toBe('undetermined')
    expect(verdict.kind === 'undetermined' ? verdict.missing.join() : '').toContain(
      'whether Android keeps an intermediate "Lab Intermediate CA"',
    )
  })
  test('cannot mend the target itself', () => {
    const one = take('lab/missing-intermediate')
    const late = judge(scenarioOf(one), client, instants(scenarioOf(one), client.verifier).at(-1) ?? one.at)
    expect(late.kind).toBe('rejected')
  })
  test('past its bound nothing is decided', () => {
    if (client.verifier.strategy !== 'anchors-first') throw new Error('another strategy')
    const one = take('lab/good')
    const bound = { ...client, verifier: { ...client.verifier, steps: 0 } }
    expect(judge(scenarioOf(one), bound, one.at).kind).toBe('undetermined')
  })
})
