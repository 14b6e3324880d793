import { describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, utc } from '../../src/lab/shapes.ts'
import type { Asking } from '../../src/model/machine.ts'
import { curl } from '../../src/runtimes/curl.ts'
import { git } from '../../src/runtimes/git.ts'
import { gnutls } from '../../src/runtimes/gnutls.ts'
import { openssl } from '../../src/runtimes/openssl.ts'
import { postgres } from '../../src/runtimes/postgres.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { readGitConfig } from '../../src/runtimes/shared/git-config.ts'
import { wget } from '../../src/runtimes/wget.ts'
import { machine, type Machine } from '../support/machine.ts'

const pem = certificatesPem([unrelatedRoot('command-line', utc('2026-01-01T00:00:00Z'))])

async function only(runtime: Runtime, given: Machine): Promise<Asking> {
  const host = machine(given)
  const [found] = await runtime.find(host)
  if (found === undefined) throw new Error('it is not found')
  return runtime.asks(host, found)
}

const names = (asking: Asking): readonly string[] => asking.stores.map(({ store }) => store)
const effects = (asking: Asking): readonly string[] =>
  asking.withoutEffect.map(({ setting, reason }) => `${setting.name} ${reason}`)
const dangers = (asking: Asking): readonly string[] =>
  asking.dangers.map(({ setting, reason, reach }) =>
    `${setting.name} ${setting.where} ${reason} ${reach}`.replace(/\s+/g, ' ').trim(),
  )

// What curl --version prints on Debian 12, on Windows 11 and on macOS.
const curls = {
  debian: 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13\nFeatures: alt-svc AsynchDNS SSL\n',
  newer: 'curl 8.14.1 (x86_64-pc-linux-gnu) libcurl/8.14.1 OpenSSL/3.5.1 zlib/1.3.1\nFeatures: alt-svc SSL\n',
  windows: 'curl 8.13.0 (Windows) libcurl/8.13.0 Schannel zlib/1.3.1 WinIDN\nFeatures: alt-svc AsynchDNS SSPI SSL\n',
  git: 'curl 8.15.0 (x86_64-w64-mingw32) libcurl/8.15.0 OpenSSL/3.5.2 (Schannel) zlib/1.3.1\nFeatures: alt-svc MultiSSL SSL\n',
  mac: 'curl 8.7.1 (x86_64-apple-darwin25.0) libcurl/8.7.1 (SecureTransport) LibreSSL/3.3.6 zlib/1.2.12\nFeatures: alt-svc MultiSSL SSL\n',
}
const libcurl = 'x\0/etc/ssl/certs\0/etc/ssl/certs/ca-certificates.crt\0/../\0'

describe('curl', () => {
  const debian = (more: Partial<Machine>): Machine => ({
    env: { PATH: '/usr/bin', ...more.env },
    files: {
      '/usr/bin/curl': '',
      '/usr/lib/x86_64-linux-gnu/libcurl.so.4': libcurl,
      '/etc/ssl/certs/ca-certificates.crt': pem,
      '/c/good.pem': pem,
      '/c/empty.pem': '',
      ...more.files,
    },
    runs: { '/usr/bin/curl -q --version': curls.debian, ...more.runs },
  })

  it('asks the pair that its library was built with', async () => {
    const asking = await only(curl, debian({}))
    expect(asking.installation).toMatchObject({ version: '7.88.1', client: 'curl-7.88.1-openssl' })
    expect(names(asking)).toEqual(['/etc/ssl/certs/ca-certificates.crt', 'openssl-dir:/etc/ssl/certs'])
    expect(asking.why).toMatchObject({ kind: 'built-in', value: '/usr/lib/x86_64-linux-gnu/libcurl.so.4' })
  })

  it('lets SSL_CERT_DIR beat SSL_CERT_FILE up to 8.2, and takes both from 8.3 on', async () => {
    const env = { SSL_CERT_FILE: '/c/good.pem', SSL_CERT_DIR: '/c' }
    const old = await only(curl, debian({ env }))
    expect(names(old)).toEqual(['/etc/ssl/certs/ca-certificates.crt', 'openssl-dir:/c'])
    expect(effects(old)).toContain('SSL_CERT_FILE beaten')
    const now = await only(curl, debian({ env, runs: { '/usr/bin/curl -q --version': curls.newer } }))
    expect(names(now)).toEqual(['/c/good.pem', 'openssl-dir:/c'])
  })

  it('names what is set without effect', async () => {
    const set = async (env: Readonly<Record<string, string>>) => effects(await only(curl, debian({ env })))
    expect(await set({ CURL_CA_BUNDLE: '/c/none.pem' })).toEqual(['CURL_CA_BUNDLE no-such-file'])
    expect(await set({ CURL_CA_BUNDLE: '/c/empty.pem' })).toEqual(['CURL_CA_BUNDLE no-certificate'])
    expect(await set({ CURL_CA_BUNDLE: '/c' })).toEqual(['CURL_CA_BUNDLE wrong-kind'])
    expect(await set({ CURL_CA_BUNDLE: '~/ca.pem' })).toEqual(['CURL_CA_BUNDLE not-expanded'])
    expect(await set({ CURL_CA_BUNDLE: '"/c/good.pem"' })).toEqual(['CURL_CA_BUNDLE not-expanded'])
    expect(await set({ CURL_CA_FILE: '/c/good.pem' })).toEqual(['CURL_CA_FILE wrong-name'])
    expect(await set({ CA_CURL_BUNDLE: '/c/good.pem' })).toEqual(['CA_CURL_BUNDLE wrong-name'])
    expect(await set({ curl_ca_bundle: '/c/good.pem' })).toEqual(['curl_ca_bundle wrong-name'])
    expect(await set({ REQUESTS_CA_BUNDLE: '/c/good.pem' })).toEqual(['REQUESTS_CA_BUNDLE other-runtime'])
    expect(await set({ SSL_CERT_DIR: '/c' })).toEqual(['SSL_CERT_DIR wrong-file-name'])
    expect(await set({ CURL_SSL_BACKEND: 'schannel' })).toEqual(['CURL_SSL_BACKEND other-backend'])
  })

  it('reads its configuration file for trust alone, before every variable', async () => {
    const files = { '/home/u/.curlrc': 'user = "u:secret"\n# cacert = /no\ncacert = "/c/good.pem"\nproxy-insecure\n' }
    const asking = await only(curl, debian({ env: { CURL_CA_BUNDLE: '/c/other.pem' }, files }))
    expect(names(asking)[0]).toBe('/c/good.pem')
    expect(asking.why).toEqual({ kind: 'file', name: 'cacert', value: '/c/good.pem', where: '/home/u/.curlrc:3' })
    expect(effects(asking)).toEqual(['CURL_CA_BUNDLE beaten'])
    expect(dangers(asking)).toEqual(['proxy-insecure /home/u/.curlrc:4 verification-off the connection to an HTTPS proxy'])
    expect(JSON.stringify(asking)).not.toContain('secret')
  })

  it('of Windows asks the system through Schannel and no variable', async () => {
    const path = 'C:\\Windows\\System32\\curl.exe'
    const asking = await only(curl, {
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { Path: 'C:\\Windows\\System32', CURL_CA_BUNDLE: 'C:\\ca.pem' },
      files: { [path]: '', 'C:\\Users\\u\\_curlrc': 'insecure\r\n' },
      runs: { [`${path} -q --version`]: curls.windows },
    })
    expect(asking.installation.client).toBe('curl-8.13.0-schannel')
    expect(names(asking)).toEqual(['system'])
    expect(dangers(asking)).toEqual(['insecure C:\\Users\\u\\_curlrc:1 verification-off'])
    const plain = await only(curl, {
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { Path: 'C:\\Windows\\System32', CURL_CA_BUNDLE: 'C:\\ca.pem' },
      files: { [path]: '' },
      runs: { [`${path} -q --version`]: curls.windows },
    })
    expect(effects(plain)).toEqual(['CURL_CA_BUNDLE other-backend'])
  })

  it('with OpenSSL on Windows takes the bundle beside it, or Schannel when told', async () => {
    const path = 'C:\\Program Files\\Git\\mingw64\\bin\\curl.exe'
    const at = (env: Readonly<Record<string, string>>): Machine => ({
      platform: 'win32',
      env: { Path: 'C:\\x', ...env },
      files: { [path]: '', 'C:\\Program Files\\Git\\mingw64\\bin\\curl-ca-bundle.crt': pem },
      runs: { [`${path} -q --version`]: curls.git },
    })
    expect(names(await only(curl, at({})))).toEqual(['C:\\Program Files\\Git\\mingw64\\bin\\curl-ca-bundle.crt'])
    expect(names(await only(curl, at({ CURL_SSL_BACKEND: 'schannel' })))).toEqual(['system'])
  })

  it('of macOS asks its own bundle and the system', async () => {
    const given = { platform: 'darwin', env: { PATH: '/usr/bin' }, files: { '/usr/bin/curl': '' } } as const
    const asking = await only(curl, { ...given, runs: { '/usr/bin/curl -q --version': curls.mac } })
    expect(names(asking)).toEqual(['/etc/ssl/cert.pem', 'system'])
  })
})

describe('openssl', () => {
  const version = 'OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)\nOPENSSLDIR: "/usr/lib/ssl"\n'
  const linux = (more: Partial<Machine>): Machine => ({
    env: { PATH: '/usr/bin', ...more.env },
    files: {
      '/usr/bin/openssl': '',
      '/usr/lib/ssl/cert.pem': pem,
      '/usr/lib/ssl/certs/0a1b2c3d.0': pem,
      '/c/good.pem': pem,
      ...more.files,
    },
    runs: { '/usr/bin/openssl version -a': version },
  })

  it('moves each half with its own variable', async () => {
    expect(names(await only(openssl, linux({})))).toEqual(['/usr/lib/ssl/cert.pem', 'openssl-dir:/usr/lib/ssl/certs'])
    const moved = await only(openssl, linux({ env: { SSL_CERT_FILE: '/c/good.pem' } }))
    expect(names(moved)).toEqual(['/c/good.pem', 'openssl-dir:/usr/lib/ssl/certs'])
    expect(moved.why.name).toBe('SSL_CERT_FILE')
    expect(moved.installation.client).toBe('openssl-s_client-3.0.19')
  })

  it('says which names nobody reads, and which directories lack links', async () => {
    expect(effects(await only(openssl, linux({ env: { SSL_CERTS_FILE: '/c/good.pem' } })))).toEqual(['SSL_CERTS_FILE wrong-name'])
    expect(effects(await only(openssl, linux({ env: { SSL_CERT_DIR: '/c' } })))).toEqual(['SSL_CERT_DIR wrong-file-name'])
  })

  it('tells a security level that is not the usual one', async () => {
    const files = { '/usr/lib/ssl/openssl.cnf': '[system_default_sect]\nCipherString = DEFAULT@SECLEVEL=1\n' }
    expect((await only(openssl, linux({ files }))).unknown).toContain('/usr/lib/ssl/openssl.cnf:2')
    expect((await only(openssl, linux({}))).unknown).toBe('')
  })

  it('of macOS is LibreSSL, which heeds no variable', async () => {
    const asking = await only(openssl, {
      platform: 'darwin',
      env: { PATH: '/usr/bin', SSL_CERT_FILE: '/c/good.pem' },
      files: { '/usr/bin/openssl': '', '/c/good.pem': pem },
      runs: { '/usr/bin/openssl version -a': 'LibreSSL 3.3.6\nOPENSSLDIR: "/private/etc/ssl"\n' },
    })
    expect(names(asking)).toEqual(['/private/etc/ssl/cert.pem'])
    expect(effects(asking)).toEqual(['SSL_CERT_FILE other-backend'])
    expect(asking.installation.client).toBe('libressl-3.3.6')
  })

  it('is found on Windows in Git and Strawberry Perl', async () => {
    const [a, b] = ['C:\\Program Files\\Git\\usr\\bin\\openssl.exe', 'C:\\Strawberry\\c\\bin\\openssl.exe'] as const
    const found = await openssl.find(machine({ platform: 'win32', home: 'C:\\Users\\u', files: { [a]: '', [b]: '' } }))
    expect(found.map(({ path, note }) => [path, note])).toEqual([
      [a, 'Git for Windows'],
      [b, 'Strawberry Perl'],
    ])
  })
})

describe('git', () => {
  const linux = (more: Partial<Machine>): Machine => ({
    env: { PATH: '/usr/bin', ...more.env },
    files: {
      '/usr/bin/git': '',
      '/usr/lib/git-core/git-remote-http': 'ELF\0libcurl-gnutls.so.4\0',
      '/usr/lib/x86_64-linux-gnu/libcurl-gnutls.so.4': 'ELF\0/etc/ssl/certs\0libgnutls.so.30\0',
      '/c/good.pem': pem,
      '/c/bad.pem': pem,
      ...more.files,
    },
    runs: { '/usr/bin/git version': 'git version 2.39.5\n' },
  })

  it('of Debian asks the directory of libcurl-gnutls, and a bundle beside it', async () => {
    const asking = await only(git, linux({}))
    expect(names(asking)).toEqual(['/etc/ssl/certs'])
    expect(asking.installation.client).toBe('git-2.39.5-gnutls')
    expect(names(await only(git, linux({ env: { GIT_SSL_CAINFO: '/c/good.pem' } })))).toEqual(['/c/good.pem', '/etc/ssl/certs'])
  })

  it('reads the repository that the shell stands in, and what it includes for its folder', async () => {
    const files = {
      '/w/r/.git/config':
        '[http]\n\tsslCAInfo = /c/bad.pem\n[http "https://h.example"]\n\tsslCAInfo = /c/good.pem\n\tsslVerify = false\n',
      '/home/u/.gitconfig': '[includeIf "gitdir:/w/"]\n\tpath = work\n[http]\n\textraHeader = "Authorization: secret"\n',
      '/home/u/work': '[http]\n\tsslCAInfo = /c/good.pem\n',
    }
    const asking = await only(git, linux({ env: { PWD: '/w/r/deep/er' }, files: { ...files, '/w/r/deep/er/': '' } }))
    expect(asking.why.where).toBe('/w/r/.git/config:2')
    expect(asking.overrides.map(({ where }) => where)).toContain('/home/u/work:2')
    expect(effects(asking)).toEqual(['http.sslCAInfo beaten', 'http.https://h.example.sslCAInfo some-requests'])
    expect(dangers(asking)).toEqual(['http.https://h.example.sslVerify /w/r/.git/config:5 verification-off https://h.example'])
    expect(JSON.stringify(asking)).not.toContain('secret')
    const elsewhere = await only(git, linux({ env: { PWD: '/v' }, files: { ...files, '/v/': '' } }))
    expect(names(elsewhere)).toEqual(['/etc/ssl/certs'])
  })

  it('names what is set without effect', async () => {
    const set = async (env: Readonly<Record<string, string>>) => effects(await only(git, linux({ env })))
    expect(await set({ GIT_SSL_CAINFO: '/c/bad.pem', GIT_CONFIG_PARAMETERS: "'http.sslcainfo'='/c/good.pem'" })).toEqual([
      'GIT_CONFIG_PARAMETERS beaten',
    ])
    expect(await set({ CURL_CA_BUNDLE: '/c/good.pem' })).toEqual(['CURL_CA_BUNDLE other-runtime'])
    expect(await set({ GIT_SSL_CA_INFO: '/c/good.pem' })).toEqual(['GIT_SSL_CA_INFO wrong-name'])
    expect(await set({ GIT_SSL_CAINFO: '~/ca.pem' })).toEqual(['GIT_SSL_CAINFO not-expanded'])
    expect(await set({ GIT_SSL_CAINFO: '/c' })).toEqual(['GIT_SSL_CAINFO wrong-kind'])
  })

  it('takes any value of GIT_SSL_NO_VERIFY for yes', async () => {
    expect(dangers(await only(git, linux({ env: { GIT_SSL_NO_VERIFY: '0' } })))).toEqual(['GIT_SSL_NO_VERIFY verification-off'])
    const files = { '/home/u/.gitconfig': '[http]\n  sslVerify = false\n' }
    expect(dangers(await only(git, linux({ env: { GIT_SSL_NO_VERIFY: '1' }, files })))).toEqual([
      'GIT_SSL_NO_VERIFY verification-off',
      'http.sslVerify /home/u/.gitconfig:2 verification-off',
    ])
  })

  it('for Windows brings a bundle, which Schannel leaves aside unless told', async () => {
    const root = 'C:\\Program Files\\Git'
    const at = (config: string): Machine => ({
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { Path: `${root}\\cmd` },
      files: {
        [`${root}\\cmd\\git.exe`]: '',
        [`${root}\\mingw64\\etc\\ssl\\certs\\ca-bundle.crt`]: pem,
        [`${root}\\etc\\gitconfig`]: config,
        'C:\\corp.pem': pem,
      },
      runs: { [`${root}\\cmd\\git.exe version`]: 'git version 2.51.0.windows.1\r\n' },
    })
    expect(names(await only(git, at('')))).toEqual([`${root}\\mingw64\\etc\\ssl\\certs\\ca-bundle.crt`])
    const schannel = await only(git, at('[http]\n\tsslBackend = schannel\n\tsslCAInfo = C:\\\\corp.pem\n'))
    expect(names(schannel)).toEqual(['system'])
    expect(effects(schannel)).toEqual(['http.sslCAInfo other-backend'])
    expect(schannel.installation.client).toBe('git-2.51.0-schannel')
    const told = await only(
      git,
      at('[http]\n\tsslBackend = schannel\n\tsslCAInfo = C:/corp.pem\n\tschannelUseSSLCAInfo = true\n'),
    )
    expect(names(told)).toEqual(['C:/corp.pem'])
  })

  it('of macOS asks the bundle of the system', async () => {
    const asking = await only(git, {
      platform: 'darwin',
      env: { PATH: '/usr/bin' },
      files: { '/usr/bin/git': '' },
      runs: { '/usr/bin/git version': 'git version 2.50.1 (Apple Git-155)\n' },
    })
    expect(names(asking)).toEqual(['/etc/ssl/cert.pem'])
  })

  it('reads the form of its configuration as git-config(1) describes it', () => {
    const text = '[a "B\\"c"] k = v # x\n[D]\nflag\nq = " a;b " tail  ; c\nl = one\\\n two\nt = a\\tb\n; no = thing\n[e.f]g=\n'
    expect(readGitConfig(text).map(({ section, subsection, key, value }) => [section, subsection, key, value])).toEqual([
      ['a', 'B"c', 'k', 'v'],
      ['d', '', 'flag', null],
      ['d', '', 'q', ' a;b  tail'],
      ['d', '', 'l', 'one two'],
      ['d', '', 't', 'a\tb'],
      ['e.f', '', 'g', ''],
    ])
  })
})

describe('wget', () => {
  const linux = (more: Partial<Machine>, ssl = 'gnutls'): Machine => ({
    env: { PATH: '/usr/bin', ...more.env },
    files: { '/usr/bin/wget': '', '/c/good.pem': pem, ...more.files },
    runs: { '/usr/bin/wget --version': `GNU Wget 1.21.3 built on linux-gnu.\n\n+ntlm +opie +psl +ssl/${ssl} \n` },
  })

  it('with GnuTLS adds a bundle to the system and lets a directory take its place', async () => {
    const set = async (text: string) => names(await only(wget, linux({ files: { '/home/u/.wgetrc': text } })))
    expect(await set('')).toEqual(['system'])
    expect(await set('CA-Certificate=/c/good.pem\n')).toEqual(['/c/good.pem', 'system'])
    expect(await set('ca_directory = /c\n')).toEqual(['/c'])
  })

  // Run with Wget 1.21.3 and 1.25.0, each with OpenSSL 3, against openssl s_server.
  it('with OpenSSL adds a directory too, and goes on without a file that is not there', async () => {
    const files = (text: string) => ({
      '/home/u/.wgetrc': text,
      '/usr/lib/ssl/openssl.cnf': '',
      '/usr/lib/ssl/cert.pem': pem,
      '/c/0a1b2c3d.0': pem,
    })
    const set = async (text: string) => only(wget, linux({ files: files(text) }, 'openssl'))
    const asked = await set('ca_directory = /c\nca_certificate = /nowhere.pem\n')
    expect(names(asked)).toEqual(['/nowhere.pem', 'openssl-dir:/c', '/usr/lib/ssl/cert.pem'])
    expect(asked.stores.map(({ ifUnreadable }) => ifUnreadable)).not.toContain('fails')
    expect(names(await set('ca_directory = /c\n'))).toEqual(['openssl-dir:/c', '/usr/lib/ssl/cert.pem'])
  })

  it('with GnuTLS reads no variable of OpenSSL, with OpenSSL it does', async () => {
    const env = { SSL_CERT_FILE: '/c/good.pem' }
    expect(effects(await only(wget, linux({ env })))).toEqual(['SSL_CERT_FILE other-backend'])
    expect(names(await only(wget, linux({ env }, 'openssl')))).toContain('/c/good.pem')
  })

  it('is dangerous with check_certificate off, and reads one file of the user', async () => {
    const files = {
      '/home/u/.wgetrc': 'check_certificate = off\nhttp_password = secret\n',
      '/w': 'ca_certificate = /c/good.pem\n',
    }
    expect(dangers(await only(wget, linux({ files })))).toEqual(['check_certificate /home/u/.wgetrc:1 verification-off'])
    const both = { ...files, '/etc/wgetrc': 'check_certificate = off\n' }
    expect(dangers(await only(wget, linux({ files: both })))).toEqual([
      'check_certificate /home/u/.wgetrc:1 verification-off',
      'check_certificate /etc/wgetrc:1 verification-off',
    ])
    const other = await only(wget, linux({ files, env: { WGETRC: '/w' } }))
    expect(dangers(other)).toEqual([])
    expect(effects(other)).toEqual(['check_certificate beaten'])
    expect(JSON.stringify(other)).not.toContain('secret')
  })

  it('is found on Windows and on macOS', async () => {
    const path = 'C:\\msys64\\usr\\bin\\wget.exe'
    expect((await wget.find(machine({ platform: 'win32', files: { [path]: '' } }))).map((f) => f.path)).toEqual([path])
    const brew = await only(wget, {
      platform: 'darwin',
      files: {
        '/opt/homebrew/bin/wget': '',
        '/opt/homebrew/etc/openssl@3/openssl.cnf': '',
        '/opt/homebrew/etc/openssl@3/cert.pem': pem,
      },
      runs: { '/opt/homebrew/bin/wget --version': 'GNU Wget 1.25.0 built on darwin\n\n+ssl/openssl\n' },
    })
    expect(names(brew)).toEqual(['/opt/homebrew/etc/openssl@3/cert.pem'])
  })
})

describe('gnutls-cli', () => {
  it('asks the system and is moved by no variable', async () => {
    const asking = await only(gnutls, {
      env: { PATH: '/usr/bin', SSL_CERT_FILE: '/c/good.pem' },
      files: { '/usr/bin/gnutls-cli': '' },
      runs: { '/usr/bin/gnutls-cli --version': 'gnutls-cli 3.7.9\n' },
    })
    expect(names(asking)).toEqual(['system'])
    expect(effects(asking)).toEqual(['SSL_CERT_FILE other-backend'])
    expect(asking.installation.client).toBe('gnutls-cli-3.7.9')
  })
})

describe('PostgreSQL clients', () => {
  const linux = (more: Partial<Machine>, version = '15.18'): Machine => ({
    env: { PATH: '/usr/bin', ...more.env },
    files: { '/usr/bin/psql': '', '/c/root.pem': pem, ...more.files },
    runs: { '/usr/bin/psql --version': `psql (PostgreSQL) ${version}\n` },
  })

  it('do not verify unless told, and with roots at hand only a little', async () => {
    expect(dangers(await only(postgres, linux({})))).toEqual(['sslmode verification-off'])
    expect(dangers(await only(postgres, linux({ env: { PGSSLMODE: 'require' } })))).toEqual(['PGSSLMODE verification-off'])
    const files = { '/home/u/.postgresql/root.crt': pem }
    const asking = await only(postgres, linux({ env: { PGSSLMODE: 'require' }, files }))
    expect(names(asking)).toEqual(['/home/u/.postgresql/root.crt'])
    expect(dangers(asking)).toEqual(['PGSSLMODE names-not-checked'])
    expect(dangers(await only(postgres, linux({ env: { PGSSLMODE: 'verify-full' }, files })))).toEqual([])
  })

  it('know `system` from 16 on', async () => {
    const env = { PGSSLROOTCERT: 'system' }
    expect(names(await only(postgres, linux({ env }, '16.2')))).toEqual(['system'])
    expect(dangers(await only(postgres, linux({ env }, '16.2')))).toEqual([])
    expect(effects(await only(postgres, linux({ env })))).toEqual(['PGSSLROOTCERT too-old'])
  })

  it('look below APPDATA on Windows, and keep no password of a service', async () => {
    const path = 'C:\\Program Files\\PostgreSQL\\17\\bin\\psql.exe'
    const asking = await only(postgres, {
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { APPDATA: 'C:\\Users\\u\\AppData\\Roaming', PGSERVICE: 's', PGSERVICEFILE: 'C:\\s.conf' },
      files: {
        [path]: '',
        'C:\\Users\\u\\AppData\\Roaming\\postgresql\\root.crt': pem,
        'C:\\s.conf': '[s]\npassword=secret\nsslmode=verify-full\n',
      },
      runs: { [`${path} --version`]: 'psql (PostgreSQL) 17.1\r\n' },
    })
    expect(names(asking)).toEqual(['C:\\Users\\u\\AppData\\Roaming\\postgresql\\root.crt'])
    expect(dangers(asking)).toEqual([])
    expect(JSON.stringify(asking)).not.toContain('secret')
  })
})
