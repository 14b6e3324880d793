import { createServer } from 'node:net'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faults, serveFault, type ServedFault } from '../../src/lab/index.ts'
import type { Observation } from '../../src/model/evidence.ts'
import type { Asking } from '../../src/model/machine.ts'
import { seconds } from '../../src/model/time.ts'
import { temporaryFolder } from '../support/tool.ts'
import { ask, clientsHere, hereWith, loopback } from './support/clients-here.ts'

/** Kinds whose trust a variable of the environment decides; GnuTLS asks the system, Java a key store, ext/curl what php.ini says, and all reject all of these. */
const byVariable = ['python', 'node', 'curl', 'openssl', 'git', 'go', 'ruby', 'php', 'perl', 'lwp', 'deno', 'bun', 'powershell']

/** What the words of every client must hold where they name the cause at all; PHP and Perl say no more than that verification failed. */
const words: Readonly<Record<string, RegExp>> = {
  'expired-leaf':
    /expired|CERT_AUTHORITY_INVALID|verify failed|certificate verification failed|validity check failed|PKIX path building|known issuer|local issuer|issuer is unknown|NotTimeValid/i,
  'unknown-root':
    /issuer|CERT_AUTHORITY_INVALID|verify failed|verification failed|unknown authority|PKIX path building|verify the first|PartialChain|UntrustedRoot/i,
  'wrong-host': /host|name|CERT_AUTHORITY_INVALID|verify failed|PKIX path building|issuer/i,
}

describe('the real clients of this machine and servers of the lab (those that are not installed are left out)', () => {
  const folder = temporaryFolder()
  const served = new Map<string, ServedFault>()
  let here: ReadonlyMap<string, Asking> = new Map()
  const environment = (store: string) => ({
    SSL_CERT_FILE: store,
    SSL_CERT_DIR: '/nonexistent',
    NODE_EXTRA_CA_CERTS: store,
    GIT_SSL_CAINFO: store,
    // 7.88 asks SSL_CERT_DIR alone where both of OpenSSL's variables are set.
    CURL_CA_BUNDLE: store,
    PERL_LWP_SSL_CA_FILE: store,
  })
  beforeAll(async () => {
    for (const id of ['good', 'expired-leaf', 'wrong-host', 'unknown-root']) {
      const fault = faults.find((f) => f.id === id)
      if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
      const one = await serveFault(fault, { now: seconds(Math.floor(Date.now() / 1000)) })
      served.set(id, one)
      writeFileSync(join(folder.path, `${id}.pem`), one.anchorsPem)
    }
    here = await clientsHere(hereWith({}, folder.path))
  }, 60_000)
  afterAll(async () => {
    await Promise.all([...served.values()].map((one) => one.close()))
    folder.remove()
  })

  async function saidOf(id: string): Promise<Readonly<Record<string, Observation>>> {
    const host = hereWith(environment(join(folder.path, `${id}.pem`)), folder.path)
    return ask(host, here, loopback(served.get(id)?.port ?? 0))
  }

  it('there are some: Node itself at least', () => {
    expect([...here.keys()]).toContain('node')
  })

  it('a sound chain is accepted by every client that was told to trust its root', { timeout: 120_000 }, async () => {
    const said = await saidOf('good')
    const others = Object.entries(said).filter(([runtime]) => byVariable.includes(runtime))
    expect(others.length).toBeGreaterThan(0)
    expect(Object.fromEntries(others.map(([runtime, { verdict, says, why }]) => [runtime, `${verdict}${says}${why}`]))).toEqual(
      Object.fromEntries(others.map(([runtime]) => [runtime, 'accepted'])),
    )
  })

  for (const id of ['expired-leaf', 'wrong-host', 'unknown-root'])
    it(`${id} is rejected by every client, in words of its own`, { timeout: 120_000 }, async () => {
      const said = await saidOf(id)
      for (const [runtime, { verdict, says, why }] of Object.entries(said)) {
        expect(`${runtime} ${verdict} ${why}`).toBe(`${runtime} rejected `)
        expect(says, runtime).toMatch(words[id] ?? /^$/)
      }
    })

  it('names the cause where the client does: Node of each fault', { timeout: 60_000 }, async () => {
    const node = new Map([...here].filter(([runtime]) => runtime === 'node'))
    const codes = await Promise.all(
      ['expired-leaf', 'wrong-host', 'unknown-root'].map(async (id) => {
        const host = hereWith(environment(join(folder.path, `${id}.pem`)), folder.path)
        return (await ask(host, node, loopback(served.get(id)?.port ?? 0)))['node']?.says
      }),
    )
    // doc/api/tls.md, "X509 certificate error codes"; ERR_TLS_CERT_ALTNAME_INVALID of doc/api/errors.md.
    expect(codes[0]).toBe('Error: certificate has expired (CERT_HAS_EXPIRED)')
    expect(codes[1]).toMatch(/^Error \[ERR_TLS_CERT_ALTNAME_INVALID\]: Hostname\/IP does not match certificate's altnames: /)
    expect(codes[2]).toMatch(
      /^Error: .+ \((UNABLE_TO_GET_ISSUER_CERT_LOCALLY|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)\)$/,
    )
  })

  it('a server that takes the connection and is silent: every client is ended in its time', { timeout: 60_000 }, async () => {
    const server = createServer(() => {})
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const sockets: { destroy: () => void }[] = []
    server.on('connection', (socket) => {
      socket.on('error', () => {})
      sockets.push(socket)
    })
    try {
      const began = performance.now()
      const said = await ask(hereWith({}, folder.path), here, loopback(port), 400)
      expect(performance.now() - began).toBeLessThan((here.size + 4) * 400 + 5_000)
      for (const [runtime, { verdict, says, why }] of Object.entries(said)) {
        expect(`${runtime} ${verdict}${says}`).toBe(`${runtime} none`)
        expect(why, runtime).toMatch(/did not end within|compiled|before 11/)
      }
    } finally {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })

  it('nobody listens: nothing was said about certificates', { timeout: 60_000 }, async () => {
    const said = await ask(hereWith({}, folder.path), here, loopback(1))
    for (const [runtime, { verdict, says }] of Object.entries(said))
      expect(`${runtime} ${verdict}${says}`).toBe(`${runtime} none`)
  })
})
