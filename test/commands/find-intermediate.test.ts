import { describe, expect, test } from 'vitest'
import { cachedSources } from '../../src/commands/cached-sources.ts'
import { certificateReader } from '../../src/commands/candidate-sources.ts'
import { findMissing, lookThrough, type Places } from '../../src/commands/find-missing.ts'
import { fetchedCache, cacheFolder as issuersFolder } from '../../src/fetch/fetched-cache.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, labHost, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { foundJson } from '../../src/report/found/json.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { user } from '../programmes/support/kept.ts'
import { machine } from '../support/machine.ts'
import { emptyPlaces, evidenceOfScene, ownShop } from './support/found-on.ts'

const now = seconds(Date.parse('2026-09-01T00:00:00Z') / 1000)
const long = around(now, -900, 900)
const [root, issuing, other] = [
  authority('intermediate', 'Root'),
  authority('intermediate', 'Issuing'),
  authority('intermediate', 'Other'),
]

const rootDer = rootCertificate(root, long)
const intermediate = caCertificate(root, issuing, long)
/** The same name and another key, as a renewed authority has: it signed nothing here. */
const impostor = caCertificate(root, { subject: issuing.subject, key: other.key }, long)
/** Cures too, and needs another certificate beside it. */
const byOther = caCertificate(other, issuing, long)
const otherByRoot = caCertificate(root, other, long)
const expired = caCertificate(root, issuing, around(now, -900, -1))
const leaf = leafCertificate(issuing, server(labHost), around(now, -10, 10), loopbackNames)

const clients = ['python-3.11', 'node-20', 'go-1.24']
const alone = (fetched: readonly Uint8Array[] = []) =>
  evidenceOfScene({ sent: [leaf], store: [rootDer], clients, at: now, host: labHost, fetched })
const idOf = (der: Uint8Array) => readCertificate(der).sha256
const find = (places: Places, fetched: readonly Uint8Array[] = []) =>
  findMissing('a test', alone(fetched), places, { now, shop: ownShop(), ownFingerprint: null })
const read = certificateReader()
const source = (where: string, ...ders: readonly Uint8Array[]) => ({
  where,
  certificates: ders.map((d) => read(d)),
  isHeld: true,
})

describe('an intermediate that the server does not send', () => {
  const publication = { id: 'ccadb-test', title: "CCADB's publication", asOf: now, how: 'tls' as const }
  test.each<[string, Places, readonly Uint8Array[], string]>([
    ['what --aia fetched', emptyPlaces(), [intermediate, impostor], 'fetched from the address in a certificate'],
    [
      'a store of the machine',
      emptyPlaces({
        stores: [
          {
            ...source('the store windows:LM/CA', impostor, intermediate),
            name: 'windows:LM/CA',
            rejected: new Set(),
            isAdministrators: true,
          },
        ],
      }),
      [],
      'the store windows:LM/CA',
    ],
    [
      'a publication',
      emptyPlaces({
        published: {
          statements: [],
          certificates: [{ publication, certificates: [impostor, intermediate, rootDer] }],
          publications: [publication],
          revoked: new Set(),
          unusable: [],
        },
      }),
      [],
      "CCADB's publication",
    ],
    ['a file that the user names', emptyPlaces({ files: [source('a file', impostor, intermediate)] }), [], 'a file'],
  ])('is found in %s, and cures every client at the server', (_, places, fetched, where) => {
    const { report } = find(places, fetched)
    expect(report.rejects).toBe(3)
    expect(report.candidates.map((c) => c.needed.map((n) => [n.as, n.certificate.sha256, n.where, n.isHeld, n.sheet]))).toEqual([
      [['sent', idOf(intermediate), [where], true, null]],
    ])
    expect(report.candidates[0]?.proof?.cures.map((c) => c.client).toSorted()).toEqual(clients.toSorted())
    expect(JSON.parse(foundJson(report))).toMatchObject({
      schema: 1,
      candidates: [{ needed: [{ as: 'sent', certificate: { sha256: idOf(intermediate) }, where: [where] }] }],
      contacted: [],
    })
  })

  test('is found in what --aia brought before, by files of the cache alone', async () => {
    const one = user()
    try {
      const folder = issuersFolder(one.host) ?? ''
      // The file's own time counts for fetching again; finding goes by what it holds.
      fetchedCache(folder, now).put('http://issuer.example/i.crt', [impostor, intermediate])
      const places = emptyPlaces({ located: cachedSources(one.host, read) })
      const { report } = find(places)
      expect(report.candidates.map((c) => c.needed.map((n) => [n.certificate.sha256, n.where]))).toEqual([
        [[idOf(intermediate), ['fetched before from the address in a certificate']]],
      ])
    } finally {
      one.remove()
    }
  })

  test('with no run of anything: a look through a machine reads caches, and passes over what is none of theirs', async () => {
    const name = 'ab'.repeat(32)
    const folder = '/home/u/.cache/rootcause'
    const host = machine({
      files: {
        [`${folder}/issuers/${name}.pem`]: certificatesPem([intermediate]),
        [`${folder}/issuers/${name}.pem.4711`]: certificatesPem([byOther]),
        [`${folder}/issuers/notes.pem`]: certificatesPem([otherByRoot]),
        [`${folder}/located/${name}.der`]: rootDer,
        [`${folder}/located/${'cd'.repeat(32)}.der`]: { error: 'EACCES: permission denied' },
        [`${folder}/located/${'ef'.repeat(32)}.der`]: 'damaged',
      },
    })
    const places = await lookThrough({ host, now })
    expect(places.located.map((s) => [s.where, s.certificates.map((c) => c.sha256)])).toEqual([
      ['fetched before from the address in a certificate', [idOf(intermediate)]],
      ['located before', [idOf(rootDer)]],
    ])
    expect(find(places).report.candidates.map((c) => c.needed.map((n) => n.certificate.sha256))).toEqual([[idOf(intermediate)]])
  })

  test('that is shorter comes first, and what has run out or bears the name alone is none', () => {
    const places = emptyPlaces({ files: [source('a file', expired, impostor, byOther, otherByRoot, intermediate)] })
    expect(find(places).report.candidates.map((c) => c.needed.map((n) => n.certificate.sha256))).toEqual([
      [idOf(intermediate)],
      [idOf(byOther), idOf(otherByRoot)],
    ])
    const longer = emptyPlaces({ files: [source('a file', expired, impostor, otherByRoot, byOther)] })
    expect(find(longer).report.candidates.map((c) => c.needed.map((n) => n.certificate.sha256))).toEqual([
      [idOf(byOther), idOf(otherByRoot)],
    ])
    const none = emptyPlaces({ files: [source('a file', expired, impostor)] })
    expect(find(none).report.candidates).toEqual([])
  })
})
