import { describe, expect, test } from 'vitest'
import type { Scenario } from '../../src/model/path.ts'
import type { Oid } from '../../src/model/oid.ts'
import { go } from '../../src/clients/go.ts'
import { java } from '../../src/clients/java.ts'
import { rfc5280 } from '../../src/clients/rfc5280.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { integer, oid, sequence, tlv } from '../../src/lab/der-writer.ts'
import { extKeyUsage, purpose } from '../../src/lab/extensions.ts'
import { authority, loopbackNames, server, usualChain, usualValidity, withExtension } from '../../src/lab/shapes.ts'
import { anyPolicy, noPolicyAsked, processPolicies, rfc5280Policies } from '../../src/validation/checks/policies.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { fixedNow } from '../support/evidence.ts'
import { profile, spoken } from './judge.ts'

const verify = nodeSignatureVerifier()
const one = '1.3.6.1.4.1.55555.2.1'
const other = '1.3.6.1.4.1.55555.2.2'

/** RFC 5280 §4.2.1.4, §4.2.1.5 and §4.2.1.11, as DER. */
const named = (...policies: readonly Oid[]) =>
  withExtension({ oid: '2.5.29.32', critical: false, value: sequence(...policies.map((p) => sequence(oid(p)))) })
const mapping = (...pairs: readonly (readonly [Oid, Oid])[]) =>
  withExtension({ oid: '2.5.29.33', critical: false, value: sequence(...pairs.map(([a, b]) => sequence(oid(a), oid(b)))) })
const demanding = (skip: number) =>
  withExtension({ oid: '2.5.29.36', critical: false, value: sequence(tlv(0x80, Uint8Array.of(skip))) })

type Extend = ReturnType<typeof withExtension>
const all =
  (...each: readonly Extend[]): Extend =>
  (usual) =>
    each.reduce((extensions, extend) => extend(extensions), usual)

function scenarioOf(chain: readonly Uint8Array[], anchors: readonly Uint8Array[]): Scenario {
  const sent = chain.map((der) => readCertificate(der))
  const store = trustStore(
    'store',
    'test',
    anchors.map((der) => readCertificate(der)),
  )
  return { graph: pathGraph(sent, [store], verify), sent, store, host: 'localhost', tlsVersion: null }
}

const clients = [...go(), ...java(), ...rfc5280()]
const say = (scenario: Scenario, id: string): string => {
  const client = profile(clients, id)
  return spoken(evaluate(scenario, client, fixedNow), client, 'localhost', fixedNow)
}

/** Leaf and intermediate with these extensions, under a trusted root. */
function usual(intermediate: Extend, leaf: Extend = (extensions) => extensions): Scenario {
  const chain = usualChain('policies', fixedNow, { intermediate: { extensions: intermediate }, leaf: { extensions: leaf } })
  return scenarioOf([chain.leaf, chain.intermediate], [chain.root])
}

const goPrefix = 'tls: failed to verify certificate: '

describe('a policy that is demanded', () => {
  test('and not named below fails for those who look', () => {
    const scenario = usual(demanding(0))
    // crypto/x509/verify.go of Go 1.24.4 and 1.26.10, Verify.
    expect(say(scenario, 'go-1.24')).toBe(`${goPrefix}x509: no valid chains built: all candidate chains have invalid policies`)
    expect(say(scenario, 'go-1.26')).toBe(`${goPrefix}x509: no valid chains built: 1 candidate chains with invalid policies`)
    expect(say(scenario, 'rfc5280')).toContain('RFC 5280 §6.1.3 (f)')
    expect(say(scenario, 'java-17')).toContain('non-null policy tree required and policy tree is null')
    // Before 1.24 the extension is not known, and it is not critical here.
    expect(say(scenario, 'go-1.19')).toBe('accepted')
  })

  test('and named all along passes, as does one that the target is too near for', () => {
    for (const id of ['go-1.24', 'rfc5280', 'java-17']) {
      expect(say(usual(all(demanding(0), named(one)), named(one)), id)).toBe('accepted')
      expect(say(usual(demanding(1)), id)).not.toBe('accepted')
      expect(say(usual(demanding(2)), id)).toBe('accepted')
    }
  })
})

describe('a mapping of anyPolicy', () => {
  test('fails where RFC 5280 §6.1.4 (a) is kept, and with a valid policy everywhere', () => {
    const bare = usual(mapping([anyPolicy, one]))
    expect(say(bare, 'rfc5280')).toContain('maps anyPolicy (§6.1.4 (a))')
    for (const id of ['go-1.24', 'java-17']) expect(say(bare, id)).toBe('accepted')
    const valid = usual(all(named(one), mapping([one, anyPolicy])))
    for (const id of ['go-1.24', 'java-17', 'rfc5280']) expect(say(valid, id)).not.toBe('accepted')
  })
})

test('an inhibitAnyPolicy that is not critical is none for Java', () => {
  const inhibiting = (critical: boolean) => {
    const inhibit = withExtension({ oid: '2.5.29.54', critical, value: integer(0) })
    return usual(all(demanding(0), named(anyPolicy), inhibit), named(anyPolicy))
  }
  expect(say(inhibiting(false), 'java-17')).toBe('accepted')
  expect(say(inhibiting(true), 'java-17')).toContain('non-null policy tree required')
  for (const critical of [true, false]) expect(say(inhibiting(critical), 'rfc5280')).toContain('RFC 5280 §6.1.3 (f)')
})

test('Go counts what each of its filters has dropped, policies first', () => {
  const [root, second] = ['Root A', 'Root B'].map((role) => authority('policies', role))
  const middle = authority('policies', 'Intermediate CA')
  const leaf = server()
  if (root === undefined || second === undefined) throw new Error('two roots')
  const window = usualValidity(fixedNow, 'intermediate')
  const scenario = scenarioOf(
    [
      leafCertificate(middle, leaf, usualValidity(fixedNow, 'leaf'), loopbackNames),
      caCertificate(root, middle, window, { extensions: demanding(0) }),
      caCertificate(second, middle, window, { extensions: withExtension(extKeyUsage(purpose.emailProtection)) }),
    ],
    [root, second].map((entity) => rootCertificate(entity, usualValidity(fixedNow, 'root'))),
  )
  // Which of two equal candidates Go takes first is no matter: both paths are dropped.
  expect(say(scenario, 'go-1.24')).toBe(
    `${goPrefix}x509: no valid chains built: 1 chains with incompatible key usage, 1 chains with invalid policies`,
  )
  expect(say(scenario, 'go-1.26')).toBe(
    `${goPrefix}x509: no valid chains built: 1 candidate chains with incompatible key usage, 1 candidate chains with invalid policies`,
  )
})

describe('processPolicies', () => {
  test('tells the certificate at which it fails, and the policies that are left', () => {
    const path = usual(all(demanding(0), named(one, other)), named(other)).sent
    expect(processPolicies(path, noPolicyAsked, rfc5280Policies)).toEqual({ kind: 'valid', policies: new Set([other]) })
    const asked = { ...noPolicyAsked, initialPolicies: [one] }
    expect(processPolicies(path, asked, rfc5280Policies)).toEqual({ kind: 'invalid', at: 0, reason: 'none-valid' })
    const early = { ...noPolicyAsked, explicitPolicy: true }
    expect(processPolicies(usual((e) => e).sent, early, rfc5280Policies)).toEqual({
      kind: 'invalid',
      at: 1,
      reason: 'none-valid',
    })
  })

  test('grows with the certificates, not with the ways through them (RFC 9618 §1)', () => {
    // Each authority maps each of two policies to both: a tree doubles at every one of forty.
    const names = Array.from({ length: 41 }, (_, i) => authority('policies', `Tier ${i}`))
    const crossed = all(named(one, other), mapping([one, one], [one, other], [other, one], [other, other]))
    const path = names.slice(1).map((entity, i) => {
      const issuer = names[i]
      if (issuer === undefined) throw new Error('a tier without issuer')
      const window = usualValidity(fixedNow, 'intermediate')
      return readCertificate(caCertificate(issuer, entity, window, { extensions: crossed }))
    })
    const outcome = processPolicies(path.reverse(), noPolicyAsked, rfc5280Policies)
    expect(outcome).toEqual({ kind: 'valid', policies: new Set([one, other]) })
  }, 5_000)
})
