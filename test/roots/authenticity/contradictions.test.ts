import { describe, expect, it } from 'vitest'
import { basicConstraints, keyUsage } from '../../../src/lab/extensions.ts'
import { leafCertificate } from '../../../src/lab/authority.ts'
import { type LabKey, labKey, withExplicitParameters } from '../../../src/lab/key.ts'
import { keyUsageBit } from '../../../src/model/extension.ts'
import { ownFingerprint } from '../../../src/roots/authenticity/own-fingerprint.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import { fingerprint, isrgX1, table } from '../support.ts'
import { cross, entity, knowing, long, outcome, root, says, vouched, weigh } from './support.ts'

const person = entity('Some Root')
const candidate = root(person)

describe('what the certificate itself says', () => {
  it('no authority, or a key that may not sign certificates', () => {
    const noCa = root(person, { extensions: (u) => u.map((e) => (e.oid === '2.5.29.19' ? basicConstraints(false) : e)) })
    const noSigning = root(person, {
      extensions: (u) => u.map((e) => (e.oid === '2.5.29.15' ? keyUsage(keyUsageBit.digitalSignature) : e)),
    })
    for (const c of [noCa, noSigning])
      expect(outcome(weigh(c, { statements: vouched(c) }))).toBe('contradicted: not-an-authority')
  })

  it('a signature that its own key did not make', () => {
    const forged = root(person, { signer: entity('Somebody').key })
    expect(outcome(weigh(forged, { statements: vouched(forged) }))).toBe('contradicted: not-self-signed')
  })

  it('an issuer of another name, where no programme names it', () => {
    const made = cross(entity('Issuer'), person)
    expect(outcome(weigh(made, {}))).toBe('contradicted: not-self-signed')
    expect(outcome(weigh(made, { statements: vouched(made) }))).toBe('authentic by programmes')
  })

  it('an extension that stands twice', () => {
    const twice = root(person, { extensions: (u) => [...u, basicConstraints(true)] })
    expect(outcome(weigh(twice, { statements: vouched(twice) }))).toBe('contradicted: malformed')
  })

  it('cut short', () => {
    const cut = readCertificate(candidate.der.subarray(0, 60))
    expect(outcome(weigh(cut, { statements: vouched(cut) }))).toMatch(/^contradicted: malformed/)
  })
})

describe('CVE-2020-0601: the public point of a real root, with a generator of the attacker', () => {
  const real = table.anchor(fingerprint('18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4'))?.certificate()
  if (real === undefined) throw new Error('Amazon Root CA 3 is not in the table')
  const point = real.subjectPublicKeyInfo.subjectPublicKey
  const generator = Buffer.from('046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296', 'hex')

  /** The real point as public key; as generator too, so that the private key is 1. Who signs does not matter for it. */
  function forgedKey(): LabKey {
    const honest = withExplicitParameters(labKey('p-256', 'the attacker'))
    const spki = Buffer.from(honest.spki)
    const at = spki.indexOf(generator)
    expect(at).toBeGreaterThan(0)
    spki.set(point, at)
    spki.set(point, spki.length - 65)
    return { ...honest, spki: new Uint8Array(spki) }
  }

  it('is refused, with its name and without, even where programmes seemed to include it', () => {
    const forged = root({ subject: real.subject.der, key: forgedKey() })
    expect(Buffer.from(forged.subjectPublicKeyInfo.subjectPublicKey)).toEqual(Buffer.from(point))
    expect(forged.subject.raw).toBe(real.subject.raw)
    const reasons = weigh(forged, { table }).contradictions.map((c) => c.reason)
    expect(reasons).toContain('explicit-parameters')
    expect(reasons).toContain('name-of-another')
    expect(outcome(weigh(forged, { statements: vouched(forged) }))).toMatch(/^contradicted: explicit-parameters/)
  })
})

describe('the name of a known root with another key', () => {
  const real = table.anchor(isrgX1)?.certificate()
  if (real === undefined) throw new Error('ISRG Root X1 is not in the table')

  it('is refused, in the same octets and in another spelling', () => {
    const key = entity('Impostor').key
    const same = root({ subject: real.subject.der, key })
    const spelled = root({ subject: { C: 'us', O: 'internet  security research group', CN: 'isrg root x1' }, key })
    expect(spelled.subject.raw).not.toBe(real.subject.raw)
    for (const c of [same, spelled]) expect(outcome(weigh(c, { table }))).toBe('contradicted: name-of-another')
  })

  it('is not overcome by the administrator trusting it', () => {
    const same = root({ subject: real.subject.der, key: entity('Impostor').key })
    const stores = [{ id: 'linux:debian', anchors: [same], kept: 'administrator' as const }]
    expect(outcome(weigh(same, { table, stores }))).toBe('contradicted: name-of-another')
  })

  it('is known from what publications carry too', () => {
    const impostor = root({ ...person, key: entity('Impostor').key })
    const known = { pool: [candidate, impostor], statements: [says(candidate, 'mozilla')] }
    expect(outcome(weigh(impostor, known))).toBe('contradicted: name-of-another')
    expect(outcome(weigh(impostor, { pool: [candidate, impostor] }))).toMatch(/^insufficient/)
  })

  it('two roots of one name that a programme has are each their own', () => {
    const second = root({ ...person, key: entity('Second key').key })
    const statements = [...vouched(candidate), ...vouched(second)]
    expect(outcome(weigh(second, { pool: [candidate, second], statements }))).toBe('authentic by programmes')
  })
})

describe('roots that are known to be bad', () => {
  const bad = (hex: string) => table.anchor(fingerprint(hex))?.certificate()
  /** By their names in the table; their private keys were published in 2015. */
  const named = (part: string) =>
    Array.from({ length: table.size }, (_, i) => table.anchorAt(i).certificate()).filter((c) =>
      c.subject.rdns.flat().some((a) => a.value.includes(part)),
    )

  it.each([
    ['Superfish', 'interception'],
    ['eDellRoot', 'interception'],
    ['eDellRoot', 'blocked'],
    ['DigiNotar', 'blocked'],
  ] as const)('%s is refused, wherever it is trusted: %s', (part, reason) => {
    const found = named(part)
    expect(found.length).toBeGreaterThan(0)
    for (const c of found) {
      const stores = [{ id: 'system', anchors: [c], kept: 'administrator' as const }]
      const sheet = weigh(c, { table, stores })
      expect(sheet.verdict.kind).toBe('contradicted')
      expect(sheet.contradictions.map((x) => x.reason)).toContain(reason)
    }
  })

  it('a root of the table that was removed is told so, and not authentic', () => {
    // DST Root CA X3, which Mozilla and Apple removed.
    const dst = bad('0687260331a72403d909f105e69bcf0d32e1bd2493ffc6d9206d11bcd6770739')
    if (dst === undefined) throw new Error('DST Root CA X3 is not in the table')
    const sheet = weigh(dst, { table })
    expect(sheet.verdict.kind).not.toBe('authentic')
    expect(sheet.statements.filter((s) => s.programme === 'mozilla' && s.says === 'removed').length).toBeGreaterThan(0)
  })
})

describe('propagation', () => {
  const administrators = { id: 'linux:debian', anchors: [candidate], kept: 'administrator' as const }
  const users = { id: 'system', anchors: [candidate], kept: 'other' as const }

  it("of what the administrator's scope trusts, and of nothing that the user may have written", () => {
    expect(outcome(weigh(candidate, { stores: [administrators] }))).toBe('propagation of linux:debian')
    expect(outcome(weigh(candidate, { stores: [users] }))).toMatch(/^insufficient/)
  })

  it('never of what was seen on the wire alone', () => {
    expect(outcome(weigh(candidate, { pool: [candidate] }))).toMatch(/^insufficient/)
  })

  it('not of another certificate of the same key', () => {
    const again = root(person, { serial: 99n })
    const sheet = weigh(again, { stores: [administrators] })
    expect(outcome(sheet)).toMatch(/^insufficient/)
    expect(sheet.sameKeyAs).toEqual([{ sha256: candidate.sha256, store: 'linux:debian' }])
  })

  it('never of what a programme had and removed, however long ago, unless it includes it again', () => {
    const removed = says(candidate, 'mozilla', 'removed', 900)
    expect(outcome(weigh(candidate, { stores: [administrators], statements: [removed] }))).toMatch(/^insufficient: .*\bremoved\b/)
    const again = says(candidate, 'mozilla', 'included', 5)
    expect(outcome(weigh(candidate, { stores: [administrators], statements: [removed, again] }))).toBe(
      'propagation of linux:debian',
    )
  })

  it('is no authenticity: two programmes say more', () => {
    expect(outcome(weigh(candidate, { stores: [administrators], statements: vouched(candidate) }))).toBe(
      'authentic by programmes',
    )
  })

  it('of a product that intercepts, where its administrator trusts it; the product is named', () => {
    const product = root(entity('Zscaler Root CA'))
    const sheet = weigh(product, { stores: [{ ...administrators, anchors: [product] }] })
    expect(outcome(sheet)).toBe('propagation of linux:debian')
    expect(sheet.contradictions).toEqual([{ reason: 'interception', who: '', params: { product: 'Zscaler' } }])
    expect(outcome(weigh(product, { stores: [{ ...users, anchors: [product] }] }))).toBe('contradicted: interception')
    expect(outcome(weigh(product, { statements: vouched(product) }))).toBe('contradicted: interception')
  })

  it.each(['blocked', 'revoked'] as const)('never of one of them that is %s', (reason) => {
    const product = root(entity('Zscaler Root CA'))
    const known = reason === 'blocked' ? { statements: [says(product, 'apple', 'blocked')] } : { revoked: [product] }
    const sheet = weigh(product, { ...known, stores: [{ ...administrators, anchors: [product] }] })
    expect(sheet.verdict.kind).toBe('contradicted')
    expect(sheet.contradictions.map((c) => c.reason)).toContain(reason)
  })
})

describe("the user's own fingerprint", () => {
  const hex = candidate.sha256
  const refused = /^insufficient: .*other-fingerprint$/

  it('in full is enough; colons, blanks and case are forgiven', () => {
    const pairs = hex.match(/../g) ?? []
    for (const own of [hex, hex.toUpperCase(), pairs.join(':'), pairs.join(' '), ` ${pairs.join(':').toUpperCase()}\n`]) {
      expect(outcome(weigh(candidate, { own }))).toBe('authentic by own-fingerprint')
    }
  })

  it('is not enough when it is short, long, of another certificate, or no hexadecimal', () => {
    const wrong = hex.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const own of ['', hex.slice(0, 8), hex.slice(0, 63), `${hex}0`, hex + hex, wrong, `x${hex.slice(1)}`, `sha256/${hex}`]) {
      expect(outcome(weigh(candidate, { own }))).toMatch(refused)
    }
  })

  it('is read as 64 digits or not at all', () => {
    expect(ownFingerprint(`${hex.slice(0, 32).toUpperCase()}: ${hex.slice(32)}`)).toBe(hex)
    // As openssl x509 -fingerprint (1.1 and 3.0), browsers and people write it.
    const colons = (hex.match(/../g) ?? []).join(':').toUpperCase()
    for (const before of ['SHA256 Fingerprint=', 'sha256 Fingerprint=', 'SHA-256: ', 'SHA256:', 'sha-256 '])
      expect(ownFingerprint(`${before}${colons}`)).toBe(hex)
    for (const text of [
      '',
      hex.slice(1),
      `${hex}00`,
      `${hex}:ff`,
      `${hex} x`,
      hex.replace(/^./, 'g'),
      `SHA1:${hex}`,
      `SHA256:${hex.slice(6)}`,
    ]) {
      expect(ownFingerprint(text)).toBeNull()
    }
  })

  it('passes contradictions, and tells them', () => {
    const sheet = weigh(candidate, { own: hex, revoked: [candidate] })
    expect(sheet.verdict).toEqual({
      kind: 'authentic',
      by: 'own-fingerprint',
      despite: [{ reason: 'revoked', who: '', params: {} }],
    })
  })

  it('a wrong one takes nothing from what programmes say', () => {
    expect(outcome(weigh(candidate, { own: 'f'.repeat(64), statements: vouched(candidate) }))).toBe('authentic by programmes')
  })
})

describe('the machinery of the tests', () => {
  it('would notice a judge that accepts everything', () => {
    const leaf = readCertificate(leafCertificate(person, entity('leaf'), long, [{ dns: 'a.example' }]))
    const { accepts, now } = knowing({})
    expect(accepts({ below: leaf, intermediates: [], anchors: [candidate], at: now })).toBe(candidate)
    expect(accepts({ below: leaf, intermediates: [], anchors: [root(entity('Else'))], at: now })).toBeNull()
    expect(accepts({ below: leaf, intermediates: [candidate], anchors: [], at: now })).toBeNull()
  })
})
