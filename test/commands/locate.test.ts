import type { RequestListener } from 'node:http'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cachedSources, locatedFolder } from '../../src/commands/cached-sources.ts'
import { findCertificates, findMissing, type Places } from '../../src/commands/find-missing.ts'
import { withLocated } from '../../src/commands/locate.ts'
import type { Locating } from '../../src/commands/locating.ts'
import { neededFor } from '../../src/commands/plans.ts'
import { requireLocatable } from '../../src/commands/require-locatable.ts'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, labHost, loopbackNames, server } from '../../src/lab/shapes.ts'
import type { FoundReport } from '../../src/model/found.ts'
import { seconds } from '../../src/model/time.ts'
import { locators } from '../../src/programmes/addresses.ts'
import { authroot } from '../../src/programmes/authroot.ts'
import { trustHistory } from '../../src/roots/trust-history.ts'
import { formatName } from '../../src/x509/name.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { toHex } from '../../src/x509/hex.ts'
import { now } from '../fetch/support/replicas.ts'
import { authroots } from '../programmes/support/published.ts'
import { isrgX1, table, userTrustRsa } from '../roots/support.ts'
import { sharedPath } from '../support/shared.ts'
import { locator } from './support/crt-sh.ts'
import { emptyPlaces, evidenceOfScene, ownShop } from './support/found-on.ts'

/** When authenticity is weighed: the table of this release is fresh. The replicas have a clock of their own. */
const today = seconds(Date.parse('2026-09-01T00:00:00Z') / 1000)

const derOf = (pem: string): Uint8Array => new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
const bundled = (sha256: string): Uint8Array => {
  const found = rootCertificates.map(derOf).find((der) => readCertificate(der).sha256 === sha256)
  if (found === undefined) throw new Error(`Node does not hold ${sha256}`)
  return found
}
const [x1, usertrust] = [bundled(isrgX1), bundled(userTrustRsa)]
const stranger = rootCertificate(authority('locate', 'Stranger'), around(today, -1000, 1000))

const scene = locator()
const { asked, failures, replicas, crtSh, locating: own } = scene
beforeEach(scene.begin)
afterEach(scene.end)

const gives =
  (body: string | Uint8Array): RequestListener =>
  (_, response) =>
    void response.end(body)

const byFingerprint = (sha256: string, places: Places): FoundReport =>
  findCertificates(sha256, (c) => c.sha256 === sha256, places, today)

/** As `rootcause find <SHA-256> --locate`. */
async function locate(sha256: string, places = emptyPlaces(), over: Partial<Locating> = {}): Promise<FoundReport> {
  const located = await withLocated(places, byFingerprint(sha256, places), own(over))
  return byFingerprint(sha256, located)
}

const only = ({ candidates }: FoundReport) => candidates.flatMap((c) => c.needed)
const kept = (): readonly string[] => {
  try {
    return readdirSync(locatedFolder(scene.user.host) ?? '')
  } catch {
    return []
  }
}

describe('a root of the table whose octets nobody here holds', () => {
  test('is located by its SHA-256, kept for this user alone, and not asked for again', async () => {
    await crtSh(gives(certificatesPem([x1])))
    expect(only(byFingerprint(isrgX1, emptyPlaces())).map((n) => n.isHeld)).toEqual([false])
    const first = await locate(isrgX1)
    expect(asked).toEqual([locators.bySha256(isrgX1)])
    expect(only(first)).toMatchObject([{ isHeld: true, where: ['located by its SHA-256', 'the table of this program'] }])
    expect(first.contacted).toEqual(['locator crt.sh:443'])
    const file = join(locatedFolder(scene.user.host) ?? '', `${isrgX1}.der`)
    expect(new Uint8Array(readFileSync(file))).toEqual(x1)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const second = await locate(isrgX1)
    expect([only(second)[0]?.isHeld, second.contacted, asked.length]).toEqual([true, [], 1])
    // Nor is anybody asked when nothing is to be located: it is among what this user has.
    const places = emptyPlaces({ located: cachedSources(scene.user.host, emptyPlaces().read) })
    expect(only(byFingerprint(isrgX1, places))).toMatchObject([{ isHeld: true, where: ['located before', expect.any(String)] }])
    expect(failures).toEqual([])
  })

  test('is taken as DER as well', async () => {
    await crtSh(gives(x1))
    expect(only(await locate(isrgX1))[0]?.isHeld).toBe(true)
  })

  test('and put in the place of what is kept does another not count', async () => {
    await crtSh(gives(certificatesPem([x1])))
    await locate(isrgX1)
    writeFileSync(join(locatedFolder(scene.user.host) ?? '', `${isrgX1}.der`), stranger)
    const again = await locate(isrgX1)
    expect([asked.length, only(again)[0]?.isHeld]).toEqual([2, true])
  })

  test('that comes attests nothing: what vouches for it is the same as before', async () => {
    await crtSh(gives(certificatesPem([x1])))
    const [before, after] = [only(byFingerprint(isrgX1, emptyPlaces())), only(await locate(isrgX1))]
    expect(after[0]?.sheet?.verdict).toEqual(before[0]?.sheet?.verdict)
    expect(after[0]?.sheet?.statements).toEqual(before[0]?.sheet?.statements)
  })
})

describe('an answer that is not the certificate counts as none', () => {
  const html = '<!DOCTYPE html><html><body>Certificate not found \u001b[2J</body></html>'
  test.each<[string, RequestListener, RegExp]>([
    ['another public root', gives(certificatesPem([usertrust])), /not the certificate/],
    ['a root of nobody', gives(certificatesPem([stranger])), /not the certificate/],
    ['it among others', gives(certificatesPem([x1, stranger])), /not the certificate/],
    ['it behind others', gives(certificatesPem([stranger, x1])), /not the certificate/],
    ['a page', gives(html), /not the certificate/],
    ['nothing', gives(''), /not the certificate/],
    ['its first half', gives(x1.subarray(0, 300)), /not the certificate/],
    ['a status', (_, response) => void response.writeHead(404).end(html), /404/],
    ['an answer without end', endless, /more than 65536 octets/],
    ['silence', () => {}, /nothing came for 1 s/],
    ['plain HTTP behind', (_, response) => void response.writeHead(302, { Location: 'http://crt.sh/x' }).end(), /not https/],
    [
      'a chain of redirects',
      (request, response) => void response.writeHead(302, { Location: `${request.url}1` }).end(),
      /5 times/,
    ],
  ])('%s', async (_, answer, why) => {
    await crtSh(answer)
    const report = await locate(isrgX1)
    expect(only(report).map((n) => n.isHeld)).toEqual([false])
    expect(report.contacted).toEqual(['locator crt.sh:443'])
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatch(/^ISRG Root X1 was not located: crt\.sh: /)
    expect(failures[0]).toMatch(why)
    expect(failures[0]).not.toContain('\u001b')
    expect(kept()).toEqual([])
  })

  function endless(
    _: unknown,
    response: { readonly write: (text: string) => boolean; readonly once: (event: string, then: () => void) => unknown },
  ) {
    const go = (): void => {
      while (response.write('A'.repeat(16_384)));
      response.once('drain', go)
    }
    go()
  }

  test('whoever forges crt.sh is not asked at all', async () => {
    await replicas.host('crt.sh', { by: 'stranger', answer: (request) => void asked.push(request.url ?? '') })
    expect(only(await locate(isrgX1))[0]?.isHeld).toBe(false)
    expect(asked).toEqual([])
    expect(failures[0]).toContain('no authority known to this program')
  })

  test('a stopped run ends', async () => {
    await crtSh(() => {})
    const stop = new AbortController()
    stop.abort()
    await expect(locate(isrgX1, emptyPlaces(), { signal: stop.signal })).rejects.toMatchObject({ kind: 'stopped' })
  })
})

describe('nobody is asked', () => {
  test('for a private authority, whose fingerprint would tell of it', async () => {
    await crtSh(gives(certificatesPem([stranger])))
    const read = emptyPlaces().read
    const { sha256 } = readCertificate(stranger)
    await locate(sha256)
    await locate(sha256, emptyPlaces({ files: [{ where: 'a file', certificates: [read(stranger)], isHeld: true }] }))
    expect(asked).toEqual([])
  })

  test('for cross-certificates of a private root, though the user vouches for it', async () => {
    await crtSh(gives('[]'))
    const root = authority('locate', 'Root')
    const leaf = leafCertificate(root, server(labHost), around(today, -10, 10), loopbackNames)
    const der = rootCertificate(root, around(today, -1000, 1000))
    const evidence = evidenceOfScene({ sent: [leaf], store: [], clients: ['go-1.24'], at: today })
    const { read } = emptyPlaces()
    const places = emptyPlaces({ files: [{ where: 'a file', certificates: [read(der)], isHeld: true }] })
    const asking = { now: today, shop: ownShop(), ownFingerprint: readCertificate(der).sha256 }
    const { report } = findMissing('a test', evidence, places, asking)
    expect(only(report).map((n) => n.sheet?.verdict.kind)).toEqual(['authentic'])
    const located = await withLocated(places, report, own())
    expect([asked, located.contacted, failures]).toEqual([[], [], []])
  })

  test('for a certificate of the table that no platform ever trusted, nor for what is refused', async () => {
    await crtSh(gives(''))
    // A platform blocks it: evidence speaks against it, whoever has its octets.
    const all = only(findCertificates('all', () => true, emptyPlaces(), today))
    const refused = all.filter((n) => n.sheet?.verdict.kind === 'contradicted').map((n) => n.certificate.sha256)
    expect(refused.length).toBeGreaterThan(20)
    for (const sha256 of refused.slice(0, 3)) await locate(sha256)
    expect(asked).toEqual([])
    expect(replicas.connections).toEqual([])
  }, 60_000)

  test('for one that platforms only ever blocked, though the user vouches for it', async () => {
    await crtSh(gives(''))
    const sha256s = Array.from({ length: table.size }, (_, place) => table.sha256At(place))
    const never = sha256s.find((sha256) => trustHistory(table, sha256).length === 0)
    if (never === undefined) throw new Error('the table has none')
    const report = byFingerprint(never, emptyPlaces())
    const verdict = { kind: 'authentic', by: 'own-fingerprint', despite: [] } as const
    const vouched = report.candidates.map((c) => ({
      ...c,
      needed: c.needed.map((n) => ({ ...n, sheet: n.sheet === null ? null : { ...n.sheet, verdict } })),
    }))
    expect(only({ ...report, candidates: vouched })).toMatchObject([{ isHeld: false, sheet: { verdict } }])
    await withLocated(emptyPlaces(), { ...report, candidates: vouched }, own())
    expect(asked).toEqual([])
  })

  test('for what is here', async () => {
    await crtSh(gives(certificatesPem([x1])))
    const read = emptyPlaces().read
    await locate(isrgX1, emptyPlaces({ files: [{ where: 'a file', certificates: [read(x1)], isHeld: true }] }))
    expect(asked).toEqual([])
  })

  test('where only the target may be', () => {
    expect(() => requireLocatable({ locate: true, offline: true })).toThrow(/--offline forbids --locate/)
    expect(() => requireLocatable({ locate: true })).not.toThrow()
    expect(() => requireLocatable({ offline: true })).not.toThrow()
  })

  test('more than eight times in a run', async () => {
    await crtSh((_, response) => void response.writeHead(404).end())
    const all = findCertificates('a', () => true, emptyPlaces(), today)
    await withLocated(emptyPlaces(), all, own())
    expect(asked.length).toBe(8)
  }, 60_000)
})

test.skipIf(authroots === null)(
  'Microsoft is asked by SHA-1 over plain HTTP where crt.sh has nothing, and believed for the SHA-256 (skipped without ../shared)',
  async () => {
    await scene.user.keep(authroot, authroots?.[1] ?? new Uint8Array(), now)
    await crtSh((_, response) => void response.writeHead(503).end())
    let body: Uint8Array = usertrust
    const seen: string[] = []
    await replicas.plain('ctldl.windowsupdate.com', (request, response) => {
      seen.push(request.url ?? '')
      response.end(body)
    })
    expect(only(await locate(isrgX1))[0]?.isHeld).toBe(false)
    body = x1
    const report = await locate(isrgX1)
    expect(only(report)[0]?.isHeld).toBe(true)
    expect(report.contacted).toEqual(['locator crt.sh:443', 'locator ctldl.windowsupdate.com:80'])
    // ISRG Root X1's SHA-1, as OpenSSL prints it.
    const sha1 = 'cabd2a79a1076a31f21d253635cb039d4329a5e8'
    expect(seen).toEqual([1, 2].map(() => new URL(locators.byMicrosoft(sha1)).pathname))
  },
)

const corpus = sharedPath('corpora/chains/addtrust-2020')
const pool = sharedPath('corpora/intermediates/intermediates.ndjson')

describe.skipIf(corpus === null || pool === null)('cross-certificates (skipped where ../shared/corpora is absent)', () => {
  const file = (name: string): Uint8Array => {
    const [first] = readCertificateFile(new Uint8Array(readFileSync(`${corpus}/${name}`))).certificates
    if (first === undefined) throw new Error(`${name} is empty`)
    return first.der
  }
  const byAaa = (): Uint8Array => {
    const line = readFileSync(pool ?? '', 'utf8')
      .split('\n')
      .find((text) => text.includes('"68b9c761'))
    return new Uint8Array(Buffer.from((JSON.parse(line ?? '{}') as { readonly der: string }).der, 'base64'))
  }
  const scene = () => {
    const leaf = file('leaf.pem')
    const evidence = evidenceOfScene({
      sent: [leaf, file('intermediate-sectigo-rsa-dv.pem')],
      store: [file('root-aaa-certificate-services.pem')],
      clients: ['python-3.11'],
      at: seconds(Date.parse('2020-07-01T00:00:00Z') / 1000),
    })
    return { evidence, leaf }
  }
  const asking = { now: today, shop: ownShop(), ownFingerprint: null }
  const numbers: Readonly<Record<string, () => Uint8Array>> = {
    '11': () => usertrust,
    '12': () => stranger,
    '13': byAaa,
    '14': () => file('leaf.pem'),
    // Name, key and issuer are right, and AAA did not sign it.
    '15': () => byAaa().with(-1, (byAaa().at(-1) ?? 0) ^ 1),
  }
  const answer: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '', 'https://crt.sh')
    const [d, ski] = [url.searchParams.get('d'), url.searchParams.get('ski')]
    if (ski !== null) response.end(JSON.stringify(Object.keys(numbers).map((id) => ({ id: Number(id), issuer_name: 'x' }))))
    else if (d === userTrustRsa) response.end(certificatesPem([usertrust]))
    else response.end(certificatesPem([numbers[d ?? '']?.() ?? stranger]))
  }

  test('of the missing root are found by its key; those that an older root in the store signed cure at the server', async () => {
    await crtSh(answer)
    const { evidence, leaf } = scene()
    const places = emptyPlaces()
    const before = findMissing('a test', evidence, places, asking)
    expect(before.report.candidates.map((c) => c.needed.map((n) => n.as))).toEqual([['anchor']])
    const located = await withLocated(places, before.report, own())
    const wanted = { wanted: [{ client: 'python-3.11', store: 'machine' }], seats: [], project: '' }
    const [bare, then] = [before, findMissing('a test', evidence, located, asking)].map((missing) => neededFor(missing, wanted))
    expect([bare?.absent, bare?.need.add]).toEqual([['USERTrust RSA Certification Authority'], []])
    expect([then?.absent, then?.need.add.map((a) => a.der)]).toEqual([[], [usertrust]])
    const { report } = findMissing('a test', evidence, located, asking)
    expect(report.candidates.map((c) => c.needed.map((n) => [n.as, n.certificate.sha256, n.isHeld]))).toEqual([
      [['sent', readCertificate(byAaa()).sha256, true]],
      [['anchor', userTrustRsa, true]],
    ])
    expect(report.contacted).toEqual(['locator crt.sh:443'])
    // Of five that the search gave, that one alone has the name, the key and a public issuer.
    expect(
      located.located.flatMap((s) => s.certificates.map((c) => formatName(c.issuer))).filter((n) => n.includes('AAA')),
    ).toHaveLength(1)
    expect(located.located.flatMap((s) => s.certificates)).toHaveLength(2)
    // Nothing of what the server sent went out but that a public root is wanted.
    const sent = readCertificate(leaf)
    const hidden = [
      sent.sha256,
      toHex(sent.authorityKeyIdentifier?.keyIdentifier ?? new Uint8Array([0])),
      toHex(sent.subjectKeyIdentifier?.keyIdentifier ?? new Uint8Array([0])),
    ]
    expect(asked.filter((address) => hidden.some((secret) => address.toLowerCase().includes(secret)))).toEqual([])
    const ski = toHex(readCertificate(usertrust).subjectKeyIdentifier?.keyIdentifier ?? new Uint8Array())
    expect(asked.toSorted()).toEqual(
      [
        locators.bySha256(userTrustRsa),
        locators.byKeyIdentifier(ski),
        ...[11, 12, 13, 14, 15].map((id) => locators.byNumber(id)),
      ].toSorted(),
    )
    // And the second time out of the cache, verified again.
    asked.length = 0
    const again = await withLocated(places, before.report, own())
    expect([asked, again.located.flatMap((s) => s.certificates).length]).toEqual([[], 2])
  })

  test.each<[string, RequestListener]>([
    ['a page', gives('<html>')],
    ['endless', (_, response) => void response.end('['.repeat(2_000_000))],
    ['numbers that are none', gives('[{"id":"../../etc"},{"id":-1}]')],
  ])('a search that answers with %s gives none, and the root is found all the same', async (_, search) => {
    await crtSh((request, response) =>
      request.url?.includes('ski=') === true ? search(request, response) : answer(request, response),
    )
    const { evidence } = scene()
    const before = findMissing('a test', evidence, emptyPlaces(), asking)
    const located = await withLocated(emptyPlaces(), before.report, own())
    expect(located.located.flatMap((s) => s.certificates.map((c) => c.sha256))).toEqual([userTrustRsa])
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain('cross-certificates of USERTrust RSA Certification Authority were not looked for')
  })
})
