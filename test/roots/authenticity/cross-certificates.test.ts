import { describe, expect, it } from 'vitest'
import {
  basicConstraints,
  type ExtensionSpec,
  extKeyUsage,
  keyUsage,
  nameConstraints,
  purpose,
} from '../../../src/lab/extensions.ts'
import { withExplicitParameters } from '../../../src/lab/key.ts'
import { leafCertificate } from '../../../src/lab/authority.ts'
import { keyUsageBit } from '../../../src/model/extension.ts'
import { seconds } from '../../../src/model/time.ts'
import { authenticate } from '../../../src/roots/authenticity/authenticate.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import {
  cross,
  day,
  entity,
  intermediate,
  knowing,
  type Known,
  long,
  now,
  outcome,
  root,
  says,
  vouched,
  weigh,
} from './support.ts'

const publicCa = entity('Public Root')
const anchor = root(publicCa)
const newcomer = entity('New Root')
const candidate = root(newcomer)
const qualified = cross(publicCa, newcomer)
const base: Known = { statements: vouched(anchor), pool: [anchor, qualified, candidate] }

const faultsWith = (made: ReturnType<typeof cross>, known: Known = {}) => {
  const sheet = weigh(candidate, { statements: vouched(anchor), pool: [anchor, made], ...known })
  expect(outcome(sheet)).toMatch(/^insufficient: no-programme/)
  return sheet.crossCertificates.map((c) => c.faults)
}

describe('DESIGN §7: a verified cross-certificate', () => {
  it('vouches for a root of the identical name and key', () => {
    const sheet = weigh(candidate, base)
    expect(sheet.verdict).toEqual({
      kind: 'authentic',
      by: 'cross-certificate',
      cross: qualified.sha256,
      anchor: anchor.sha256,
    })
    expect(sheet.crossCertificates).toEqual([
      { cross: qualified.sha256, anchor: anchor.sha256, programmes: ['mozilla', 'microsoft'], faults: [] },
    ])
  })

  it('through an intermediate without bounds too', () => {
    const middle = entity('Middle')
    const above = cross(publicCa, middle)
    const made = cross(middle, newcomer)
    expect(outcome(weigh(candidate, { statements: vouched(anchor), pool: [anchor, above, made] }))).toBe(
      'authentic by cross-certificate',
    )
  })

  it('not for another key under the name', () => {
    const impostor = root({ ...newcomer, key: entity('Impostor').key })
    const sheet = weigh(impostor, base)
    expect(sheet.crossCertificates[0]?.faults).toContain('other-key')
    expect(outcome(sheet)).toMatch(/^insufficient/)
  })

  it('not for a name that is written in another way', () => {
    const spelled = { ...newcomer, subject: { C: 'DE', O: 'TEST', CN: 'new  root' } }
    expect(faultsWith(cross(publicCa, spelled))).toEqual([['other-name']])
  })

  it('not when it is expired, or not yet valid', () => {
    const ended = { notBefore: long.notBefore, notAfter: seconds(now - 1) }
    expect(faultsWith(cross(publicCa, newcomer, {}, ended))).toEqual([['expired']])
    const coming = { notBefore: seconds(now + 1), notAfter: long.notAfter }
    expect(faultsWith(cross(publicCa, newcomer, {}, coming))).toEqual([['not-yet-valid']])
  })

  it.each([
    ['names', nameConstraints([{ dns: 'example.org' }], [])],
    ['purpose', extKeyUsage(purpose.serverAuth)],
    ['another purpose', extKeyUsage(purpose.emailProtection)],
  ])('not when it is constrained by %s', (_, extension) => {
    expect(faultsWith(cross(publicCa, newcomer, { extensions: (usual) => [...usual, extension] }))).toEqual([['constrained']])
  })

  it('not when it is constrained by the length of the path', () => {
    const made = cross(publicCa, newcomer, {
      extensions: (usual) => usual.map((e) => (e.oid === '2.5.29.19' ? basicConstraints(true, 3) : e)),
    })
    expect(faultsWith(made)).toEqual([['constrained']])
  })

  it('any purpose is no constraint', () => {
    const any = extKeyUsage('2.5.29.37.0')
    const made = cross(publicCa, newcomer, { extensions: (usual) => [...usual, any] })
    expect(outcome(weigh(candidate, { ...base, pool: [anchor, made] }))).toBe('authentic by cross-certificate')
  })

  it.each([
    ['names', (u: readonly never[]) => [...u, nameConstraints([{ dns: 'example.org' }], [])]],
    ['length of the path', () => [basicConstraints(true, 0), keyUsage(keyUsageBit.keyCertSign)]],
    ['purpose', (u: readonly never[]) => [...u, extKeyUsage(purpose.serverAuth)]],
  ] as const)('not below an intermediate that is constrained by %s', (_, change) => {
    const middle = entity('Bounded')
    const above = cross(publicCa, middle, { extensions: (usual) => change(usual as never) })
    const made = cross(middle, newcomer)
    expect(faultsWith(made, { pool: [anchor, above, made] })).toEqual([['constrained']])
  })

  it('not when it is revoked, blocked, or below what is revoked', () => {
    expect(faultsWith(qualified, { revoked: [qualified] })).toEqual([['revoked']])
    expect(faultsWith(qualified, { statements: [...vouched(anchor), says(qualified, 'apple', 'blocked', 900)] })).toEqual([
      ['revoked'],
    ])
    const middle = entity('Middle')
    const above = cross(publicCa, middle)
    const made = cross(middle, newcomer)
    expect(faultsWith(made, { pool: [anchor, above, made], revoked: [above] })).toEqual([['not-accepted']])
  })

  it('not under a root that is only in a store of the machine', () => {
    const stores = [{ anchors: [anchor], kept: 'administrator' as const }]
    expect(faultsWith(qualified, { statements: [], stores })).toEqual([['local-anchor']])
  })

  it('not under a root that one programme includes, or none does any more', () => {
    expect(faultsWith(qualified, { statements: [says(anchor, 'mozilla')] })).toEqual([['anchor-not-included']])
    const old = [says(anchor, 'mozilla', 'included', 300), says(anchor, 'apple', 'included', 300)]
    expect(faultsWith(qualified, { statements: old })).toEqual([['anchor-not-included']])
  })

  it('not under a root that is contradicted', () => {
    const blocked = [...vouched(anchor), says(anchor, 'apple', 'blocked')]
    expect(faultsWith(qualified, { statements: blocked })).toEqual([['anchor-not-included']])
  })

  it('not under a root that has expired, though programmes include it and RFC 5280 does not look at its dates', () => {
    const ended = root(publicCa, {}, { notBefore: long.notBefore, notAfter: seconds(now - day) })
    expect(faultsWith(qualified, { statements: vouched(ended), pool: [ended, qualified] })).toEqual([['expired-anchor']])
  })

  it('not when its signature is wrong, or made by another key of the name', () => {
    const spoil = (signature: Uint8Array): Uint8Array =>
      signature.map((octet, i) => (i === signature.length - 1 ? octet ^ 1 : octet))
    expect(faultsWith(cross(publicCa, newcomer, { spoilSignature: spoil }))).toEqual([['not-accepted']])
    expect(faultsWith(cross({ ...publicCa, key: newcomer.key }, newcomer))).toEqual([['not-accepted']])
  })

  it('not under a root that is constrained itself, for an anchor of its own would not be', () => {
    const bounds = [
      (u: readonly ExtensionSpec[]) => u.map((e) => (e.oid === '2.5.29.19' ? basicConstraints(true, 3) : e)),
      (u: readonly ExtensionSpec[]) => [...u, nameConstraints([{ dns: 'example.org' }], [])],
    ]
    for (const extensions of bounds) {
      const bound = root(publicCa, { extensions })
      expect(faultsWith(qualified, { statements: vouched(bound), pool: [bound, qualified] })).toEqual([['constrained']])
    }
  })

  it('not when it, or what stands above it, is signed over SHA-1', () => {
    expect(faultsWith(cross(publicCa, newcomer, { digest: 'sha1' }))).toEqual([['weak-digest']])
    const middle = entity('Middle')
    const above = cross(publicCa, middle, { digest: 'sha1' })
    const made = cross(middle, newcomer)
    expect(faultsWith(made, { pool: [anchor, above, made] })).toEqual([['weak-digest']])
  })

  it('not when it is no authority, or its key may not sign certificates', () => {
    const noCa = cross(publicCa, newcomer, {
      extensions: (usual) => usual.map((e) => (e.oid === '2.5.29.19' ? basicConstraints(false) : e)),
    })
    expect(faultsWith(noCa)).toEqual([['not-an-authority']])
    const noSigning = cross(publicCa, newcomer, {
      extensions: (usual) => usual.map((e) => (e.oid === '2.5.29.15' ? keyUsage(keyUsageBit.digitalSignature) : e)),
    })
    expect(faultsWith(noSigning)).toEqual([['not-an-authority']])
    const silent = cross(publicCa, newcomer, { extensions: (usual) => usual.filter((e) => e.oid !== '2.5.29.15') })
    expect(faultsWith(silent)).toEqual([['not-an-authority']])
  })

  it('not over a curve that is spelled out, even with the same octets on both sides', () => {
    const spelledOut = { ...newcomer, key: withExplicitParameters(newcomer.key) }
    const made = cross(publicCa, spelledOut)
    const sheet = weigh(root(spelledOut), { statements: vouched(anchor), pool: [anchor, made] })
    expect(sheet.crossCertificates[0]?.faults).toEqual(['explicit-parameters'])
    expect(outcome(sheet)).toBe('contradicted: explicit-parameters')
  })

  it('a self-signed certificate of the same name and key vouches for nothing', () => {
    const again = root(newcomer, { serial: 77n })
    const sheet = weigh(candidate, { statements: vouched(anchor), pool: [anchor, again] })
    expect(sheet.crossCertificates).toEqual([])
  })

  it('the same name and key as an anchor is no other authority', () => {
    // Programmes include another certificate of the very key; what it signed through others is its own word.
    const other = root(newcomer, { serial: 78n })
    const middle = entity('Middle')
    const made = cross(middle, newcomer)
    const sheet = weigh(candidate, { statements: vouched(other), pool: [other, cross(newcomer, middle), made] })
    expect(sheet.crossCertificates.map((c) => c.faults)).toEqual([['not-accepted']])
    expect(outcome(sheet)).toMatch(/^insufficient/)
  })

  it('two unknown authorities that vouch for one another vouch for nothing', () => {
    const [a, b] = [entity('Ring A'), entity('Ring B')]
    const pool = [root(a), root(b), cross(a, b), cross(b, a)]
    expect(outcome(weigh(root(a), { pool }))).toMatch(/^insufficient/)
  })
})

describe('a chain that is made to keep the judge busy', () => {
  it('gets eight paths at most', () => {
    const stranger = entity('Stranger')
    const forged = Array.from({ length: 60 }, (_, i) => cross(stranger, newcomer, { serial: BigInt(i + 1) }))
    const knowledge = knowing({ statements: vouched(anchor), pool: [anchor, root(stranger), ...forged] })
    const below = new Set<string>()
    const counting: typeof knowledge = {
      ...knowledge,
      accepts: (question) => {
        below.add(question.below.sha256)
        return knowledge.accepts(question)
      },
    }
    const sheet = authenticate(candidate, counting)
    expect(sheet.crossCertificates).toHaveLength(50)
    expect(below.size).toBe(8)
    expect(outcome(sheet)).toMatch(/^insufficient/)
  })
})

describe('a self-signed root with the name and key of a server certificate', () => {
  it('is not vouched for by that certificate', () => {
    const issuing = entity('Issuing')
    const server = { subject: { CN: 'shop.example.org' }, key: entity('Server').key }
    const leaf = readCertificate(leafCertificate(issuing, server, long, [{ dns: 'shop.example.org' }]))
    const forged = root(server)
    const sheet = weigh(forged, { statements: vouched(anchor), pool: [anchor, cross(publicCa, issuing), leaf] })
    expect(sheet.crossCertificates).toEqual([
      { cross: leaf.sha256, anchor: null, programmes: [], faults: ['not-an-authority', 'constrained'] },
    ])
    expect(outcome(sheet)).toMatch(/^insufficient: no-programme, no-cross-certificate/)
  })

  it('an issuing authority with its purposes does not qualify either', () => {
    const made = intermediate(publicCa, newcomer)
    expect(faultsWith(made)).toEqual([['constrained']])
  })
})
