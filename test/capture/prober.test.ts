import { hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createServer } from 'node:tls'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyExchange } from '../../src/capture/tls/key-exchange.ts'
import { type ProbeOutcome, Prober } from '../../src/capture/tls/prober.ts'
import type { CaptureFailure } from '../../src/model/evidence.ts'
import type { HelloClass } from '../../src/model/hello.ts'
import { mintPki, oddTail, type Pki } from './support/pki.ts'
import { hasTool } from './support/tools.ts'
import {
  alert,
  certificateMessage,
  extension,
  handshakeRecords,
  message,
  record,
  retryRandom,
  serverHello,
  serverHelloDone,
  vector24,
} from './support/wire-format.ts'

const closed: CaptureFailure = { code: 'closed', by: 'network', detail: 'closed by the peer' }
const fixed = { random: Buffer.alloc(32, 1), sessionId: Buffer.alloc(32, 2), keys: keyExchange() }

const prober = (hello: HelloClass = 'tls1.2'): Prober => {
  const made = new Prober({ hello, servername: 'localhost', alpn: true, fixed })
  made.start()
  return made
}

/** What comes of these octets, given in these pieces and then no more. */
function outcomeOf(pieces: readonly Buffer[], hello: HelloClass = 'tls1.2'): ProbeOutcome {
  const made = prober(hello)
  // Each piece lies in the same memory, as reads from a socket do, which is overwritten afterwards.
  const memory = Buffer.alloc(Math.max(1, ...pieces.map((piece) => piece.length)))
  for (const piece of pieces) {
    memory.set(piece)
    made.feed(memory.subarray(0, piece.length))
    memory.fill(0xee)
  }
  return made.end(closed)
}

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const ends = [...at, bytes.length]
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : (ends[index - 1] ?? 0), end))
}

const failure = (outcome: ProbeOutcome): CaptureFailure | null => (outcome.kind === 'failed' ? outcome.failure : null)
const chain = (outcome: ProbeOutcome): string[] | null =>
  outcome.kind === 'chain' ? outcome.chain.map((entry) => Buffer.from(entry).toString('latin1')) : null
const notes = (outcome: ProbeOutcome): readonly string[] | null => (outcome.kind === 'chain' ? outcome.tls.warnings : null)

/** All of an outcome in one text. */
const fingerprint = (outcome: ProbeOutcome): string => hash('sha256', JSON.stringify(outcome))

const entries = ['leaf', 'issuer', 'issuer', ''].map((text) => Buffer.from(text))
const flight = Buffer.concat([serverHello(), certificateMessage(entries), message(12, randomBytes(300)), serverHelloDone])

describe('TLS 1.2 and before', () => {
  test('entries are kept as they are: junk, duplicates, empty ones', () => {
    expect(chain(outcomeOf([handshakeRecords(flight)]))).toEqual(['leaf', 'issuer', 'issuer', ''])
  })

  test('an empty list is a chain of none', () => {
    const bytes = handshakeRecords(Buffer.concat([serverHello(), certificateMessage([]), serverHelloDone]))
    expect(chain(outcomeOf([bytes]))).toEqual([])
  })

  test('a list whose lengths do not add up is read as far as it goes, with a note', () => {
    const list = (body: Buffer): Buffer =>
      handshakeRecords(Buffer.concat([serverHello(), message(11, vector24(body)), serverHelloDone]))
    const whole = vector24(Buffer.from('leaf'))
    const short = outcomeOf([list(Buffer.concat([whole, Buffer.from([0, 0, 9]), Buffer.from('cut')]))])
    expect([chain(short), notes(short)]).toEqual([['leaf', 'cut'], ['certificate list: entry 1 claims 9 octets, 3 there']])
    const tail = outcomeOf([list(Buffer.concat([whole, Buffer.from([7, 7])]))])
    expect([chain(tail), notes(tail)]).toEqual([['leaf'], ['certificate list: 2 octets at the end that are no entry']])
    const behind = message(11, Buffer.concat([vector24(whole), Buffer.from('more')]))
    const after = outcomeOf([handshakeRecords(Buffer.concat([serverHello(), behind, serverHelloDone]))])
    expect([chain(after), notes(after)]).toEqual([['leaf'], ['certificate message: 4 octets after the list']])
    const claims = message(11, Buffer.concat([Buffer.from([0, 0, 99]), whole]))
    const over = outcomeOf([handshakeRecords(Buffer.concat([serverHello(), claims, serverHelloDone]))])
    expect([chain(over), notes(over)]).toEqual([['leaf'], ['certificate list: 99 octets claimed, 7 there']])
  })

  test('the rest of the flight is not needed for the chain', () => {
    const start = Buffer.concat([serverHello(), certificateMessage(entries)])
    for (const end of [
      Buffer.alloc(0),
      Buffer.from('GET / HTTP/1.1'),
      alert(2, 80),
      record(22, Buffer.from([12, 255, 255, 255])),
    ]) {
      expect(chain(outcomeOf([handshakeRecords(start), end]))).toEqual(['leaf', 'issuer', 'issuer', ''])
    }
    const made = prober()
    made.feed(handshakeRecords(start))
    expect([made.outcome, made.hasEnough]).toEqual([null, true])
  })

  test('an acknowledged status_request brings a response, an unasked one does not (RFC 6066 §8)', () => {
    const status = message(22, Buffer.concat([Buffer.from([1]), vector24(Buffer.from('ocsp'))]))
    const ocsp = (hello: Buffer): string | null | undefined => {
      const outcome = outcomeOf([handshakeRecords(Buffer.concat([hello, certificateMessage(entries), status, serverHelloDone]))])
      return outcome.kind === 'chain' ? outcome.tls.ocsp : undefined
    }
    expect(ocsp(serverHello({ extensions: [extension(5, Buffer.alloc(0))] }))).toBe(Buffer.from('ocsp').toString('base64'))
    expect(ocsp(serverHello())).toBeNull()
  })

  test('facts are kept from messages that came in reads of their own', () => {
    const extensions = [extension(18, Buffer.from('timestamps')), extension(5, Buffer.alloc(0))]
    const status = message(22, Buffer.concat([Buffer.from([1]), vector24(Buffer.from('response'))]))
    const messages = [
      serverHello({ extensions }),
      certificateMessage(entries),
      status,
      message(13, Buffer.alloc(9)),
      serverHelloDone,
    ]
    expect(outcomeOf(messages.map((one) => handshakeRecords(one)))).toMatchObject({
      tls: { scts: btoa('timestamps'), ocsp: btoa('response'), clientCertificateRequested: true },
    })
  })

  test('facts of the ServerHello', () => {
    const scts = Buffer.from([0, 4, 0, 2, 9, 9])
    const extensions = [extension(18, scts), extension(16, Buffer.from('\0\x03\x02h2', 'latin1'))]
    const outcome = outcomeOf([
      handshakeRecords(Buffer.concat([serverHello({ extensions }), certificateMessage(entries), serverHelloDone])),
    ])
    expect(outcome).toMatchObject({
      tls: {
        version: '1.2',
        cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        alpn: 'h2',
        scts: scts.toString('base64'),
        by: 'prober',
      },
    })
    const odd = outcomeOf([handshakeRecords(Buffer.concat([serverHello({ suite: 0xfefe }), certificateMessage(entries)]))])
    expect(odd).toMatchObject({ tls: { cipher: '0xfefe' } })
  })
})

describe('alerts', () => {
  test.each([
    [40, 'handshake_failure'],
    [70, 'protocol_version'],
    [112, 'unrecognized_name'],
    [116, 'certificate_required'],
    [48, 'unknown_ca'],
    [0, 'close_notify'],
    [255, 'alert 255'],
  ])('fatal %i is %s', (description, detail) => {
    expect(failure(outcomeOf([alert(2, description)]))).toEqual({ code: 'alert', by: 'peer', detail })
  })

  test('a warning before ServerHello is skipped and told (RFC 6066 §3)', () => {
    const outcome = outcomeOf([alert(1, 112), handshakeRecords(flight)])
    expect([chain(outcome)?.length, notes(outcome)]).toEqual([4, ['unrecognized_name']])
  })

  test('a warning and then nothing is the reason', () => {
    expect(failure(outcomeOf([alert(1, 40)]))).toEqual({ code: 'alert', by: 'peer', detail: 'handshake_failure' })
  })

  test('warnings without end are an end', () => {
    const endless = Buffer.concat(Array.from({ length: 100 }, () => alert(1, 112)))
    const detail = 'more than 32 warning alerts, the last unrecognized_name'
    expect(failure(outcomeOf([endless]))).toEqual({ code: 'too-much-data', by: 'self', detail })
  })

  test.each([
    [[alert(1, 112)], ', after the warning unrecognized_name'],
    [[handshakeRecords(serverHello())], ', after its ServerHello'],
    [[Buffer.of(22, 3, 3, 0)], ', after octets that are no ServerHello'],
    [[], ''],
  ])('silence half-way is told as such (%#)', (octets, progress) => {
    const made = prober()
    for (const data of octets) made.feed(data)
    const silent: CaptureFailure = { code: 'timeout', by: 'network', detail: 'silent for 7 ms' }
    expect(failure(made.end(silent))).toEqual({ ...silent, detail: `silent for 7 ms${progress}` })
  })
})

describe('peers that do not speak TLS', () => {
  test.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'HTTP'],
    ['<html><head><title>400</title>', 'HTTP'],
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', 'SSH'],
    ['220 mail.example.org ESMTP Postfix\r\n', 'SMTP'],
    ['220 (vsFTPd 3.0.3)\r\n', 'FTP'],
    ['220 ProFTPD Server (Debian)\r\n', 'FTP'],
    ['220 ready\r\n', 'SMTP or FTP'],
    ['* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n', 'IMAP'],
    ['+OK Dovecot ready.\r\n', 'POP3'],
    ['200 news.example.org ready\r\n', 'NNTP'],
    ["-ERR unknown command '\x16\x03\x01'\r\n", 'Redis'],
    ['RFB 003.008\n', 'VNC'],
    ['AMQP\x00\x00\x09\x01', 'AMQP'],
    ["<?xml version='1.0'?><stream:stream", 'XMPP'],
    ['E\x00\x00\x00\x8aSFATAL\x00VFATAL\x00C0A000\x00Munsupported frontend protocol', 'PostgreSQL'],
    ['J\x00\x00\x00\x0a8.0.36\x00', 'MySQL'],
    ['\x03\x00\x00\x0b\x06\xd0\x00\x00\x12\x34\x00', 'RDP'],
    ['\x30\x24\x02\x01\x00\x78\x1f\x0a\x01\x34', 'LDAP'],
    ['\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03', 'HTTP/2'],
    ['\xff\xfd\x18\xff\xfd\x20', 'Telnet'],
    ['Hello there\r\n', 'unknown: Hello there'],
    ['\x01\x02\x03\x04', 'unknown: 0x01020304'],
    // The first octet could begin a record, the second cannot.
    ['\x16\x00\x00\x00\x0a5.5\x00', 'MySQL'],
  ])('%j is %s, in whatever pieces it comes', (text, detail) => {
    const bytes = Buffer.from(text, 'latin1')
    const expected = { code: 'not-tls', by: 'peer', detail }
    expect(failure(outcomeOf([bytes]))).toEqual(expected)
    expect(failure(outcomeOf(Array.from(bytes, (octet) => Buffer.from([octet]))))).toEqual(expected)
  })

  test('a known one is named without waiting for more', () => {
    const made = prober()
    made.feed(Buffer.from('SSH-2.0-x\r\n'))
    expect(made.outcome).toMatchObject({ failure: { code: 'not-tls', detail: 'SSH' } })
  })
})

describe('what cannot be gone on with', () => {
  const keyShare = (group: number, key: Uint8Array): Buffer =>
    extension(51, Buffer.concat([Buffer.from([group >> 8, group & 255, key.length >> 8, key.length & 255]), key]))
  const version13 = extension(43, Buffer.from([3, 4]))
  const hello13 = (suite: number, ...more: readonly Buffer[]): Buffer =>
    handshakeRecords(serverHello({ suite, extensions: [version13, ...more] }))
  const retry = (...more: readonly Buffer[]): Buffer =>
    handshakeRecords(serverHello({ suite: 0x1301, random: retryRandom, extensions: [version13, ...more] }))
  const group = (number: number): Buffer => extension(51, Buffer.from([number >> 8, number & 255]))

  test.each([
    ['a retry for a group that was not offered', retry(group(0x11ec)), 'group X25519MLKEM768 (0x11ec)'],
    ['a suite that was not offered', hello13(0x1304, keyShare(0x1d, Buffer.alloc(32, 9))), 'cipher suite 0x1304'],
    ['a share of a group that was not offered', hello13(0x1301, keyShare(0x1e, Buffer.alloc(56, 9))), 'group x448 (0x001e)'],
  ])('%s is unsupported', (_, bytes, detail) => {
    expect(failure(outcomeOf([bytes], 'tls1.3'))).toEqual({ code: 'unsupported', by: 'self', detail })
  })

  test.each([
    ['a second HelloRetryRequest', Buffer.concat([retry(group(0x17)), retry(group(0x18))])],
    ['a HelloRetryRequest that changes nothing', retry()],
    ['a share that is no point', hello13(0x1301, keyShare(0x1d, Buffer.alloc(32)))],
    ['a share of a wrong size', hello13(0x1301, keyShare(0x1d, Buffer.alloc(3, 1)))],
    ['no share', hello13(0x1301)],
    ['a share of an offered group that was not shared', hello13(0x1301, keyShare(0x17, Buffer.alloc(65, 4)))],
    [
      'octets behind ServerHello in its record',
      Buffer.concat([hello13(0x1301, keyShare(0x1d, Buffer.alloc(32, 9))), record(22, Buffer.from([8]))]),
    ],
    [
      'protected octets that are not',
      Buffer.concat([hello13(0x1301, keyShare(0x1d, Buffer.alloc(32, 9))), record(23, randomBytes(64))]),
    ],
    ['a truncated ServerHello', handshakeRecords(message(2, Buffer.alloc(20, 3)))],
    ['a version that does not exist', handshakeRecords(serverHello({ version: 0x0505 }))],
    ['Certificate before ServerHello', handshakeRecords(certificateMessage(entries))],
    ['no Certificate', handshakeRecords(Buffer.concat([serverHello(), serverHelloDone]))],
    ['a record longer than any may be', Buffer.concat([handshakeRecords(serverHello()), Buffer.from([22, 3, 3, 255, 255])])],
    ['no record', Buffer.concat([handshakeRecords(serverHello()), Buffer.from('HTTP/1.1')])],
    ['an alert of one octet', record(21, Buffer.from([2]))],
  ])('%s is malformed', (_, bytes) => {
    expect(failure(outcomeOf([bytes], 'tls1.3'))).toMatchObject({
      code: 'malformed',
      by: 'peer',
      detail: expect.stringMatching(/\w/),
    })
  })

  test('TLS 1.3 where it was not offered is malformed', () => {
    expect(failure(outcomeOf([hello13(0x1301, keyShare(0x1d, Buffer.alloc(32, 9)))], 'tls1.2'))).toMatchObject({
      code: 'malformed',
    })
  })

  test('the octets behind a retry are read on after the second hello is made', () => {
    const made = prober('tls1.3')
    const second = made.feed(retry(group(0x18)))
    expect(second?.subarray(0, 3)).toEqual(Buffer.from([22, 3, 3]))
    expect(made.outcome).toBeNull()
  })
})

describe('more than is read', () => {
  const tooMuch = { code: 'too-much-data', by: 'self' }
  test('a message that claims 16 MiB', () => {
    const bytes = Buffer.concat([handshakeRecords(serverHello()), record(22, Buffer.from([11, 255, 255, 255]))])
    expect(failure(outcomeOf([bytes]))).toMatchObject(tooMuch)
  })
  test.each([
    ['handshake messages', handshakeRecords(message(0, Buffer.alloc(16_000)))],
    ['empty records', record(22, Buffer.alloc(0))],
    ['change_cipher_spec', record(20, Buffer.from([1]))],
    ['application data before any handshake', record(23, Buffer.alloc(16_384))],
  ])('%s without end', (_, piece) => {
    const made = prober()
    let fed = 0
    while (made.outcome === null && fed < 1 << 23) {
      made.feed(piece)
      fed += piece.length
    }
    expect(made.outcome).toMatchObject({ failure: tooMuch })
    expect(fed).toBeLessThan(1 << 22)
  })
  test('a list of certificates longer than any server has use for', () => {
    const sent = (n: number) =>
      outcomeOf([
        handshakeRecords(
          Buffer.concat([serverHello(), certificateMessage(Array.from({ length: n }, () => Buffer.of(1))), serverHelloDone]),
        ),
      ])
    expect(failure(sent(60_000))).toMatchObject({ ...tooMuch, detail: '60000 certificates, more than 128' })
    expect(chain(sent(128))).toHaveLength(128)
  })
  test('a megabyte in single octets is read in linear time', () => {
    const bytes = handshakeRecords(Buffer.concat([serverHello(), message(11, vector24(vector24(Buffer.alloc(900_000, 5))))]))
    const made = prober()
    const started = performance.now()
    for (let at = 0; at < bytes.length; at++) made.feed(bytes.subarray(at, at + 1))
    expect(chain(made.end(closed))?.[0]?.length).toBe(900_000)
    // Quadratic copying would move 4 * 10^11 octets: minutes.
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe('properties', () => {
  test('any octets, in any pieces: an outcome, and no exception', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets))
    const framed = fc.tuple(fc.constantFrom(20, 21, 22, 23), bytes).map(([type, body]) => record(type, body))
    const pieces = fc.array(fc.oneof(bytes, framed, fc.constant(handshakeRecords(serverHello()))), { maxLength: 8 })
    fc.assert(
      fc.property(pieces, fc.constantFrom<HelloClass>('tls1.2', 'tls1.3'), (list, hello) => {
        expect(['chain', 'failed']).toContain(outcomeOf(list, hello).kind)
      }),
      { numRuns: 1000, seed: 1 },
    )
  })

  test('a flight with octets changed: an outcome, and no exception', () => {
    const bytes = handshakeRecords(flight, 97)
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const copy = Buffer.from(bytes)
        for (const [at, value] of changes) copy[at] = value
        expect(['chain', 'failed']).toContain(outcomeOf([copy]).kind)
      }),
      { numRuns: 1000, seed: 2 },
    )
  })

  test('records of every size give the same result', () => {
    const expected = outcomeOf([handshakeRecords(flight)])
    for (let size = 1; size <= flight.length; size++) {
      expect(fingerprint(outcomeOf([handshakeRecords(flight, size)])), `of ${size}`).toBe(fingerprint(expected))
    }
  })
})

describe.skipIf(!hasTool('openssl'))('a real flight (skipped without the openssl program, which mints the certificates)', () => {
  let pki: Pki
  beforeAll(() => {
    pki = mintPki(['ec'])
  })
  afterAll(() => pki.remove())

  /** What Node's server answers to the fixed hello, as one block. */
  async function flightOf(version: 'TLSv1.2' | 'TLSv1.3', hello: HelloClass): Promise<Buffer> {
    const cert = readFileSync(pki.bundle('flight.pem', ['ec-leaf', ...oddTail('ec')]))
    const server = createServer({ cert, key: readFileSync(pki.file('ec-leaf.key')), minVersion: version, maxVersion: version })
    server.on('tlsClientError', () => {})
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const made = new Prober({ hello, servername: 'localhost', alpn: true, fixed })
    const pieces: Buffer[] = []
    await new Promise<void>((finished, failed) => {
      const socket = connect(address !== null && typeof address === 'object' ? address.port : 0, '127.0.0.1')
      socket.on('error', failed)
      socket.write(made.start())
      socket.on('data', (data) => {
        pieces.push(data)
        made.feed(data)
        if (made.outcome === null) return
        socket.destroy()
        finished()
      })
    })
    await new Promise((down) => server.close(down))
    return Buffer.concat(pieces)
  }

  test.each([
    ['TLSv1.2', 'tls1.2'],
    ['TLSv1.3', 'tls1.3'],
  ] as const)('%s split at every boundary, and into single octets, gives the same chain', async (version, hello) => {
    const bytes = await flightOf(version, hello)
    const whole = outcomeOf([bytes], hello)
    expect(whole.kind === 'chain' ? whole.chain.map((entry) => Buffer.from(entry)) : whole).toEqual(
      ['ec-leaf', ...oddTail('ec')].map((name) => pki.der(name)),
    )
    const same = fingerprint(whole)
    for (let at = 1; at < bytes.length; at++) expect(fingerprint(outcomeOf(cut(bytes, [at]), hello)), `at ${at}`).toBe(same)
    expect(
      fingerprint(
        outcomeOf(
          Array.from(bytes, (octet) => Buffer.from([octet])),
          hello,
        ),
      ),
    ).toBe(same)
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 20 }), (places) => {
        expect(
          fingerprint(
            outcomeOf(
              cut(
                bytes,
                places.toSorted((a, b) => a - b),
              ),
              hello,
            ),
          ),
        ).toBe(same)
      }),
      { numRuns: 100, seed: 3 },
    )
  })

  test('TLS 1.3 with an octet changed shows no chain, or the whole one', async () => {
    const bytes = await flightOf('TLSv1.3', 'tls1.3')
    const whole = outcomeOf([bytes], 'tls1.3')
    let lost = 0
    for (let at = 0; at < bytes.length; at += 7) {
      const copy = Buffer.from(bytes)
      copy[at] = (bytes[at] ?? 0) ^ 1
      const outcome = outcomeOf([copy], 'tls1.3')
      if (outcome.kind === 'failed') lost++
      else expect(chain(outcome)).toEqual(chain(whole))
    }
    expect(lost).toBeGreaterThan(100)
  })
})
