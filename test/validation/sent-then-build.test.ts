import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { java } from '../../src/clients/java.ts'
import { isRefused, judge, profile, scenarioOf, spoken } from './judge.ts'
import { type Answers, answersByCase, type RealCase, realCases } from './real-cases.ts'

const java17 = profile(java(), 'java-17')

const unloadable = 'Java cannot load a store that holds this certificate'
/** Where our words or verdict are not the real client's, and why. Each must still differ. */
const exceptions: Readonly<Record<string, string>> = {
  'pkits/Section1ValidDSAParameterInheritanceTest5':
    'a DSA key without parameters: the signature verifier here does not inherit them (RFC 3279 §2.3.2)',
  'limbo/invalid::invalid-issuer-key#all-stored': unloadable,
  'lab/junk-in-chain#all-stored': unloadable,
  'lab/explicit-ec-parameters#all-stored': unloadable,
}

describe('Java 17 on the corpora and the lab', () => {
  const answers: Answers = JSON.parse(readFileSync(new URL('answers-java-17.json', import.meta.url), 'utf8'))
  const said = answersByCase(answers)
  const cases = [...realCases()].filter((one) => said.has(one.id))

  test('the lab alone gives some hundred cases, the shared corpora a thousand more', () => {
    expect(cases.length).toBeGreaterThan(200)
  })
  for (const source of ['pkits', 'limbo', 'addtrust', 'lab']) {
    const here = cases.filter(({ id }) => id.startsWith(`${source}/`))
    test.skipIf(here.length === 0)(`${source}: ${here.length} cases as ${answers.client} decided them`, () => {
      const differences = here.filter((one) => ours(one) !== said.get(one.id)).map(({ id }) => id)
      expect(differences).toEqual(here.map(({ id }) => id).filter((id) => id in exceptions))
    })
  }
})

/** As the recordings have it: the trust manager alone, without the name of the host and the handshake's prefix. */
function ours(one: RealCase): string {
  const scenario = scenarioOf({ ...one, host: '' })
  if (isRefused(scenario, java17)) return 'not parsed'
  return spoken(judge(scenario, java17, one.at), java17, '', one.at).replace('javax.net.ssl.SSLHandshakeException: ', '')
}

describe('what only Java does', () => {
  const lab = new Map([...realCases()].filter(({ id }) => id.startsWith('lab/')).map((one) => [one.id, one]))
  const take = (id: string): RealCase => {
    const found = lab.get(`lab/${id}`)
    if (found === undefined) throw new Error(`the lab has no ${id}`)
    return found
  }
  const decide = (one: RealCase) => judge(scenarioOf(one), java17, one.at)

  // OpenJDK 17.0.15 accepts both; the expired root is an anchor, whose time nobody looks at.
  test('an expired anchor is accepted, and so is a trusted target that has expired', () => {
    expect(decide(take('expired-anchor')).kind).toBe('accepted')
    const pinned = take('expired-leaf')
    expect(decide({ ...pinned, store: pinned.sent.slice(0, 1) }).kind).toBe('accepted')
  })
  // OpenJDK 17.0.15 says `unable to find valid certification path to requested target`: the builder's selector keeps the
  // date of its first look-up, so that an expired anchor two steps up is not found.
  test('the builder, which a wrong order calls, does not find the expired anchor', () => {
    const ordered = take('expired-anchor')
    const [target = '', ...rest] = ordered.sent
    const doubled = decide({ ...ordered, sent: [target, ...rest.flatMap((c) => [c, c])] })
    expect(doubled).toMatchObject({ kind: 'rejected', told: { code: 'path-not-found' } })
    expect(doubled.kind === 'rejected' ? doubled.trace.map((f) => f.code) : []).toContain('expired')
  })
  test('a search past its bound is undetermined', () => {
    const one = take('wrong-order')
    if (java17.verifier.strategy !== 'sent-then-build') throw new Error('not Java')
    const verdict = judge(scenarioOf(one), { ...java17, verifier: { ...java17.verifier, steps: 0 } }, one.at)
    expect(verdict.kind).toBe('undetermined')
  })
  // jdk.certpath.disabledAlgorithms: `SHA1 jdkCA & usage TLSServer`.
  test('SHA-1 is refused under the runtime’s own anchors alone', () => {
    const one = take('sha1-intermediate')
    const scenario = scenarioOf(one)
    expect(judge(scenario, java17, one.at).kind).toBe('accepted')
    const own = { ...scenario, store: { ...scenario.store, id: 'jdk' } }
    expect(judge(own, java17, one.at)).toMatchObject({ kind: 'rejected', told: { code: 'ca-digest-weak', at: 1 } })
  })
})
