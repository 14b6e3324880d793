import { describe, expect, test } from 'vitest'
import { apple } from '../../src/clients/apple.ts'
import { cryptoapi } from '../../src/clients/cryptoapi.ts'
import { faults } from '../../src/lab/faults/index.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { ScoredVerifier } from '../../src/model/verifier.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { judge, profile, scenarioOf, spoken } from './judge.ts'
import { type RealCase, realCases } from './real-cases.ts'

const schannel = profile(cryptoapi(), 'schannel')

/** The same verifier on a machine that fetches nothing: what is left is decided by what is there. */
function offline(change: Partial<ScoredVerifier> = {}): ClientProfile {
  if (schannel.verifier.strategy !== 'scored') throw new Error('not scored')
  return { ...schannel, verifier: { ...schannel.verifier, rootsOnDemand: false, aia: false, ...change } }
}

const cases = new Map([...realCases()].map((one) => [one.id, one]))
function take(id: string): RealCase {
  const found = cases.get(id)
  if (found === undefined) throw new Error(`no case ${id}`)
  return found
}
const decide = (one: RealCase, client: ClientProfile): Verdict => judge(scenarioOf(one), client, one.at)
const code = (verdict: Verdict): string =>
  verdict.kind === 'rejected' ? `${verdict.told.code}@${verdict.told.at}` : verdict.kind

// No real Windows was run: these are the rules that the profile's sources state.
describe('the best path', () => {
  test('a valid path wins over a sent one that has expired', () => {
    const one = take('lab/addtrust-2020')
    const bundle = faults
      .find(({ id }) => id === 'addtrust-2020')
      ?.build(one.at)
      .stores?.find(({ id }) => id === 'linux-bundle')
    const both = bundle?.anchors.map((der) => Buffer.from(der).toString('base64')) ?? []
    expect(both).toHaveLength(2)
    expect(code(decide(one, offline()))).toBe('expired@2')
    expect(code(decide({ ...one, store: both }, offline()))).toBe('accepted')
  })
  test('the order of what was sent does not matter', () => {
    expect(code(decide(take('lab/wrong-order'), offline()))).toBe('accepted')
    expect(code(decide(take('lab/renewed-intermediate'), offline()))).toBe('accepted')
    expect(code(decide(take('lab/renewed-intermediate#reversed'), offline()))).toBe('accepted')
  })
  test('failures of the best path are told by rank', () => {
    expect(code(decide(take('lab/expired-leaf'), offline()))).toBe('expired@0')
    expect(code(decide(take('lab/bad-signature'), offline()))).toBe('signature-invalid@0')
    expect(code(decide(take('lab/missing-intermediate'), offline()))).toBe('issuer-not-found@0')
    expect(code(decide(take('lab/self-signed-leaf'), offline()))).toBe('self-signed-target@0')
    expect(code(decide(take('lab/expired-anchor'), offline()))).toMatch(/^expired@/)
    expect(code(decide(take('lab/wrong-host'), offline()))).toBe('host-mismatch@0')
  })
  test('past its bound nothing is decided', () => {
    const verdict = decide(take('lab/good'), offline({ budget: { depth: 16, steps: 1 } }))
    expect(verdict).toMatchObject({ kind: 'undetermined' })
  })
})

describe('what may be fetched', () => {
  test('an absent root is an unknown input, and is named', () => {
    const verdict = decide(take('lab/unknown-root'), schannel)
    expect(verdict).toMatchObject({ kind: 'undetermined' })
    const words = verdict.kind === 'undetermined' ? verdict.missing : []
    expect(words.some((text) => /^whether Windows would fetch the root ".+" on demand$/.test(text))).toBe(true)
    expect(code(decide(take('lab/unknown-root'), offline()))).not.toBe('accepted')
  })
  test('AddTrust: the root that replaced it may come on demand', () => {
    const verdict = decide(take('lab/addtrust-2020'), schannel)
    expect(verdict).toMatchObject({
      kind: 'undetermined',
      missing: expect.arrayContaining([
        'whether Windows would fetch the root "Lab USERTrust RSA Certification Authority" on demand',
      ]),
    })
  })
  test('nothing that is fetched mends the target itself', () => {
    expect(code(decide(take('lab/expired-leaf'), schannel))).toBe('expired@0')
    expect(code(decide(take('lab/client-purpose-leaf'), schannel))).toBe('purpose-target@0')
  })
  test('a path that is there is accepted without a question', () => {
    expect(code(decide(take('lab/good'), schannel))).toBe('accepted')
  })
})

// No real system was run. Apple, support article HT210176: RSA keys of 2048 bits and more, SHA-2.
describe('SecTrust', () => {
  const sectrust = profile(apple(), 'sectrust-26')
  test('takes the best path, and looks at the dates of the root too', () => {
    expect(code(decide(take('lab/good'), sectrust))).toBe('accepted')
    expect(code(decide(take('lab/wrong-order'), sectrust))).toBe('accepted')
    expect(code(decide(take('lab/expired-anchor'), sectrust))).toMatch(/^expired@/)
  })
  test('refuses short keys of the target too, and SHA-1', () => {
    expect(code(decide(take('lab/rsa-1024-leaf'), sectrust))).toBe('target-key-weak@0')
    expect(code(decide(take('lab/rsa-1024-intermediate'), sectrust))).toMatch(/^ca-key-weak@/)
    expect(code(decide(take('lab/sha1-intermediate'), sectrust))).toMatch(/^ca-digest-weak@/)
  })
  test('looks at the name with the rest', () => {
    expect(code(decide(take('lab/wrong-host'), sectrust))).toBe('host-mismatch@0')
    expect(spoken(decide(take('lab/expired-leaf'), sectrust), sectrust, '', take('lab/expired-leaf').at)).toBe(
      '“localhost” certificate is expired',
    )
  })
})

// curl: lib/vtls/schannel_verify.c, CERT_CHAIN_REVOCATION_CHECK_CHAIN; git-config: http.schannelCheckRevoke is true.
describe('programs on SChannel', () => {
  test('cannot be judged without the revocation status where they insist on it', () => {
    for (const id of ['curl-8-schannel', 'git-2-schannel']) {
      const client = profile(cryptoapi(), id)
      if (client.verifier.strategy !== 'scored') throw new Error('not scored')
      const verdict = decide(take('lab/good'), { ...client, verifier: { ...client.verifier, rootsOnDemand: false } })
      expect(verdict.kind, id).toBe('undetermined')
      expect(verdict.kind === 'undetermined' ? verdict.missing.join() : '', id).toContain('revocation status of')
    }
  })
  test('.NET says it by the flags of the chain', () => {
    const dotnet = profile(cryptoapi(), 'dotnet-windows')
    const one = take('lab/expired-leaf')
    expect(spoken(decide(one, dotnet), dotnet, one.host, one.at)).toBe(
      'The remote certificate is invalid because of errors in the certificate chain: NotTimeValid',
    )
  })
})
