import { beforeAll, describe, expect, test } from 'vitest'
import { incidents } from '../../src/incidents/index.ts'
import type { Incident } from '../../src/incidents/incident.ts'
import { isoTime } from '../../src/model/time.ts'
import { type CorpusCertificate, corpusCertificates, hasCorpora, newestCertifi, storeChanges } from './corpora.ts'

// Nothing here is taken from our own reader: fingerprints, names, dates and signatures are node:crypto's.

let all: ReadonlyMap<string, CorpusCertificate> = new Map()

const byId = (id: string): Incident => {
  const found = incidents.find((i) => i.id === id)
  if (found === undefined) throw new Error(`there is no incident ${id}`)
  return found
}
const sha256s = (id: string, part: string): readonly string[] =>
  byId(id)
    .facts.filter((f) => f.part === part)
    .map((f) => f.sha256)
    .toSorted()

const time = (text: string): number => Date.parse(text) / 1000
const keyOf = ({ x509 }: CorpusCertificate): string => x509.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const isSelfIssued = ({ x509 }: CorpusCertificate): boolean => x509.subject === x509.issuer

/** By signature, not by name alone. */
const issuedBy = (issuer: CorpusCertificate): readonly CorpusCertificate[] =>
  [...all.values()].filter(
    (c) => c.sha256 !== issuer.sha256 && c.x509.issuer === issuer.x509.subject && c.x509.verify(issuer.x509.publicKey),
  )

const rootsWith = (subject: string): readonly CorpusCertificate[] =>
  [...all.values()].filter((c) => c.x509.subject === subject && isSelfIssued(c))

function roleOf(certificate: CorpusCertificate): string {
  if (isSelfIssued(certificate)) return 'root'
  const key = keyOf(certificate)
  return rootsWith(certificate.x509.subject).some((r) => keyOf(r) === key) ? 'cross' : 'intermediate'
}

const must = (sha256: string): CorpusCertificate => {
  const found = all.get(sha256)
  if (found === undefined) throw new Error(`the corpora lack ${sha256}`)
  return found
}

describe('the registry', () => {
  test('holds AddTrust, DST Root CA X3 and at least twelve more, in the order of time, each told whole', () => {
    const ids = incidents.map((i) => i.id)
    expect(ids).toEqual(expect.arrayContaining(['addtrust-2020', 'dst-root-x3-2021']))
    expect(new Set(ids).size).toBe(incidents.length)
    expect(incidents.length).toBeGreaterThanOrEqual(14)
    expect(incidents.map((i) => i.from)).toEqual(incidents.map((i) => i.from).toSorted((a, b) => a - b))
    for (const i of incidents) {
      expect(i.id).toMatch(/^[a-z0-9-]+$/)
      expect(i.name.length).toBeLessThanOrEqual(35)
      expect(
        [i.title, i.story, i.affected, i.noLongerNeeded, ...i.symptom, ...i.cure, ...i.sources].every((t) => t.trim() !== ''),
      ).toBe(true)
      expect(i.cure.length * i.symptom.length * i.sources.length * i.facts.length, i.id).toBeGreaterThan(0)
      expect(i.until ?? Infinity).toBeGreaterThan(i.from)
      // A cure never turns verification off, nor takes a certificate from a link.
      expect([i.story, ...i.cure].join(' ')).not.toMatch(/verify ?= ?false|--insecure|ignore the error|https?:/i)
    }
  })

  test('says of each statement that rests on documents alone where it was read', () => {
    const documented = incidents.flatMap((i) => i.documented.map((statement) => `${i.id}: ${statement}`))
    // Listed, so that whoever runs the tests sees what no certificate proves.
    process.stdout.write(`documented, not derived:\n${documented.map((d) => `  ${d}\n`).join('')}`)
    for (const statement of documented) expect(statement).toMatch(/\(.+\)[.;]/)
  })
})

describe.skipIf(!hasCorpora)('from the corpora (skipped where ../shared is absent)', () => {
  beforeAll(() => {
    all = corpusCertificates()
    expect(all.size).toBeGreaterThan(2500)
  })

  test.each(incidents)('$id: every fingerprint, role and date', ({ facts }) => {
    const derived = facts.map(({ part, sha256 }) => {
      const certificate = must(sha256)
      const { validFrom, validTo, subject } = certificate.x509
      return { part, sha256, role: roleOf(certificate), notBefore: time(validFrom), notAfter: time(validTo), subject }
    })
    expect(facts.map(({ part, sha256, role, notBefore, notAfter }) => ({ part, sha256, role, notBefore, notAfter }))).toEqual(
      derived.map(({ part, sha256, role, notBefore, notAfter }) => ({ part, sha256, role, notBefore, notAfter })),
    )
    for (const [i, { name }] of facts.entries()) expect(derived[i]?.subject).toContain(`=${name}`)
    expect(new Set(facts.map((f) => f.sha256)).size).toBe(facts.length)
  })

  test.each(incidents)('$id: every event of a programme', ({ events, facts }) => {
    const changes = storeChanges()
    for (const { programme, what, at, certificates } of events) {
      expect(certificates.length).toBeGreaterThan(0)
      for (const sha256 of certificates) {
        expect(facts.map((f) => f.sha256)).toContain(sha256)
        const found = changes.some(
          (c) => c.programme === programme && c.what === what && c.sha256 === sha256 && time(c.at) === at,
        )
        expect(found, `${programme} ${what} ${isoTime(at)} ${sha256}`).toBe(true)
      }
    }
  })

  test.each(incidents)('$id: intermediates lead to its certificates, by their signatures', ({ facts }) => {
    const others = facts.filter((f) => f.part !== 'below').map((f) => must(f.sha256))
    for (const { part, role, sha256 } of facts) {
      const certificate = must(sha256)
      if (part === 'below' && role === 'intermediate')
        expect(others.some((o) => o.x509.subject === certificate.x509.issuer && certificate.x509.verify(o.x509.publicKey))).toBe(
          true,
        )
    }
  })

  test.each([
    'addtrust-2020',
    'dst-root-x3-2021',
    'digicert-sha2-2023',
    'letsencrypt-cross-2024',
    'entrust-root-2026',
    'globalsign-r1-2028',
  ])('%s begins when its first certificate ends', (id) => {
    const { from, facts } = byId(id)
    expect(time(must(facts[0]?.sha256 ?? '').x509.validTo)).toBe(from)
  })

  test('addtrust-2020: all cross-certificates that ended in the same second, and none else', () => {
    const [old = ''] = sha256s('addtrust-2020', 'fails').filter((s) => isSelfIssued(must(s)))
    const end = must(old).x509.validTo
    const crosses = issuedBy(must(old)).filter((c) => roleOf(c) === 'cross' && c.x509.validTo === end)
    expect(sha256s('addtrust-2020', 'fails')).toEqual([old, ...crosses.map((c) => c.sha256)].toSorted())
    expect(crosses.length).toBeGreaterThanOrEqual(8)
    // Each root that replaces one has the name and key of a cross-certificate, and outlives it.
    for (const sha256 of sha256s('addtrust-2020', 'replaces')) {
      const root = must(sha256)
      expect(crosses.some((c) => c.x509.subject === root.x509.subject && keyOf(c) === keyOf(root))).toBe(true)
      expect(time(root.x509.validTo)).toBeGreaterThan(time(end))
    }
  })

  test('dst-root-x3-2021: the cross-certificate outlives its root, and ends when the incident does', () => {
    const [cross = ''] = sha256s('dst-root-x3-2021', 'below')
    const dst = must('0687260331a72403d909f105e69bcf0d32e1bd2493ffc6d9206d11bcd6770739')
    expect(must(cross).x509.verify(dst.x509.publicKey)).toBe(true)
    expect(time(must(cross).x509.validTo)).toBeGreaterThan(time(dst.x509.validTo))
    expect(byId('dst-root-x3-2021').until).toBe(time(must(cross).x509.validTo))
  })

  test('the roots that programmes took away are those of their lists', () => {
    const changes = storeChanges()
    const with_ = (what: string, at: string): readonly string[] =>
      changes.filter((c) => c.what === what && time(c.at) === time(at)).map((c) => c.sha256)
    const made = (sha256: string): number => new Date(must(sha256).x509.validFrom).getUTCFullYear()
    expect(sha256s('mozilla-roots-2025', 'fails')).toEqual(with_('removed', '2025-04-28').toSorted())
    expect(sha256s('mozilla-roots-2026', 'fails')).toEqual(
      with_('removed', '2026-04-16')
        .filter((s) => made(s) === 2006 || made(s) === 2007)
        .toSorted(),
    )
    expect(sha256s('trustcor-2022', 'fails')).toEqual([...new Set(with_('distrust-after', '2022-11-30T00:00:00Z'))].toSorted())
    const entrust = [...new Set(with_('distrust-after', '2024-11-30T23:59:59Z'))]
    expect(sha256s('entrust-2024', 'fails')).toEqual(expect.arrayContaining(entrust))
    const newest = [...newestCertifi()].filter((s) => all.has(s))
    expect(sha256s('mozilla-roots-2027', 'fails')).toEqual(newest.filter((s) => made(s) === 2008 || made(s) === 2009).toSorted())
    expect(sha256s('mozilla-roots-2028', 'fails')).toEqual(newest.filter((s) => made(s) === 2010 || made(s) === 2011).toSorted())
  })

  test('digicert-sha2-2023: the newer certificate has the name and the key of the one that expired', () => {
    const [old = ''] = sha256s('digicert-sha2-2023', 'fails')
    const [newer = ''] = sha256s('digicert-sha2-2023', 'replaces')
    expect(keyOf(must(newer))).toBe(keyOf(must(old)))
    expect(must(newer).x509.subject).toBe(must(old).x509.subject)
    expect(time(must(newer).x509.validTo)).toBeGreaterThan(time(must(old).x509.validTo))
  })
})
