import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:https'
import { createServer as createPlainServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, loopbackNames, usualChain } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { hasTool } from '../support/tool.ts'
import { builtProgram, type Program, type Run } from './support/program.ts'

/** In no output, no file and no request: whoever finds it has read a credential. */
const canary = 'c4n4ry-7f3e9b21'
const inBase64 = Buffer.from(`user:${canary}`).toString('base64')

let program: Program
let tree: string
let home: string
let server: Server
let port: number
let proxyPort: number
/** Everything that clients sent to the target behind TLS. */
const received: string[] = []
const closers: (() => void)[] = []

/** Where credentials usually lie, below the home. */
const planted = (to: string): Readonly<Record<string, string>> => ({
  '.netrc': `machine 127.0.0.1 login user password ${canary}\ndefault login user password ${canary}\n`,
  '.npmrc': `//registry.example/:_authToken=${canary}\n//${to}/:_authToken=${canary}\nregistry=https://user:${canary}@${to}/\nstrict-ssl=false\n`,
  '.yarnrc.yml': `npmAuthToken: ${canary}\nenableStrictSsl: false\n`,
  '.git-credentials': `https://user:${canary}@${to}\n`,
  '.gitconfig': `[credential]\n\thelper = store\n[http]\n\textraHeader = Authorization: Bearer ${canary}\n\tproxy = http://user:${canary}@127.0.0.1:9\n\tsslVerify = false\n[http "https://user:${canary}@git.example"]\n\tsslVerify = false\n`,
  '.config/pip/pip.conf': `[global]\nindex-url = https://user:${canary}@${to}/simple\nproxy = http://user:${canary}@127.0.0.1:9\ntrusted-host = ${to}\ncert = https://user:${canary}@cert.example/ca.pem\n`,
  '.curlrc': `user = "user:${canary}"\nheader = "Authorization: Bearer ${canary}"\nproxy-user = "user:${canary}"\n`,
  '.wgetrc': `http_password = ${canary}\nheader = Authorization: ${canary}\nuser = user\npassword = ${canary}\n`,
  '.condarc': `proxy_servers:\n  https: http://user:${canary}@127.0.0.1:9\nssl_verify: false\nchannels:\n  - https://user:${canary}@conda.example/\n`,
  '.docker/config.json': JSON.stringify({ auths: { [to]: { auth: inBase64 } } }),
  '.aws/credentials': `[default]\naws_secret_access_key = ${canary}\n`,
  '.pgpass': `127.0.0.1:*:*:user:${canary}\n`,
  '.kube/config': `users:\n- name: u\n  user:\n    token: ${canary}\nclusters:\n- cluster:\n    insecure-skip-tls-verify: true\n    server: https://user:${canary}@${to}\n`,
  '.cargo/credentials.toml': `[registry]\ntoken = "${canary}"\n`,
  '.cargo/config.toml': `[http]\nproxy = "http://user:${canary}@127.0.0.1:9"\n`,
  '.config/uv/uv.toml': `index-url = "https://user:${canary}@${to}/simple"\nallow-insecure-host = ["${to}"]\n`,
  '.config/pypoetry/auth.toml': `[http-basic.pypi]\nusername = "user"\npassword = "${canary}"\n`,
  '.m2/settings.xml': `<settings><servers><server><password>${canary}</password></server></servers></settings>`,
  '.gradle/gradle.properties': `systemProp.javax.net.ssl.trustStorePassword=${canary}\nsystemProp.javax.net.ssl.trustStore=/no/trust.jks\n`,
  '.gemrc': `:sources:\n- https://user:${canary}@gems.example/\n:ssl_verify_mode: 0\n`,
  'project/.env': `API_TOKEN=${canary}\nNODE_EXTRA_CA_CERTS=/no/ca.pem\n`,
  'project/package.json': '{"name": "project"}',
  'project/.npmrc': `_auth=${inBase64}\n`,
  'certs/ca.pem': '',
})

beforeAll(async () => {
  program = await builtProgram()
  // Real clients look at the real clock.
  const now = seconds(Math.floor(Date.now() / 1000))
  const { entities } = usualChain('unchanged', now)
  const validity = around(now, -10, 10)
  const root = rootCertificate(entities.root, validity)
  const cert = certificatesPem([leafCertificate(entities.root, entities.leaf, validity, loopbackNames)])
  const key = entities.leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
  server = createServer({ key, cert }, (request, response) => {
    received.push(`${request.url ?? ''} ${JSON.stringify(request.headers)}`)
    request.on('data', (chunk: Buffer) => received.push(chunk.toString('latin1')))
    // Whoever has a credential would bring it now.
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' })
    response.end()
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  const proxy = createPlainServer((_, response) => response.writeHead(403).end())
  proxy.on('connect', (_, socket) => {
    // Whoever was refused may be gone.
    socket.on('error', () => {})
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  proxyPort = (proxy.address() as AddressInfo).port
  closers.push(
    () => server.closeAllConnections(),
    () => void server.close(),
    () => proxy.closeAllConnections(),
    () => void proxy.close(),
  )

  tree = mkdtempSync(join(tmpdir(), 'rootcause-unchanged-'))
  home = join(tree, 'home')
  for (const [path, text] of Object.entries(planted(`127.0.0.1:${port}`))) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text, { mode: 0o600 })
  }
  writeFileSync(join(home, 'certs/ca.pem'), certificatesPem([root]))
  symlinkSync('ca.pem', join(home, 'certs/link.pem'))
  mkdirSync(join(tree, 'tmp'))
})
afterAll(() => {
  for (const close of closers) close()
  program.remove()
  rmSync(tree, { recursive: true, force: true })
})
beforeEach(() => {
  received.length = 0
})

interface Seen {
  readonly mode: number
  readonly modified: number
  /** Of the entry itself: its name, its mode. */
  readonly changed: number
  readonly content: string
}

/** Every name with its mode, its time of change and its octets. */
function seen(folder: string): Readonly<Record<string, Seen>> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).map((e) => join(e.parentPath, e.name))
  return Object.fromEntries(
    [folder, ...entries].map((path) => {
      const stat = lstatSync(path)
      const content = stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? readFileSync(path, 'latin1') : ''
      return [path.slice(folder.length), { mode: stat.mode, modified: stat.mtimeMs, changed: stat.ctimeMs, content }] as const
    }),
  )
}

const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/go/bin',
  HOME: home,
  // Of all places the program's own, for what V8 compiled, is the one where it writes.
  XDG_CACHE_HOME: program.folder,
  USERPROFILE: home,
  TMPDIR: join(tree, 'tmp'),
  PWD: join(home, 'project'),
  NPM_TOKEN: canary,
  AWS_SECRET_ACCESS_KEY: canary,
  npm_config__auth: inBase64,
  PIP_INDEX_URL: `https://user:${canary}@127.0.0.1:${port}/simple`,
  SSL_CERT_FILE: join(home, 'certs/ca.pem'),
  JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStorePassword=${canary} -Djavax.net.ssl.trustStore=/no/trust.jks`,
  ...more,
})

const leaks = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.includes(canary) || line.includes(inBase64))

async function watched(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const before = seen(tree)
  const run = await program.run(args, { env: environment(env), limit: 100_000 })
  const after = seen(tree)
  // The folder for temporary files may have been written to, and is as empty as before.
  const still = (all: Readonly<Record<string, Seen>>) => Object.entries(all).filter(([path]) => path !== '/tmp')
  expect(still(after), args.join(' ')).toEqual(still(before))
  expect(leaks(run.stdout), `${args.join(' ')}: standard output`).toEqual([])
  expect(leaks(run.stderr), `${args.join(' ')}: standard error`).toEqual([])
  expect(leaks(received.join('\n')), `${args.join(' ')}: requests`).toEqual([])
  return run
}

const target = () => `127.0.0.1:${port}`
const outside = (name: string): string => join(program.folder, name)

describe.skipIf(process.platform === 'win32')('looking changes nothing and tells no credential', () => {
  test('the watch itself sees a change and a leak', () => {
    const before = seen(tree)
    writeFileSync(join(home, 'new'), '')
    expect(seen(tree)).not.toEqual(before)
    rmSync(join(home, 'new'))
    expect(seen(tree)).not.toEqual(before)
    expect(leaks(`Authorization: Basic ${inBase64}`)).toHaveLength(1)
  })

  test('doctor', { timeout: 120_000 }, async () => {
    const { stdout } = await watched(['doctor'])
    // It did read what stands beside the credentials.
    expect(stdout).toContain('.npmrc')
    expect(stdout).toContain('.gitconfig')
  })

  test('doctor --json', { timeout: 120_000 }, async () => {
    expect(JSON.parse((await watched(['doctor', '--json'])).stdout)).toMatchObject({ schema: 1 })
  })

  test('which, of all and of each that has a password nearby', { timeout: 120_000 }, async () => {
    expect((await watched(['which'])).stdout).toContain('curl')
    expect(JSON.parse((await watched(['which', '--json'])).stdout)).toMatchObject({ schema: 1 })
  })

  test('stores, listed and saved', { timeout: 120_000 }, async () => {
    const file = outside('stores.json')
    await watched(['stores', '--save', file])
    expect(leaks(readFileSync(file, 'utf8'))).toEqual([])
    await watched(['stores', '--json'])
  })

  test('check, with whatever clients are here: nobody brings a credential to a server that asks for one', {
    timeout: 120_000,
  }, async () => {
    const file = outside('case.json')
    const { stdout } = await watched(['check', target(), '--save', file, '--verbose'])
    expect(stdout).toContain('127.0.0.1')
    // curl trusts the server, and stands for all that were run: it did ask, and was told that a password is wanted.
    if (hasTool('curl', '--version')) expect(received.length).toBeGreaterThan(0)
    expect(leaks(readFileSync(file, 'utf8'))).toEqual([])
  })

  test('check as JSON, Markdown', { timeout: 120_000 }, async () => {
    for (const format of ['json', 'markdown']) await watched(['check', target(), '--format', format])
  })

  test('check through a proxy that asks for a password and refuses', { timeout: 120_000 }, async () => {
    const proxy = `http://user:${canary}@127.0.0.1:${proxyPort}`
    const { code, stderr } = await watched(['check', target()], { HTTPS_PROXY: proxy, https_proxy: proxy, ALL_PROXY: proxy })
    expect(code).toBe(3)
    expect(stderr).toContain('proxy')
    await watched(['doctor', '--json'], { HTTPS_PROXY: proxy, https_proxy: proxy })
  })
})
