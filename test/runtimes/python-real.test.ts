import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:tls'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { authority, loopbackNames, server as labServer, unrelatedRoot, utc } from '../../src/lab/shapes.ts'
import { labTlsServer } from '../../src/lab/tls-server.ts'
import type { Asking } from '../../src/model/machine.ts'
import { botocore } from '../../src/runtimes/botocore.ts'
import { pip } from '../../src/runtimes/pip.ts'
import { python } from '../../src/runtimes/python.ts'
import { requests } from '../../src/runtimes/requests.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { folderOf } from '../../src/runtimes/shared/place.ts'
import { readTogether } from '../../src/stores/together.ts'
import { fixedNow } from '../support/evidence.ts'

/** Real Pythons against a server on loopback whose root only this test knows: what they do must be what is foretold. */

const validity = { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2049-01-01T00:00:00Z') }
const root = authority('python-real', 'Root CA')
const rootDer = rootCertificate(root, validity)
const leaf = labServer()
const leafDer = leafCertificate(root, leaf, validity, loopbackNames)

const folder = mkdtempSync(join(tmpdir(), 'rootcause-python-'))
const at = (...parts: readonly string[]): string => join(folder, ...parts)
const good = at('good.pem')
const other = at('other.pem')
let tls: Server
let port = 0

beforeAll(async () => {
  for (const name of ['home', 'hashed', 'plain']) mkdirSync(at(name))
  writeFileSync(good, certificatesPem([rootDer]))
  writeFileSync(other, certificatesPem([unrelatedRoot('python-real', fixedNow)]))
  writeFileSync(at('plain', 'ca.pem'), certificatesPem([rootDer]))
  writeFileSync(at('empty.pem'), 'no certificate\n')
  if (hash !== null) writeFileSync(at('hashed', `${hash}.0`), certificatesPem([rootDer]))
  tls = labTlsServer([{ chain: [leafDer], key: leaf.key.privateKey }])
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve))
  const address = tls.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})

afterAll(async () => {
  await new Promise((resolve) => tls.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

/** The name under which OpenSSL looks for the root; `null`: there is no openssl to tell it. */
const hash = ((): string | null => {
  try {
    const input = certificatesPem([rootDer])
    return execFileSync('/usr/bin/openssl', ['x509', '-noout', '-subject_hash'], { input, env: {}, timeout: 5000 })
      .toString()
      .trim()
  } catch {
    return null
  }
})()

const isolated = (env: Readonly<Record<string, string>>): Record<string, string> => ({
  PATH: '/usr/bin:/bin',
  HOME: at('home'),
  ...env,
})

/** This machine under another environment, with the Pythons of its pyenv. */
const hostWith = (env: Readonly<Record<string, string>>): Host => ({
  ...nodeHost,
  home: at('home'),
  env: isolated({ ...env, PYENV_ROOT: join(homedir(), '.pyenv') }),
})

async function accepts(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { env: isolated(env), timeout: 20_000, cwd: folder })
    return stdout.includes('accepted')
  } catch {
    return false
  }
}

/** Whether the stores that are foretold hold the root. */
async function foretells(host: Host, asking: Asking): Promise<boolean> {
  const content = await readTogether(host, asking.stores)
  return !('unreadable' in content) && content.certificates.some(({ der }) => Buffer.from(der).equals(Buffer.from(rootDer)))
}

const isReal = process.platform === 'linux'
const found = async (runtime: Runtime) => (isReal ? runtime.find(hostWith({})) : [])
const pythons = (await found(python)).filter(({ version }) => version !== null && !version.startsWith('2.'))
const pips = await found(pip)
const [requestsHere] = await found(requests)
const [botocoreHere] = await found(botocore)

const programOf = (site: string): string => join(site, '..', '..', '..', 'bin', 'python3')

const handshake = (): string =>
  "import socket,ssl\nc=ssl.create_default_context()\nc.wrap_socket(socket.create_connection(('127.0.0.1'," +
  `${port}),10),server_hostname='localhost')\nprint('accepted')`

const environments: readonly [string, () => Readonly<Record<string, string>>][] = [
  ['nothing', () => ({})],
  ['SSL_CERT_FILE', () => ({ SSL_CERT_FILE: good })],
  ['SSL_CERT_FILE with another root', () => ({ SSL_CERT_FILE: other })],
  ['SSL_CERT_FILE without certificates', () => ({ SSL_CERT_FILE: at('empty.pem') })],
  ['SSL_CERT_FILE naming a folder', () => ({ SSL_CERT_FILE: at('hashed') })],
  ['SSL_CERT_FILE in quotes', () => ({ SSL_CERT_FILE: `"${good}"` })],
  ['SSL_CERT_DIR with hash names', () => ({ SSL_CERT_DIR: at('hashed') })],
  ['SSL_CERT_DIR without hash names', () => ({ SSL_CERT_DIR: at('plain') })],
  ['SSL_CERT_DIR as a list', () => ({ SSL_CERT_DIR: `${at('none')}:${at('hashed')}` })],
  ['SSL_CERT_DIR naming a file', () => ({ SSL_CERT_DIR: good })],
  ['both', () => ({ SSL_CERT_FILE: other, SSL_CERT_DIR: at('hashed') })],
  ['REQUESTS_CA_BUNDLE', () => ({ REQUESTS_CA_BUNDLE: good })],
]

/** The first, an old and a new one: each costs the start of an interpreter for each environment. */
const some = pythons.filter(
  (p, i) => i === 0 || p.version?.startsWith('3.8.') === true || p.version?.startsWith('3.13.') === true,
)

describe.skipIf(hash === null || some.length === 0)('real Pythons (skipped without Linux, python3 and openssl)', () => {
  for (const { path, version } of some)
    it.each(environments)(`Python ${version ?? ''} under %s`, { timeout: 30_000 }, async (_, env) => {
      const host = hostWith(env())
      const installation = pythons.find((p) => p.path === path)
      if (installation === undefined) throw new Error(`${path} is gone`)
      const asking = await python.asks(host, installation)
      expect(asking.unknown).toBe('')
      expect(await foretells(host, asking)).toBe(await accepts(path, ['-c', handshake()], env()))
    })

  it('are told by their files or by themselves as they tell themselves', { timeout: 30_000 }, async () => {
    for (const { path, version } of some) {
      const { stdout } = await promisify(execFile)(path, ['--version'], { env: isolated({}), timeout: 10_000 })
      expect(stdout.trim()).toBe(`Python ${version ?? ''}`)
    }
  })
})

const throughRequests: typeof environments = [
  ['nothing', () => ({})],
  ['SSL_CERT_FILE', () => ({ SSL_CERT_FILE: good })],
  ['REQUESTS_CA_BUNDLE', () => ({ REQUESTS_CA_BUNDLE: good })],
  ['CURL_CA_BUNDLE', () => ({ CURL_CA_BUNDLE: good })],
  ['CURL_CA_BUNDLE beaten', () => ({ CURL_CA_BUNDLE: good, REQUESTS_CA_BUNDLE: other })],
  ['REQUESTS_CA_BUNDLE empty', () => ({ CURL_CA_BUNDLE: good, REQUESTS_CA_BUNDLE: '' })],
  ['REQUESTS_CA_BUNDLE naming nothing', () => ({ REQUESTS_CA_BUNDLE: at('none') })],
  ['REQUESTS_CA_BUNDLE naming a folder', () => ({ REQUESTS_CA_BUNDLE: at('hashed') })],
  ['REQUESTS_CA_BUNDLE naming a folder without hash names', () => ({ REQUESTS_CA_BUNDLE: at('plain') })],
]

describe.skipIf(hash === null || requestsHere === undefined)('real requests (skipped where none is installed)', () => {
  it.each(throughRequests)('under %s', { timeout: 30_000 }, async (_, env) => {
    if (requestsHere === undefined) return
    const host = hostWith(env())
    const script = `import requests\nrequests.get('https://localhost:${port}/',timeout=10)\nprint('accepted')`
    const foretold = await foretells(host, await requests.asks(host, requestsHere))
    expect(foretold).toBe(await accepts(programOf(folderOf(requestsHere.path)), ['-c', script], env()))
  })
})

const throughBotocore: typeof environments = [
  ...throughRequests,
  ['AWS_CA_BUNDLE', () => ({ AWS_CA_BUNDLE: good, REQUESTS_CA_BUNDLE: other })],
  ['AWS_CA_BUNDLE empty', () => ({ AWS_CA_BUNDLE: '' })],
]

describe.skipIf(hash === null || botocoreHere === undefined)('real botocore (skipped where none is installed)', () => {
  it.each(throughBotocore)('under %s', { timeout: 30_000 }, async (_, env) => {
    if (botocoreHere === undefined) return
    const host = hostWith(env())
    const asking = await botocore.asks(host, botocoreHere)
    const script =
      'import botocore.session,botocore.config\n' +
      "c=botocore.session.get_session().create_client('sts',region_name='us-east-1',aws_access_key_id='x',aws_secret_access_key='y'," +
      `endpoint_url='https://localhost:${port}',config=botocore.config.Config(retries={'max_attempts':0}))\n` +
      // The lab answers no AWS protocol: any error but the one of TLS means that the certificate was taken.
      "try:\n  c.get_caller_identity()\n  print('accepted')\nexcept Exception as e:\n  print('refused' if 'SSL' in type(e).__name__ else 'accepted')"
    const isOff = asking.dangers.some(({ reason }) => reason === 'verification-off')
    const foretold = isOff || (await foretells(host, asking))
    expect(foretold).toBe(await accepts(programOf(folderOf(botocoreHere.path)), ['-c', script], env()))
  })
})

const configuration = (text: string) => (): Readonly<Record<string, string>> => {
  writeFileSync(at('pip.conf'), text.replaceAll('GOOD', good).replaceAll('OTHER', other))
  return { PIP_CONFIG_FILE: at('pip.conf') }
}
const none = { PIP_CONFIG_FILE: '/dev/null' }

/** pip ends at its own file. */
const refused = 'a file that it refuses'

const throughPip: typeof environments = [
  ['nothing', () => none],
  ['PIP_CERT', () => ({ ...none, PIP_CERT: good })],
  ['SSL_CERT_FILE', () => ({ ...none, SSL_CERT_FILE: good })],
  ['REQUESTS_CA_BUNDLE before PIP_CERT', () => ({ ...none, REQUESTS_CA_BUNDLE: other, PIP_CERT: good })],
  ['pip.conf', configuration('[global]\ncert = GOOD\n')],
  ['pip.conf beaten by PIP_CERT', () => ({ ...configuration('[global]\ncert = GOOD\n')(), PIP_CERT: other })],
  ['the section of the command', configuration('[install]\ncert = GOOD\n[global]\ncert = OTHER\n')],
  ['a value on the next line, which keeps the line feed', configuration('[global]\ncert =\n  GOOD\n')],
  ...['\u{feff}[global]\ncert = GOOD\n', '[global]\ncert = GOOD\n[global]\ntimeout = 3\n', 'cert = GOOD\n'].map(
    (text): (typeof environments)[number] => [`${refused}: ${JSON.stringify(text)}`, configuration(text)],
  ),
  ['another section', configuration('[download]\ncert = GOOD\n[global]\ncert = OTHER\n')],
]

/** One without truststore and one with it, where both are here. */
const twoPips = [pips.find(({ version }) => version === '23.0.1'), pips.find(({ version }) => version === '24.2')].filter(
  (p) => p !== undefined,
)

describe.skipIf(hash === null || twoPips.length === 0)('real pip (skipped where neither 23.0.1 nor 24.2 is installed)', () => {
  for (const installation of twoPips)
    it.each(throughPip)(`pip ${installation.version ?? ''} under %s`, { timeout: 60_000 }, async (what, env) => {
      const variables = { ...env(), PIP_NO_CACHE_DIR: '1', PIP_BREAK_SYSTEM_PACKAGES: '1' }
      const host = hostWith(variables)
      const program = installation.path.startsWith('/usr/lib/python3/')
        ? '/usr/bin/python3'
        : programOf(folderOf(installation.path))
      // The lab answers no package: where the certificate is taken, pip finds that there is none.
      const script =
        'import runpy,sys,io\n' +
        `sys.argv=['pip','install','--no-deps','--dry-run','--retries','0','--disable-pip-version-check','--index-url','https://localhost:${port}/simple/','nosuch']\n` +
        "e=sys.stderr=o=sys.stdout\nb=io.StringIO()\nsys.stdout=sys.stderr=b\ntry:\n  runpy.run_module('pip',run_name='__main__')\nexcept BaseException:\n  pass\n" +
        "t=b.getvalue()\no.write('refused' if 'CERTIFICATE_VERIFY_FAILED' in t or 'suitable TLS CA' in t or 'section headers' in t or 'already exists' in t else 'accepted' if 'No matching distribution' in t else 'unclear '+t)"
      const asking = await pip.asks(host, installation)
      expect(asking.unknown.startsWith('it ends before')).toBe(what.startsWith(refused))
      expect(await foretells(host, asking)).toBe(await accepts(program, ['-c', script], variables))
    })
})
