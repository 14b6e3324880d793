import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { faults, serveFault, type ServedFault } from '../../src/lab/index.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, loopbackNames, usualChain } from '../../src/lab/shapes.ts'
import type { Observation } from '../../src/model/evidence.ts'
import { seconds } from '../../src/model/time.ts'
import { observeClient } from '../../src/observe/observe-client.ts'
import type { Question } from '../../src/observe/probe.ts'
import { chrome } from '../../src/runtimes/chrome.ts'
import { firefox } from '../../src/runtimes/firefox.ts'
import { temporaryFolder, tool } from '../support/tool.ts'
import { loopback } from './support/clients-here.ts'

const now = seconds(Math.floor(Date.now() / 1000))
const certutil = '/usr/bin/certutil'

/** A browser with its name, the folder of its database in a home, and the words of four servers: those of its sources. */
interface Browser {
  readonly runtime: typeof firefox
  readonly database: string
  readonly files: Readonly<Record<string, string>>
  /** Debian's programs. */
  readonly programs: readonly string[]
  readonly says: Readonly<Record<string, string>>
}

const browsers: readonly Browser[] = [
  {
    runtime: firefox,
    database: '.mozilla/firefox/a.default',
    files: {
      '.mozilla/firefox/profiles.ini': '[Profile0]\nName=default\nIsRelative=1\nPath=a.default\nDefault=1\n',
      '.mozilla/firefox/a.default/compatibility.ini': '[Compatibility]\nLastVersion=128.5.0_20241121/20241121\n',
      '.mozilla/firefox/a.default/prefs.js': 'user_pref("browser.startup.homepage", "https://localhost:9/");\n',
    },
    programs: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
    // lib/mozpkix and NSS, by their names in nsserrors.properties.
    says: {
      'expired-leaf': 'Error code: SEC_ERROR_EXPIRED_CERTIFICATE',
      'wrong-host': 'Error code: SSL_ERROR_BAD_CERT_DOMAIN',
      'unknown-root': 'Error code: SEC_ERROR_UNKNOWN_ISSUER',
      'self-signed-leaf': 'Error code: MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT',
    },
  },
  {
    runtime: chrome,
    database: '.pki/nssdb',
    files: {},
    programs: ['/usr/bin/chromium', '/usr/bin/google-chrome'],
    // net/base/net_error_list.h
    says: {
      'expired-leaf': 'net::ERR_CERT_DATE_INVALID',
      'wrong-host': 'net::ERR_CERT_COMMON_NAME_INVALID',
      'unknown-root': 'net::ERR_CERT_AUTHORITY_INVALID',
      'self-signed-leaf': 'net::ERR_CERT_AUTHORITY_INVALID',
    },
  },
]

/** What stands behind a handshake, whatever it is: the certificate was accepted before. `port`: of a server that must not be asked. */
const behindTls = (port: number): Readonly<Record<string, string>> => ({
  'a page': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
  'a redirect elsewhere': `HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:${port}/\r\nContent-Length: 0\r\n\r\n`,
  'a password wanted': 'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n',
  'a download': 'HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Length: 3\r\n\r\nabc',
  'no content': 'HTTP/1.1 204 No Content\r\n\r\n',
  'a page that draws from elsewhere': `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<img src="https://127.0.0.1:${port}/">`,
  'no HTTP': '220 mail ready\r\n',
  nothing: '',
})

const isNssHere = existsSync(certutil)
for (const { runtime, database, files, programs, says } of browsers)
  describe.skipIf(!isNssHere || !programs.some((path) => existsSync(path)))(
    `${runtime.id} itself (skipped where it or certutil is not installed)`,
    () => {
      const folder = temporaryFolder()
      const home = join(folder.path, 'home é')
      const served = new Map<string, ServedFault>()
      const closed: (() => Promise<unknown>)[] = []
      const host: Host = { ...nodeHost, env: { PATH: '/usr/bin:/bin', HOME: home }, home, cwd: home }
      beforeAll(async () => {
        for (const [path, text] of Object.entries({ [`${database}/pkcs11.txt`]: '', ...files })) {
          mkdirSync(join(home, path, '..'), { recursive: true })
          writeFileSync(join(home, path), text)
        }
        tool(certutil, ['-N', '--empty-password', '-d', `sql:${join(home, database)}`], home)
        for (const id of ['good', ...Object.keys(says)]) {
          const fault = faults.find((f) => f.id === id)
          if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
          const one = await serveFault(fault, { now })
          served.set(id, one)
          closed.push(one.close)
          if (id !== 'unknown-root' && id !== 'self-signed-leaf') trust(id, one.anchorsPem)
        }
      }, 60_000)
      afterAll(async () => {
        await Promise.all(closed.map((close) => close()))
        folder.remove()
      })

      function trust(name: string, pem: string): void {
        const file = join(folder.path, `${name}.pem`)
        writeFileSync(file, pem)
        tool(certutil, ['-A', '-d', `sql:${join(home, database)}`, '-n', name, '-t', 'C,,', '-i', file], home)
      }

      async function said(port: number, over: Partial<Question> = {}, timeout = 20_000): Promise<Observation | null> {
        const found = (await runtime.find(host)).find(({ path }) => !path.startsWith('/snap'))
        if (found === undefined) throw new Error('the browser was not found')
        const question = { ...loopback(port, over), asking: await runtime.asks(host, found) }
        return observeClient(host, question, { timeout, clients: 'own', browsers: true })
      }

      /** All files of the home with their content. */
      const homeNow = (): readonly string[] =>
        readdirSync(home, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => {
            const path = join(parentPath, name)
            return `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
          })
          .toSorted()

      it('accepts what its user trusts, and changes nothing of his', { timeout: 60_000 }, async () => {
        const before = homeNow()
        expect(await said(served.get('good')?.port ?? 0)).toMatchObject({ verdict: 'accepted', why: '' })
        expect(homeNow()).toEqual(before)
      })

      for (const [id, words] of Object.entries(says))
        it(`says ${words} to ${id}`, { timeout: 60_000 }, async () => {
          expect(await said(served.get(id)?.port ?? 0)).toMatchObject({ verdict: 'rejected', says: words })
        })

      it('goes to the address that the server was seen at, whatever the name leads to', { timeout: 60_000 }, async () => {
        const elsewhere = { host: 'nowhere.invalid', isElsewhere: true }
        expect(await said(served.get('good')?.port ?? 0, elsewhere)).toMatchObject({
          verdict: 'rejected',
          says: says['wrong-host'],
        })
      })

      it('is not held up by what comes behind the handshake, and asks no other server', { timeout: 240_000 }, async () => {
        const long = around(now, -10, 300)
        const { root: own, intermediate, leaf } = usualChain('behind tls', now).entities
        const root = rootCertificate(own, long)
        trust('behind', certificatesPem([root]))
        const key = leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
        const cert = certificatesPem([
          leafCertificate(intermediate, leaf, around(now, -10, 60), loopbackNames),
          caCertificate(own, intermediate, long),
        ])
        let asked = 0
        const listening = async (answer: string, counts: () => void = () => {}): Promise<number> => {
          const server: Server = createServer({ key, cert }, (socket) => {
            socket.on('error', () => {})
            socket.once('data', () => socket.end(answer))
          })
          server.on('connection', counts)
          server.on('tlsClientError', () => {})
          await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
          closed.push(async () => server.close())
          return (server.address() as AddressInfo).port
        }
        const other = await listening('', () => asked++)
        for (const [what, answer] of Object.entries(behindTls(other)))
          expect(`${what}: ${(await said(await listening(answer)))?.verdict}`).toBe(`${what}: accepted`)
        expect(asked).toBe(0)
      })

      it('a server that is silent ends in its time, with no verdict', { timeout: 60_000 }, async () => {
        const server = createTcpServer(() => {})
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        closed.push(async () => server.close())
        const began = performance.now()
        const observed = await said((server.address() as AddressInfo).port, {}, 2_000)
        expect(observed).toMatchObject({ verdict: 'none', why: 'it did not end within 6 s' })
        expect(performance.now() - began).toBeLessThan(12_000)
      })

      it('nobody listens: no verdict', { timeout: 60_000 }, async () => {
        expect(await said(1)).toMatchObject({ verdict: 'none' })
      })
    },
  )
