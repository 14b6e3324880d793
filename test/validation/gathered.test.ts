import { describe, expect, it } from 'vitest'
import { labKey } from '../../src/lab/key.ts'
import { seconds } from '../../src/model/time.ts'
import { ourAnswer, profileOf } from './agreement/ours.ts'
import { at, minted, type Plan, plan } from './agreement/plan.ts'

const host = 'www.agree.test'
const key = (role: string) => labKey('p-256', `gathered ${role}`)
const root = plan('root', 'Root', key('root'), 'Root', key('root'))
const other = plan('root', 'Other', key('other'), 'Other', key('other'))
const tier = plan('intermediate', 'Tier', key('tier'), 'Root', key('root'))
const leaf = plan('leaf', host, key('leaf'), 'Tier', key('tier'), [{ dns: host }])
const ended: Plan = { ...tier, notAfter: seconds(at - 1) }

const says = (sent: readonly Plan[], store: readonly Plan[]): string =>
  ourAnswer(profileOf('dotnet-8-openssl'), {
    id: 'gathered',
    done: [],
    sent: sent.map((p) => minted(p)),
    store: store.map((p) => minted(p)),
    host,
    at,
    key: null,
  }).text

/** Each line was measured with SslStream of .NET 8.0.30 on OpenSSL 3.0.19, its store one file. */
describe('.NET and intermediates of its store', () => {
  const chain = 'errors in the certificate chain: '

  it('one that was not sent stands in for it', () => {
    expect(says([leaf], [root, tier])).toBe('accepted')
    expect(says([leaf], [root])).toContain(`${chain}PartialChain`)
  })

  it('an expired one is gone on with, although the server sends the one that is valid', () => {
    expect(says([leaf, tier], [root])).toBe('accepted')
    expect(says([leaf, tier], [root, ended])).toContain(`${chain}NotTimeValid`)
    expect(says([leaf], [root, ended])).toContain(`${chain}NotTimeValid`)
  })

  it('is no anchor by itself', () => {
    expect(says([leaf], [tier])).toContain(`${chain}PartialChain`)
  })

  // Measured with PowerShell 7.4.9, on .NET 8.0.30; dotnet/runtime: DynamicChainTests.cs, BuildInvalidSignatureTwice.
  it('a root whose own signature is bad is told twice where it is not trusted, and not at all where it is', () => {
    expect(says([leaf, tier, root], [other])).toContain(`${chain}UntrustedRoot`)
    const bad: Plan = { ...root, isSpoiled: true }
    expect(says([leaf, tier, bad], [other])).toContain(`${chain}NotSignatureValid, UntrustedRoot`)
    expect(says([leaf, tier], [bad])).toBe('accepted')
  })
})
