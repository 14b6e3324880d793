import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
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
import type { Certificate } from '../../src/model/certificate.ts'
import { seconds } from '../../src/model/time.ts'
import type { Verdict } from '../../src/model/verdict.ts'

/** Real clients against a server that speaks one old version: whether they take it must be what the profiles foretell. */
const folder = temporaryFolder()
const at = (name: string): string => join(folder.path, name)
const connect =
  'import ssl,socket,sys;c=ssl.create_default_context(cafile=sys.argv[1]);' +
  "c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[2])),5),server_hostname='localhost').close()"
const pyenv = (patch: string): string => join(homedir(), '.pyenv', 'versions', patch, 'bin', 'python')
const python =
  (patch: string): Ask =>
  (port, store) =>
    tool(pyenv(patch), ['-c', connect, store, String(port)], folder.path)

/** Asks the server with this store; throws with what the client prints where it refuses. */
type Ask = (port: number, store: string) => unknown

const clients: readonly (readonly [id: string, program: string, ask: Ask])[] = [
  ...['2.7.18', '3.6.15', '3.7.16', '3.8.18', '3.9.18', '3.10.13'].map(
    (patch) => [`python-${patch.replace(/\.\d+$/, '')}-openssl3`, pyenv(patch), python(patch)] as const,
  ),
  ...['3.11.7', '3.12.1', '3.13.0'].map(
    (patch) => [`python-${patch.replace(/\.\d+$/, '')}`, pyenv(patch), python(patch)] as const,
  ),
  [
    'curl-7.88-openssl',
    'curl',
    (port, store) =>
      tool('curl', ['-q', '-sS', '--max-time', '5', '--cacert', store, '-o', at('out'), `https://localhost:${port}/`]),
  ],
  [
    'wget-1.21-gnutls',
    'wget',
    (port, store) =>
      tool('wget', [
        '--no-config',
        '-nv',
        '--tries=1',
        '-T',
        '5',
        `--ca-certificate=${store}`,
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
async function serving(version: string, suites: string): Promise<number> {
  server?.kill()
  const port = await freePort()
  const args = [
    's_server',
    '-accept',
    `127.0.0.1:${port}`,
    version,
    '-cipher',
    `${suites}:@SECLEVEL=0`,
    '-cert',
    at('cert.pem'),
    '-key',
    at('cert.key'),
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

function minted(name: string): void {
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
    at(`${name}.key`),
    '-out',
    at(`${name}.pem`),
    '-days',
    '30',
    ...subject,
  ])
  writeFileSync(at('out'), '')
}

function certificateIn(name: string): Certificate {
  const [block] = readPem(readFileSync(at(name)))
  return readCertificate(block?.der ?? new Uint8Array())
}

/** How it ends: by the chain, by a signature of the old version, or because no version is shared. */
type End = 'accepted' | 'undetermined' | 'hangs' | 'chain' | 'signature' | 'version'

function foretoldBy(verdict: Verdict): End {
  if (verdict.kind !== 'rejected') return verdict.kind
  if (verdict.told.code !== 'handshake-version') return 'chain'
  return verdict.told.params?.['unfinished'] === undefined ? 'version' : 'signature'
}

function seenOf(ask: () => unknown): End {
  try {
    ask()
    return 'accepted'
  } catch (error) {
    const text = String(error instanceof Error && 'stderr' in error ? error.stderr : error)
    if (text.includes('legacy sigalg disallowed or unsupported')) return 'signature'
    return /CERTIFICATE_VERIFY_FAILED|SSL certificate problem|is not trusted|cannot verify/.test(text) ? 'chain' : 'version'
  }
}

describe.skipIf(!hasTool('openssl', 'version'))('old protocols, where there is openssl', () => {
  test.each([
    ['-tls1', '1.0', 'signed', 'ALL'],
    ['-tls1_1', '1.1', 'signed', 'ALL'],
    ['-tls1_1', '1.1', 'static', 'AES128-SHA'],
    ['-tls1_2', '1.2', 'signed', 'ALL'],
  ] as const)('%s, TLS %s, key exchange %s', { timeout: 60_000 }, async (flag, tlsVersion, keyExchange, suites) => {
    minted('other')
    minted('cert')
    const target = certificateIn('cert.pem')
    const store = trustStore('own', 'own', [target])
    const other = trustStore('other', 'other', [certificateIn('other.pem')])
    const scenario = {
      graph: pathGraph([target], [store, other], nodeSignatureVerifier()),
      sent: [target],
      store,
      host: 'localhost',
      tlsVersion,
      keyExchange,
    }
    const port = await serving(flag, suites)
    const seen = clients
      .filter(([, program]) => hasTool(program, '--version'))
      .map(([id, , ask]) => {
        const profile = resolveClient(id)?.profile
        if (profile === undefined) throw new Error(`no client ${id}`)
        const now = seconds(target.notBefore + 3600)
        const foretold = [store, other].map((trusted) => foretoldBy(evaluate({ ...scenario, store: trusted }, profile, now)))
        return { id, foretold, seen: ['cert.pem', 'other.pem'].map((name) => seenOf(() => ask(port, at(name)))) }
      })
    expect(seen.filter((one) => one.foretold.join() !== one.seen.join())).toEqual([])
    expect(seen.length, 'no client here was asked').toBeGreaterThan(0)
  })
})
