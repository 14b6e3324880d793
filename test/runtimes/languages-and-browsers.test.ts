import { describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, utc } from '../../src/lab/shapes.ts'
import type { Asking } from '../../src/model/machine.ts'
import { cargo } from '../../src/runtimes/cargo.ts'
import { chrome } from '../../src/runtimes/chrome.ts'
import { firefox } from '../../src/runtimes/firefox.ts'
import { httpTiny } from '../../src/runtimes/http-tiny.ts'
import { lwp } from '../../src/runtimes/lwp.ts'
import { perl } from '../../src/runtimes/perl.ts'
import { php } from '../../src/runtimes/php.ts'
import { phpCurl } from '../../src/runtimes/php-curl.ts'
import { ruby } from '../../src/runtimes/ruby.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import type { Host } from '../../src/host/host.ts'
import { machine, type Machine } from '../support/machine.ts'

const pem = certificatesPem([unrelatedRoot('languages', utc('2026-01-01T00:00:00Z'))])

/** Programs whose command line is long print by their path and first word alone. */
function withProgram(given: Machine, printed: (argv: readonly string[]) => string | null): Host {
  return {
    ...machine(given),
    run: async (argv) => {
      const stdout = printed(argv)
      return stdout === null ? { kind: 'refused', why: 'it is not there' } : { kind: 'ended', code: 0, stdout, stderr: '' }
    },
  }
}

async function only(runtime: Runtime, host: Host): Promise<Asking> {
  const [found] = await runtime.find(host)
  if (found === undefined) throw new Error('it is not found')
  return runtime.asks(host, found)
}

const names = (asking: Asking): readonly string[] => asking.stores.map(({ store }) => store)
const effects = (asking: Asking): readonly string[] =>
  asking.withoutEffect.map(({ setting, reason }) => `${setting.name} ${reason}`)
const dangers = (asking: Asking): readonly string[] =>
  asking.dangers.map(({ setting, reason, reach }) => `${setting.name} ${reason} ${reach}`.trim())

describe('Ruby', () => {
  const said = '3.1.2\nOpenSSL 3.0.19 27 Jan 2026\n/usr/lib/ssl/cert.pem\n'
  const linux = (env: Readonly<Record<string, string>>, files: Machine['files'] = {}): Promise<Asking> =>
    only(
      ruby,
      withProgram(
        {
          env: { PATH: '/usr/bin', ...env },
          files: { '/usr/bin/ruby': '', '/usr/lib/ssl/cert.pem': pem, '/c/good.pem': pem, ...files },
        },
        () => said,
      ),
    )

  it('asks what its OpenSSL was built with, or the variables', async () => {
    const asking = await linux({})
    expect(asking.installation).toMatchObject({ version: '3.1.2', client: 'ruby-3.1.2' })
    expect(names(asking)).toEqual(['/usr/lib/ssl/cert.pem'])
    expect(names(await linux({ SSL_CERT_FILE: '/c/good.pem' }))).toEqual(['/c/good.pem'])
    expect(effects(await linux({ CURL_CA_BUNDLE: '/c/good.pem' }))).toEqual(['CURL_CA_BUNDLE other-runtime'])
  })

  it('says what reaches RubyGems or Bundler alone', async () => {
    const gemrc = { '/home/u/.gemrc': '---\n:ssl_ca_cert: /c/good.pem\n:ssl_verify_mode: 0\n:rubygems_api_key: secret\n' }
    const asking = await linux({}, gemrc)
    expect(effects(asking)).toEqual([':ssl_ca_cert some-requests'])
    expect(dangers(asking)).toEqual([':ssl_verify_mode verification-off RubyGems'])
    expect(JSON.stringify(asking)).not.toContain('secret')
    expect(effects(await linux({}, { '/home/u/.gemrc': '---\nssl_ca_cert: /c/good.pem\n' }))).toEqual(['ssl_ca_cert wrong-name'])
    expect(effects(await linux({ BUNDLE_SSL_CA_CERT: '/c/none.pem' }))).toEqual([
      'BUNDLE_SSL_CA_CERT no-such-file',
      'BUNDLE_SSL_CA_CERT some-requests',
    ])
  })

  it('is found on Windows and macOS', async () => {
    const [win, mac] = ['C:\\Ruby34-x64\\bin\\ruby.exe', '/opt/homebrew/opt/ruby/bin/ruby']
    const found = async (given: Machine) =>
      (await ruby.find(withProgram(given, () => null))).map(({ path, version }) => [path, version])
    expect(await found({ platform: 'win32', files: { [win]: '' } })).toEqual([[win, null]])
    expect(await found({ platform: 'darwin', files: { [mac]: '' } })).toEqual([[mac, null]])
  })
})

describe('PHP', () => {
  const ini =
    'Configuration File (php.ini) Path: /etc/php\nLoaded Configuration File:         /etc/php/php.ini\nScan for additional .ini files in: /etc/php/conf.d\nAdditional .ini files parsed:      /etc/php/conf.d/10-a.ini,\n/etc/php/conf.d/20-b.ini\n\n'
  const linux = (env: Readonly<Record<string, string>>, files: Machine['files'] = {}): Promise<Asking> =>
    only(
      php,
      withProgram(
        {
          env: { PATH: '/usr/bin', ...env },
          files: { '/usr/bin/php': '', '/usr/lib/ssl/cert.pem': pem, '/c/good.pem': pem, '/c/two.pem': pem, ...files },
        },
        (argv) =>
          argv.includes('--ini') ? ini : argv.includes('--version') ? 'PHP 8.2.36 (cli) (built)\n' : '/usr/lib/ssl/cert.pem',
      ),
    )

  it('lets php.ini beat the variables, and its later files the earlier ones', async () => {
    expect(names(await linux({}))).toEqual(['/usr/lib/ssl/cert.pem'])
    const files = {
      '/etc/php/php.ini': 'openssl.cafile=/c/good.pem\n',
      '/etc/php/conf.d/20-b.ini': '; x\nopenssl.cafile = "/c/two.pem" ; y\n',
    }
    const asking = await linux({ SSL_CERT_FILE: '/c/good.pem' }, files)
    expect(names(asking)).toEqual(['/c/two.pem'])
    expect(asking.why.where).toBe('/etc/php/conf.d/20-b.ini:2')
    expect(effects(asking)).toEqual(['SSL_CERT_FILE beaten'])
  })

  it('says which half obeys what', async () => {
    expect(effects(await linux({}, { '/etc/php/php.ini': 'curl.cainfo = /c/good.pem\n' }))).toEqual(['curl.cainfo some-requests'])
    const both = { '/etc/php/php.ini': 'curl.cainfo = /c/good.pem\nopenssl.cafile = /c/two.pem\n' }
    expect(effects(await linux({}, both))).toEqual(['curl.cainfo some-requests'])
    // Streams obey it: what ext/curl does with it is told of ext/curl.
    const obeyed = await linux({ SSL_CERT_FILE: '/c/good.pem' })
    expect(obeyed.why).toMatchObject({ name: 'SSL_CERT_FILE' })
    expect(effects(obeyed)).toEqual([])
  })

  it('knows what Composer is told', async () => {
    const config = '{\n "config": {\n  "disable-tls": true,\n  "github-oauth": { "h": "secret" }\n }\n}\n'
    const asking = await linux({ COMPOSER_CAFILE: '/c/good.pem' }, { '/home/u/.composer/config.json': config })
    expect(effects(asking)).toEqual(['COMPOSER_CAFILE some-requests'])
    expect(dangers(asking)).toEqual(['disable-tls verification-off Composer'])
    expect(asking.dangers[0]?.setting.where).toBe('/home/u/.composer/config.json:3')
    expect(JSON.stringify(asking)).not.toContain('secret')
  })

  it('is found on Windows and macOS', async () => {
    const [win, mac] = ['C:\\xampp\\php\\php.exe', '/opt/homebrew/bin/php']
    const found = async (given: Machine) =>
      (await php.find(withProgram(given, () => 'PHP 8.4.1 (cli)\n'))).map(({ path, client }) => [path, client])
    expect(await found({ platform: 'win32', files: { [win]: '' } })).toEqual([[win, 'php-8.4.1']])
    expect(await found({ platform: 'darwin', files: { [mac]: '' } })).toEqual([[mac, 'php-8.4.1']])
  })
})

describe("PHP's ext/curl", () => {
  const ini = '/etc/php/php.ini'
  /** The paths that Debian's libcurl holds, as strings between zeros. */
  const library = 'x\0/etc/ssl/certs\0/etc/ssl/certs/ca-certificates.crt\0y'
  const host = (lines: string, env: Readonly<Record<string, string>> = {}, tls = 'OpenSSL/3.0.19'): Host =>
    withProgram(
      {
        env: { PATH: '/usr/bin', ...env },
        files: {
          '/usr/bin/php': '',
          '/usr/lib/x86_64-linux-gnu/libcurl.so.4': library,
          '/c/good.pem': pem,
          '/c/two.pem': pem,
          [ini]: lines,
        },
      },
      (argv) => {
        if (argv.includes('--ini')) return `Loaded Configuration File:         ${ini}\n`
        if (argv.includes('--version')) return 'PHP 8.2.36 (cli) (built)\n'
        return argv.includes('extension=curl') ? `curl 7.88.1 ${tls}` : ''
      },
    )
  const linux = (lines: string, env: Readonly<Record<string, string>> = {}): Promise<Asking> =>
    only(phpCurl, host(`extension=curl.so\n${lines}`, env))

  it('asks what its libcurl was built with, openssl.cafile or curl.cainfo', async () => {
    const asking = await linux('')
    expect(asking.installation).toMatchObject({ version: '8.2.36', client: 'php-curl-7.88.1-openssl' })
    expect(names(asking)).toEqual(['/etc/ssl/certs/ca-certificates.crt', 'openssl-dir:/etc/ssl/certs'])
    expect(names(await linux('curl.cainfo = /c/good.pem\n'))).toEqual(['/c/good.pem', 'openssl-dir:/etc/ssl/certs'])
    const both = await linux('curl.cainfo = /c/good.pem\nopenssl.cafile = /c/two.pem\n')
    expect(names(both)).toEqual(['/c/two.pem', 'openssl-dir:/etc/ssl/certs'])
    expect(effects(both)).toEqual(['curl.cainfo beaten'])
    // A folder stops it: CURLE_SSL_CACERT_BADFILE (observed).
    expect(names(await linux('curl.cainfo = /c\n'))).toEqual([])
  })

  it('obeys neither the variables nor what is for the streams', async () => {
    const asking = await linux('openssl.capath = /c\n', { SSL_CERT_FILE: '/c/good.pem', CURL_CA_BUNDLE: '/c/good.pem' })
    expect(names(asking)).toEqual(['/etc/ssl/certs/ca-certificates.crt', 'openssl-dir:/etc/ssl/certs'])
    expect(effects(asking)).toEqual([
      'SSL_CERT_FILE some-requests',
      'openssl.capath some-requests',
      'CURL_CA_BUNDLE other-runtime',
    ])
  })

  it('is there where it is loaded, and has a profile on OpenSSL alone', async () => {
    expect(await phpCurl.find(host('extension=curly\n;extension=curl\n'))).toEqual([])
    const [other] = await phpCurl.find(host('extension=curl\n', {}, 'GnuTLS/3.7.9'))
    expect(other?.client).toBe(null)
  })

  it('lies beside php.exe on Windows, where nobody knows a bundle that is built in', async () => {
    const path = 'C:\\php\\php.exe'
    const calls: string[] = []
    const windows = withProgram(
      { platform: 'win32', files: { [path]: '', 'C:\\php\\php.ini': 'extension=php_curl.dll\r\n' } },
      (argv) => {
        calls.push(argv.join(' '))
        if (argv.includes('--ini')) return 'Loaded Configuration File:         C:\\php\\php.ini\r\n'
        return argv.includes('extension=curl') ? 'curl 8.14.1 OpenSSL/3.0.16' : 'PHP 8.4.1 (cli)\r\n'
      },
    )
    const asking = await only(phpCurl, windows)
    expect(asking.installation.client).toBe('php-curl-8.14.1-openssl')
    expect(calls.join('\n')).toContain('-d extension_dir=C:\\php\\ext -d extension=curl')
    expect(asking.stores).toEqual([])
    expect(asking.unknown).not.toBe('')
  })
})

describe('Perl', () => {
  const debian =
    'perl v5.36.0\nIO::Socket::SSL 2.081\nLWP::Protocol::https 6.10\nHTTP::Tiny 0.080\nOPENSSLDIR: "/usr/lib/ssl"\nLWP file /etc/ssl/certs/ca-certificates.crt\n'
  const cpan = 'perl v5.40.0\nIO::Socket::SSL 2.089\nLWP::Protocol::https 6.14\nHTTP::Tiny 0.088\nOPENSSLDIR: "/usr/lib/ssl"\n'
  const of =
    (runtime: Runtime) =>
    (env: Readonly<Record<string, string>>, said = debian): Promise<Asking> =>
      only(
        runtime,
        withProgram(
          { env: { PATH: '/usr/bin', ...env }, files: { '/usr/bin/perl': '', '/usr/lib/ssl/cert.pem': pem, '/c/good.pem': pem } },
          () => said,
        ),
      )
  const [asking, ofLwp] = [of(perl), of(lwp)]
  // LWP::Protocol::https 6.08 to 6.18 were run beside Debian's 6.10: what each asks stands in its lib/LWP/Protocol/https.pm.
  const early = cpan.replace('https 6.14', 'https 6.10')
  const mozilla = `${early}Mozilla::CA 20250602\nMozilla::CA file /usr/share/perl5/Mozilla/CA/cacert.pem\n`

  it('and LWP ask stores of their own', async () => {
    expect(names(await asking({}))).toEqual(['/usr/lib/ssl/cert.pem'])
    expect(names(await ofLwp({}))).toEqual(['/etc/ssl/certs/ca-certificates.crt'])
    expect(names(await ofLwp({}, cpan))).toEqual(['/usr/lib/ssl/cert.pem'])
    expect(names(await ofLwp({}, mozilla))).toEqual(['/usr/share/perl5/Mozilla/CA/cacert.pem'])
    expect((await ofLwp({}, early)).unknown).not.toBe('')
    expect((await ofLwp({})).installation).toMatchObject({ version: '6.10', client: 'lwp-2.081' })
  })

  it('obey variables of their own', async () => {
    expect(names(await asking({ SSL_CERT_FILE: '/c/good.pem' }))).toEqual(['/c/good.pem'])
    expect(effects(await asking({ PERL_LWP_SSL_CA_FILE: '/c/good.pem' }))).toEqual(['PERL_LWP_SSL_CA_FILE other-runtime'])
    expect(effects(await ofLwp({ SSL_CERT_FILE: '/c/good.pem' }))).toEqual(['SSL_CERT_FILE some-requests'])
    expect(names(await ofLwp({ SSL_CERT_FILE: '/c/good.pem' }, cpan))).toEqual(['/c/good.pem'])
    const both = await ofLwp({ PERL_LWP_SSL_CA_FILE: '/c/good.pem', HTTPS_CA_FILE: '/c/none.pem', HTTPS_CA_DIR: '/c:/d' })
    expect(names(both)).toEqual(['/c/good.pem', 'openssl-dir:/c', 'openssl-dir:/d'])
    expect(effects(both)).toEqual(['HTTPS_CA_DIR wrong-file-name', 'HTTPS_CA_DIR no-such-file', 'HTTPS_CA_FILE beaten'])
    expect(effects(await ofLwp({ PERL_SSL_LWP_CA_FILE: '/c/good.pem' }))).toEqual(['PERL_SSL_LWP_CA_FILE wrong-name'])
  })

  it('takes an empty variable for none, and a list of directories for nothing', async () => {
    expect(names(await asking({ SSL_CERT_FILE: '', SSL_CERT_DIR: '' }))).toEqual(['/usr/lib/ssl/cert.pem'])
    expect(effects(await asking({ SSL_CERT_DIR: '/c:/usr/lib/ssl' }, cpan))).toContain('SSL_CERT_DIR no-such-file')
  })

  it('tells what does not verify', async () => {
    expect(dangers(await asking({}))).toEqual([])
    expect(dangers(await of(httpTiny)({}))).toEqual(['HTTP::Tiny 0.080 verification-off HTTP::Tiny'])
    expect(dangers(await asking({}, cpan))).toEqual([])
    const off = { PERL_LWP_SSL_VERIFY_HOSTNAME: '0' }
    expect(dangers(await ofLwp(off, early))).toEqual(['PERL_LWP_SSL_VERIFY_HOSTNAME verification-off LWP'])
    expect(dangers(await ofLwp(off, cpan))).toEqual(['PERL_LWP_SSL_VERIFY_HOSTNAME names-not-checked LWP'])
    expect(dangers(await ofLwp(off))).toEqual(['PERL_LWP_SSL_VERIFY_HOSTNAME names-not-checked LWP'])
    expect(dangers(await ofLwp({ HTTPS_CA_FILE: '/c/good.pem' }, cpan))).toEqual(['HTTPS_CA_FILE names-not-checked LWP'])
    expect(dangers(await ofLwp({ HTTPS_CA_FILE: '/c/good.pem' }, early))).toEqual(['HTTPS_CA_FILE verification-off LWP'])
    expect(dangers(await ofLwp({ HTTPS_CA_FILE: '/c/good.pem', PERL_LWP_SSL_VERIFY_HOSTNAME: '1' }))).toEqual([])
  })

  it('is found on Windows and macOS', async () => {
    const [win, mac] = ['C:\\Strawberry\\perl\\bin\\perl.exe', '/opt/homebrew/bin/perl']
    const found = async (given: Machine) =>
      (await perl.find(withProgram(given, () => cpan))).map(({ path, client }) => [path, client])
    expect(await found({ platform: 'win32', files: { [win]: '' } })).toEqual([[win, 'perl-2.089']])
    expect(await found({ platform: 'darwin', files: { [mac]: '' } })).toEqual([[mac, 'perl-2.089']])
    const folder = 'C:\\ca;D:\\ca'
    const given: Machine = { platform: 'win32', env: { PERL_LWP_SSL_CA_PATH: folder }, files: { [win]: '' } }
    const asked = await only(
      lwp,
      withProgram(given, () => cpan),
    )
    expect(asked.installation).toMatchObject({ path: win, client: 'lwp-2.089' })
    expect(names(asked)).toEqual(['openssl-dir:C:\\ca', 'openssl-dir:D:\\ca'])
  })

  it('has no LWP where that is not installed', async () => {
    const host = withProgram({ files: { '/usr/bin/perl': '' } }, () => 'perl v5.36.0\nIO::Socket::SSL 2.081\n')
    expect(await lwp.find(host)).toEqual([])
  })
})

describe('Cargo', () => {
  const at = (given: Machine): Promise<Asking> =>
    only(
      cargo,
      withProgram(
        {
          ...given,
          env: { PATH: '/usr/bin', ...given.env },
          files: { '/usr/bin/cargo': '', '/c/good.pem': pem, '/c/two.pem': pem, ...given.files },
        },
        () => 'cargo 1.91.0 (x)\n',
      ),
    )

  it('takes the variable, then the nearest file, then OpenSSL’s variable', async () => {
    const files = {
      '/w/p/.cargo/config.toml': '[http]\ncainfo = "/c/good.pem"\n',
      '/home/u/.cargo/config.toml': 'http.cainfo = "/c/two.pem"\n[registry]\ntoken = "secret"\n',
    }
    const asking = await at({ env: { PWD: '/w/p/src' }, files })
    expect(names(asking)).toEqual(['/c/good.pem'])
    expect(asking.why.where).toBe('/w/p/.cargo/config.toml:2')
    expect(effects(asking)).toEqual(['http.cainfo beaten'])
    expect(JSON.stringify(asking)).not.toContain('secret')
    const first = await at({ env: { PWD: '/w/p/src', CARGO_HTTP_CAINFO: '/c/two.pem' }, files })
    expect(names(first)).toEqual(['/c/two.pem'])
    expect(effects(first)).toEqual(['http.cainfo beaten', 'http.cainfo beaten', 'CARGO_HTTP_CAINFO some-requests'])
    expect(names(await at({ env: { SSL_CERT_FILE: '/c/good.pem' } }))).toEqual(['/c/good.pem'])
    expect(names(await at({}))).toEqual(['system'])
  })

  // Measured with Cargo 1.95.0: a root in the folder is trusted whatever names the file; strace shows the folder asked then too.
  it('asks the folder of hash names beside the file, whatever names that', async () => {
    const files = { '/c/hashes/12345678.0': pem, '/usr/lib/ssl/certs/12345678.0': pem }
    const both = { CARGO_HTTP_CAINFO: '/c/good.pem', SSL_CERT_FILE: '/c/two.pem', SSL_CERT_DIR: '/c/hashes' }
    expect(names(await at({ env: both, files }))).toEqual(['/c/good.pem', 'openssl-dir:/c/hashes'])
    expect(names(await at({ env: { SSL_CERT_FILE: '/c/two.pem' }, files }))).toEqual([
      '/c/two.pem',
      'openssl-dir:/usr/lib/ssl/certs',
    ])
    expect(names(await at({ env: { SSL_CERT_DIR: '/c/hashes' }, files }))).toEqual(['system', 'openssl-dir:/c/hashes'])
  })

  it('means a relative path from the folder of `.cargo`', async () => {
    const files = { '/w/p/.cargo/config.toml': '[http]\ncainfo = "ca.pem"\n', '/w/p/ca.pem': pem }
    expect(names(await at({ env: { PWD: '/w/p' }, files }))).toEqual(['/w/p/ca.pem'])
  })

  it('leaves what the program git fetches to git', async () => {
    const asking = await at({ env: { CARGO_HTTP_CAINFO: '/c/good.pem', CARGO_NET_GIT_FETCH_WITH_CLI: 'true' } })
    expect(asking.withoutEffect.map(({ params }) => params['instead'])).toEqual(['GIT_SSL_CAINFO', 'SSL_CERT_FILE'])
    expect(effects(await at({ env: { CARGO_CAINFO: '/c/good.pem' } }))).toEqual(['CARGO_CAINFO wrong-name'])
  })

  it('asks the system on Windows and macOS, whatever OpenSSL’s variables say', async () => {
    const path = 'C:\\Users\\u\\.cargo\\bin\\cargo.exe'
    const asking = await at({
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { SSL_CERT_FILE: 'C:\\ca.pem' },
      files: { [path]: '' },
    })
    expect(names(asking)).toEqual(['system'])
    expect(effects(asking)).toEqual(['SSL_CERT_FILE other-runtime'])
    expect(names(await at({ platform: 'darwin' }))).toEqual(['system'])
  })
})

describe('Firefox', () => {
  const ini =
    '[Install4F96D1932A9F858E]\nDefault=a.default-release\nLocked=1\n\n[Profile1]\nName=default\nIsRelative=1\nPath=b.default\nDefault=1\n\n[Profile0]\nName=default-release\nIsRelative=1\nPath=a.default-release\n'
  const folder = '/home/u/.mozilla/firefox'
  const files = {
    [`${folder}/profiles.ini`]: ini,
    [`${folder}/a.default-release/cert9.db`]: 'x',
    [`${folder}/a.default-release/compatibility.ini`]: '[Compatibility]\nLastVersion=153.0_20260901/x\n',
  }

  it('is one for each profile, the one that opens first before the others', async () => {
    const found = await firefox.find(machine({ files }))
    expect(found.map(({ path, note, client }) => [path, note, client])).toEqual([
      [`${folder}/a.default-release`, 'default profile', 'firefox-153.0'],
      [`${folder}/b.default`, '', 'firefox'],
    ])
    const asking = await only(firefox, machine({ files }))
    expect(names(asking)).toEqual([`nss:${folder}/a.default-release`])
    expect(asking.unknown).not.toBe('')
  })

  it('of snap and flatpak has homes of its own', async () => {
    const snap = '/home/u/snap/firefox/common/.mozilla/firefox'
    const flatpak = '/home/u/.var/app/org.mozilla.firefox/.mozilla/firefox'
    const found = await firefox.find(machine({ files: { [`${snap}/profiles.ini`]: ini, [`${flatpak}/profiles.ini`]: ini } }))
    expect(new Set(found.map(({ note }) => note.split(',')[0]))).toEqual(new Set(['snap', 'flatpak']))
  })

  it('on Linux imports nothing from the system, and installs what the policy names', async () => {
    const policies =
      '{ "policies": { "Certificates": {\n "ImportEnterpriseRoots": true,\n "Install": ["corp.crt", "gone.crt"] } } }'
    const asking = await only(
      firefox,
      machine({
        files: { ...files, '/etc/firefox/policies/policies.json': policies, '/usr/lib/mozilla/certificates/corp.crt': pem },
      }),
    )
    expect(names(asking)).toEqual([`nss:${folder}/a.default-release`, '/usr/lib/mozilla/certificates/corp.crt'])
    expect(effects(asking)).toEqual(['Certificates.ImportEnterpriseRoots other-backend', 'Certificates.Install no-such-file'])
  })

  it('on Windows and macOS imports what was added to the system unless told not to', async () => {
    const roaming = 'C:\\Users\\u\\AppData\\Roaming\\Mozilla\\Firefox'
    const windows = (more: Partial<Machine>): Machine => ({
      platform: 'win32',
      home: 'C:\\Users\\u',
      ...more,
      files: {
        [`${roaming}\\profiles.ini`]: '[Profile0]\r\nIsRelative=1\r\nPath=Profiles/a\r\nDefault=1\r\n',
        [`${roaming}\\Profiles\\a\\cert9.db`]: 'x',
        ...more.files,
      },
    })
    const off = { [`${roaming}\\Profiles\\a\\prefs.js`]: 'user_pref("security.enterprise_roots.enabled", false);\r\n' }
    expect(names(await only(firefox, machine(windows({}))))).toEqual([`nss:${roaming}\\Profiles\\a`, 'system'])
    expect(names(await only(firefox, machine(windows({ files: off }))))).toEqual([`nss:${roaming}\\Profiles\\a`])
    const registry = {
      'HKLM\\SOFTWARE\\Policies\\Mozilla\\Firefox\\Certificates': { keys: [], values: { ImportEnterpriseRoots: 1 } },
    }
    const told = await only(firefox, machine(windows({ files: off, registry })))
    expect(names(told)).toContain('system')
    expect(effects(told)).toEqual(['security.enterprise_roots.enabled beaten'])
    const mac = '/Users/u/Library/Application Support/Firefox'
    const macos = await only(firefox, machine({ platform: 'darwin', home: '/Users/u', files: { [`${mac}/profiles.ini`]: ini } }))
    expect(names(macos)).toEqual(['system'])
  })
})

describe('Chrome and its kin', () => {
  const linux = (version: string, files: Machine['files'] = {}, env: Readonly<Record<string, string>> = {}): Promise<Asking> =>
    only(
      chrome,
      withProgram(
        { env: { PATH: '/usr/bin', ...env }, files: { '/usr/bin/google-chrome': '', ...files } },
        () => `Google Chrome ${version} \n`,
      ),
    )
  const [old, now] = ['/home/u/.pki/nssdb', '/home/u/.local/share/pki/nssdb']

  it('ask the NSS database beside their own list, from 146 on at another place', async () => {
    const both = { [`${old}/cert9.db`]: 'x', [`${now}/cert9.db`]: 'x' }
    expect(names(await linux('145.0.1.2', both))).toEqual([`nss:${old}`])
    expect(names(await linux('150.0.1.2', both))).toEqual([`nss:${old}`])
    expect(names(await linux('150.0.1.2', { [`${now}/cert9.db`]: 'x' }))).toEqual([`nss:${now}`])
    const lost = await linux('145.0.1.2', { [`${now}/cert9.db`]: 'x' })
    expect(names(lost)).toEqual([])
    expect(effects(lost)).toEqual(['NSS database other-runtime'])
    expect(lost.installation.client).toBe('chrome-145')
  })

  it('obey policies of their brand', async () => {
    const policy = '/etc/opt/chrome/policies/managed/corp.json'
    const text =
      '{\n "CAPlatformIntegrationEnabled": false,\n "ChromeRootStoreEnabled": false,\n "CACertificates": ["' +
      'A'.repeat(300) +
      '"]\n}'
    const asking = await linux('150.0.1.2', { [policy]: text, [`${old}/cert9.db`]: 'x' })
    expect(names(asking)).toEqual([])
    expect(effects(asking)).toEqual(['ChromeRootStoreEnabled too-new'])
    expect(asking.overrides.map(({ name, value, where }) => [name, value, where])).toContainEqual([
      'CACertificates',
      '1 entries',
      `${policy}:4`,
    ])
    expect(asking.unknown).toContain('CACertificates')
    const early = await linux('120.0.1.2', { [policy]: text, [`${old}/cert9.db`]: 'x' })
    expect(effects(early)).toEqual(['CACertificates too-old', 'CAPlatformIntegrationEnabled too-old'])
  })

  it('on Windows and macOS ask the system too', async () => {
    const program = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
    const windows = machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      files: { [program]: '', 'C:\\Program Files\\Google\\Chrome\\Application\\150.0.7000.10\\chrome.dll': '' },
      registry: { 'HKLM\\SOFTWARE\\Policies\\Google\\Chrome\\CADistrustedCertificates': { keys: [], values: { '1': 'QUJD' } } },
    })
    const asking = await only(chrome, windows)
    expect(asking.installation).toMatchObject({ version: '150.0.7000.10', client: 'chrome-150', note: 'Chrome' })
    expect(names(asking)).toEqual(['system'])
    expect(asking.unknown).toContain('CADistrustedCertificates')
    const mac = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
    const edge = await only(
      chrome,
      withProgram({ platform: 'darwin', files: { [mac]: '' } }, () => 'Microsoft Edge 150.0.3000.1 \n'),
    )
    expect(edge.installation.note).toBe('Edge')
    expect(names(edge)).toEqual(['system'])
  })

  it('log keys when told to', async () => {
    expect(dangers(await linux('150.0.1.2', {}, { SSLKEYLOGFILE: '/k' }))).toEqual(['SSLKEYLOGFILE key-material-logged'])
  })
})
