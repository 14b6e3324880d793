import { describe, expect, it } from 'vitest'
import type { ClientProfile } from '../../src/model/client.ts'
import { opensslLibrary } from '../../src/clients/library/openssl.ts'
import { labCases } from './agreement/lab-cases.ts'
import { ourAnswer, profileOf } from './agreement/ours.ts'
import { type Case, randomCase } from './agreement/random-case.ts'
import { askGo, askOpenssl, versionOf } from './agreement/real-clients.ts'

/**
 * Chains that nobody thought of: minted at random from a fixed seed, and every fault of the lab. The real client on this
 * machine judges each, and the profile that answers for it has to say the very same sentence.
 */
const sample = (seed: number, count: number): readonly Case[] => [
  ...labCases(),
  ...Array.from({ length: count }, (_, i) => randomCase(seed, i)),
]

/** A disagreement that is known. One that explains nothing any more fails. */
interface Exception {
  readonly reason: string
  readonly explains: (theirs: string, ours: string, one: Case) => boolean
}

interface Disagreement {
  readonly id: string
  readonly done: string
  readonly theirs: string
  readonly ours: string
}

function compare(
  cases: readonly Case[],
  said: readonly string[],
  profile: ClientProfile,
  exceptions: readonly Exception[],
): { readonly unexplained: readonly Disagreement[]; readonly idle: readonly string[] } {
  const used = new Set<Exception>()
  const unexplained: Disagreement[] = []
  for (const [i, one] of cases.entries()) {
    const theirs = said[i] ?? 'no answer'
    const { text: ours } = ourAnswer(profile, one)
    if (ours === theirs) continue
    const exception = exceptions.find((e) => e.explains(theirs, ours, one))
    if (exception === undefined) unexplained.push({ id: one.id, done: one.done.join(', '), theirs, ours })
    else used.add(exception)
  }
  return { unexplained, idle: exceptions.filter((e) => !used.has(e)).map((e) => e.reason) }
}

/** How different the answers are: a comparison of nothing but acceptances would prove nothing. */
const kinds = (said: readonly string[]): number => new Set(said.map((text) => text.slice(0, 40))).size

const openssl = versionOf('openssl', 'version') ?? 'no openssl'
const isOpenssl3 = openssl.startsWith('OpenSSL 3.0.')

const notLoaded: Exception = {
  reason: 'the program reads its files itself: one that it cannot decode is no certificate of a server',
  explains: (_theirs, _ours, { id }) => id === 'lab/junk-leaf' || id === 'lab/junk-in-chain',
}

describe.skipIf(!isOpenssl3)(`openssl verify (skipped without OpenSSL 3.0; here: ${openssl})`, () => {
  const plain = profileOf('openssl-verify-3.0')
  const runs: readonly (readonly [string, ClientProfile, readonly string[]])[] = [
    ['without options', plain, []],
    ['-x509_strict', profileOf('openssl-verify-3.0-strict'), ['-x509_strict']],
    ['-partial_chain', profileOf('openssl-verify-3.0-partial'), ['-partial_chain']],
    ['-auth_level 2', { ...plain, verifier: opensslLibrary('3.0', { level: 2 }) }, ['-auth_level', '2']],
  ]
  const cases = sample(2026, 220)
  it.each(runs)('%s', { timeout: 60_000 }, async (_name, profile, options) => {
    const said = await askOpenssl(cases, options)
    expect(kinds(said)).toBeGreaterThan(12)
    expect(compare(cases, said, profile, [notLoaded])).toEqual({ unexplained: [], idle: [] })
  })
})

const go = versionOf('go', 'version') ?? 'no go'
const isGo119 = go.includes('go1.19')

const parsing = 'tls: failed to parse certificate from server: '

const goExceptions: readonly Exception[] = [
  {
    reason: 'what the decoder stumbled over is not modelled, only that it did',
    explains: (theirs, ours) => theirs.startsWith(parsing) && ours.startsWith(parsing),
  },
]

describe.skipIf(!isGo119)(`Go (skipped without Go 1.19; here: ${go})`, () => {
  it('verifies as crypto/tls does', { timeout: 120_000 }, async () => {
    const cases = sample(1119, 700)
    const said = await askGo(cases)
    expect(kinds(said)).toBeGreaterThan(12)
    expect(compare(cases, said, profileOf('go-1.19'), goExceptions)).toEqual({ unexplained: [], idle: [] })
  })
})
