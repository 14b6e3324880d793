import { describe, expect, test } from 'vitest'
import { apple } from '../../src/clients/apple.ts'
import { cryptoapi } from '../../src/clients/cryptoapi.ts'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { evidenceOf } from '../../src/commands/store-evidence.ts'
import { workshop, world as worldOf } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import type { Evidence, TrustEntries, TrustEntry, TrustSettings } from '../../src/model/evidence.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds } from '../../src/model/time.ts'
import { encodeBase64 } from '../../src/x509/base64.ts'
import { judge, profile } from './judge.ts'

/*
 * No macOS was run. What is expected is what Apple's own tests expect of trustd (apple-oss-distributions/Security, tag
 * Security-61901.0.87.0.1: tests/TrustTests/EvaluationTests/TrustSettingsTests.m), by the names of theirs: cert0 is the target's issuer's
 * issuer there, and signs itself; cert1 is an authority under it, cert2 the target.
 */

const validity = { notBefore: utc('2025-01-01T00:00:00Z'), notAfter: utc('2025-12-31T00:00:00Z') }
const entity = (name: string) => ({ subject: { CN: name }, key: labKey('p-256', `sectrust ${name}`) })
const cert0 = rootCertificate(entity('Root'), { ...validity, notAfter: utc('2045-01-01T00:00:00Z') })
const cert1 = caCertificate(entity('Root'), entity('Authority'), validity)
const cert2 = leafCertificate(entity('Authority'), entity('Target'), validity, [{ dns: 'testserver.example' }])
const [within, after] = [seconds(Date.UTC(2025, 5, 1) / 1000), seconds(Date.UTC(2026, 5, 1) / 1000)]

const shop = workshop(nodeSignatureVerifier())

type Held = readonly (readonly [der: Uint8Array, settings: TrustSettings | null])[]
const entries = (list: readonly TrustEntry[], otherwise: TrustEntries['otherwise'] = 'nothing'): TrustSettings => ({
  // As the reader of keychains writes one that is no anchor to anybody else.
  trusts: ['1.2.840.113635.100.1.3'],
  rejects: [],
  binds: 'everyone',
  entries: { list, otherwise },
})

const sectrust = profile(apple(), 'sectrust-26')
// What it may fetch is another question.
const client =
  sectrust.verifier.strategy === 'scored' ? { ...sectrust, verifier: { ...sectrust.verifier, aia: false } } : sectrust

/** The verdict on cert2 and cert1, through a case file. */
function verdict(held: Held, { host = 'testserver.example', at = within, asked = client } = {}) {
  const certs = new Map<Sha256, Uint8Array>()
  const store = evidenceOf(
    'macos:anchors',
    { origin: 'test', certificates: held.map(([der, settings]) => ({ der, settings })) },
    certs,
  )
  const sent = evidenceOf('sent', { origin: '', certificates: [cert2, cert1].map((der) => ({ der, settings: null })) }, certs)
  const evidence: Evidence = {
    schema: 1,
    at,
    target: { host, port: 443 },
    certs: Object.fromEntries([...certs].map(([id, der]) => [id, encodeBase64(der)])),
    sends: [
      {
        hello: 'tls1.3',
        address: '192.0.2.1',
        try: 1,
        outcome: { kind: 'chain', chain: 'anchors' in sent ? sent.anchors : [], tls: null },
      },
    ],
    stores: [store],
    clients: [],
    clock: at,
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
  const world = worldOf(readCaseFile(JSON.stringify(evidence), 'case.json'), shop)
  const [chain] = world.chains
  const trust = world.stores.get('macos:anchors')
  if (chain === undefined || trust === undefined) throw new Error('no scenario')
  return judge(world.scenario(chain, trust, 'tls1.3'), asked, at)
}
const said = (...given: Parameters<typeof verdict>): string => {
  const given_ = verdict(...given)
  return given_.kind === 'rejected' ? given_.told.code : given_.kind
}
const anchor = [cert0, null] as const

describe('trust settings of macOS, as SecTrust goes by them', () => {
  test('test_policy_string_constraints: an entry for one host binds that host alone', () => {
    const list: readonly TrustEntry[] = [
      { says: 'rejects', host: 'wrongname.example' },
      { says: 'trusts', host: 'TestServer.example' },
    ]
    expect(said([[cert2, entries(list)]])).toBe('accepted')
    expect(said([[cert2, entries(list)]], { host: 'weirdname.example' })).toBe('issuer-not-found')
    expect(said([[cert2, entries(list)]], { host: 'wrongname.example' })).toBe('anchor-rejected')
    expect(said([[cert0, entries([{ says: 'trusts', host: 'testserver.example' }])]])).toBe('accepted')
    expect(said([[cert0, entries([{ says: 'trusts', host: 'other.example' }])]])).not.toBe('accepted')
  })

  test('test_application_constraints: nobody can tell which application it is', () => {
    const forOne = entries([{ says: 'trusts', application: 'one' }])
    expect(verdict([[cert0, forOne]])).toEqual({
      kind: 'undetermined',
      missing: ['whether the program is the one for which alone macOS has trust settings for "Root"'],
    })
    // Where both readings say the same there is no question.
    expect(said([anchor, [cert1, forOne]])).toBe('accepted')
    expect(said([[cert0, forOne]], { host: 'other.example', at: after })).not.toBe('accepted')
    expect(said([[cert0, entries([{ says: 'trusts' }, { says: 'rejects', application: 'one' }])]])).toBe('accepted')
  })

  test('test_allowed_errors: dates are let pass at the certificate that has the entry, and nowhere else', () => {
    const allowing = entries([{ says: 'nothing', allows: 'dates' }])
    expect(said([anchor], { at: after })).toBe('expired')
    expect(said([anchor, [cert1, allowing], [cert2, allowing]], { at: after })).toBe('accepted')
    expect(said([anchor, [cert2, allowing]], { at: after })).toBe('expired')
    expect(said([anchor, [cert1, allowing]], { at: after })).toBe('expired')
    // kSecPolicyCheckTemporalValidity is both ends.
    const before = seconds(validity.notBefore - 86_400)
    const all = [cert0, cert1, cert2].map(
      (der) => [der, entries([{ says: der === cert0 ? 'trusts' : 'nothing', allows: 'dates' }])] as const,
    )
    expect(said([anchor], { at: before })).toBe('not-yet-valid')
    expect(said(all, { at: before })).toBe('accepted')
  })

  test('test_allowed_errors: a name is let pass', () => {
    const allowing = entries([{ says: 'nothing', allows: 'name' }])
    expect(said([anchor], { host: 'wrongname.example' })).toBe('host-mismatch')
    expect(said([anchor, [cert2, allowing]], { host: 'wrongname.example' })).toBe('accepted')
    expect(said([anchor, [cert1, allowing]], { host: 'wrongname.example' })).toBe('host-mismatch')
    const forAnother = entries([{ says: 'nothing', host: 'other.example', allows: 'name' }])
    expect(said([anchor, [cert2, forAnother]], { host: 'wrongname.example' })).toBe('host-mismatch')
    expect(said([anchor, [cert2, allowing]], { host: 'wrongname.example', at: after })).toBe('expired')
  })

  test('test_multiple_constraints: an error is allowed for a host, and trust is taken away for the rest', () => {
    const list: readonly TrustEntry[] = [{ says: 'trusts', host: 'wrongname.example', allows: 'name' }, { says: 'nothing' }]
    expect(said([[cert2, entries(list)]], { host: 'wrongname.example' })).toBe('accepted')
    expect(said([[cert2, entries(list)]])).toBe('issuer-not-found')
  })

  // SecPathBuilderIsAnchor goes on to the programme's list where the settings make no anchor, and takes its entries: none.
  test('a root of the programme is trusted where its entries leave that open, and what they allow is not', () => {
    const open = entries([{ says: 'nothing', allows: 'dates' }], 'trusts')
    const late = seconds(Date.UTC(2046, 0, 1) / 1000)
    const allowing = entries([{ says: 'nothing', allows: 'dates' }])
    const below = [[cert1, allowing] as const, [cert2, allowing] as const]
    expect(said([[cert0, open]])).toBe('accepted')
    expect(said([[cert0, open], ...below], { at: late })).toBe('expired')
    expect(said([[cert0, entries([{ says: 'trusts', allows: 'dates' }])], ...below], { at: late })).toBe('accepted')
  })

  test('a denied authority is refused below a trusted root', () => {
    expect(verdict([anchor, [cert1, { ...entries([{ says: 'rejects' }]), trusts: [], rejects: ['2.5.29.37.0'] }]])).toMatchObject(
      {
        kind: 'rejected',
        told: { code: 'anchor-rejected', at: 1 },
      },
    )
  })

  test('an authority that others signed is an anchor by itself (trustAsRoot)', () => {
    expect(said([[cert1, null]])).toBe('accepted')
  })

  test('nobody else goes by the entries', () => {
    const schannel = profile(cryptoapi(), 'schannel')
    if (schannel.verifier.strategy !== 'scored') throw new Error('not scored')
    const asked = { ...schannel, verifier: { ...schannel.verifier, rootsOnDemand: false, aia: false } }
    expect(said([[cert0, entries([{ says: 'trusts', host: 'testserver.example' }])]], { asked })).toBe('issuer-not-found')
    expect(said([anchor, [cert2, entries([{ says: 'nothing', allows: 'dates' }])]], { at: after, asked })).toBe('expired')
  })
})
