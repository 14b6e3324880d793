import { createServer as createPlain, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcp, type Server, type Socket } from 'node:net'
import { type Anchors, chainJudge } from '../../../src/commands/chain-verifier.ts'
import type { ChainJudge } from '../../../src/fetch/chain-judge.ts'
import type { Connect } from '../../../src/fetch/trusted-get.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../../src/lab/authority.ts'
import { certificatesPem } from '../../../src/lab/pem.ts'
import { around, authority, server, utc } from '../../../src/lab/shapes.ts'
import { CertificateNotes } from '../../support/evidence.ts'

/** The clock of these tests; no clock of this machine comes into it. */
export const now = utc('2031-05-17T12:00:00Z')

const [root, issuing, stranger] = [
  authority('replicas', 'Root'),
  authority('replicas', 'Issuing'),
  authority('replicas', 'Stranger'),
]

/** Verifies by the replicas' own authority alone, as the program does by those that it knows. */
export const judge: ChainJudge = (() => {
  const notes = new CertificateNotes()
  const id = notes.note(rootCertificate(root, around(now, -4000, 4000)))
  const anchors: Anchors = { certs: notes.certs, anchors: {}, ids: [id] }
  return chainJudge(anchors)
})()

/** The root of whoever forges, as PEM. */
export const strangerPem = certificatesPem([rootCertificate(stranger, around(now, -4000, 4000))])

/** Who answers for a name. */
export interface Replica {
  readonly answer: RequestListener
  readonly by?: 'stranger'
  /** The name in its certificate, where it is another one. */
  readonly named?: string
  /** Days from now in which its certificate is good. */
  readonly days?: readonly [number, number]
}

/** Loopback servers that stand for hosts by name; `close` ends them and every connection to them. */
export class Replicas {
  private readonly servers: Server[] = []
  private readonly sockets = new Set<Socket>()
  private readonly ports = new Map<string, number>()
  /** Connections by `host:port`, in their order. */
  readonly connections: string[] = []

  /** A host on port 443. */
  async host(name: string, { answer, by, named = name, days = [-15, 15] }: Replica): Promise<void> {
    const leaf = server(name)
    const above = by === 'stranger' ? stranger : issuing
    const certificate = leafCertificate(above, leaf, around(now, ...days), [{ dns: named }])
    const upper =
      by === 'stranger'
        ? rootCertificate(stranger, around(now, -4000, 4000))
        : caCertificate(root, issuing, around(now, -900, 900))
    const key = leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
    const own = createServer({ key, cert: certificatesPem([certificate, upper]) }, answer)
    own.on('tlsClientError', () => {})
    this.ports.set(`${name}:443`, await this.listen(own))
  }

  /** A host on port 80. */
  async plain(name: string, answer: RequestListener): Promise<void> {
    this.ports.set(`${name}:80`, await this.listen(createPlain(answer)))
  }

  /** A proxy that knows the replicas by name, and tunnels; the port. Of `forged` hosts it says that it does, and answers by itself. */
  proxy(forged: Readonly<Record<string, string>> = {}): Promise<number> {
    const own = createTcp((socket) => {
      socket.on('error', () => {})
      socket.once('data', (data) => {
        const [, to = ''] = /^CONNECT (\S+) /.exec(data.toString('latin1')) ?? []
        this.connections.push(`proxy ${to}`)
        const port = this.ports.get(forged[to] ?? to)
        if (port === undefined) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
        const behind = connect({ host: '127.0.0.1', port })
        behind.on('error', () => socket.destroy())
        socket.on('close', () => behind.destroy())
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.pipe(behind).pipe(socket)
      })
    })
    return this.listen(own)
  }

  /** Where a replica listens, by its host and port. */
  readonly portOf = (name: string): number => this.ports.get(name) ?? 0

  /** Straight to the replica of a name. */
  readonly connect: Connect = (url) =>
    new Promise((resolve, reject) => {
      const to = `${url.hostname}:${url.port || (url.protocol === 'http:' ? 80 : 443)}`
      this.connections.push(to)
      const port = this.ports.get(to)
      if (port === undefined) return reject(new Error(`no replica of ${to}`))
      const socket = connect({ host: '127.0.0.1', port })
      socket.once('error', reject)
      socket.once('connect', () => resolve({ socket }))
    })

  /** Ends everything. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await Promise.all(this.servers.splice(0).map((s) => new Promise((closed) => s.close(closed))))
    this.ports.clear()
    this.connections.length = 0
  }

  private async listen(own: Server): Promise<number> {
    this.servers.push(own)
    own.on('connection', (socket: Socket) => {
      this.sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => this.sockets.delete(socket))
    })
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
    return (own.address() as AddressInfo).port
  }
}
