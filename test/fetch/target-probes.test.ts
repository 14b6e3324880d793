import { afterEach, describe, expect, test } from 'vitest'
import { plainAnswer } from '../../src/fetch/plain-answer.ts'
import { withoutClientCertificate } from '../../src/fetch/without-client-certificate.ts'
import { faults, type ServedFault, serveFault } from '../../src/lab/index.ts'
import { seconds } from '../../src/model/time.ts'
import { listen, type Peer } from '../capture/support/peer.ts'

const peers: Peer[] = []
const served: ServedFault[] = []
afterEach(async () => {
  await Promise.all([...peers.splice(0), ...served.splice(0)].map((p) => p.close()))
})

describe('a plain request', () => {
  const answering = async (text: string | null) => {
    const peer = await listen((socket) => {
      socket.once('data', () => (text === null ? undefined : socket.end(text)))
    })
    peers.push(peer)
    return plainAnswer({ address: '127.0.0.1', port: peer.port, host: 'api.example.org', timeoutMs: 500 })
  }

  test.each([
    [
      'HTTP/1.1 302 Found\r\nLocation: http://login.wifi.example/?u=1\r\n\r\n',
      { status: 302, redirectsTo: 'login.wifi.example' },
    ],
    ['HTTP/1.1 301 Moved\r\nlocation: https://API.example.org/\r\n\r\n', { status: 301, redirectsTo: '' }],
    ['HTTP/1.0 302 Found\r\nLocation: /login\r\n\r\n', { status: 302, redirectsTo: '' }],
    ['HTTP/1.1 511 Network Authentication Required\r\n\r\n', { status: 511, redirectsTo: '' }],
    ['SSH-2.0-OpenSSH_9.2\r\n', null],
    [null, null],
  ])('%j', async (text, expected) => expect(await answering(text)).toEqual(expected))

  test('a head without end is cut', async () => {
    expect(await answering(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`)).toEqual({ status: 200, redirectsTo: '' })
  })

  test('nobody listens', async () => {
    const peer = await listen(() => {})
    await peer.close()
    expect(await plainAnswer({ address: '127.0.0.1', port: peer.port, host: 'x', timeoutMs: 500 })).toBeNull()
  })
})

describe('a handshake without a client certificate', () => {
  const at = async (id: string) => {
    const fault = faults.find((f) => f.id === id)
    if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
    const own = await serveFault(fault, { now: seconds(Math.floor(Date.now() / 1000)) })
    served.push(own)
    return withoutClientCertificate({
      address: '127.0.0.1',
      port: own.port,
      servername: own.built.host,
      timeoutMs: 3000,
      graceMs: 300,
    })
  }

  test('the server that insists is told from the one that does not ask', async () => {
    expect(await at('client-certificate-required')).toEqual({ kind: 'turned-away', alert: 'certificate_required' })
    expect(await at('good')).toEqual({ kind: 'let-in' })
  })

  test('a port that speaks no TLS says nothing of it', async () => {
    expect(await at('plain-http')).toEqual({ kind: 'unknown' })
    expect(await at('closes')).toEqual({ kind: 'unknown' })
  })
})
