import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findMissing } from '../../src/commands/find-missing.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { table } from '../roots/support.ts'
import { sharedPath } from '../support/shared.ts'
import { emptyPlaces, evidenceOfScene, ownShop, rejections } from './support/found-on.ts'

const [chains, intermediates, truststore] = [
  sharedPath('corpora/chains/extra'),
  sharedPath('corpora/intermediates/intermediates.ndjson'),
  sharedPath('corpora/truststores/certs.ndjson'),
]
const isHere = chains !== null && intermediates !== null && truststore !== null
const now = seconds(Date.parse('2026-09-01T00:00:00Z') / 1000)

/** A certificate as this program reads it and as OpenSSL does, which is whom the expectations come from. */
interface Real {
  readonly ours: Certificate
  readonly openssl: X509Certificate
}
const real = (der: Uint8Array): Real => ({ ours: readCertificate(der), openssl: new X509Certificate(der) })
const fromFile = (path: string): readonly Real[] =>
  readCertificateFile(new Uint8Array(readFileSync(path))).certificates.map(({ der }) => real(der))
const fromLines = (path: string | null): readonly Real[] =>
  path === null
    ? []
    : readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .flatMap((line) => {
          const { der } = JSON.parse(line) as { readonly der?: string }
          return der === undefined ? [] : [real(new Uint8Array(Buffer.from(der, 'base64')))]
        })

/** By OpenSSL: names, key usage and key identifiers fit (X509_check_issued), and the key made the signature. */
function issued(issuer: Real, child: Real): boolean {
  try {
    return child.openssl.checkIssued(issuer.openssl) && child.openssl.verify(issuer.openssl.publicKey)
  } catch {
    return false
  }
}
const isSelfIssued = ({ openssl }: Real): boolean => openssl.subject === openssl.issuer
const isValid = ({ openssl }: Real, at: UnixSeconds): boolean =>
  at * 1000 >= Date.parse(openssl.validFrom) && at * 1000 <= Date.parse(openssl.validTo)
const middle = ({ openssl }: Real): UnixSeconds =>
  seconds(Math.floor((Date.parse(openssl.validFrom) + Date.parse(openssl.validTo)) / 2000))
const idOf = ({ openssl }: Real): Sha256 => openssl.fingerprint256.replaceAll(':', '').toLowerCase() as Sha256
const sorted = (all: readonly Real[]): readonly Sha256[] => all.map(idOf).toSorted()

const missing = (evidence: ReturnType<typeof evidenceOfScene>, pool: readonly Real[] = []) => {
  const places = emptyPlaces({ located: [{ where: 'the corpus', certificates: pool.map(({ ours }) => ours), isHeld: true }] })
  return findMissing('a test', evidence, places, { now, shop: ownShop(), ownFingerprint: null }).candidates.map((c) => ({
    anchors: c.anchors.map(({ sha256 }) => sha256),
    sent: c.sent.map(({ sha256 }) => sha256),
  }))
}

/** One of the real chains, its root gone, as its server should have sent it. */
function chainIn(name: string) {
  const folder = `${chains}/${name}/`
  const [leaf] = fromFile(`${folder}leaf.pem`)
  const [issuing, ...others] = fromFile(`${folder}intermediates.pem`)
  const roots = fromFile(`${folder}roots.pem`)
  if (leaf === undefined || issuing === undefined || !issued(issuing, leaf)) throw new Error(`${name} is no chain`)
  const at = middle(leaf)
  const right = roots.filter((root) => isSelfIssued(root) && isValid(root, at) && issued(root, issuing))
  return { leaf, issuing, others, roots, at, right }
}

describe.skipIf(!isHere)('six real chains, each at its time (skipped where ../shared/corpora is absent)', () => {
  const names = chains === null ? [] : readdirSync(chains)
  const pool = fromLines(intermediates)

  it('are all there', () => expect(names).toHaveLength(6))

  it.each(names)('%s: the root that no store has is named, and no other that would do alone', (name) => {
    const { leaf, issuing, at, right } = chainIn(name)
    expect(right.length).toBeGreaterThan(0)
    const evidence = evidenceOfScene({
      sent: [leaf.ours.der, issuing.ours.der],
      store: [],
      clients: ['rfc5280'],
      at,
    })
    expect(rejections(evidence)).toBe(1)
    const found = missing(evidence)
    expect(found[0]?.sent).toEqual([])
    const alone = found.filter((c) => c.sent.length === 0).flatMap((c) => c.anchors)
    expect(alone.toSorted()).toEqual(sorted(right))
  })

  it.each(names)('%s: where the store has an older root alone, its cross-certificate comes first', (name) => {
    const { leaf, issuing, others, roots, at, right } = chainIn(name)
    const [root] = right
    if (root === undefined) throw new Error('no root')
    const crosses = [...pool, ...others].filter(
      (c) => !isSelfIssued(c) && isValid(c, at) && c.openssl.subject === root.openssl.subject && issued(c, issuing),
    )
    const older = roots.filter((r) => !right.includes(r) && isValid(r, at) && crosses.some((c) => issued(r, c)))
    let asked = 0
    for (const old of older) {
      const fit = [...new Map(crosses.filter((c) => issued(old, c)).map((c) => [idOf(c), c])).values()]
      const evidence = evidenceOfScene({
        sent: [leaf.ours.der, issuing.ours.der],
        store: [old.ours.der],
        clients: ['rfc5280'],
        at,
      })
      const found = missing(evidence, [...pool, ...others])
      const served = found.filter((c) => c.anchors.length === 0 && c.sent.length === 1).flatMap((c) => c.sent)
      expect(served.toSorted()).toEqual(sorted(fit))
      expect(found[0]?.anchors).toEqual([])
      asked++
    }
    // The corpus has an older root in force for each but those whose only one has run out or does not sign by these rules.
    expect({ name, isAsked: asked > 0 }).toEqual({ name, isAsked: true })
  })
})

describe.skipIf(!isHere)(
  'forty intermediates of the corpus under an empty store (skipped where ../shared/corpora is absent)',
  () => {
    const all = fromLines(intermediates)
    const roots = fromLines(truststore).filter((r) => isSelfIssued(r) && table.placeOf(idOf(r)) !== null)
    /** Of the clients the one that asks neither for what its target's key may sign nor for the strength of digests: an authority is no server. */
    const judge = 'go-1.17'
    // A fixed walk through the corpus: 7 and its size have no common factor beside 1.
    const chosen = Array.from({ length: 40 }, (_, i) => all[(i * 53 * 7 + 11) % all.length]).filter((c) => c !== undefined)

    it('find the root whose key made them, or none where no public root did', () => {
      let [withRoot, named] = [0, 0]
      const wrong: string[] = []
      for (const one of chosen) {
        const at = middle(one)
        const right = roots.filter((root) => isValid(root, at) && issued(root, one))
        const evidence = evidenceOfScene({ sent: [one.ours.der], store: [], clients: [judge], at })
        const found = missing(evidence)
        const anchors = found.flatMap((c) => c.anchors)
        // What is not for servers is cured by no root (RFC 5280 §4.2.1.12).
        const purposes: readonly string[] | undefined = one.openssl.keyUsage
        const isForServers = purposes === undefined || purposes.includes('1.3.6.1.5.5.7.3.1') || purposes.includes('2.5.29.37.0')
        if (right.length > 0) withRoot++
        if (anchors.length > 0) named++
        const expected = isForServers ? sorted(right) : []
        if (JSON.stringify(anchors.toSorted()) !== JSON.stringify(expected))
          wrong.push(`${idOf(one)}: ${anchors.join()} for ${expected.join()}`)
      }
      expect(wrong).toEqual([])
      expect(withRoot).toBeGreaterThan(20)
      expect(named).toBeGreaterThan(15)
    }, 60_000)
  },
)
