import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findMissing } from '../../src/commands/find-missing.ts'
import { withIssuersLocated } from '../../src/commands/locate-issuers.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, labHost, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { locators } from '../../src/programmes/addresses.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { toHex } from '../../src/x509/hex.ts'
import { locator } from './support/crt-sh.ts'
import { emptyPlaces, evidenceOfScene, ownShop } from './support/found-on.ts'

const today = seconds(Date.parse('2026-09-01T00:00:00Z') / 1000)
const long = around(today, -900, 900)
const of = (name: string) => authority('locate issuers', name)
const [root, upper, issuing, other] = [of('Root'), of('Upper'), of('Issuing'), of('Other')]

/** RFC 6962 §3.3: an OCTET STRING with a list of one timestamp: version 1, a log, an instant, no extensions, an empty signature. */
const timestamp = Buffer.from(`00${'11'.repeat(32)}0000016000000000${'0000'}0403${'0000'}`, 'hex')
const sized = (inner: Buffer): Buffer => Buffer.concat([Buffer.from([inner.length >> 8, inner.length & 255]), inner])
const list = sized(sized(timestamp))
const logged = {
  oid: '1.3.6.1.4.1.11129.2.4.2',
  critical: false,
  value: Buffer.concat([Buffer.from([4, list.length]), list]),
} as const

const rootDer = rootCertificate(root, long)
const upperDer = caCertificate(root, upper, long)
const byRoot = caCertificate(root, issuing, long)
const byUpper = caCertificate(upper, issuing, long)
/** The key identifier and the name are right, and another key is in it. */
const impostor = caCertificate(root, { subject: issuing.subject, key: other.key }, long, {
  extensions: (usual) => usual.map((e) => (e.oid === '2.5.29.14' ? skiOf(byRoot) : e)),
})
function skiOf(der: Uint8Array) {
  const id = readCertificate(der).subjectKeyIdentifier?.keyIdentifier ?? new Uint8Array()
  return { oid: '2.5.29.14', critical: false, value: Buffer.concat([Buffer.from([4, id.length]), id]) } as const
}
const leafOf = (isLogged: boolean) =>
  leafCertificate(issuing, server(labHost), around(today, -10, 10), loopbackNames, {
    extensions: (usual) => (isLogged ? [...usual, logged] : usual),
  })
const [leaf, privateLeaf] = [leafOf(true), leafOf(false)]
const ski = toHex(readCertificate(byRoot).subjectKeyIdentifier?.keyIdentifier ?? new Uint8Array())
const upperSki = toHex(readCertificate(upperDer).subjectKeyIdentifier?.keyIdentifier ?? new Uint8Array())

const scene = locator()
const { asked, failures } = scene
beforeEach(scene.begin)
afterEach(scene.end)

/** crt.sh, which has these certificates for these keys. */
const crtSh = (bySki: Readonly<Record<string, readonly Uint8Array[]>>): Promise<void> => {
  const all = Object.values(bySki).flat()
  return scene.crtSh((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'https://crt.sh')
    const [key, id] = [searchParams.get('ski'), searchParams.get('d')]
    const der = all[Number(id) - 1]
    if (key !== null) response.end(JSON.stringify((bySki[key] ?? []).map((c) => ({ id: all.indexOf(c) + 1 }))))
    else if (der === undefined) response.writeHead(404).end()
    else response.end(certificatesPem([der]))
  })
}

/** The bare leaf, as `find --locate` takes it: what is found, and what it needs. */
async function found(sent: Uint8Array, store: readonly Uint8Array[] = [rootDer]) {
  const evidence = evidenceOfScene({ sent: [sent], store, clients: ['python-3.11', 'go-1.24'], at: today, host: labHost })
  const shop = ownShop()
  const places = await withIssuersLocated(emptyPlaces(), evidence, shop, scene.locating())
  const { report } = findMissing('a test', evidence, places, { now: today, shop, ownFingerprint: null })
  const needed = report.candidates.map((c) => c.needed.map((n) => [n.as, n.certificate.sha256, ...n.where]))
  return { needed, cured: report.candidates.map((c) => c.proof?.cures.length), contacted: report.contacted }
}
const idOf = (der: Uint8Array) => readCertificate(der).sha256
const where = 'located by the key that its child names'

describe('the issuer of a bare leaf', () => {
  test('is located by the key that the leaf names, and proved to cure; the second time nobody is asked', async () => {
    await crtSh({ [ski]: [impostor, byRoot] })
    const first = await found(leaf)
    expect(first).toEqual({ needed: [[['sent', idOf(byRoot), where]]], cured: [2], contacted: ['locator crt.sh:443'] })
    expect(asked.toSorted()).toEqual([locators.byKeyIdentifier(ski), ...[1, 2].map((id) => locators.byNumber(id))].toSorted())
    asked.length = 0
    expect((await found(leaf)).needed).toEqual(first.needed)
    expect([asked, failures]).toEqual([[], []])
  })

  test('and the issuer of that, up to what the store holds', async () => {
    await crtSh({ [ski]: [byUpper], [upperSki]: [upperDer] })
    const { needed, cured } = await found(leaf)
    expect(needed).toEqual([
      [
        ['sent', idOf(byUpper), where],
        ['sent', idOf(upperDer), where],
      ],
    ])
    expect(cured).toEqual([2])
  })

  test.each<[string, Readonly<Record<string, readonly Uint8Array[]>>]>([
    ['whose key made no signature here', { [ski]: [impostor] }],
    ['of another key than was asked for', { [ski]: [upperDer, rootDer] }],
    ['whom crt.sh does not know', {}],
  ])('one %s is none', async (_, bySki) => {
    await crtSh(bySki)
    expect((await found(leaf)).needed).toEqual([])
    expect(failures).toEqual([expect.stringContaining('crt.sh knows nobody who made its signature')])
  })

  test('a key that somebody else names too is found for whom it signed', async () => {
    await crtSh({ [ski]: [byRoot] })
    const forged = leafCertificate(other, server(labHost), around(today, -10, 10), loopbackNames, {
      issuer: issuing.subject,
      extensions: (usual) => [...usual.filter((e) => e.oid !== '2.5.29.35'), akiOf(leaf), logged],
    })
    expect((await found(forged)).needed).toEqual([])
    expect((await found(leaf)).needed).toHaveLength(1)
  })
})

function akiOf(der: Uint8Array) {
  const own = readCertificate(der).extensions.find((e) => e.oid === '2.5.29.35')
  return { oid: '2.5.29.35', critical: false, value: own?.value ?? new Uint8Array() } as const
}

describe('nobody is asked', () => {
  const all = { [ski]: [byRoot] }
  test('for a leaf without timestamps of public logs: its authority may be a private one', async () => {
    await crtSh(all)
    expect((await found(privateLeaf)).needed).toEqual([])
    expect(asked).toEqual([])
    expect(failures).toEqual([expect.stringMatching(/^who issued .* was not looked for: .* may be a private one$/)])
  })

  test('where everybody accepts', async () => {
    await crtSh(all)
    await found(leaf, [rootDer, byRoot, leaf])
    expect([asked, failures]).toEqual([[], []])
  })
})
