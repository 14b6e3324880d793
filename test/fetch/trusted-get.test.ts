import { afterEach, describe, expect, test } from 'vitest'
import { connectThrough } from '../../src/commands/connect-through.ts'
import { type GetOptions, type Got, trustedGet } from '../../src/fetch/trusted-get.ts'
import { isoTime, seconds } from '../../src/model/time.ts'
import { judge, now, Replicas } from './support/replicas.ts'

const replicas = new Replicas()
afterEach(() => replicas.close())

const get = (address: string, options: Partial<GetOptions> = {}): Promise<Got> =>
  trustedGet(address, {
    connect: replicas.connect,
    judge,
    at: now,
    maxOctets: 100_000,
    timeoutMs: 5000,
    idleMs: 3000,
    allowPlain: false,
    known: null,
    signal: new AbortController().signal,
    ...options,
  })

const textOf = (got: Got): string =>
  got.kind === 'body' ? Buffer.from(got.bytes).toString() : `${got.kind}: ${JSON.stringify(got)}`
const reasonOf = (got: Got): string => (got.kind === 'failed' ? got.reason : got.kind)
const whyOf = (got: Got): string => (got.kind === 'failed' ? got.why : got.kind)

const list = 'https://lists.example/list'

describe('a verified server', () => {
  test('is asked for the whole body, without a coding', async () => {
    const asked: (string | undefined)[] = []
    await replicas.host('lists.example', {
      answer: ({ method, url, headers }, response) => {
        asked.push(`${method} ${url} ${headers.host} ${headers['accept-encoding']} ${headers['if-none-match']}`)
        response.setHeader('ETag', '"one"').setHeader('Last-Modified', 'Sat, 10 May 2031 10:00:00 GMT').end('the list')
      },
    })
    const got = await get('https://lists.example/list?a=b')
    expect(textOf(got)).toBe('the list')
    expect(got).toMatchObject({ etag: '"one"', lastModified: 'Sat, 10 May 2031 10:00:00 GMT', contacted: ['lists.example:443'] })
    expect(asked).toEqual(['GET /list?a=b lists.example identity undefined'])
  })

  test('says that nothing has changed when it is told what is known (RFC 9110 §13.1)', async () => {
    const asked: (string | undefined)[] = []
    await replicas.host('lists.example', {
      answer: ({ headers }, response) => {
        asked.push(headers['if-none-match'], headers['if-modified-since'])
        response.statusCode = headers['if-none-match'] === 'W/"one"' ? 304 : 200
        response.end()
      },
    })
    const known = { etag: 'W/"one"', lastModified: 'Sat, 10 May 2031 10:00:00 GMT' }
    expect((await get(list, { known })).kind).toBe('not-modified')
    // What a file could have been made to hold goes into no header.
    const evil = { etag: '"a"\r\nX-Evil: 1', lastModified: 'yesterday\r\nX-Evil: 1' }
    expect((await get(list, { known: evil })).kind).toBe('body')
    expect(asked).toEqual(['W/"one"', 'Sat, 10 May 2031 10:00:00 GMT', undefined, undefined])
  })

  test('may not say so to who knows nothing', async () => {
    await replicas.host('lists.example', { answer: (_, response) => void response.writeHead(304).end() })
    expect(reasonOf(await get(list))).toBe('answer')
  })

  test('is reached through the tunnel of a proxy that the environment names, but for hosts that it exempts', async () => {
    await replicas.host('lists.example', { answer: (_, response) => response.end('the list') })
    const port = await replicas.proxy()
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` }
    const got = await get(list, { connect: connectThrough(env) })
    expect(textOf(got)).toBe('the list')
    expect(got.contacted).toEqual([`proxy 127.0.0.1:${port}`, 'lists.example:443'])
    expect(replicas.connections).toEqual(['proxy lists.example:443'])
    const direct = await get(list, { connect: connectThrough({ ...env, NO_PROXY: 'example' }) })
    // Nobody resolves that name: it went past the proxy.
    expect(reasonOf(direct)).toBe('network')
    expect(replicas.connections).toEqual(['proxy lists.example:443'])
  })
})

describe('proxies', () => {
  test('one for plain HTTP forwards, and is asked for the whole address; its password is told to nobody else', async () => {
    const asked: (string | undefined)[] = []
    await replicas.plain('proxy', ({ url, headers }, response) => {
      asked.push(url, headers.host, headers['proxy-authorization'])
      response.end('signed')
    })
    const port = replicas.portOf('proxy:80')
    const connect = connectThrough({ http_proxy: `http://user:secret@127.0.0.1:${port}`, HTTP_PROXY: 'http://127.0.0.1:1' })
    const got = await get('http://lists.example/list?a', { allowPlain: true, connect })
    expect(textOf(got)).toBe('signed')
    expect(asked).toEqual([
      'http://lists.example/list?a',
      'lists.example',
      `Basic ${Buffer.from('user:secret').toString('base64')}`,
    ])
    expect(JSON.stringify(got.contacted)).not.toContain('secret')
  })

  test('one that refuses is told, without the password', async () => {
    const port = await replicas.proxy()
    const got = await get(list, { connect: connectThrough({ HTTPS_PROXY: `http://user:secret@127.0.0.1:${port}` }) })
    expect(whyOf(got)).toMatch(/cannot connect to lists\.example through 127\.0\.0\.1:\d+: proxy-refused \(502/)
    expect(JSON.stringify(got)).not.toMatch(/secret|dXNlcjpzZWNyZXQ/)
  })

  test('one of a kind that cannot be used is not gone around', async () => {
    await replicas.host('lists.example', { answer: (_, response) => response.end('the list') })
    for (const proxy of ['https://127.0.0.1:3128', 'http://:1', 'http://127.0.0.1:99999']) {
      expect(whyOf(await get(list, { connect: connectThrough({ ALL_PROXY: proxy }) }))).toMatch(
        /^(?:a proxy of kind https|the proxy in the environment)/,
      )
    }
    expect(replicas.connections).toEqual([])
  })
})

describe('attacks', () => {
  test('a proxy that signs anew is told, and not an octet is asked of it', async () => {
    let asked = 0
    await replicas.host('forger', {
      by: 'stranger',
      named: 'lists.example',
      answer: (_, response) => void (asked++, response.end('forged')),
    })
    const port = await replicas.proxy({ 'lists.example:443': 'forger:443' })
    const got = await get(list, { connect: connectThrough({ https_proxy: `http://127.0.0.1:${port}` }) })
    expect(reasonOf(got)).toBe('forged')
    expect(whyOf(got)).toMatch(/no authority known to this program.*Lab Stranger.*on the way/)
    expect(asked).toBe(0)
  })

  test('neither is one whose certificate has another name or has run out too', async () => {
    for (const other of [{ named: 'other.example' }, { days: [-30, -1] as const }]) {
      await replicas.host('lists.example', { by: 'stranger', answer: (_, r) => r.end('forged'), ...other })
      expect(reasonOf(await get(list))).toBe('forged')
    }
  })

  test('a certificate for another name', async () => {
    await replicas.host('lists.example', { named: 'other.example', answer: (_, response) => response.end('another') })
    expect(reasonOf(await get(list))).toBe('wrong-name')
  })

  test('a certificate that has run out, or a clock that is wrong: both days are told', async () => {
    await replicas.host('lists.example', { days: [-30, -1], answer: (_, response) => response.end('old') })
    const got = await get(list)
    expect(reasonOf(got)).toBe('clock')
    expect(whyOf(got)).toContain(isoTime(seconds(now - 86_400)))
    expect(whyOf(got)).toContain(isoTime(now))
    // Yesterday it would have been good.
    expect(textOf(await get(list, { at: seconds(now - 2 * 86_400) }))).toBe('old')
    expect(reasonOf(await get(list, { at: seconds(now - 60 * 86_400) }))).toBe('clock')
  })

  test.each([
    ['http', 'http://lists.example/plain'],
    ['another kind of address', 'ftp://lists.example/list'],
    ['an address with credentials', 'https://user:secret@lists.example/list'],
    ['nothing', ''],
    ['itself', 'https://lists.example/list'],
  ])('a redirect to %s', async (_, location) => {
    let asked = 0
    await replicas.host('lists.example', {
      answer: (_request, response) => void (asked++, response.writeHead(302, { location }).end()),
    })
    await replicas.plain('lists.example', (_request, response) => response.end('plain'))
    const got = await get(list)
    expect(reasonOf(got)).toBe('answer')
    expect(whyOf(got)).not.toContain('secret')
    expect(asked).toBeLessThanOrEqual(6)
    expect(replicas.connections).not.toContain('lists.example:80')
  })

  test('a redirect to a host that is forged', async () => {
    const location = 'https://files.example/list'
    await replicas.host('lists.example', { answer: (_, response) => void response.writeHead(301, { location }).end() })
    await replicas.host('files.example', { by: 'stranger', answer: (_, response) => response.end('forged') })
    const got = await get(list)
    expect(reasonOf(got)).toBe('forged')
    expect(whyOf(got)).toContain('files.example')
  })

  test('and one to a good host is followed', async () => {
    await replicas.host('lists.example', {
      answer: (_, response) => void response.writeHead(307, { location: '//files.example/list' }).end(),
    })
    await replicas.host('files.example', { answer: ({ url }, response) => response.end(`the list at ${url}`) })
    const got = await get(list)
    expect(textOf(got)).toBe('the list at /list')
    expect(got.contacted).toEqual(['lists.example:443', 'files.example:443'])
  })

  test('plain HTTP, but where the caller verifies a signature; and never after a redirect', async () => {
    await replicas.plain('lists.example', ({ url }, response) =>
      url === '/list' ? response.end('signed') : void response.writeHead(302, { location: 'http://lists.example/list' }).end(),
    )
    expect(reasonOf(await get('http://lists.example/list'))).toBe('answer')
    expect(replicas.connections).toEqual([])
    expect(textOf(await get('http://lists.example/list', { allowPlain: true }))).toBe('signed')
    expect(reasonOf(await get('http://lists.example/other', { allowPlain: true }))).toBe('answer')
  })

  test('a body that is cut, by its length and in chunks', async () => {
    for (const head of [{ 'Content-Length': '1000' }, {}]) {
      await replicas.host('lists.example', {
        answer: (_, response) => {
          response.writeHead(200, head)
          response.write('half of the list', () => response.socket?.destroy())
        },
      })
      const got = await get(list)
      expect(reasonOf(got)).toBe('answer')
      expect(whyOf(got)).toBe('its answer ends too early, after 16 octets')
    }
  })

  test('a body without a length, whose end could be anywhere', async () => {
    await replicas.host('lists.example', {
      answer: (_, response) => void response.socket?.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf of the list'),
    })
    expect(whyOf(await get(list))).toBe('it does not tell how long its answer is')
  })

  test('a body without end, told or not', async () => {
    let sent = 0
    await replicas.host('lists.example', {
      answer: ({ url }, response) => {
        if (url === '/told') return response.writeHead(200, { 'Content-Length': '100001' }).flushHeaders()
        const more = (): void => {
          sent += 10_000
          if (!response.destroyed) response.write(Buffer.alloc(10_000), () => setImmediate(more))
        }
        more()
      },
    })
    expect(reasonOf(await get('https://lists.example/told'))).toBe('too-large')
    expect(reasonOf(await get(list))).toBe('too-large')
    // What is on its way in buffers, and no more.
    expect(sent).toBeLessThan(20_000_000)
  })

  test('a body that stops coming, and one that comes by drops', async () => {
    const drops: NodeJS.Timeout[] = []
    await replicas.host('lists.example', {
      answer: ({ url }, response) => {
        response.writeHead(200, { 'Content-Length': '1000' }).write('x')
        if (url === '/drops') drops.push(setInterval(() => response.write('x'), 20))
      },
    })
    try {
      expect(whyOf(await get(list, { idleMs: 200 }))).toBe('nothing came for 0.2 s')
      const drop = await get('https://lists.example/drops', { idleMs: 2000, timeoutMs: 500 })
      expect(whyOf(drop)).toBe('not finished within 0.5 s')
    } finally {
      drops.forEach(clearInterval)
    }
  })

  test('a server that says nothing after the handshake, and one that does not even shake hands', async () => {
    await replicas.host('lists.example', { answer: () => {} })
    expect(whyOf(await get(list, { idleMs: 200 }))).toBe('nothing came for 0.2 s')
    // A TLS client that finds a plain server waits, or is answered by what is no TLS.
    await replicas.plain('plain.example', () => {})
    const got = await get('https://plain.example/', {
      connect: (url, signal) => replicas.connect(new URL(url.href.replace('https', 'http')), signal),
      idleMs: 200,
    })
    expect(reasonOf(got)).toBe('network')
  })

  test('a coding that was not asked for, and an error', async () => {
    await replicas.host('lists.example', {
      answer: ({ url }, response) =>
        url === '/list' ? response.setHeader('Content-Encoding', 'gzip').end('bomb') : void response.writeHead(500).end('no'),
    })
    expect(whyOf(await get(list))).toContain('gzip')
    expect(whyOf(await get('https://lists.example/other'))).toContain('500')
  })

  test('words of a server are not obeyed by a terminal', async () => {
    await replicas.host('lists.example', {
      answer: (_, response) => void response.writeHead(200, { 'Content-Encoding': '\u009b31mred' }).end(),
    })
    expect(whyOf(await get(list))).toContain('\\C2\\9B31mred')
  })
})

test('who is stopped waits for nothing, at any stage', async () => {
  const stop = new AbortController()
  await replicas.host('lists.example', {
    answer: (_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' }).write('x')
      stop.abort()
    },
  })
  expect(reasonOf(await get(list, { signal: stop.signal }))).toBe('stopped')
  expect(reasonOf(await get(list, { signal: stop.signal }))).toBe('stopped')
})
