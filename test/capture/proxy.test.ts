import { hash } from 'node:crypto'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CaptureResult, capture } from '../../src/capture/capture.ts'
import type { StarttlsProtocol } from '../../src/model/evidence.ts'
import { listen, type Peer } from './support/peer.ts'
import { mintPki, type Pki } from './support/pki.ts'
import { httpProxy, socksProxy } from './support/proxies.ts'
import { peerChain, speakTls } from './support/tls-peer.ts'
import { hasTool } from './support/tools.ts'

const target = { host: 'server.example', port: 443 }
const password = 'p@ss:wörd'
const encoded = `user:${encodeURIComponent(password)}`
const basic = `Basic ${Buffer.from(`user:${password}`).toString('base64')}`

const through = (proxy: string, starttls?: StarttlsProtocol): Promise<CaptureResult> =>
  capture({
    target: starttls === undefined ? target : { ...target, starttls },
    hellos: ['tls1.3', 'tls1.2'],
    env: { https_proxy: proxy, smtp_proxy: proxy },
    timeoutMs: 4000,
    resolve: () => Promise.reject(new Error('a name was resolved that the proxy has to resolve')),
  })

describe.skipIf(!hasTool('openssl'))(
  'a proxy leads to the server (skipped without the openssl program, which mints the certificates)',
  () => {
    let pki: Pki
    let server: Peer
    let mailServer: Peer
    beforeAll(async () => {
      pki = mintPki(['ec'])
      server = await listen((socket) => speakTls(socket, pki))
      mailServer = await listen((socket) => {
        let turn = 0
        socket.write('220 mail.example ESMTP\r\n')
        socket.on('data', function hear() {
          socket.write(['250 STARTTLS\r\n', '220 go\r\n'][turn++] ?? '')
          if (turn < 2) return
          socket.off('data', hear)
          speakTls(socket, pki, { ecdhCurve: 'X448', minVersion: 'TLSv1.3' })
        })
      })
    })
    afterAll(async () => {
      await server.close()
      await mailServer.close()
      pki.remove()
    })
    const chain = (): string[] => peerChain.map((name) => hash('sha256', pki.der(name)))
    const expectChain = (result: CaptureResult, proxy: string): void => {
      const facts = (version: string): unknown => ({
        kind: 'chain',
        chain: chain(),
        tls: expect.objectContaining({ version, by: 'prober' }),
      })
      expect(result.sends.map((send) => send.outcome)).toEqual([facts('1.3'), facts('1.2')])
      expect(result.sends.map((send) => send.address)).toEqual(['', ''])
      expect(result.contacted).toEqual([`proxy ${proxy}`])
      expect(JSON.stringify([...result.sends, result.contacted])).not.toContain(password)
    }

    test('HTTP CONNECT', async () => {
      const proxy = await httpProxy(server.port)
      try {
        expectChain(await through(`http://127.0.0.1:${proxy.port}`), `127.0.0.1:${proxy.port}`)
        expect(proxy.asked).toEqual(['server.example:443', 'server.example:443'])
      } finally {
        await proxy.close()
      }
    })

    test('HTTP CONNECT with a password', async () => {
      const proxy = await httpProxy(server.port, basic)
      try {
        expectChain(await through(`http://${encoded}@127.0.0.1:${proxy.port}`), `127.0.0.1:${proxy.port}`)
      } finally {
        await proxy.close()
      }
    })

    test.each(['socks5h', 'socks5', 'socks'])('%s: the proxy resolves the name', async (scheme) => {
      const proxy = await socksProxy(server.port)
      try {
        expectChain(await through(`${scheme}://127.0.0.1:${proxy.port}`), `127.0.0.1:${proxy.port}`)
        expect(proxy.asked).toEqual(['name server.example:443', 'name server.example:443'])
      } finally {
        await proxy.close()
      }
    })

    test('SOCKS5 with a password', async () => {
      const proxy = await socksProxy(server.port, { credentials: { username: 'user', password } })
      try {
        expectChain(await through(`socks5h://${encoded}@127.0.0.1:${proxy.port}`), `127.0.0.1:${proxy.port}`)
      } finally {
        await proxy.close()
      }
    })

    test('an address instead of the name, as asked for', async () => {
      const proxy = await httpProxy(server.port)
      try {
        const env = { https_proxy: `127.0.0.1:${proxy.port}` }
        const { sends } = await capture({ target, hellos: ['tls1.3'], env, connect: '2001:db8::1' })
        expect(sends).toMatchObject([{ address: '2001:db8::1', outcome: { kind: 'chain', chain: chain() } }])
        expect(proxy.asked).toEqual(['[2001:db8::1]:443'])
      } finally {
        await proxy.close()
      }
    })

    test.each(['http', 'socks5h'] as const)(
      'STARTTLS behind a %s proxy, to a server that only the runtime’s TLS can please',
      async (scheme) => {
        const proxy = scheme === 'http' ? await httpProxy(mailServer.port) : await socksProxy(mailServer.port)
        try {
          const { sends } = await through(`${scheme}://127.0.0.1:${proxy.port}`, 'smtp')
          expect(sends[0]?.outcome).toMatchObject({ kind: 'chain', chain: chain(), tls: { version: '1.3', by: 'node-tls' } })
          expect(sends[1]?.outcome).toEqual({
            kind: 'failed',
            failure: { code: 'alert', by: 'peer', detail: 'protocol_version' },
          })
        } finally {
          await proxy.close()
        }
      },
    )

    test('what the server says at once may come with the proxy’s answer', async () => {
      // The greeting stands in the same packet as the answer; afterwards the peer is the server itself.
      const both = await listen((socket) => {
        const answers = [
          'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n220 mail.example ESMTP\r\n',
          '250 x\r\n',
          '220 go\r\n',
        ]
        socket.on('data', function hear() {
          socket.write(answers.shift() ?? '')
          if (answers.length > 0) return
          socket.off('data', hear)
          speakTls(socket, pki)
        })
      })
      try {
        const { sends } = await through(`http://127.0.0.1:${both.port}`, 'smtp')
        expect(sends[0]?.outcome).toMatchObject({ kind: 'chain', chain: chain() })
      } finally {
        await both.close()
      }
    })

    test('no proxy where none is wanted', async () => {
      const env = { https_proxy: 'http://127.0.0.1:1' }
      const local = { host: '127.0.0.1', port: server.port }
      const direct = await capture({ target: local, hellos: ['tls1.3'], env, proxy: 'none' })
      expect([direct.sends[0]?.outcome.kind, direct.contacted]).toEqual(['chain', []])
      const exempt = await capture({ target: local, hellos: ['tls1.3'], env: { ...env, no_proxy: '127.0.0.0/8' } })
      expect([exempt.sends[0]?.outcome.kind, exempt.contacted]).toEqual(['chain', []])
    })
  },
)

describe('a proxy that does not lead there', () => {
  const failureThrough = async (serve: (socket: Socket) => void, scheme = 'http', user = ''): Promise<unknown> => {
    const peer = await listen(serve)
    try {
      const { sends } = await capture({
        target,
        hellos: ['tls1.3'],
        env: { https_proxy: `${scheme}://${user}127.0.0.1:${peer.port}` },
        timeoutMs: 400,
      })
      return sends.length === 1 && sends[0]?.outcome.kind === 'failed' ? sends[0].outcome.failure : sends
    } finally {
      await peer.close()
    }
  }
  const answer =
    (text: string) =>
    (socket: Socket): void =>
      void socket.once('data', () => socket.end(text))

  test.each([
    ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', '407 Proxy Authentication Required'],
    ['HTTP/1.1 403 Forbidden by policy\r\nContent-Length: 2\r\n\r\nno', '403 Forbidden by policy'],
    ['HTTP/1.0 502 Bad Gateway\r\n\r\n', '502 Bad Gateway'],
    ['SSH-2.0-OpenSSH\r\n', 'no HTTP proxy: SSH-2.0-OpenSSH'],
    [`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(4000)}`, 'an answer without end'],
  ])('%j', async (text, detail) => {
    expect(await failureThrough(answer(text))).toEqual({ code: 'proxy-refused', by: 'network', detail })
  })

  test('a wrong password is refused, and stands in no failure even if the proxy repeats it', async () => {
    const proxy = await httpProxy(1, 'Basic something else')
    const env = { https_proxy: `http://${encoded}@127.0.0.1:${proxy.port}` }
    try {
      const { sends } = await capture({ target, hellos: ['tls1.3'], env })
      expect(sends[0]?.outcome).toEqual({
        kind: 'failed',
        failure: { code: 'proxy-refused', by: 'network', detail: '407 Proxy Authentication Required' },
      })
    } finally {
      await proxy.close()
    }
    const repeated = await failureThrough(answer(`HTTP/1.1 407 ${basic} means p@ss:word\r\n\r\n`), 'http', 'user:p%40ss%3Aword@')
    expect(repeated).toMatchObject({ code: 'proxy-refused', detail: expect.not.stringContaining('p@ss:word') })
    const base64 = Buffer.from('user:p@ss:word').toString('base64')
    const told = await failureThrough(answer(`HTTP/1.1 407 no ${base64} here\r\n\r\n`), 'http', 'user:p%40ss%3Aword@')
    expect(told).toMatchObject({ code: 'proxy-refused', detail: '407 no *** here' })
  })

  test.each(['http', 'socks5h'])('%s: silence is a timeout, leaving is closed', async (scheme) => {
    const about = { by: 'network', detail: expect.stringMatching(/^proxy: /) }
    expect(await failureThrough(() => {}, scheme)).toMatchObject({ code: 'timeout', by: 'network' })
    expect(await failureThrough((socket) => socket.end(), scheme)).toMatchObject({ code: 'closed', ...about })
  })

  test.each(['http', 'socks5h'])('%s: nobody listens', async (scheme) => {
    const peer = await listen(() => {})
    await peer.close()
    const { sends, contacted } = await capture({
      target,
      hellos: ['tls1.3'],
      env: { https_proxy: `${scheme}://127.0.0.1:${peer.port}` },
    })
    expect(sends).toMatchObject([{ outcome: { failure: { code: 'refused', by: 'network', detail: 'proxy: ECONNREFUSED' } } }])
    expect(contacted).toEqual([`proxy 127.0.0.1:${peer.port}`])
  })

  test.each([
    // RFC 1928 §6.
    [1, 'Failure'],
    [2, 'NotAllowed'],
    [3, 'NetworkUnreachable'],
    [4, 'HostUnreachable'],
    [5, 'ConnectionRefused'],
  ])('SOCKS5 reply %i is %s', async (reply, name) => {
    const proxy = await socksProxy(1, { reply })
    try {
      const { sends } = await capture({ target, hellos: ['tls1.3'], env: { https_proxy: `socks5h://127.0.0.1:${proxy.port}` } })
      expect(sends).toMatchObject([
        { outcome: { failure: { code: 'proxy-refused', by: 'network', detail: expect.stringContaining(name) } } },
      ])
    } finally {
      await proxy.close()
    }
  })

  test('SOCKS5: a wrong password, and none where one is wanted', async () => {
    const proxy = await socksProxy(1, { credentials: { username: 'user', password: 'right' } })
    try {
      for (const user of ['user:wrongpassword@', '']) {
        const { sends } = await capture({
          target,
          hellos: ['tls1.3'],
          env: { https_proxy: `socks5h://${user}127.0.0.1:${proxy.port}` },
        })
        expect(sends).toMatchObject([{ outcome: { failure: { code: 'proxy-refused', by: 'network' } } }])
        expect(JSON.stringify(sends)).not.toContain('wrongpassword')
      }
    } finally {
      await proxy.close()
    }
  })

  test('SOCKS5: a proxy of another kind', async () => {
    expect(await failureThrough(answer('HTTP/1.1 400 Bad Request\r\n\r\n'), 'socks5h')).toMatchObject({
      code: 'proxy-refused',
      by: 'network',
    })
  })

  test.each(['https://user:secret@proxy.example', 'socks4://proxy.example', 'quic://proxy.example', 'http://', 'http://x:99999'])(
    '%s cannot be used: nothing is contacted',
    async (proxy) => {
      const { sends, contacted } = await capture({ target, hellos: ['tls1.3', 'tls1.2'], env: { https_proxy: proxy } })
      expect(sends).toMatchObject([{ hello: 'tls1.3', address: '', outcome: { failure: { code: 'proxy-refused', by: 'self' } } }])
      expect([contacted, JSON.stringify(sends).includes('secret')]).toEqual([[], false])
    },
  )
})
