import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { resolveClient } from '../../src/clients/resolve.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readPem } from '../../src/x509/pem.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'
import { seconds } from '../../src/model/time.ts'

/** Real clients against a server that speaks one old version: whether they take it must be what the profiles foretell. */
const folder = temporaryFolder()
const at = (name: string): string => join(folder.path, name)
const connect =
  'import ssl,socket,sys;c=ssl.create_default_context(cafile=sys.argv[1]);' +
  "c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[2])),5),server_hostname='localhost').close()"
const pyenv = (patch: string): string => join(homedir(), '.pyenv', 'versions', patch, 'bin', 'python')
const python = (patch: string) => (port: number) => tool(pyenv(patch), ['-c', connect, at('cert.pem'), String(port)], folder.path)

const clients: readonly (readonly [id: string, program: string, ask: (port: number) => unknown])[] = [
  ...['2.7.18', '3.6.15', '3.7.16', '3.8.18', '3.9.18', '3.10.13'].map(
    (patch) => [`python-${patch.replace(/\.\d+$/, '')}-openssl3`, pyenv(patch), python(patch)] as const,
  ),
  ...['3.11.7', '3.12.1', '3.13.0'].map(
    (patch) => [`python-${patch.replace(/\.\d+$/, '')}`, pyenv(patch), python(patch)] as const,
  ),
  [
    'curl-7.88-openssl',
    'curl',
    (port) =>
      tool('curl', ['-q', '-sS', '--max-time', '5', '--cacert', at('cert.pem'), '-o', at('out'), `https://localhost:${port}/`]),
  ],
  [
    'wget-1.21-gnutls',
    'wget',
    (port) =>
      tool('wget', [
        '--no-config',
        '-q',
        '--tries=1',
        '-T',
        '5',
        `--ca-certificate=${at('cert.pem')}`,
        '-O',
        at('out'),
        `https://localhost:${port}/`,
      ]),
  ],
]

let server: ChildProcess | null = null
afterAll(() => {
  server?.kill()
  folder.remove()
})

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** `openssl s_server` that speaks one version; it says ACCEPT when it listens. */
async function serving(version: string): Promise<number> {
  server?.kill()
  const port = await freePort()
  const args = [
    's_server',
    '-accept',
    `127.0.0.1:${port}`,
    version,
    '-cipher',
    'ALL:@SECLEVEL=0',
    '-cert',
    at('cert.pem'),
    '-key',
    at('key.pem'),
    '-www',
  ]
  const own = spawn('openssl', args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder.path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  server = own
  await new Promise<void>((resolve, reject) => {
    own.stdout.on('data', (said: Buffer) => said.includes('ACCEPT') && resolve())
    own.once('exit', () => reject(new Error('openssl s_server ended')))
  })
  return port
}

function minted(): string {
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1'
  const subject = [
    '-subj',
    '/CN=localhost',
    '-addext',
    names,
    '-addext',
    'keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign',
  ]
  tool('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    at('key.pem'),
    '-out',
    at('cert.pem'),
    '-days',
    '30',
    ...subject,
  ])
  writeFileSync(at('out'), '')
  return at('cert.pem')
}

describe.skipIf(!hasTool('openssl', 'version'))('old protocols, where there is openssl', () => {
  test.each([
    ['-tls1', '1.0'],
    ['-tls1_1', '1.1'],
    ['-tls1_2', '1.2'],
  ])('%s', { timeout: 60_000 }, async (flag, tlsVersion) => {
    const pem = tool('cat', [minted()])
    const [block] = readPem(new TextEncoder().encode(pem))
    const target = readCertificate(block?.der ?? new Uint8Array())
    const store = trustStore('own', 'own', [target])
    const scenario = {
      graph: pathGraph([target], [store], nodeSignatureVerifier()),
      sent: [target],
      store,
      host: 'localhost',
      tlsVersion,
    }
    const port = await serving(flag)
    const seen = clients
      .filter(([, program]) => hasTool(program, '--version'))
      .map(([id, , ask]) => {
        const profile = resolveClient(id)?.profile
        if (profile === undefined) throw new Error(`no client ${id}`)
        const foretold = evaluate(scenario, profile, seconds(target.notBefore + 3600)).kind
        try {
          ask(port)
          return { id, foretold, seen: 'accepted' }
        } catch {
          return { id, foretold, seen: 'rejected' }
        }
      })
    expect(seen.filter((one) => one.foretold !== one.seen)).toEqual([])
    expect(seen.length, 'no client here was asked').toBeGreaterThan(0)
  })
})
