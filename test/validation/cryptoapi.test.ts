import { describe, expect, test } from 'vitest'
import { cryptoapi } from '../../src/clients/cryptoapi.ts'
import { rootCertificate, caCertificate, leafCertificate } from '../../src/lab/authority.ts'
import { oid, sequence, tlv } from '../../src/lab/der-writer.ts'
import { subjectAltName } from '../../src/lab/extensions.ts'
import { authority, loopbackNames, server, usualChain, usualValidity, withExtension } from '../../src/lab/shapes.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { ScoredVerifier } from '../../src/model/verifier.ts'
import { seconds } from '../../src/model/time.ts'
import { fixedNow } from '../support/evidence.ts'
import { judge, profile, scenarioOf, spoken } from './judge.ts'
import { type RealCase, realCases } from './real-cases.ts'

/** The client on a machine that fetches nothing and asks nobody about revocation. */
function offline(id: string, change: (usual: ScoredVerifier) => Partial<ScoredVerifier> = () => ({})): ClientProfile {
  const { revocation: _revocation, ...client } = profile(cryptoapi(), id)
  const { verifier } = client
  if (verifier.strategy !== 'scored') throw new Error('not scored')
  return { ...client, verifier: { ...verifier, rootsOnDemand: false, aia: false, ...change(verifier) } }
}

const cases = new Map([...realCases()].map((one) => [one.id, one]))
function take(id: string, change: Partial<RealCase> = {}): RealCase {
  const found = cases.get(id)
  if (found === undefined) throw new Error(`no case ${id}`)
  return { ...found, ...change }
}

const says = (one: RealCase, id: string): string => {
  const client = offline(id)
  return spoken(judge(scenarioOf(one), client, one.at), client, one.host, one.at)
}
const flags = (one: RealCase): string => says(one, 'dotnet-windows').replace(/^.* in the certificate chain: /, '')

const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
const later = seconds(Date.parse('2040-01-01T00:00:00Z') / 1000)

// dotnet/runtime: src/libraries/System.Security.Cryptography/tests/X509Certificates/DynamicChainTests.cs, what it expects on Windows.
describe('the flags of .NET', () => {
  test.each([
    ['lab/path-length-exceeded', 'InvalidBasicConstraints'],
    ['lab/intermediate-not-a-ca', 'InvalidBasicConstraints'],
    ['lab/critical-unknown-extension', 'HasNotSupportedCriticalExtension'],
    ['lab/name-not-permitted', 'HasNotPermittedNameConstraint'],
    ['lab/name-excluded', 'HasExcludedNameConstraint'],
    ['lab/bad-signature', 'NotSignatureValid'],
    ['lab/missing-intermediate', 'PartialChain'],
    // Wine: dlls/crypt32/tests/chain.c, chain18: CERT_TRUST_IS_NOT_VALID_FOR_USAGE.
    ['lab/intermediate-without-cert-sign', 'NotValidForUsage'],
  ])('%s: %s', (id, expected) => {
    expect(flags(take(id))).toBe(expected)
  })

  test('are all that the path fails for, in the order of their values', () => {
    const one = take('lab/bad-signature', { store: take('lab/unknown-root').store })
    expect(flags(one)).toBe('NotSignatureValid, PartialChain')
    expect(flags({ ...one, at: later })).toBe('NotTimeValid, NotSignatureValid, PartialChain')
  })

  // BuildInvalidSignatureTwice: the root alone is tampered with.
  test('a root that is not trusted is held to its own signature', () => {
    const one = take('lab/untrusted-root-sent')
    const spoiled = Buffer.from(one.sent.at(-1) ?? '', 'base64')
    spoiled[spoiled.length - 3]! ^= 1
    const tampered = spoiled.toString('base64')
    expect(flags(one)).toBe('UntrustedRoot')
    expect(flags({ ...one, sent: [...one.sent.slice(0, -1), tampered] })).toBe('NotSignatureValid, UntrustedRoot')
    expect(flags({ ...one, sent: one.sent.slice(0, -1), store: [tampered] })).toBe('accepted')
  })

  // SslStream.IO.cs, CreateCertificateValidationException.
  test('are hidden by a name that does not fit', () => {
    const mismatch = 'The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch'
    expect(says(take('lab/wrong-host'), 'dotnet-windows')).toBe(mismatch)
    expect(says(take('lab/wrong-host', { at: later }), 'dotnet-windows')).toBe(`${mismatch}, RemoteCertificateChainErrors`)
  })
})

/** A chain whose intermediate demands a policy, and has those of `held`; the leaf has those of `own`. */
function demanding(held: readonly string[], own: readonly string[]): RealCase {
  const policies = (list: readonly string[]) =>
    withExtension({ oid: '2.5.29.32', critical: false, value: sequence(...list.map((policy) => sequence(oid(policy)))) })
  const demand = withExtension({ oid: '2.5.29.36', critical: true, value: sequence(tlv(0x80, Uint8Array.of(0))) })
  const usual = usualChain('cryptoapi', fixedNow, {
    intermediate: { extensions: (e) => (held.length === 0 ? demand(e) : policies(held)(demand(e))) },
    leaf: { extensions: (e) => (own.length === 0 ? e : policies(own)(e)) },
  })
  return {
    id: 'policies',
    at: fixedNow,
    host: 'localhost',
    sent: [base64(usual.leaf), base64(usual.intermediate)],
    store: [base64(usual.root)],
  }
}

// DynamicChainTests.cs, PolicyConstraints_RequireExplicitPolicy, _Valid, _Mismatch and _AnyPolicy.
describe('policies', () => {
  test.each([
    ['none', [], [], 'NoIssuanceChainPolicy'],
    ['the same', ['2.23.140.1.2.1'], ['2.23.140.1.2.1'], 'accepted'],
    ['another', ['2.23.140.1.2.1'], ['1.2.3.4'], 'NoIssuanceChainPolicy'],
    ['under any', ['2.5.29.32.0'], ['1.2.3.4'], 'accepted'],
  ])('%s', (_title, held, own, expected) => {
    expect(flags(demanding(held, own))).toBe(expected)
  })
})

// DynamicChainTests.cs: MismatchKeyIdentifiers builds on Windows, where it does not on Linux.
test('key identifiers that do not fit part no certificate from its issuer', () => {
  const [root, tier, leaf] = [authority('cryptoapi', 'Root CA'), authority('cryptoapi', 'Tier CA'), server()]
  const other = withExtension({ oid: '2.5.29.35', critical: false, value: sequence(tlv(0x80, Uint8Array.of(1, 2, 3, 4))) })
  const sent = [
    leafCertificate(tier, leaf, usualValidity(fixedNow, 'leaf'), loopbackNames, { extensions: other }),
    caCertificate(root, tier, usualValidity(fixedNow, 'intermediate')),
  ]
  const store = [rootCertificate(root, usualValidity(fixedNow, 'root'))]
  const one = { id: 'identifiers', at: fixedNow, host: 'localhost', sent: sent.map(base64), store: store.map(base64) }
  expect(says(one, 'schannel')).toBe('accepted')
})

const untrusted =
  'A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider.'
const expired =
  'A required certificate is not within its validity period when verifying against the current system clock or the timestamp in the signed file.'
const signature = 'The signature of the certificate cannot be verified.'
const usage = 'The certificate is not valid for the requested usage.'

describe('what CERT_CHAIN_POLICY_SSL tells of several', () => {
  // Wine: dlls/crypt32/tests/chain.c, sslPolicyCheck: chain1, chain0, chain3, and the Google chain at a bad date.
  test('a signature before the root, the root before a date, a date before the name', () => {
    const strange = take('lab/unknown-root').store
    expect(says(take('lab/bad-signature', { store: strange, at: later }), 'schannel')).toBe(signature)
    expect(says(take('lab/untrusted-root-sent', { at: later }), 'schannel')).toBe(untrusted)
    expect(says(take('lab/intermediate-not-a-ca', { store: strange }), 'schannel')).toBe(untrusted)
    expect(says(take('lab/wrong-host', { at: later }), 'schannel')).toBe(expired)
  })

  // rustls-platform-verifier: verification_mock, `ee_only_dns` and `wrong_eku_dns`; Wine's chain9, which is partial and cyclic.
  test('a path that ends nowhere is an untrusted root', () => {
    expect(says(take('lab/missing-intermediate'), 'schannel')).toBe(untrusted)
    expect(says(take('lab/client-purpose-leaf'), 'schannel')).toBe(usage)
  })

  // Microsoft: CERT_CHAIN_POLICY_STATUS, where CERT_E_WRONG_USAGE stands before CERT_E_EXPIRED.
  test('a purpose before a date', () => {
    expect(says(take('lab/client-purpose-leaf', { at: later }), 'schannel')).toBe(usage)
  })
})

describe('strength', () => {
  // Microsoft Security Advisory 2862973: only under roots of its programme.
  test('MD5 under a private root passes', () => {
    expect(says(take('lab/md5-intermediate'), 'schannel')).toBe('accepted')
  })
  // KB 2661254.
  test('RSA keys of 1024 bits pass', () => {
    expect(says(take('lab/rsa-1024-leaf'), 'schannel')).toBe('accepted')
    expect(says(take('lab/rsa-1024-intermediate'), 'schannel')).toBe('accepted')
  })
  test('a key that is too short is a bad signature, and two flags', () => {
    const one = take('lab/rsa-1024-leaf')
    const told = (id: string): string => {
      const client = offline(id, ({ algorithms }) => ({ algorithms: { ...algorithms, minRsaBits: 1025 } }))
      return spoken(judge(scenarioOf(one), client, one.at), client, one.host, one.at)
    }
    expect(told('schannel')).toBe(signature)
    expect(told('dotnet-windows')).toContain(': NotSignatureValid, HasWeakSignature')
  })
})

// Microsoft KB 258858, its own examples.
test.each([
  ['*.example.com', 'www.example.com', true],
  ['w*.example.com', 'www.example.com', true],
  ['ww*.example.com', 'www.example.com', true],
  ['Www.Example.com', 'www.examPle.cOm', true],
  ['w*.example.com', 'mail.example.com', false],
  ['*www.example.com', 'www.example.com', false],
  ['*w.example.com', 'www.example.com', false],
  ['w*w.example.com', 'www.example.com', false],
  ['www.e*ample.com', 'www.example.com', false],
  ['www.ex*.com', 'www.example.com', false],
  ['a*.d*.example.com', 'abc.def.example.com', false],
  ['*.*.com.au', 'www.example.com.au', false],
  ['*.abc.com', 'www.example.abc.com', false],
  ['*.com', 'example.com', false],
  ['www.*.com', 'www.example.com', false],
])('%s for %s: %s', (pattern, host, fits) => {
  const usual = usualChain('cryptoapi', fixedNow, { leaf: { extensions: withExtension(subjectAltName({ dns: pattern })) } })
  const one = { id: 'name', at: fixedNow, host, sent: [usual.leaf, usual.intermediate].map(base64), store: [base64(usual.root)] }
  expect(says(one, 'schannel')).toBe(fits ? 'accepted' : "The certificate's CN name does not match the passed value.")
})

test('what is remembered is said to be', () => {
  for (const client of cryptoapi()) {
    expect(client.known, client.id).toBe('documented')
    expect(client.sources.filter(({ known }) => known === 'memory').map(({ where }) => where)).toEqual([
      expect.stringContaining('the common name'),
    ])
  }
})
