import { describe, expect, it } from 'vitest'
import type { Host, Ran, RunOptions } from '../../src/host/host.ts'
import type { Asking, Setting } from '../../src/model/machine.ts'
import { observeClient, type ObserveLimits } from '../../src/observe/observe-client.ts'
import type { Question } from '../../src/observe/probe.ts'
import { machine, type Machine } from '../support/machine.ts'

interface Call {
  readonly argv: readonly string[]
  readonly options: RunOptions
}

const builtIn: Setting = { kind: 'built-in', name: 'its own', value: '', where: '' }
const filed = (name: string, value: string): Setting => ({ kind: 'file', name, value, where: '/etc/x:1' })

function asking(
  runtime: string,
  path: string,
  over: Partial<Asking> & { version?: string; client?: string; note?: string; program?: string } = {},
): Asking {
  const { version = '99.0', client = null, note = '', program, ...rest } = over
  return {
    installation: { runtime, path, version, client, note, ...(program === undefined ? {} : { program }) },
    stores: [],
    unknown: '',
    why: builtIn,
    overrides: [],
    withoutEffect: [],
    dangers: [],
    source: '',
    ...rest,
  }
}

/** What was run on a machine in memory, and what came of it. */
async function tried(
  on: Machine,
  who: Asking,
  over: Partial<Question> = {},
  ran: Ran = { kind: 'ended', code: 0, stdout: '', stderr: '' },
  clients: ObserveLimits['clients'] = 'own',
) {
  const calls: Call[] = []
  const host: Host = {
    ...machine(on),
    run: async (argv, options) => {
      calls.push({ argv, options })
      return ran
    },
  }
  const question: Question = {
    asking: who,
    host: 'api.example',
    port: 8443,
    address: '192.0.2.7',
    isElsewhere: false,
    viaProxy: false,
    starttls: null,
    pointsOn: false,
    ...over,
  }
  return { observed: await observeClient(host, question, { timeout: 10_000, clients, browsers: true }), call: calls[0], calls }
}

const windows: Machine = {
  platform: 'win32',
  home: 'C:\\Users\\u',
  env: { SystemRoot: 'C:\\Windows', USERPROFILE: 'C:\\Users\\u', APPDATA: 'C:\\Users\\u\\AppData', SSL_CERT_FILE: 'C:\\ca.pem' },
}
const mac: Machine = {
  platform: 'darwin',
  home: '/Users/u',
  env: { HOME: '/Users/u', PATH: '/opt/homebrew/bin', SSL_CERT_FILE: '/ca.pem' },
}

describe('the environment of a probe', () => {
  it('on Linux: the system’s programs, the language of the sentences, what bears on trust; no home of the user', async () => {
    const { call } = await tried(
      {
        env: {
          HOME: '/home/u',
          PATH: '/home/u/bin:/usr/bin',
          SSL_CERT_FILE: '/ca.pem',
          SSLKEYLOGFILE: '/keys',
          TOKEN: 'secret',
          LD_PRELOAD: '/x.so',
        },
      },
      asking('python', '/usr/bin/python3'),
    )
    expect(call?.options.env).toEqual({ PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC', SSL_CERT_FILE: '/ca.pem' })
    expect(call?.options.home).toBe('the-folder')
  })

  it('on Windows: the folder of Windows, which nothing starts without', async () => {
    const { call } = await tried(windows, asking('python', 'C:\\Python312\\python.exe'))
    expect(call?.options.env).toEqual({
      SystemRoot: 'C:\\Windows',
      PATH: 'C:\\Windows\\System32;C:\\Windows',
      TZ: 'UTC',
      SSL_CERT_FILE: 'C:\\ca.pem',
    })
  })

  it('on macOS: a language that is there', async () => {
    const { call } = await tried(mac, asking('python', '/opt/homebrew/bin/python3'))
    expect(call?.options.env).toEqual({ PATH: '/usr/bin:/bin', LC_ALL: 'en_US.UTF-8', TZ: 'UTC', SSL_CERT_FILE: '/ca.pem' })
  })

  it('a relative path is one from where the user stands', async () => {
    const files = { '/srv/certs/ca.pem': 'x', '/srv/dir/': '' }
    const env = { PWD: '/srv', SSL_CERT_FILE: 'certs/ca.pem', SSL_CERT_DIR: 'dir:/etc/x' }
    const { call } = await tried({ env, files }, asking('openssl', '/usr/bin/openssl'))
    expect(call?.options.env['SSL_CERT_FILE']).toBe('/srv/certs/ca.pem')
    expect(call?.options.env['SSL_CERT_DIR']).toBe('/srv/dir:/etc/x')
    const option = '-Djavax.net.ssl.trustStore='
    const java = { cwd: '/srv', env: { JDK_JAVA_OPTIONS: `${option}certs/ca.pem ${option}none.p12` }, files }
    const { call: ofJava } = await tried(java, asking('java', '/usr/bin/java'))
    expect(ofJava?.options.env['JDK_JAVA_OPTIONS']).toBe(`${option}/srv/certs/ca.pem ${option}none.p12`)
  })

  it.each([
    [
      'node',
      'NODE_OPTIONS',
      '--require /x.cjs --use-openssl-ca --import=/y.mjs --use_system_ca -r z',
      '--use-openssl-ca --use_system_ca',
    ],
    [
      'java',
      'JAVA_TOOL_OPTIONS',
      '-javaagent:/x.jar "-Djavax.net.ssl.trustStore=/my store.jks" -cp /evil -Djavax.net.ssl.keyStorePassword=k',
      '"-Djavax.net.ssl.trustStore=/my store.jks"',
    ],
  ])('%s: of %s only what bears on trust', async (runtime, name, value, kept) => {
    const { call } = await tried({ env: { [name]: value } }, asking(runtime, `/usr/bin/${runtime}`))
    expect(call?.options.env[name]).toBe(kept)
  })

  it('verification is not turned off, whatever is set', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', GIT_SSL_NO_VERIFY: '1', PYTHONHTTPSVERIFY: '0' }
    for (const runtime of ['node', 'git', 'python', 'deno', 'bun']) {
      const { call } = await tried({ env }, asking(runtime, `/usr/bin/${runtime}`))
      for (const name of Object.keys(env)) expect(call?.options.env).not.toHaveProperty(name)
    }
  })

  it('proxies go on where the server was reached through one, and to those alone that use them; their passwords never come back', async () => {
    const env = { HTTPS_PROXY: 'http://me:s3cr3t@proxy.example:3128', no_proxy: 'x' }
    const refused: Ran = { kind: 'ended', code: 7, stdout: '0.000000', stderr: 'curl: (7) me:s3cr3t and s3cr3t are refused' }
    const through = await tried({ env }, asking('curl', '/usr/bin/curl'), { viaProxy: true, address: '' }, refused)
    expect(through.call?.options.env).toMatchObject(env)
    expect(through.call?.argv.join(' ')).not.toMatch(/s3cr3t|--noproxy|--connect-to/)
    expect(through.observed).toMatchObject({ verdict: 'none', why: 'curl: (7) *** and *** are refused' })
    const past = await tried({ env }, asking('curl', '/usr/bin/curl'))
    expect(past.call?.options.env).not.toHaveProperty('HTTPS_PROXY')
    expect(past.call?.argv).toContain('--noproxy')
    const python = await tried({ env }, asking('python', '/usr/bin/python3'), { viaProxy: true, address: '' })
    expect(python.calls).toEqual([])
    expect(python.observed).toMatchObject({ verdict: 'none', why: expect.stringContaining('proxy') })
  })
})

describe('the command lines', () => {
  it('curl: reads no configuration file, asks HEAD, goes to the address; on Windows throws away what it gets there', async () => {
    const { call } = await tried(windows, asking('curl', 'C:\\curl\\curl.exe', { client: 'curl-8.13-openssl' }))
    expect(call?.argv.slice(0, 5)).toEqual(['C:\\curl\\curl.exe', '-q', '--silent', '--show-error', '--head'])
    expect(call?.argv[(call?.argv.indexOf('--output') ?? 0) + 1]).toBe('NUL')
    expect(call?.argv.slice(-3)).toEqual(['--connect-to', '::192.0.2.7:', 'https://api.example:8443/'])
  })

  it.each([
    ['curl', [filed('cacert', 'own.pem')], ['--cacert', '/srv/own.pem']],
    ['git', [filed('http.sslCAInfo', '~/own.pem')], ['-c', 'http.sslCAInfo=/home/u/own.pem']],
    ['wget', [filed('ca_certificate', '/own.pem')], ['--ca-certificate=/own.pem']],
    ['php', [filed('openssl.cafile', '/own.pem')], ['-d', 'openssl.cafile=/own.pem']],
  ])('%s: what its files say of trust goes on as flags', async (runtime, [why = builtIn], flags) => {
    const on = { env: { PWD: '/srv' }, files: { '/srv/own.pem': 'x' } }
    const { call } = await tried(on, asking(runtime, `/usr/bin/${runtime}`, { why }))
    expect(call?.argv.join('\n')).toContain(flags.join('\n'))
  })

  it('git: nothing of any configuration, no helper, no prompt, no redirect', async () => {
    const { call } = await tried(mac, asking('git', '/usr/bin/git', { version: '2.39.5' }))
    expect(call?.options.env).toMatchObject({
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
    })
    for (const setting of [
      'credential.helper=',
      'core.askPass=',
      'http.followRedirects=false',
      'http.curloptResolve=api.example:8443:192.0.2.7',
    ])
      expect(call?.argv).toContain(setting)
  })

  it('wget: nothing of any configuration; it cannot be sent to another address', async () => {
    const { call } = await tried({}, asking('wget', '/usr/bin/wget'))
    for (const flag of ['--no-config', '--no-netrc', '--no-hsts', '--spider', '--tries=1', '--max-redirect=0'])
      expect(call?.argv).toContain(flag)
    const elsewhere = await tried({}, asking('wget', '/usr/bin/wget'), { isElsewhere: true })
    expect(elsewhere.calls).toEqual([])
    expect(elsewhere.observed?.verdict).toBe('none')
  })

  it.each([
    ['3.12.1', ['-I', '-S', '-B', '-c']],
    ['2.7.18', ['-E', '-s', '-S', '-B', '-c']],
  ])('Python %s: isolated, without site', async (version, flags) => {
    const { call } = await tried(windows, asking('python', 'C:\\Python\\python.exe', { version }))
    expect(call?.argv.slice(1, flags.length + 1)).toEqual(flags)
    expect(call?.argv.slice(-3)).toEqual(['192.0.2.7', '8443', 'api.example'])
  })

  it.each([
    ['java', '1.8.0_402', /before 11/],
    ['go', '1.22.1', /compiled/],
    ['python', '3.3.7', /before 3.4/],
  ])('%s %s cannot be asked, and says why', async (runtime, version, why) => {
    const { observed, calls } = await tried({}, asking(runtime, `/usr/bin/${runtime}`, { version }))
    expect(calls).toEqual([])
    expect(observed).toMatchObject({ program: runtime, version, verdict: 'none', why: expect.stringMatching(why) })
  })

  it('STARTTLS: OpenSSL and GnuTLS speak it, the others are not run', async () => {
    const openssl = await tried({}, asking('openssl', '/usr/bin/openssl'), { starttls: 'smtp' })
    expect(openssl.call?.argv.join(' ')).toContain('-starttls smtp')
    const gnutls = await tried({}, asking('gnutls', '/usr/bin/gnutls-cli'), { starttls: 'imap' })
    expect(gnutls.call?.argv).toContain('--starttls-proto=imap')
    for (const runtime of [
      'python',
      'node',
      'curl',
      'git',
      'wget',
      'java',
      'ruby',
      'php',
      'php-curl',
      'perl',
      'lwp',
      'http-tiny',
      'deno',
      'bun',
    ])
      expect((await tried({}, asking(runtime, `/usr/bin/${runtime}`), { starttls: 'smtp' })).calls).toEqual([])
  })

  it('IPv6: in brackets where a port follows', async () => {
    const v6 = { host: '2001:db8::1', address: '2001:db8::1' }
    expect((await tried({}, asking('openssl', '/usr/bin/openssl'), v6)).call?.argv).toContain('[2001:db8::1]:8443')
    expect((await tried({}, asking('curl', '/usr/bin/curl'), v6)).call?.argv.at(-1)).toBe('https://[2001:db8::1]:8443/')
    expect((await tried({}, asking('php', '/usr/bin/php'), v6)).call?.argv.at(-3)).toBe('[2001:db8::1]')
  })

  it('a name that looks like a flag is never handed on', async () => {
    expect((await tried({}, asking('curl', '/usr/bin/curl'), { host: '-K/etc/passwd' })).calls).toEqual([])
  })
})

describe('clients whose verification changes the system', () => {
  const schannel = asking('curl', 'C:\\Windows\\System32\\curl.exe', { client: 'curl-8.13-schannel', note: 'schannel' })

  it('are not run on Windows unless all are asked for', async () => {
    const own = await tried(windows, schannel)
    expect(own.calls).toEqual([])
    expect(own.observed).toMatchObject({ verdict: 'none', why: expect.stringContaining('--observe=all') })
    const all = await tried(windows, schannel, {}, { kind: 'ended', code: 0, stdout: '0.1', stderr: '' }, 'all')
    expect(all.observed?.verdict).toBe('accepted')
  })

  it('nor elsewhere those of .NET, which ask the addresses that certificates name', async () => {
    const pwsh = asking('powershell', '/opt/microsoft/powershell/7/pwsh', { client: 'dotnet-8-openssl' })
    const own = await tried({}, pwsh)
    expect(own.calls).toEqual([])
    expect(own.observed).toMatchObject({ verdict: 'none', why: expect.stringContaining('--observe=all') })
    const all = await tried({}, pwsh, {}, { kind: 'ended', code: 0, stdout: 'ACCEPT', stderr: '' }, 'all')
    expect(all.observed?.verdict).toBe('accepted')
  })
})

describe('PowerShell, by what Microsoft documents: on Windows none was run', () => {
  const five = asking('powershell', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', {
    version: '5.1',
    client: 'dotnet-windows',
    note: 'Windows PowerShell',
  })
  const answer = (stdout: string): Ran => ({ kind: 'ended', code: 0, stdout, stderr: '' })

  it('has Windows fetch roots, and is run only when all are asked for', async () => {
    expect((await tried(windows, five)).calls).toEqual([])
    expect((await tried(windows, five, {}, answer('ACCEPT\r\n'), 'all')).observed).toMatchObject({
      program: 'powershell',
      version: '5.1',
      verdict: 'accepted',
    })
  })

  it('reads no profile and runs no file; what is asked stands in variables, never in the program', async () => {
    const { call } = await tried(windows, five, { host: "a'; calc; '" }, answer('ACCEPT'), 'all')
    expect(call?.argv.slice(1, 5)).toEqual(['-NoLogo', '-NoProfile', '-NonInteractive', '-Command'])
    expect(call?.argv).toHaveLength(6)
    expect(call?.argv.join(' ')).not.toMatch(/calc|192\.0\.2\.7|8443|"/)
    expect(call?.options.env).toMatchObject({
      ROOTCAUSE_ADDRESS: '192.0.2.7',
      ROOTCAUSE_PORT: '8443',
      ROOTCAUSE_HOST: "a'; calc; '",
    })
    expect(call?.options.files).toBeUndefined()
    expect(call?.options.home).toBe('the-folder')
  })

  it.each([
    ['The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot', 'REJECT', 'rejected'],
    ['The remote certificate is invalid according to the validation procedure.', 'REJECT', 'rejected'],
    ['The received certificate has expired', 'FAILED', 'rejected'],
    ['timed out', 'FAILED', 'none'],
    ['Unable to read data from the transport connection: An existing connection was forcibly closed.', 'FAILED', 'none'],
  ])('%s', async (sentence, word, verdict) => {
    const { observed } = await tried(windows, five, {}, answer(`${word}\r\n${sentence}\r\n`), 'all')
    expect(observed).toMatchObject({ verdict, [verdict === 'none' ? 'why' : 'says']: sentence })
  })

  it('cannot be sent through a proxy or before TLS', async () => {
    for (const over of [{ viaProxy: true }, { address: '' }, { starttls: 'smtp' as const }])
      expect((await tried(windows, five, over, answer('ACCEPT'), 'all')).calls).toEqual([])
  })
})

describe('.NET by F# Interactive, by what Microsoft documents: none was run', () => {
  const path = 'C:\\Program Files\\dotnet\\dotnet.exe'
  const dotnet = asking('dotnet', path, { version: '10.0.1', client: 'dotnet-windows' })
  const withSdk: Machine = { ...windows, files: { [path]: '', 'C:\\Program Files\\dotnet\\sdk\\10.0.101\\dotnet.dll': '' } }
  const answer: Ran = { kind: 'ended', code: 0, stdout: 'REJECT\r\nThe remote certificate was rejected\r\n', stderr: '' }

  it('runs a script in an empty folder: no project, no package, no telemetry, no certificate for developers', async () => {
    const { call, observed } = await tried(withSdk, dotnet, {}, answer, 'all')
    expect(call?.argv).toEqual([path, 'fsi', '--nologo', '--exec', 'probe.fsx', '192.0.2.7', '8443', 'api.example'])
    const text = call?.options.files?.['probe.fsx'] ?? ''
    expect(text).not.toMatch(/#r|#load|#i|nuget|192\.0\.2\.7|api\.example/)
    expect(call?.options.env).toMatchObject({
      DOTNET_CLI_TELEMETRY_OPTOUT: '1',
      DOTNET_NOLOGO: '1',
      DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
      DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
    })
    expect(call?.options.home).toBe('the-folder')
    expect(observed).toMatchObject({ verdict: 'rejected', says: 'The remote certificate was rejected' })
  })

  it('says so where there is no SDK, and has Windows fetch nothing unless told to', async () => {
    const { observed, calls } = await tried({ ...windows, files: { [path]: '' } }, dotnet, {}, answer, 'all')
    expect(calls).toEqual([])
    expect(observed).toMatchObject({ verdict: 'none', why: expect.stringContaining('no SDK') })
    expect((await tried(withSdk, dotnet, {}, answer)).calls).toEqual([])
  })
})

describe('PHP’s ext/curl and LWP', () => {
  it('ext/curl gets of php.ini what says whom to trust, and the extension', async () => {
    const over = { why: filed('curl.cainfo', '/c/ca.pem'), overrides: [filed('auto_prepend_file', '/x.php')] }
    const { call } = await tried({}, asking('php-curl', '/usr/bin/php', over))
    expect(call?.argv).toContain('-n')
    expect(call?.argv.join(' ')).toMatch(/-d extension=curl .*-d curl\.cainfo=\/c\/ca\.pem/)
    expect(call?.argv.join(' ')).not.toContain('x.php')
    expect(call?.argv.slice(-3)).toEqual(['192.0.2.7', '8443', 'api.example'])
    const { call: there } = await tried(windows, asking('php-curl', 'C:\\php\\php.exe'))
    expect(there?.argv).toContain('extension_dir=C:\\php\\ext')
  })

  it('LWP checks the name, whatever is set; other code of the user’s is not loaded', async () => {
    const env = { PERL_LWP_SSL_CA_FILE: '/ca.pem', PERL_LWP_SSL_VERIFY_HOSTNAME: '0', PERL5OPT: '-Mevil', PERL5LIB: '/evil' }
    const { call } = await tried({ env }, asking('lwp', '/usr/bin/perl'), { host: '2001:db8::1', address: '2001:db8::1' })
    expect(call?.options.env).toMatchObject({ PERL_LWP_SSL_CA_FILE: '/ca.pem', PERL_LWP_SSL_VERIFY_HOSTNAME: '1' })
    expect(Object.values(call?.options.env ?? {}).join(' ')).not.toContain('evil')
    expect(call?.argv.slice(-4)).toEqual(['[2001:db8::1]', '8443', '2001:db8::1', 'https://[2001:db8::1]:8443/'])
  })
})

describe('browsers', () => {
  const profile = '/home/u/.mozilla/firefox/a.default'
  const own = {
    'cert9.db': 'db',
    'key4.db': 'keys',
    'cert_override.txt': 'exceptions',
    'prefs.js':
      'user_pref("security.enterprise_roots.enabled", true);\nuser_pref("network.proxy.type", 0);\nuser_pref("security.a", eval("1"));\n',
  }
  const home = { files: Object.fromEntries(Object.entries(own).map(([name, text]) => [`${profile}/${name}`, text])) }
  const firefox = (over: Parameters<typeof asking>[2] = {}): Asking =>
    asking('firefox', profile, { program: '/usr/bin/firefox-esr', ...over })
  const chromium = (over: Parameters<typeof asking>[2] = {}): Asking =>
    asking('chrome', '/usr/bin/chromium', {
      note: 'Chromium',
      stores: [{ store: 'nss:/home/u/.local/share/pki/nssdb', ifUnreadable: 'goes-on' }],
      ...over,
    })
  const database = { files: { '/home/u/.local/share/pki/nssdb/cert9.db': 'db' } }

  it('Firefox: a new profile with what decides trust; all else that it asks for goes nowhere', async () => {
    const { call } = await tried(home, firefox())
    expect(call?.argv).toEqual(expect.arrayContaining(['/usr/bin/firefox-esr', '--headless', '--no-remote']))
    // Keys and passwords (key4.db) stay where they are.
    expect(call?.options.copies).toEqual({ 'cert9.db': `${profile}/cert9.db` })
    expect(call?.options.visit).toEqual({ protocol: 'marionette', url: 'https://api.example:8443/' })
    const preferences = call?.options.files?.['user.js']?.split('\n') ?? []
    expect(preferences.filter((line) => line.includes('"security.'))).toEqual([
      'user_pref("security.enterprise_roots.enabled", true);',
    ])
    for (const line of [
      'user_pref("network.dns.forceResolve", "192.0.2.7");',
      'user_pref("network.proxy.type", 1);',
      'user_pref("network.proxy.no_proxies_on", "api.example");',
      // Seen without these two: it went to the server's port 443 for Mozilla's own services.
      'user_pref("network.proxy.failover_direct", false);',
      'user_pref("network.proxy.allow_bypass", false);',
    ])
      expect(preferences).toContain(line)
    expect(call?.options.env['HOME']).toBeUndefined()
    expect(call?.options.home).toBe('the-folder')
  })

  it('Chromium: the database of its user at the place that it looks at; no name but the server’s leads anywhere', async () => {
    const { call } = await tried(database, chromium(), { host: 'api.example', address: '2001:db8::7' })
    expect(call?.options.copies).toEqual({ '.pki/nssdb/cert9.db': '/home/u/.local/share/pki/nssdb/cert9.db' })
    expect(call?.argv).toContain('--host-resolver-rules=MAP api.example [2001:db8::7], MAP * ~NOTFOUND, EXCLUDE [2001:db8::7]')
    for (const flag of ['--no-proxy-server', '--disable-background-networking', '--remote-debugging-pipe'])
      expect(call?.argv).toContain(flag)
    expect(call?.argv.join(' ')).not.toMatch(/ignore-certificate|allow-insecure/)
  })

  it.each([
    ['Windows', windows, firefox(), {}],
    ['macOS', mac, chromium(), {}],
    ['a snap', {}, chromium({ note: 'Chromium, snap' }), {}],
    ['a flatpak', {}, firefox({ note: 'flatpak, default profile' }), {}],
    ['a profile without a program', home, asking('firefox', profile), {}],
    ['a proxy', home, firefox(), { viaProxy: true }],
    ['STARTTLS', home, firefox(), { starttls: 'smtp' as const }],
  ])('%s: it is not run, and says why', async (_, on, who, over) => {
    const { calls, observed } = await tried(on, who, over)
    expect(calls).toEqual([])
    expect(observed).toMatchObject({ verdict: 'none', says: '' })
    expect(observed?.why).not.toBe('')
  })

  const ended = (stdout: string, code = 0, stderr = ''): Ran => ({ kind: 'ended', code, stdout, stderr })

  it('Chromium without an issuer says nothing where it was kept from fetching one', async () => {
    const says = 'net::ERR_CERT_AUTHORITY_INVALID'
    expect((await tried(database, chromium(), {}, ended(says))).observed).toMatchObject({ verdict: 'rejected', says })
    expect((await tried(database, chromium(), { pointsOn: true }, ended(says))).observed).toMatchObject({ verdict: 'none' })
    const date = 'net::ERR_CERT_DATE_INVALID'
    expect((await tried(database, chromium(), { pointsOn: true }, ended(date))).observed?.verdict).toBe('rejected')
  })

  it.each([
    ['accepted', 'accepted'],
    ['Error code: SEC_ERROR_UNKNOWN_ISSUER', 'rejected'],
    // SSLerrs.h: alerts of the other side.
    ['Error code: SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT', 'none'],
    ['no connection (0x804b000d)', 'none'],
  ])('Firefox: %s', async (stdout, verdict) => {
    expect((await tried(home, firefox(), {}, ended(stdout))).observed?.verdict).toBe(verdict)
  })

  it('one that ends before it answers says nothing, and why', async () => {
    const { observed } = await tried(home, firefox(), {}, ended('', 1, 'cannot open display\nit ended before it answered'))
    expect(observed).toMatchObject({ verdict: 'none', why: 'it ended before it answered' })
  })
})

describe('what is made of an answer', () => {
  const ended = (code: number, stdout: string, stderr = ''): Ran => ({ kind: 'ended', code, stdout, stderr })

  it.each<[string, Ran, string]>([
    ['curl', ended(0, '0.01'), 'accepted'],
    // The server answered with what is no HTTP: the handshake was done.
    ['curl', ended(1, '0.02', 'curl: (1) Received HTTP/0.9 when not allowed'), 'accepted'],
    ['curl', ended(60, '0.000000', 'curl: (60) SSL certificate problem: certificate has expired\n'), 'rejected'],
    ['curl', ended(28, '0.000000', 'curl: (28) Connection timed out after 8001 milliseconds'), 'none'],
    ['git', ended(128, '', "fatal: could not read Username for 'https://x': terminal prompts disabled"), 'accepted'],
    ['git', ended(128, '', "fatal: unable to access 'https://x/': The requested URL returned error: 403"), 'accepted'],
    ['git', ended(128, '', "fatal: unable to access 'https://x/': Could not resolve host: x"), 'none'],
    ['git', ended(128, '', "fatal: unable to access 'https://x/': SSL certificate problem: certificate has expired"), 'rejected'],
    ['wget', ended(8, '', 'Remote file does not exist'), 'accepted'],
    ['wget', ended(4, '', 'failed: Connection refused.'), 'none'],
    ['wget', ended(5, '', 'ERROR: The certificate of ‘x’ is not trusted.'), 'rejected'],
    ['openssl', ended(0, 'New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\nVerify return code: 0 (ok)\n'), 'accepted'],
    ['openssl', ended(1, 'Verify return code: 0 (ok)\nNew, (NONE), Cipher is (NONE)\n', 'connect:errno=111'), 'none'],
    ['openssl', ended(1, '', 'verify error:num=10:certificate has expired'), 'rejected'],
    ['gnutls', ended(0, '- Status: The certificate is trusted. '), 'accepted'],
    ['gnutls', ended(1, '- Status: The certificate is NOT trusted. The certificate issuer is unknown. '), 'rejected'],
    ['python', ended(0, 'ACCEPT\r\n'), 'accepted'],
    ['python', ended(0, 'FAILED\nTimeoutError: timed out\n'), 'none'],
    ['python', ended(1, '', 'Fatal Python error: no encodings'), 'none'],
    ['node', ended(0, 'FAILED\nECONNRESET\tread ECONNRESET\n'), 'none'],
    ['node', ended(0, 'FAILED\nCERT_HAS_EXPIRED\tcertificate has expired\n'), 'rejected'],
  ])('%s: %j', async (runtime, ran, verdict) => {
    const { observed } = await tried({}, asking(runtime, `/usr/bin/${runtime}`), {}, ran)
    expect(observed?.verdict).toBe(verdict)
    expect(observed?.says === '').toBe(verdict !== 'rejected')
    expect(observed?.why === '').toBe(verdict !== 'none')
  })

  it('ended for its time, or refused: none, with the reason', async () => {
    const late = await tried({}, asking('curl', '/usr/bin/curl'), {}, { kind: 'timeout' })
    expect(late.observed).toMatchObject({ verdict: 'none', why: 'it did not end within 10 s' })
    const why = '/home/u/bin can be written by others, and this runs with elevated rights'
    const planted = await tried({}, asking('curl', '/usr/bin/curl'), {}, { kind: 'refused', why })
    expect(planted.observed).toMatchObject({ verdict: 'none', why })
  })

  it('a runtime without a probe is not observed at all', async () => {
    expect((await tried({}, asking('docker', '/usr/bin/docker'))).observed).toBeNull()
  })
})
