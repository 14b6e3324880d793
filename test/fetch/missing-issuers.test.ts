import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { addressScope } from '../../src/fetch/address-scope.ts'
import { fetchCertificates, type FetchLimits } from '../../src/fetch/fetch-certificates.ts'
import { cacheFolder, fetchedCache, noCache } from '../../src/fetch/fetched-cache.ts'
import { type FetchPlan, missingIssuers } from '../../src/fetch/missing-issuers.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { explicit, integer, oid, sequence, setOf } from '../../src/lab/der-writer.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { seconds } from '../../src/model/time.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { tall } from './support/tall-chain.ts'
import { machine } from '../support/machine.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const servers: Server[] = []
const folders: string[] = []
afterEach(async () => {
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A server on loopback, and the requests that it got. */
async function listening(answer: Answer): Promise<{ readonly origin: string; readonly port: number; readonly asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, port, asked }
}

/** RFC 5652 §5.1, certificates alone, as authorities serve them under `.p7c`. */
const pkcs7 = (der: Uint8Array): Uint8Array =>
  sequence(
    oid('1.2.840.113549.1.7.2'),
    explicit(0, sequence(integer(1), setOf(), sequence(oid('1.2.840.113549.1.7.1')), explicit(0, der), setOf())),
  )

const limits: FetchLimits = { timeoutMs: 3000, maxOctets: 65_536, allowPrivate: true }
const serves =
  (body: Uint8Array | string): Answer =>
  (_, response) =>
    response.end(body)

describe('one address', () => {
  const { intermediate } = tall('http://x.invalid/')

  test.each([
    ['DER', intermediate],
    ['PEM', certificatesPem([intermediate])],
    ['PKCS #7', pkcs7(intermediate)],
  ])('%s is read, whatever the server calls it', async (_, body) => {
    const { origin } = await listening((request, response) => {
      response.setHeader('Content-Type', 'text/html')
      serves(body)(request, response)
    })
    const file = await fetchCertificates(`${origin}/ca`, limits)
    expect(file).toMatchObject({ kind: 'certificates', contacted: origin.slice(7) })
    expect(file.kind === 'certificates' && Buffer.from(file.certificates[0] ?? []).equals(Buffer.from(intermediate))).toBe(true)
  })

  test.each<readonly [string, Answer, string]>([
    ['a page', serves('<html>not found</html>'), 'what it serves is no certificate'],
    ['nothing', serves(''), 'what it serves is no certificate'],
    ['an error', (_, r) => void r.writeHead(404).end(intermediate), 'it answers with status 404'],
    [
      'a redirect into the private network',
      (_, r) => void r.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
      'it redirects (302), which is not followed',
    ],
    ['too much', serves(Buffer.alloc(70_000, 0x30)), 'it serves more than 65536 octets'],
    [
      'what never ends',
      (_, r) => {
        const more = (): void => {
          if (!r.destroyed && r.write(Buffer.alloc(16_384, 0x30))) setImmediate(more)
          else if (!r.destroyed) r.once('drain', more)
        }
        more()
      },
      'it serves more than 65536 octets',
    ],
  ])('%s is a failure with its reason', async (_, answer, why) => {
    const { origin } = await listening(answer)
    expect(await fetchCertificates(`${origin}/ca`, limits)).toEqual({ kind: 'failed', why, contacted: origin.slice(7) })
  })

  test('a silent server, one that stops midway and a name that is not resolved end with the time', async () => {
    const silent = await listening(() => {})
    const midway = await listening((_, response) => void response.write('0'))
    const short = { ...limits, timeoutMs: 300 }
    const began = performance.now()
    expect(await fetchCertificates(`${silent.origin}/`, short)).toMatchObject({ why: 'no answer within 0.3 s' })
    expect(await fetchCertificates(`${midway.origin}/`, short)).toMatchObject({ why: 'no answer within 0.3 s' })
    const never = { ...short, resolve: () => new Promise<never>(() => {}) }
    expect(await fetchCertificates('http://ca.invalid/', never)).toMatchObject({ why: 'no answer within 0.3 s', contacted: '' })
    expect(performance.now() - began).toBeLessThan(3000)
  })

  test('another scheme, credentials and nonsense are refused without any contact', async () => {
    const { port, asked } = await listening(serves(intermediate))
    for (const address of [
      `https://127.0.0.1:${port}/`,
      'ldap://x/',
      'file:///etc/passwd',
      `http://u:p@127.0.0.1:${port}/`,
      'x',
    ]) {
      expect(await fetchCertificates(address, limits)).toMatchObject({ kind: 'failed', contacted: '' })
    }
    expect(asked).toEqual([])
  })

  test('a name that leads to this machine is refused unless that is allowed; what was looked at is what is connected to', async () => {
    const { port, asked } = await listening(serves(intermediate))
    const address = `http://ca.example:${port}/ca`
    let times = 0
    const resolve = async (): Promise<readonly string[]> => (times++ === 0 ? ['127.0.0.1'] : ['192.0.2.1'])
    const refused = await fetchCertificates(address, {
      ...limits,
      allowPrivate: false,
      resolve: async () => ['8.8.8.8', '127.0.0.1'],
    })
    const why = '127.0.0.1 is an address of a private network or of this machine'
    expect(refused).toEqual({ kind: 'failed', why, contacted: '', unasked: 'private' })
    expect(asked).toEqual([])
    expect(await fetchCertificates(address, { ...limits, resolve })).toMatchObject({ kind: 'certificates' })
    expect({ times, asked }).toEqual({ times: 1, asked: [`ca.example:${port}/ca`] })
  })
})

describe('scopes of addresses (RFC 6890)', () => {
  test.each([
    '127.0.0.1',
    '127.8.8.8',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '2002:7f00:1::',
    '2001:db8::1',
    'localhost',
    '',
  ])('%s is private', (address) => expect(addressScope(address)).toBe('private'))
  test.each([
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::5',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (address) => expect(addressScope(address)).toBe('public'))
})

describe('issuers of a chain', () => {
  const plan: FetchPlan = { limits, cache: noCache, verify: nodeSignatureVerifier(), isIssued: () => false }

  /** A server of the chain's own authorities, as the certificates of the chain name it. */
  async function authorities(answers: (chain: ReturnType<typeof tall>) => Readonly<Record<string, Uint8Array | string>>) {
    let files: Readonly<Record<string, Uint8Array | string>> = {}
    const server = await listening((request, response) => response.end(files[request.url ?? ''] ?? ''))
    const chain = tall(`${server.origin}/`)
    files = answers(chain)
    return { ...server, chain, leaf: readCertificate(chain.leaf) }
  }

  test('two levels, up to an issuer that is held', async () => {
    const { chain, leaf, origin, asked } = await authorities((c) => ({ '/issuing': c.intermediate, '/policy': c.policy }))
    const { fetched, failed, contacted } = await missingIssuers([leaf], {
      ...plan,
      isIssued: (c) => c.sha256 === readCertificate(chain.policy).sha256,
    })
    expect(fetched.map(({ certificate, from, by }) => [certificate.sha256, from, by])).toEqual([
      [readCertificate(chain.intermediate).sha256, `${origin}/issuing`, leaf.sha256],
      [readCertificate(chain.policy).sha256, `${origin}/policy`, readCertificate(chain.intermediate).sha256],
    ])
    expect({ failed, contacted }).toEqual({ failed: [], contacted: [origin.slice(7)] })
    expect(asked).toHaveLength(2)
  })

  test('another certificate of the issuer’s name, and one of another name, are dropped', async () => {
    const { leaf, origin } = await authorities((c) => ({ '/issuing': certificatesPem([c.impostor, c.policy]) }))
    const { fetched, failed } = await missingIssuers([leaf], plan)
    expect(fetched).toEqual([])
    expect(failed).toEqual([{ from: `${origin}/issuing`, by: leaf.sha256, why: 'what it serves did not issue the certificate' }])
  })

  test('a chain that goes on for ever ends after four levels', async () => {
    // Each level is served under the address that the one below names; the fifth is never asked for.
    const { leaf, chain, asked } = await authorities((c) =>
      Object.fromEntries([['/issuing', c.intermediate], ['/policy', c.policy], ...c.tower.map((der, i) => [`/tower${i}`, der])]),
    )
    const { fetched } = await missingIssuers([leaf], plan)
    expect(chain.tower.length).toBeGreaterThan(4)
    expect({ fetched: fetched.length, asked: asked.length }).toEqual({ fetched: 4, asked: 4 })
  })

  test('at most eight addresses are asked, whatever a certificate lists', async () => {
    const server = await listening((_, response) => response.end(''))
    const { leaf } = tall(`${server.origin}/`, { addresses: 20 })
    const { failed } = await missingIssuers([readCertificate(leaf)], plan)
    expect(server.asked).toHaveLength(8)
    // The ninth stands for those behind it.
    expect(failed.map((f) => f.unasked)).toEqual([...Array.from({ length: 8 }, () => undefined), 'left'])
  })

  test('all fetches together have an end, and what was not asked is told', async () => {
    const server = await listening(() => {})
    const { leaf } = tall(`${server.origin}/`, { addresses: 8 })
    const began = performance.now()
    const short = { ...plan, limits: { ...limits, timeoutMs: 300 } }
    const { failed } = await missingIssuers([readCertificate(leaf)], short)
    expect(performance.now() - began).toBeLessThan(2000)
    expect(failed.map((f) => f.unasked)).toEqual([undefined, undefined, undefined, 'left'])
  })

  test('an address that is never asked is told where no other one brought the issuer', async () => {
    const others = ['ldap://ca.example/', 'https://ca.example/']
    const server = await listening((_, response) => response.end(chain.intermediate))
    const chain = tall(`${server.origin}/`, { others, tower: 0 })
    const isIssued = (c: { readonly sha256: string }): boolean => c.sha256 === readCertificate(chain.intermediate).sha256
    const had = await missingIssuers([readCertificate(chain.leaf)], { ...plan, isIssued })
    expect([had.fetched.length, had.failed]).toEqual([1, []])
    const nowhere = tall('http://127.0.0.1:1/', { others, tower: 0 })
    const { failed, contacted } = await missingIssuers([readCertificate(nowhere.leaf)], plan)
    expect(failed.map(({ from, unasked }) => [from, unasked])).toEqual([
      ['http://127.0.0.1:1/issuing', undefined],
      ['ldap://ca.example/', 'address'],
      ['https://ca.example/', 'address'],
    ])
    expect(contacted).toEqual(['127.0.0.1:1'])
  })

  test('what was fetched is kept for a day in a folder of the user’s own, and verified again', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'issuers-')), 'cache')
    folders.push(folder)
    const { chain, leaf, asked } = await authorities((c) => ({ '/issuing': c.intermediate }))
    const isIssued = (c: { readonly sha256: string }): boolean => c.sha256 === readCertificate(chain.intermediate).sha256
    const now = seconds(Math.floor(Date.now() / 1000))
    const kept = { ...plan, isIssued, cache: fetchedCache(folder, now) }
    expect((await missingIssuers([leaf], kept)).contacted).toHaveLength(1)
    const again = await missingIssuers([leaf], kept)
    expect({ fetched: again.fetched.length, contacted: again.contacted, asked: asked.length }).toEqual({
      fetched: 1,
      contacted: [],
      asked: 1,
    })
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const [file = ''] = readdirSync(folder)
    utimesSync(join(folder, file), now - 90_000, now - 90_000)
    expect((await missingIssuers([leaf], kept)).contacted).toHaveLength(1)
    // A forged file makes nobody an issuer.
    kept.cache.put(`http://127.0.0.1:${asked[0]?.split(':')[1] ?? ''}`, [chain.impostor])
    expect((await missingIssuers([leaf], kept)).fetched).toEqual([])
  })
})

test('the folder of the cache', () => {
  expect(cacheFolder(machine({}))).toBe('/home/u/.cache/rootcause/issuers')
  expect(cacheFolder(machine({ env: { XDG_CACHE_HOME: '/c' } }))).toBe('/c/rootcause/issuers')
  expect(cacheFolder(machine({ env: { XDG_CACHE_HOME: 'relative' } }))).toBe('/home/u/.cache/rootcause/issuers')
  expect(cacheFolder(machine({ platform: 'darwin', home: '/Users/u' }))).toBe('/Users/u/Library/Caches/rootcause/issuers')
  expect(cacheFolder(machine({ platform: 'win32', env: { LOCALAPPDATA: 'C:\\L' } }))).toBe('C:\\L\\rootcause\\issuers')
  expect(cacheFolder(machine({ home: '' }))).toBeNull()
})
