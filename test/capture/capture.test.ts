import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CaptureRequest, capture } from '../../src/capture/capture.ts'
import type { CaptureFailure, Send } from '../../src/model/evidence.ts'
import { listen, type Peer } from './support/peer.ts'
import { mintPki, type Pki } from './support/pki.ts'
import { opensslServer } from './support/server-process.ts'
import { peerChain, speakTls } from './support/tls-peer.ts'
import { hasTool } from './support/tools.ts'
import {
  alert,
  certificateMessage,
  handshakeRecords,
  message,
  record,
  retryRandom,
  extension,
  serverHello,
  serverHelloDone,
} from './support/wire-format.ts'

const flight = handshakeRecords(
  Buffer.concat([serverHello(), certificateMessage([Buffer.from('leaf'), Buffer.from('issuer')]), serverHelloDone]),
)
const sha256 = (text: string): string => hash('sha256', text)

/** Whether the loopback network has addresses beyond the first, as on Linux. */
const manyLoopbacks = process.platform === 'linux'

const failureOf = (send: Send | undefined): CaptureFailure | undefined =>
  send?.outcome.kind === 'failed' ? send.outcome.failure : undefined

/** One hello to a peer that does this, with short limits; what failed, and how long it took in milliseconds. */
async function against(
  serve: (socket: Socket) => void,
  more: Partial<CaptureRequest> = {},
): Promise<{ failure: CaptureFailure | undefined; took: number; sends: readonly Send[] }> {
  const peer = await listen(serve)
  const started = performance.now()
  try {
    const { sends } = await capture({
      target: { host: '127.0.0.1', port: peer.port },
      hellos: ['tls1.2'],
      timeoutMs: 400,
      ...more,
    })
    return { failure: failureOf(sends[0]), took: performance.now() - started, sends }
  } finally {
    await peer.close()
  }
}

describe('hostile peers end in a clear failure, in time', () => {
  const forever =
    (bytes: Buffer) =>
    (socket: Socket): void => {
      const write = (): void => {
        if (!socket.destroyed) socket.write(bytes, () => setImmediate(write))
      }
      write()
    }
  test.each<readonly [string, (socket: Socket) => void, Partial<CaptureFailure>]>([
    ['silence', () => {}, { code: 'timeout', by: 'network' }],
    ['an end at once', (socket) => socket.end(), { code: 'closed', by: 'network' }],
    ['a reset at once', (socket) => socket.resetAndDestroy(), { code: 'closed', by: 'network', detail: 'ECONNRESET' }],
    ['an end in the middle', (socket) => socket.end(flight.subarray(0, 50)), { code: 'closed', by: 'network' }],
    ['silence in the middle', (socket) => socket.write(flight.subarray(0, 50)), { code: 'timeout', by: 'network' }],
    [
      'HTTP',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      { code: 'not-tls', detail: 'HTTP' },
    ],
    ['SSH, which waits', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), { code: 'not-tls', detail: 'SSH' }],
    ['SMTP, which waits', (socket) => socket.write('220 mail.example ESMTP\r\n'), { code: 'not-tls', detail: 'SMTP' }],
    ['an unknown greeting, and waits', (socket) => socket.write('hello'), { code: 'not-tls', detail: 'unknown: hello' }],
    ['junk', (socket) => socket.end(Buffer.alloc(1000, 0x80)), { code: 'not-tls', by: 'peer' }],
    ['endless junk', forever(Buffer.alloc(50_000, 0x80)), { code: 'not-tls', by: 'peer' }],
    ['endless empty records', forever(record(22, Buffer.alloc(0))), { code: 'timeout' }],
    ['endless large records', forever(record(23, Buffer.alloc(16_000))), { code: 'too-much-data', by: 'self' }],
    ['endless handshake', forever(handshakeRecords(message(0, Buffer.alloc(16_000)))), { code: 'too-much-data', by: 'self' }],
    [
      'a message of 16 MiB',
      (socket) => socket.write(record(22, Buffer.from([2, 255, 255, 255]))),
      { code: 'too-much-data', by: 'self' },
    ],
    [
      'a record of 64 KiB',
      (socket) => socket.write(Buffer.concat([handshakeRecords(serverHello()), Buffer.from([22, 3, 3, 255, 255])])),
      { code: 'malformed', by: 'peer' },
    ],
    ['one octet per tick, without end', forever(Buffer.from([0])), { code: 'not-tls' }],
  ])('%s', async (_, serve, expected) => {
    const { failure, took } = await against(serve)
    expect(failure).toMatchObject({ ...expected, detail: expected.detail ?? expect.stringMatching(/\w/) })
    expect(took).toBeLessThan(3000)
  })

  test('silence shorter than the deadline ends by the idle limit', async () => {
    const { failure, took } = await against(() => {}, { timeoutMs: 60_000, idleMs: 100 })
    expect(failure).toEqual({ code: 'timeout', by: 'network', detail: 'silent for 100 ms' })
    expect(took).toBeLessThan(3000)
  })

  test('talk without end ends by the deadline', async () => {
    const { failure } = await against(
      (socket) => {
        const tick = setInterval(() => socket.write(record(22, Buffer.alloc(0))), 20)
        socket.on('close', () => clearInterval(tick))
      },
      { timeoutMs: 300, idleMs: 200 },
    )
    expect(failure).toEqual({
      code: 'timeout',
      by: 'network',
      detail: 'not finished within 300 ms, after octets that are no ServerHello',
    })
  })

  test('a whole flight, one octet per tick', async () => {
    const { sends } = await against(
      (socket) => {
        let at = 0
        const write = (): void => {
          if (at < flight.length) socket.write(flight.subarray(at, ++at), () => setImmediate(write))
        }
        socket.once('data', write)
      },
      { timeoutMs: 8000 },
    )
    expect(sends[0]?.outcome).toMatchObject({ kind: 'chain', chain: [sha256('leaf'), sha256('issuer')] })
  })

  test('a chain whose flight does not end is a chain, soon', async () => {
    const start = handshakeRecords(Buffer.concat([serverHello(), certificateMessage([Buffer.from('leaf')])]))
    const { sends, took } = await against((socket) => socket.write(start), { timeoutMs: 60_000 })
    expect(sends[0]?.outcome).toMatchObject({ kind: 'chain', chain: [sha256('leaf')] })
    expect(took).toBeLessThan(4000)
  })

  test('a group that nobody here has is named', async () => {
    // X25519MLKEM768, which no hello of ours offers: RFC 8446 §4.1.4 forbids such a retry, so no TLS goes on from it.
    const extensions = [extension(43, Buffer.from([3, 4])), extension(51, Buffer.from([0x11, 0xec]))]
    const retry = handshakeRecords(serverHello({ suite: 0x1301, random: retryRandom, extensions }))
    const peer = await listen((socket) => socket.once('data', () => socket.write(retry)))
    try {
      const { sends } = await capture({ target: { host: '127.0.0.1', port: peer.port }, hellos: ['tls1.3'], timeoutMs: 4000 })
      expect(failureOf(sends[0])).toEqual({ code: 'unsupported', by: 'self', detail: 'group X25519MLKEM768 (0x11ec)' })
      expect(peer.connections()).toBe(2)
    } finally {
      await peer.close()
    }
  })
})

describe('no server is reached', () => {
  const nobody = async (): Promise<number> => {
    const peer = await listen(() => {})
    await peer.close()
    return peer.port
  }
  const target = { host: 'server.example', port: 443 }
  const resolving = async (resolve: CaptureRequest['resolve'] & {}): Promise<readonly Send[]> =>
    (await capture({ target, hellos: ['tls1.3', 'tls1.2'], resolve, timeoutMs: 200 })).sends
  const unresolved = (failure: CaptureFailure): Send[] => [
    { hello: 'tls1.3', address: '', try: 1, outcome: { kind: 'failed', failure } },
  ]

  test('nobody listens: one send', async () => {
    const { sends, certs } = await capture({
      target: { host: '127.0.0.1', port: await nobody() },
      hellos: ['tls1.3', 'tls1.2'],
      repeat: 3,
    })
    const failure = { code: 'refused', by: 'network', detail: 'ECONNREFUSED' }
    expect(sends).toEqual([{ hello: 'tls1.3', address: '127.0.0.1', try: 1, outcome: { kind: 'failed', failure } }])
    expect(certs.size).toBe(0)
  })

  test('a name without an address', async () => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND server.example'), { code: 'ENOTFOUND' })
    expect(await resolving(() => Promise.reject(error))).toEqual(
      unresolved({ code: 'name-not-resolved', by: 'network', detail: 'ENOTFOUND' }),
    )
    expect(await resolving(() => Promise.resolve([]))).toEqual(
      unresolved({ code: 'name-not-resolved', by: 'network', detail: 'no address' }),
    )
  })

  test('a resolver that does not answer', async () => {
    const failure: CaptureFailure = { code: 'timeout', by: 'network', detail: 'name not resolved within 200 ms' }
    expect(await resolving(() => new Promise(() => {}))).toEqual(unresolved(failure))
  })

  test.skipIf(!manyLoopbacks)(
    'none of many addresses: each is told (skipped where 127.0.0.2 is no loopback address)',
    async () => {
      const port = await nobody()
      const { sends } = await capture({
        target: { ...target, port },
        hellos: ['tls1.3'],
        resolve: async () => ['127.0.0.2', '127.0.0.3'],
      })
      expect(sends.map((send) => [send.address, failureOf(send)?.code])).toEqual([
        ['127.0.0.2', 'refused'],
        ['127.0.0.3', 'refused'],
      ])
    },
  )
})

/** Listens in a process that is then stopped, with a queue that is full: a further connection gets no answer, as from a host that drops packets. */
async function blackHole(host: string, port: number): Promise<() => void> {
  const listen = `require('net').createServer().listen({ host: '${host}', port: ${port}, backlog: 1 }, () => console.log('ready'))`
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'], env: {} })
  await new Promise((ready) => child.stdout.once('data', ready))
  child.kill('SIGSTOP')
  const filling = Array.from({ length: 6 }, () => connect(port, host).on('error', () => {}))
  await new Promise((filled) => filling[0]?.once('connect', filled))
  return () => {
    for (const socket of filling) socket.destroy()
    child.kill('SIGKILL')
  }
}

describe('addresses, hellos and tries', () => {
  const answer = (socket: Socket): void => void socket.once('data', () => socket.write(flight))

  test.skipIf(!manyLoopbacks)(
    'the first address that can be connected to (skipped where 127.0.0.2 is no loopback address)',
    async () => {
      const peer = await listen(answer)
      try {
        const request = { target: { host: 'server.example', port: peer.port }, hellos: ['tls1.3', 'tls1.2'], repeat: 2 } as const
        const { sends, certs, contacted } = await capture({ ...request, resolve: async () => ['127.0.0.2', '127.0.0.1'] })
        expect(sends.map(({ hello, address, try: attempt }) => [hello, address, attempt])).toEqual([
          ['tls1.3', '127.0.0.1', 1],
          ['tls1.3', '127.0.0.1', 2],
          ['tls1.2', '127.0.0.1', 1],
          ['tls1.2', '127.0.0.1', 2],
        ])
        expect([...certs].map(([key, der]) => [key, Buffer.from(der).toString()])).toEqual([
          [sha256('leaf'), 'leaf'],
          [sha256('issuer'), 'issuer'],
        ])
        expect(contacted).toEqual([])
      } finally {
        await peer.close()
      }
    },
  )

  test.skipIf(!manyLoopbacks)(
    'all addresses, at most four at a time, told in their order (skipped where 127.0.0.2 is no loopback address)',
    async () => {
      const addresses = Array.from({ length: 10 }, (_, index) => `127.0.0.${index + 1}`)
      const waiting: Socket[] = []
      let most = 0
      // Nobody is answered until nobody has come for a while: then as many are there as come at a time.
      const answerAll = (): void => {
        for (const socket of waiting.splice(0).toReversed()) socket.write(flight)
      }
      let quiet: NodeJS.Timeout | undefined
      const serve = (socket: Socket): void => {
        waiting.push(socket)
        most = Math.max(most, waiting.length)
        clearTimeout(quiet)
        quiet = setTimeout(answerAll, 50)
      }
      const peers: Peer[] = []
      const first = await listen(serve, addresses[0])
      peers.push(first)
      // The fifth has nobody.
      for (const [index, address] of addresses.entries())
        if (index !== 0 && index !== 4) peers.push(await listen(serve, address, first.port))
      try {
        const target = { host: 'server.example', port: first.port }
        const { sends } = await capture({ target, hellos: ['tls1.2'], allAddresses: true, resolve: async () => addresses })
        expect(sends.map((send) => [send.address, send.outcome.kind])).toEqual(
          addresses.map((address, index) => [address, index === 4 ? 'failed' : 'chain']),
        )
        expect(most).toBe(4)
      } finally {
        await Promise.all(peers.map((peer) => peer.close()))
      }
    },
  )

  test.skipIf(!manyLoopbacks)(
    'an address that drops packets takes its share of the time only (skipped but on Linux)',
    async () => {
      const peer = await listen(answer)
      const release = await blackHole('127.0.0.2', peer.port)
      try {
        const target = { host: 'server.example', port: peer.port }
        const request: CaptureRequest = { target, hellos: ['tls1.3', 'tls1.2'], timeoutMs: 1000 }
        const first = await capture({ ...request, resolve: async () => ['127.0.0.2', '127.0.0.1'] })
        expect(first.sends.map((send) => [send.address, send.outcome.kind])).toEqual([
          ['127.0.0.1', 'chain'],
          ['127.0.0.1', 'chain'],
        ])
        const only = await capture({ ...request, connect: '127.0.0.2' })
        expect(only.sends.map(failureOf)).toEqual([{ code: 'timeout', by: 'network', detail: 'no connection within 1000 ms' }])
      } finally {
        release()
        await peer.close()
      }
    },
  )

  test('what ends before TLS is not tried with every hello', async () => {
    const peer = await listen((socket) => socket.end('554 not for you\r\n'))
    try {
      const target = { host: '127.0.0.1', port: peer.port, starttls: 'smtp' } as const
      const { sends } = await capture({ target, hellos: ['tls1.3', 'tls1.2'], repeat: 2 })
      expect(sends.map(failureOf)).toEqual([{ code: 'starttls-refused', by: 'peer', detail: '554 not for you' }])
      expect(peer.connections()).toBe(1)
    } finally {
      await peer.close()
    }
  })

  test('an alert for one hello does not spare the others', async () => {
    const peer = await listen((socket) => socket.once('data', () => socket.write(alert(2, 70))))
    try {
      const { sends } = await capture({ target: { host: '127.0.0.1', port: peer.port }, hellos: ['tls1.3', 'tls1.2'] })
      expect(sends.map((send) => [send.hello, failureOf(send)?.detail])).toEqual([
        ['tls1.3', 'protocol_version'],
        ['tls1.2', 'protocol_version'],
      ])
    } finally {
      await peer.close()
    }
  })

  test('an address given instead of the name', async () => {
    const peer = await listen(answer)
    try {
      const resolve = (): Promise<string[]> => Promise.reject(new Error('not to be asked'))
      const { sends } = await capture({
        target: { host: 'server.example', port: peer.port },
        hellos: ['tls1.2'],
        connect: '127.0.0.1',
        resolve,
      })
      expect(sends).toMatchObject([{ address: '127.0.0.1', outcome: { kind: 'chain' } }])
    } finally {
      await peer.close()
    }
  })

  test('what cannot be connected to at all is a failure too', async () => {
    const { sends } = await capture({ target: { host: '127.0.0.1', port: 99_999 }, hellos: ['tls1.2'] })
    expect(sends).toMatchObject([{ outcome: { kind: 'failed', failure: { by: 'self' } } }])
  })

  test('no hello, no send', async () => {
    expect((await capture({ target: { host: '127.0.0.1', port: 1 }, hellos: [] })).sends).toEqual([])
  })

  test('localhost by the system’s resolver', async () => {
    const peer = await listen(answer)
    try {
      const { sends } = await capture({ target: { host: 'localhost', port: peer.port }, hellos: ['tls1.2'] })
      expect(sends).toMatchObject([{ outcome: { kind: 'chain' } }])
    } finally {
      await peer.close()
    }
  })
})

describe.skipIf(!hasTool('openssl'))('with real servers (skipped without the openssl program)', () => {
  let pki: Pki
  beforeAll(() => {
    pki = mintPki(['ec'])
  })
  afterAll(() => pki.remove())
  const chain = (): string[] => peerChain.map((name) => hash('sha256', pki.der(name)))

  test('the name in SNI: the host, another on request, none for an address or by class', async () => {
    const names: (string | false)[] = []
    const cert = readFileSync(pki.bundle('sni.pem', peerChain))
    // The server asks for a context only when it is given a name.
    let asked: string | false = false
    const named = createServer({
      cert,
      key: readFileSync(pki.file('ec-leaf.key')),
      SNICallback: (name, done) => {
        asked = name
        done(null)
      },
    })
    named.on('tlsClientError', () => {})
    await new Promise<void>((listening) => named.listen(0, '127.0.0.1', listening))
    const address = named.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const see = async (request: Partial<CaptureRequest>, host = 'server.example'): Promise<void> => {
      asked = false
      const { sends } = await capture({ target: { host, port }, hellos: ['tls1.3'], connect: '127.0.0.1', ...request })
      expect(sends).toMatchObject([{ outcome: { kind: 'chain', chain: chain() } }])
      names.push(asked)
    }
    try {
      await see({})
      await see({ servername: 'other.example' })
      await see({ servername: 'dotted.example.' })
      await see({}, '127.0.0.1')
      await see({}, '::1')
      await see({ hellos: ['tls1.3-nosni'] })
      await see({ hellos: ['tls1.2-nosni'] })
      expect(names).toEqual(['server.example', 'other.example', 'dotted.example', false, false, false, false])
    } finally {
      await new Promise((closed) => named.close(closed))
    }
  })

  test('many at a time share nothing but the read buffer', async () => {
    const peer = await listen((socket) => speakTls(socket, pki))
    const canned = await listen((socket) => socket.once('data', () => socket.write(flight)))
    try {
      const see = async (port: number, index: number): Promise<unknown> => {
        const { sends } = await capture({ target: { host: '127.0.0.1', port }, hellos: [index % 2 === 0 ? 'tls1.3' : 'tls1.2'] })
        return sends[0]?.outcome.kind === 'chain' ? sends[0].outcome.chain : sends
      }
      const results = await Promise.all(
        Array.from({ length: 60 }, (_, index) => see(index % 3 === 0 ? canned.port : peer.port, index)),
      )
      for (const [index, seen] of results.entries())
        expect(seen).toEqual(index % 3 === 0 ? [sha256('leaf'), sha256('issuer')] : chain())
    } finally {
      await peer.close()
      await canned.close()
    }
  })

  describe('what the prober lacks, the runtime’s TLS may have', () => {
    const serverOptions = (): string[] => [
      '-cert',
      pki.file('ec-leaf.pem'),
      '-key',
      pki.file('ec-leaf.key'),
      '-cert_chain',
      pki.bundle('tail.pem', ['other', 'ec-leaf', 'ec-int', 'ec-int', 'ec-root']),
    ]
    const odd = (): string[] =>
      ['ec-leaf', 'other', 'ec-leaf', 'ec-int', 'ec-int', 'ec-root'].map((name) => hash('sha256', pki.der(name)))

    test.each([
      { options: ['-tls1_3', '-groups', 'X448'], hello: 'tls1.3', version: '1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
      {
        options: ['-tls1_3', '-ciphersuites', 'TLS_AES_128_CCM_SHA256'],
        hello: 'tls1.3',
        version: '1.3',
        cipher: 'TLS_AES_128_CCM_SHA256',
      },
      {
        options: ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES256-CCM'],
        hello: 'tls1.2',
        version: '1.2',
        cipher: 'TLS_ECDHE_ECDSA_WITH_AES_256_CCM',
      },
    ] as const)('$options', async ({ options, hello, version }) => {
      const server = await opensslServer(...serverOptions(), ...options)
      try {
        const { sends } = await capture({ target: { host: '127.0.0.1', port: server.port }, hellos: [hello] })
        expect(sends[0]?.outcome).toMatchObject({
          kind: 'chain',
          chain: odd(),
          tls: { version, by: 'node-tls', possession: 'not-proved' },
        })
      } finally {
        await server.stop()
      }
    })

    test('a server of another application protocol shows its chain where nobody names one', async () => {
      const server = await opensslServer(...serverOptions(), '-alpn', 'xmpp-client')
      try {
        const { sends } = await capture({ target: { host: '127.0.0.1', port: server.port }, hellos: ['tls1.2', 'tls1.3'] })
        for (const send of sends)
          expect(send.outcome).toMatchObject({
            chain: odd(),
            tls: { alpn: null, warnings: [expect.stringContaining('no_application_protocol')] },
          })
        expect(sends.length).toBe(2)
      } finally {
        await server.stop()
      }
    })

    test('what both lack is the peer’s alert', async () => {
      const none = await opensslServer('-nocert', '-cipher', 'ALL:@SECLEVEL=0')
      try {
        const { sends } = await capture({ target: { host: '127.0.0.1', port: none.port }, hellos: ['tls1.2', 'tls1.3'] })
        for (const send of sends) expect(failureOf(send)).toEqual({ code: 'alert', by: 'peer', detail: 'handshake_failure' })
        expect(sends.length).toBe(2)
      } finally {
        await none.stop()
      }
    })
  })
})
