import { connect as connectPlain } from 'node:net'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, type Lab, type ServedFault, serveFault, startLab } from '../../src/lab/index.ts'
import { seconds } from '../../src/model/time.ts'
import { type Captured, capture } from './capture.ts'
import { opensslMajor, showCerts } from './openssl.ts'

const now = seconds(Date.UTC(2026, 10, 22) / 1000)
let lab: Lab

beforeAll(async () => {
  lab = await startLab(faults, { now, pace: 1 })
})
afterAll(async () => {
  await lab.close()
})

function served(id: string): ServedFault {
  const found = lab.servers.find(({ fault }) => fault.id === id)
  if (!found) throw new Error(`no server for ${id}`)
  return found
}
const ids = faults.map(({ id }) => id)
const fingerprint = (chain: readonly Uint8Array[]): string[] => chain.map((der) => Buffer.from(der).toString('hex'))
const chainOf = (captured: Captured): string[] | string =>
  captured.kind === 'chain' ? fingerprint(captured.chain) : JSON.stringify(captured)

/** Faults whose server sends no chain to a hello of TLS 1.2, and what it does instead. */
const without: Readonly<Record<string, Captured>> = {
  'client-certificate-required': { kind: 'alert', level: 2, description: 70 },
  'new-protocol': { kind: 'alert', level: 2, description: 70 },
  'unrecognized-name': { kind: 'alert', level: 2, description: 112 },
  'handshake-failure': { kind: 'alert', level: 2, description: 40 },
  'plain-http': { kind: 'text', text: expect.stringMatching(/^HTTP\/1\.1 400 /) },
  'ssh-banner': { kind: 'text', text: 'SSH-2.0-Lab_1.0\r\n' },
  closes: { kind: 'closed' },
  silent: { kind: 'timeout' },
}

/** Of these, the ones that are TLS servers all the same. */
const tlsWithout = ['client-certificate-required', 'new-protocol']

/** Chains that no TLS library would send, or not so. */
const rawChains = ['junk-leaf', 'junk-in-chain', 'trailing-bytes', 'empty-chain', 'duplicate-extension']

/** Has tests of its own: which chain it sends depends on how often it was asked. */
const byTurns = 'stale-backend-by-turns'

describe('on the wire', () => {
  test.each(ids.filter((id) => !(id in without) && id !== byTurns))('%s: by TLS 1.2, the chain to the octet', async (id) => {
    const { port, built } = served(id)
    const captured = await capture(port)
    expect(chainOf(captured)).toEqual(fingerprint(built.chain))
    expect(captured).toMatchObject({ kind: 'chain', version: id === 'old-protocol' ? 0x0301 : 0x0303 })
  })

  test.each(Object.entries(without))('%s: no chain', async (id, expected) => {
    expect(await capture(served(id).port, {}, id === 'silent' ? 300 : 10_000)).toEqual(expected)
  })

  test('old-protocol: by TLS 1.0, the chain', async () => {
    const { port, built } = served('old-protocol')
    const captured = await capture(port, { version: 0x0301 })
    expect(captured).toMatchObject({ kind: 'chain', version: 0x0301 })
    expect(chainOf(captured)).toEqual(fingerprint(built.chain))
  })

  test('which are served by a TLS library, and which by raw octets', () => {
    const raw = lab.servers.filter(({ by }) => by === 'raw').map(({ fault }) => fault.id)
    expect(new Set(raw)).toEqual(new Set([...rawChains, ...Object.keys(without).filter((id) => !tlsWithout.includes(id))]))
  })

  test('old-protocol: who offers TLS 1.2 and 1.3 by name is told protocol_version', async () => {
    const captured = await capture(served('old-protocol').port, { supportedVersions: [0x0304, 0x0303] })
    expect(captured).toEqual({ kind: 'alert', level: 2, description: 70 })
  })

  test('every server has a port of its own, on loopback', () => {
    const ports = lab.servers.flatMap((server) => server.ports)
    expect(new Set(ports).size).toBe(ports.length)
    expect(ports.length).toBe(faults.length + 1)
    for (const { host } of lab.servers) expect(host).toBe('127.0.0.1')
  })
})

describe('servers with several chains', () => {
  const others = (id: string): string[] => {
    const { serve } = served(id).built
    return 'others' in serve ? fingerprint(serve.others[0]?.chain ?? []) : []
  }

  test('chain-by-hello: another chain for RSA alone', async () => {
    const { port, built } = served('chain-by-hello')
    const rsa = await capture(port, { suites: [0xc02f, 0xc013, 0x00ff], schemes: [0x0804, 0x0401] })
    expect(chainOf(rsa)).toEqual(others('chain-by-hello'))
    const ecdsa = await capture(port, { suites: [0xc02b, 0xc009, 0x00ff], schemes: [0x0403] })
    expect(chainOf(ecdsa)).toEqual(fingerprint(built.chain))
  })

  test('server-name-required: another chain without the name', async () => {
    const { port, built } = served('server-name-required')
    expect(chainOf(await capture(port))).toEqual(fingerprint(built.chain))
    expect(chainOf(await capture(port, { nameless: true }))).toEqual(others('server-name-required'))
  })

  test('stale-backend: the stale chain on the second port, always', async () => {
    const { ports, built } = served('stale-backend')
    expect(ports).toHaveLength(2)
    for (const _try of [1, 2]) {
      expect(chainOf(await capture(ports[0] ?? 0))).toEqual(fingerprint(built.chain))
      expect(chainOf(await capture(ports[1] ?? 0))).toEqual(others('stale-backend'))
    }
  })

  test('stale-backend-by-turns: every other connection', async () => {
    const server = await serveFault(served('stale-backend-by-turns').fault, { now })
    const seen: (string | string[])[] = []
    try {
      for (const _try of [1, 2, 3, 4]) seen.push(chainOf(await capture(server.port)))
    } finally {
      await server.close()
    }
    expect(seen[0]).toEqual(fingerprint(server.built.chain))
    expect(seen[1]).not.toEqual(seen[0])
    expect(seen.slice(2)).toEqual(seen.slice(0, 2))
  })
})

describe('the raw responder', () => {
  test('speaks nothing newer than TLS 1.2, and says so', async () => {
    const { port, built } = served('trailing-bytes')
    expect(await capture(port, { supportedVersions: [0x0304] })).toEqual({ kind: 'alert', level: 2, description: 70 })
    const both = await capture(port, { supportedVersions: [0x0304, 0x0303] })
    expect(both).toMatchObject({ kind: 'chain', version: 0x0303 })
    expect(chainOf(both)).toEqual(fingerprint(built.chain))
  })

  test('answers what is no hello with decode_error', async () => {
    const reply = await new Promise<Buffer>((resolve, reject) => {
      const socket = connectPlain(served('junk-leaf').port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'))
      socket
        .on('data', resolve)
        .on('error', reject)
        .setTimeout(10_000, () => reject(new Error('no answer in time')))
      socket.on('end', () => socket.destroy())
    })
    expect(reply.toString('hex')).toBe('15030300020232')
  })

  test('takes a hello in pieces of one octet', async () => {
    const { port, built } = served('trailing-bytes')
    expect(chainOf(await capture(port, { pieces: 1 }))).toEqual(fingerprint(built.chain))
  })

  test('takes TLS 1.0 and 1.1 with the suites of then', async () => {
    const { port } = served('trailing-bytes')
    for (const version of [0x0301, 0x0302]) {
      expect(await capture(port, { version })).toMatchObject({ kind: 'chain', version })
    }
  })

  test('says handshake_failure where suites and key do not meet', async () => {
    const rsaAlone = await capture(served('trailing-bytes').port, { suites: [0xc02f, 0x00ff] })
    expect(rsaAlone).toEqual({ kind: 'alert', level: 2, description: 40 })
  })
})

describe.skipIf(opensslMajor < 3)('with `openssl s_client` (skipped without OpenSSL 3)', () => {
  const level = ['-cipher', 'DEFAULT@SECLEVEL=0']

  test.each(ids.filter((id) => !(id in without) && ![...rawChains, byTurns, 'old-protocol'].includes(id)))(
    '%s: by TLS 1.3, exactly the chain',
    async (id) => {
      const { port, built } = served(id)
      const { chain, output } = await showCerts(port, [...level, '-tls1_3'])
      expect(fingerprint(chain)).toEqual(fingerprint(built.chain))
      expect(output).toContain('TLSv1.3, Cipher is TLS_AES')
    },
  )

  test('client-certificate-required: the chain, then the alert 116', async () => {
    const { port, built } = served('client-certificate-required')
    const { chain, output } = await showCerts(port, ['-tls1_3', '-ign_eof'])
    expect(fingerprint(chain)).toEqual(fingerprint(built.chain))
    expect(output).toMatch(/alert number 116/)
  })

  test('old-protocol: a client of today breaks off, an old one gets through', async () => {
    const { port, built } = served('old-protocol')
    expect((await showCerts(port, ['-tls1_2'])).output).toMatch(/unsupported protocol|wrong ssl version/)
    const old = await showCerts(port, [...level, '-tls1'])
    expect(fingerprint(old.chain)).toEqual(fingerprint(built.chain))
    expect(old.output).toContain('TLSv1')
  })

  test('duplicate-extension: OpenSSL, as a client, sees the chain and does not read its extensions', async () => {
    const { port, built } = served('duplicate-extension')
    const { chain, output } = await showCerts(port)
    expect(fingerprint(chain)).toEqual(fingerprint(built.chain))
    expect(output).toMatch(/bad ecc cert/)
  })

  test('the raw flight is right up to its end: its signature is taken, and the client goes on', async () => {
    const good = served('good').fault
    const server = await serveFault({ ...good, build: (at) => ({ ...good.build(at), serve: { kind: 'raw' } }) }, { now })
    const { chain, output } = await showCerts(server.port)
    await server.close()
    expect(fingerprint(chain)).toEqual(fingerprint(server.built.chain))
    expect(output).toContain('Peer signature type: ECDSA')
    expect(output).toMatch(/alert handshake failure/)
  })

  test.each([
    ['junk-leaf', /ASN1_get_object/],
    ['junk-in-chain', /ASN1_get_object/],
    ['trailing-bytes', /cert length mismatch/],
    ['empty-chain', /tls_process_server_certificate:length mismatch/],
    ['unrecognized-name', /tlsv1 unrecognized name/],
    ['handshake-failure', /sslv3 alert handshake failure/],
    ['plain-http', /wrong version number/],
    ['ssh-banner', /wrong version number/],
    ['closes', /unexpected eof while reading|errno=104|Connection reset/],
  ])('%s: OpenSSL says %s', async (id, words) => {
    expect((await showCerts(served(id).port)).output).toMatch(words)
  })
})

describe('a real client of good', () => {
  test('accepts it with the anchors given, and gets an answer', async () => {
    const { port, host, built, anchorsPem } = served('good')
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect({ port, host, servername: built.host, ca: anchorsPem, timeout: 10_000 })
      let text = ''
      socket.on('secureConnect', () => socket.write('GET / HTTP/1.0\r\n\r\n'))
      socket.on('data', (data: Buffer) => {
        text += data.toString()
      })
      socket.on('end', () => resolve(text))
      socket.on('timeout', () => reject(new Error('no answer in time')))
      socket.on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*rootcause lab\n$/)
  })
})
