import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { type AddressInfo, createServer as createPlainServer, type Server as PlainServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, usualChain } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { curl } from '../../src/runtimes/curl.ts'
import { git } from '../../src/runtimes/git.ts'
import { gnutls } from '../../src/runtimes/gnutls.ts'
import { openssl } from '../../src/runtimes/openssl.ts'
import { lwp } from '../../src/runtimes/lwp.ts'
import { perl } from '../../src/runtimes/perl.ts'
import { php } from '../../src/runtimes/php.ts'
import { phpCurl } from '../../src/runtimes/php-curl.ts'
import { postgres } from '../../src/runtimes/postgres.ts'
import { ruby } from '../../src/runtimes/ruby.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { withPemAlone } from '../../src/runtimes/shared/pem-alone.ts'
import { wget } from '../../src/runtimes/wget.ts'
import { readStore } from '../../src/stores/index.ts'

// What the runtimes say is held against the real programs: a server of this test, and the same environment for both.

const chain = usualChain('precedence', seconds(Math.floor(Date.now() / 1000)))
const home = mkdtempSync(join(tmpdir(), 'precedence-'))
const at = (name: string): string => join(home, name)
let server: Server
let port = 0
let database: PlainServer
let databasePort = 0

/** `good` names the root of the server, `bad` another one. */
const paths = {
  good: at('good.pem'),
  bad: at('bad.pem'),
  goodDir: at('good'),
  badDir: at('bad'),
  bareDir: at('bare'),
  lost: at('lost.pem'),
  der: at('good.cer'),
}

/** X509_NAME_hash of OpenSSL is asked of openssl itself. */
const hashOf = (file: string): Promise<string> =>
  said('/usr/bin/openssl', ['x509', '-hash', '-noout', '-in', file], {}).then((r) => r.out.trim())

interface Said {
  readonly code: number
  readonly out: string
}

function said(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { env, cwd: home, timeout: 15_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255
      resolve({ code, out: `${stdout}${stderr}` })
    })
    child.stdin?.end()
  })
}

beforeAll(async () => {
  const pem = (der: Uint8Array): string => certificatesPem([der])
  writeFileSync(paths.good, pem(chain.root))
  writeFileSync(paths.der, chain.root)
  writeFileSync(paths.bad, pem(unrelatedRoot('precedence', seconds(Math.floor(Date.now() / 1000)))))
  for (const [folder, file] of [
    [paths.goodDir, paths.good],
    [paths.badDir, paths.bad],
  ] as const) {
    mkdirSync(folder)
    if (nodeHost.stat('/usr/bin/openssl') !== null) symlinkSync(file, join(folder, `${await hashOf(file)}.0`))
  }
  mkdirSync(paths.bareDir)
  writeFileSync(join(paths.bareDir, 'root.pem'), pem(chain.root))
  const key = chain.entities.leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const certificates = pem(chain.leaf) + pem(chain.intermediate)
  server = createServer({ key, cert: certificates }, (_, response) => response.end('hello\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  database = databaseServer(key, certificates)
  await new Promise<void>((resolve) => database.listen(0, '127.0.0.1', resolve))
  databasePort = (database.address() as AddressInfo).port
})

/** As much of PostgreSQL as a client needs to get through TLS: `S` to its SSLRequest, then an ErrorResponse. */
function databaseServer(key: string | Buffer, cert: string): PlainServer {
  return createPlainServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write('S')
      const secure = new TLSSocket(socket, { isServer: true, key, cert })
      secure.on('error', () => {})
      secure.once('data', () => {
        const fields = 'SFATAL\0C28000\0MREACHED\0\0'
        const message = Buffer.alloc(5 + fields.length)
        message.write('E')
        message.writeInt32BE(4 + fields.length, 1)
        message.write(fields, 5)
        secure.end(message)
      })
    })
  })
}

afterAll(() => {
  server.closeAllConnections()
  server.close()
  database.close()
  rmSync(home, { recursive: true, force: true })
})

type Env = Readonly<Record<string, string>>
const clean: Env = { PATH: '/usr/bin:/bin', HOME: home }
const hostWith = (env: Env): Host => ({ ...nodeHost, env: { ...clean, ...env }, home })
const rootHash = createHash('sha256').update(chain.root).digest('hex')

/** Whether what the runtime would ask holds the root of the server, and nothing that it must read is lacking. */
async function predicted(runtime: Runtime, host: Host): Promise<boolean> {
  const found = (await runtime.find(host)).find(({ path }) => path.startsWith('/usr/') && !path.endsWith('wget2'))
  if (found === undefined) throw new Error('it is not found')
  const { stores, dangers } = withPemAlone(await runtime.asks(host, found))
  if (dangers.some(({ reason, reach }) => reason === 'verification-off' && reach === '')) return true
  let holds = false
  for (const { store, ifUnreadable } of stores) {
    // The stores of the machine itself do not hold it.
    if (store === 'system' || /^(openssl-dir:)?\/(etc|usr)\//.test(store)) continue
    const content = await readStore(host, store)
    if (content === null || 'unreadable' in content) {
      if (ifUnreadable === 'fails') return false
      continue
    }
    holds ||= content.certificates.some(({ der }) => createHash('sha256').update(der).digest('hex') === rootHash)
  }
  return holds
}

interface Client {
  readonly runtime: Runtime
  readonly program: string
  readonly args: () => readonly string[]
  /** Judges by the words where the status does not tell a certificate from what came after. */
  readonly isAccepted?: (said: Said) => boolean
}

const url = (): string => `https://localhost:${port}/`
const perlSocket = 'use IO::Socket::SSL; IO::Socket::SSL->new(PeerAddr => "localhost", PeerPort => $ARGV[0]) or exit 1'
const lwpProgram = 'use LWP::UserAgent; exit(LWP::UserAgent->new->get($ARGV[0])->is_success ? 0 : 1)'
const phpCurlProgram = (): string =>
  `$c = curl_init('${url()}'); curl_setopt($c, CURLOPT_RETURNTRANSFER, true); exit(curl_exec($c) === false ? 1 : 0);`
const clients: Readonly<Record<string, Client>> = {
  curl: { runtime: curl, program: '/usr/bin/curl', args: () => ['-sS', '-o', '/dev/null', url()] },
  wget: { runtime: wget, program: '/usr/bin/wget', args: () => ['-q', '-O', '/dev/null', url()] },
  git: {
    runtime: git,
    program: '/usr/bin/git',
    args: () => ['ls-remote', url()],
    isAccepted: ({ out }) => /not valid|not found|does not appear/.test(out),
  },
  openssl: {
    runtime: openssl,
    program: '/usr/bin/openssl',
    args: () => ['s_client', '-connect', `localhost:${port}`, '-servername', 'localhost', '-verify_return_error', '-brief'],
  },
  'gnutls-cli': { runtime: gnutls, program: '/usr/bin/gnutls-cli', args: () => ['-p', String(port), 'localhost'] },
  ruby: { runtime: ruby, program: '/usr/bin/ruby', args: () => ['-rnet/http', '-e', `Net::HTTP.get(URI("${url()}"))`] },
  php: { runtime: php, program: '/usr/bin/php', args: () => ['-r', `exit(@file_get_contents("${url()}") === false ? 1 : 0);`] },
  psql: {
    runtime: postgres,
    program: '/usr/bin/psql',
    args: () => ['-c', '\\q', `host=localhost hostaddr=127.0.0.1 port=${databasePort} user=u dbname=d`],
    isAccepted: ({ out }) => out.includes('REACHED'),
  },
  perl: { runtime: perl, program: '/usr/bin/perl', args: () => ['-e', perlSocket, String(port)] },
  'php-curl': { runtime: phpCurl, program: '/usr/bin/php', args: () => ['-r', phpCurlProgram()] },
  lwp: { runtime: lwp, program: '/usr/bin/perl', args: () => ['-e', lwpProgram, url()] },
}

const { good, bad, goodDir, badDir, bareDir, lost, der } = paths
const openSslCases: readonly Env[] = [
  {},
  { SSL_CERT_FILE: good },
  { SSL_CERT_FILE: bad },
  { SSL_CERT_FILE: lost },
  { SSL_CERT_FILE: `~/good.pem` },
  { SSL_CERT_FILE: `"${good}"` },
  { SSL_CERT_FILE: der },
  { SSL_CERT_DIR: good },
  { SSL_CERT_DIR: goodDir },
  { SSL_CERT_DIR: bareDir },
  { SSL_CERT_DIR: `${badDir}:${goodDir}` },
  { SSL_CERT_FILE: bad, SSL_CERT_DIR: goodDir },
  { SSL_CERT_FILE: good, SSL_CERT_DIR: badDir },
  { CURL_CA_BUNDLE: good },
  { SSL_CA_FILE: good },
]
/** Of programs that read none of OpenSSL's variables. */
const fewCases: readonly Env[] = [{}, { SSL_CERT_FILE: good }, { SSL_CERT_DIR: goodDir }, { CURL_CA_BUNDLE: good }]
const cases: Readonly<Record<string, readonly Env[]>> = {
  openssl: openSslCases,
  // The library is the same as that of openssl: what Ruby adds would show in these.
  ruby: openSslCases.filter((_, i) => i % 3 === 1 || i === 0),
  perl: openSslCases,
  'gnutls-cli': fewCases,
  php: [
    ...openSslCases,
    ...['openssl.cafile', 'openssl.capath', 'curl.cainfo'].map((name) => ({
      PHP_INI_SCAN_DIR: `:${at(name)}`,
      SSL_CERT_FILE: good,
    })),
  ],
  'php-curl': [
    ...fewCases,
    ...[
      'openssl.cafile',
      'openssl.capath',
      'curl.cainfo',
      'cainfo-good',
      'cainfo-lost',
      'cainfo-folder',
      'cafile-good',
      'both',
    ].map((name) => ({ PHP_INI_SCAN_DIR: `:${at(name)}` })),
  ],
  lwp: [
    ...fewCases,
    { PERL_LWP_SSL_CA_FILE: good },
    { PERL_LWP_SSL_CA_FILE: lost },
    { PERL_LWP_SSL_CA_FILE: goodDir },
    { PERL_LWP_SSL_CA_FILE: '', HTTPS_CA_FILE: good },
    { PERL_LWP_SSL_CA_FILE: bad, HTTPS_CA_FILE: good },
    { PERL_LWP_SSL_CA_PATH: goodDir },
    { PERL_LWP_SSL_CA_PATH: bareDir },
    { PERL_LWP_SSL_CA_PATH: `${badDir}:${goodDir}` },
    { PERL_LWP_SSL_CA_FILE: bad, PERL_LWP_SSL_CA_PATH: goodDir },
    { PERL_LWP_SSL_CA_FILE: bad, HTTPS_CA_DIR: goodDir },
    { PERL_LWP_SSL_CA_FILE: bad, SSL_CERT_DIR: goodDir },
    { PERL_LWP_SSL_CA_FILE: bad, SSL_CERT_FILE: good },
    { HTTPS_CA_FILE: good },
    { PERL_LWP_CA_FILE: good },
  ],
  psql: [
    { PGSSLMODE: 'require' },
    { PGSSLMODE: 'require', PGSSLROOTCERT: bad },
    { PGSSLMODE: 'require', PGSSLROOTCERT: lost },
    { PGSSLMODE: 'verify-full' },
    { PGSSLMODE: 'verify-full', SSL_CERT_FILE: good },
    { PGSSLMODE: 'verify-full', PGSSLROOTCERT: good },
    { PGSSLMODE: 'verify-ca', PGSSLROOTCERT: bad },
    { PGSSLMODE: 'verify-full', PGSSLROOTCERT: bad, PGSERVICE: 's', PGSERVICEFILE: at('service') },
  ],
  curl: [
    ...openSslCases,
    { CURL_HOME: at('rc-off'), CURL_CA_BUNDLE: bad },
    { CURL_HOME: at('rc-k') },
    { CURL_CA_BUNDLE: bad, SSL_CERT_FILE: good },
    { CURL_CA_BUNDLE: bad, SSL_CERT_DIR: goodDir },
    { CURL_CA_BUNDLE: good, SSL_CERT_FILE: bad, SSL_CERT_DIR: badDir },
    { CURL_CA_BUNDLE: '', SSL_CERT_FILE: good },
    { CURL_CA_BUNDLE: goodDir },
    { CURL_CA_BUNDLE: der },
    { CURL_CA_BUNDLE: bad, CURL_HOME: at('rc-good') },
    { CURL_CA_BUNDLE: good, CURL_HOME: at('rc-bad') },
    { CURL_HOME: at('rc-dir') },
    { CURL_HOME: at('rc-good'), XDG_CONFIG_HOME: at('rc-bad') },
    { XDG_CONFIG_HOME: at('rc-good') },
    { XDG_CONFIG_HOME: at('rc-bare') },
    { XDG_CONFIG_HOME: at('rc-bare'), HOME: at('rc-good') },
    { XDG_CONFIG_HOME: '', HOME: at('rc-config') },
    { HOME: at('rc-config') },
    { HOME: at('rc-config'), XDG_CONFIG_HOME: at('nowhere') },
    { HOME: at('rc-config'), CURL_HOME: at('nowhere') },
    { HOME: at('rc-good'), CURL_HOME: at('rc-config') },
    { HOME: at('nowhere'), CURL_HOME: at('rc-config') },
  ],
  wget: [
    ...openSslCases,
    { WGETRC: at('wget-good') },
    { WGETRC: at('wget-bad') },
    { WGETRC: at('wget-dir') },
    { WGETRC: at('wget-quoted') },
    { WGETRC: at('wget-both') },
    { WGETRC: at('wget-file-as-dir') },
  ],
  git: [
    ...fewCases,
    { GIT_SSL_NO_VERIFY: '0' },
    { GIT_SSL_VERIFY: 'false' },
    { GIT_CONFIG_GLOBAL: at('git-off') },
    { GIT_CONFIG_GLOBAL: at('git-off-on') },
    { GIT_SSL_CAINFO: good },
    { GIT_SSL_CAINFO: lost },
    { GIT_SSL_CAINFO: goodDir },
    { GIT_SSL_CAINFO: der },
    { GIT_SSL_CAINFO: '', GIT_CONFIG_GLOBAL: at('git-good') },
    { GIT_SSL_CAPATH: goodDir },
    { GIT_SSL_CAPATH: good },
    { GIT_SSL_CAPATH: bareDir },
    { GIT_SSL_CAINFO: bad, GIT_SSL_CAPATH: goodDir },
    { GIT_SSL_CAINFO: bad, GIT_CONFIG_GLOBAL: at('git-good') },
    { GIT_SSL_CAINFO: good, GIT_CONFIG_GLOBAL: at('git-bad') },
    { GIT_CONFIG_GLOBAL: at('git-good') },
    { GIT_CONFIG_GLOBAL: at('git-quoted') },
    { GIT_CONFIG_GLOBAL: at('git-home') },
    { GIT_CONFIG_GLOBAL: at('git-include-last') },
    { GIT_CONFIG_GLOBAL: at('git-include-first') },
    { GIT_CONFIG_SYSTEM: at('git-good') },
    { GIT_CONFIG_SYSTEM: at('git-good'), GIT_CONFIG_NOSYSTEM: '1' },
    { GIT_CONFIG_SYSTEM: at('git-bad'), GIT_CONFIG_GLOBAL: at('git-good') },
    { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.sslCAInfo', GIT_CONFIG_VALUE_0: good },
    { GIT_CONFIG_GLOBAL: at('git-good'), GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.sslCAInfo', GIT_CONFIG_VALUE_0: bad },
    {
      GIT_CONFIG_PARAMETERS: `'http.sslcainfo'='${good}'`,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.sslCAInfo',
      GIT_CONFIG_VALUE_0: bad,
    },
    { GIT_CONFIG_PARAMETERS: `'http.sslcainfo=${good}'` },
  ],
}

/** Files that the cases name. */
beforeAll(() => {
  for (const [name, text] of [
    ['service', `[other]\nsslrootcert=${bad}\n[s]\nsslrootcert=${good}\nsslmode=verify-full\n`],
    ['wget-off', 'check-certificate = off\n'],
    ['git-off', '[http]\nsslVerify = no # for now\n'],
    ['git-off-on', '[http]\nsslVerify = no\n[http]\nsslVerify\n'],
    ['wget-good', `ca_certificate = ${good}\n`],
    ['wget-bad', `CA-Certificate=${bad}\n`],
    ['wget-dir', `ca_directory = ${goodDir}\n`],
    ['wget-file-as-dir', `ca_directory = ${good}\n`],
    ['wget-quoted', `ca_certificate = "${good}"\n`],
    ['wget-both', `ca_certificate = ${bad}\nca_directory = ${goodDir}\n`],
    ['git-good', `[http]\n\tsslCAInfo = ${good}\n`],
    ['git-bad', `[http] sslcainfo=${bad}\n`],
    ['git-quoted', `[core]\n[HTTP]\n  sslCAInfo = "${home}/go"od.pem ; a comment\n`],
    ['git-home', '[http]\nsslCAInfo = ~/good.pem'],
    ['git-include-last', `[http]\nsslCAInfo=${bad}\n[include]\npath = git-good\n`],
    ['git-include-first', `[include]\npath = ${at('git-good')}\n[http]\nsslCAInfo=\\\n${bad}\n`],
  ] as const)
    writeFileSync(at(name), text)
  for (const [folder, line] of [
    ['rc-off', 'insecure'],
    ['rc-k', '-k'],
    ['rc-good', `cacert = "${good}"`],
    ['rc-bad', `--cacert ${bad}`],
    ['rc-dir', `capath=${goodDir}`],
  ] as const) {
    mkdirSync(at(folder))
    writeFileSync(join(at(folder), '.curlrc'), `silent\n${line}\n`)
  }
  for (const name of ['rc-bare/curlrc', 'rc-config/.config/curlrc']) {
    mkdirSync(dirname(at(name)), { recursive: true })
    writeFileSync(at(name), `cacert = ${good}\n`)
  }
  for (const [name, value] of [
    ['openssl.cafile', bad],
    ['openssl.capath', badDir],
    ['curl.cainfo', bad],
  ] as const) {
    mkdirSync(at(name))
    writeFileSync(join(at(name), 'trust.ini'), `${name} = "${value}" ; a comment\n`)
  }
  for (const [name, lines] of [
    ['cainfo-good', [`curl.cainfo = ${good}`]],
    ['cainfo-lost', [`curl.cainfo = ${lost}`]],
    ['cainfo-folder', [`curl.cainfo = ${goodDir}`]],
    ['cafile-good', [`openssl.cafile = ${good}`, `curl.cainfo = ${bad}`]],
    ['both', [`openssl.cafile = ${bad}`, `curl.cainfo = ${good}`]],
  ] as const) {
    mkdirSync(at(name))
    writeFileSync(join(at(name), 'trust.ini'), `${lines.join('\n')}\n`)
  }
})

const isHere = (program: string): boolean => nodeHost.platform === 'linux' && nodeHost.stat(program) === 'file'

/** A module or extension that the program loads beside itself. */
const needs: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'php-curl': ['/usr/bin/php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
  lwp: ['/usr/bin/perl', '-MLWP::Protocol::https', '-e', '1'],
}
const hasModule = (name: string): boolean => {
  const [program, ...args] = needs[name] ?? []
  return program === undefined || (isHere(program) && spawnSync(program, args, { env: clean, timeout: 10_000 }).status === 0)
}

for (const [name, { runtime, program, args, isAccepted = ({ code }: Said) => code === 0 }] of Object.entries(clients)) {
  // Skipped where the program is not installed, or is not a Linux one: there is nothing to compare with.
  describe.skipIf(!isHere(program) || !hasModule(name) || !isHere('/usr/bin/openssl'))(
    `${name} really asks what is said of it`,
    () => {
      it.each(cases[name] ?? [])('%j', { timeout: 30_000 }, async (env) => {
        const observed = await said(program, args(), { ...clean, ...env })
        expect({ accepts: await predicted(runtime, hostWith(env)) }).toEqual({ accepts: isAccepted(observed) })
      })
    },
  )
}
