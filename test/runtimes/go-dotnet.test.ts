import { describe, expect, it } from 'vitest'
import { docker } from '../../src/runtimes/docker.ts'
import { kubectl } from '../../src/runtimes/kubectl.ts'
import { dotnet } from '../../src/runtimes/dotnet.ts'
import { go } from '../../src/runtimes/go.ts'
import { askingOf, lostIn, somePem, storesOf } from '../support/asking-of.ts'
import type { Machine } from '../support/machine.ts'

const files: Machine['files'] = {
  '/usr/local/go/bin/go': 'x',
  '/usr/local/go/VERSION': 'go1.24.4\ntime 2026-01-01T00:00:00Z\n',
  '/etc/ssl/certs/ca-certificates.crt': somePem,
  '/etc/pki/tls/certs/ca-bundle.crt': somePem,
  '/ca/a.pem': somePem,
  '/ca/d/a.pem': somePem,
  '/ca/e/a.pem': somePem,
}

describe('Go', () => {
  const ask = (env: Readonly<Record<string, string>>, more: Machine = {}) =>
    askingOf(go, { ...more, env: { PATH: '/usr/local/go/bin', ...env }, files: { ...files, ...more.files } })

  // Each line was measured with a program of Go 1.19.8: crypto/x509/root_unix.go, loadSystemRoots.
  it.each([
    ['nothing', {}, ['/etc/ssl/certs/ca-certificates.crt', '/etc/ssl/certs', '/etc/pki/tls/certs'], []],
    [
      'SSL_CERT_FILE, the bundle alone',
      { SSL_CERT_FILE: '/ca/a.pem' },
      ['/ca/a.pem', '/etc/ssl/certs', '/etc/pki/tls/certs'],
      [],
    ],
    [
      'SSL_CERT_FILE that is not there',
      { SSL_CERT_FILE: '/ca/none' },
      ['/etc/ssl/certs', '/etc/pki/tls/certs'],
      ['SSL_CERT_FILE: no-such-file'],
    ],
    [
      'SSL_CERT_FILE, empty',
      { SSL_CERT_FILE: '' },
      ['/etc/ssl/certs/ca-certificates.crt', '/etc/ssl/certs', '/etc/pki/tls/certs'],
      [],
    ],
    [
      'SSL_CERT_DIR, a list, the folders alone',
      { SSL_CERT_DIR: '/ca/d:/ca/e' },
      ['/etc/ssl/certs/ca-certificates.crt', '/ca/d', '/ca/e'],
      [],
    ],
    [
      'SSL_CERT_DIR with a semicolon',
      { SSL_CERT_DIR: '/ca/d;/ca/e' },
      ['/etc/ssl/certs/ca-certificates.crt'],
      ['SSL_CERT_DIR: no-such-file'],
    ],
    [
      'SSL_CERT_FILE with two files',
      { SSL_CERT_FILE: '/ca/a.pem:/ca/d/a.pem' },
      ['/etc/ssl/certs', '/etc/pki/tls/certs'],
      ['SSL_CERT_FILE: no-such-file'],
    ],
  ])('%s', async (_, env, stores, lost) => {
    const asking = await ask(env)
    expect(storesOf(asking)).toEqual(stores)
    expect(lostIn(asking)).toEqual(lost)
    expect(asking.installation).toMatchObject({ version: '1.24.4', client: 'go-1.24.4' })
  })

  it.each([
    ['darwin', 'system'],
    ['win32', 'windows:ROOT'],
  ] as const)('on %s the system decides, and the variables are read by nobody', async (platform, store) => {
    const program = platform === 'win32' ? 'C:\\Program Files\\Go\\bin\\go.exe' : '/usr/local/go/bin/go'
    const asking = await askingOf(go, {
      platform,
      env: { Path: '', PATH: '', ProgramFiles: 'C:\\Program Files', SSL_CERT_FILE: '/ca/a.pem', SSL_CERT_DIR: '/ca/d' },
      files: { [program]: 'x' },
    })
    expect(storesOf(asking)).toEqual([store])
    expect(lostIn(asking)).toEqual(['SSL_CERT_FILE: other-runtime', 'SSL_CERT_DIR: other-runtime'])
  })

  // Go 1.19.8 rejects a server whose root is the only certificate of such a file, and accepts it without the mark.
  it('passes over what a byte order mark stands before, so that its verdict is not told', async () => {
    const marked = { files: { '/ca/marked.pem': `\u{feff}${somePem}` } }
    expect((await ask({ SSL_CERT_FILE: '/ca/marked.pem' }, marked)).unknown).toContain('byte order mark')
    expect((await ask({ SSL_CERT_FILE: '/ca/a.pem' }, marked)).unknown).toBe('')
  })

  it('GODEBUG=x509usefallbackroots=1 reaches programs with roots of their own, from 1.20', async () => {
    expect(lostIn(await ask({ GODEBUG: 'http2debug=1,x509usefallbackroots=1' }))).toEqual(['GODEBUG: some-requests'])
    expect(lostIn(await ask({ GODEBUG: 'x509usefallbackroots=1' }, { files: { '/usr/local/go/VERSION': 'go1.19.8' } }))).toEqual([
      'GODEBUG: too-old',
    ])
  })
})

describe('.NET', () => {
  const root = '/usr/share/dotnet'
  const ask = (env: Readonly<Record<string, string>>, more: Machine = {}, version = '9.0.4') =>
    askingOf(dotnet, {
      ...more,
      env: { PATH: '/usr/bin', ...env },
      files: {
        ...files,
        [`${root}/dotnet`]: 'x',
        [`${root}/shared/Microsoft.NETCore.App/${version}/x.dll`]: 'x',
        [`${root}/shared/Microsoft.NETCore.App/8.0.1/x.dll`]: 'x',
        ...more.files,
      },
    })

  it("on Linux the places of OpenSSL, every file of a folder, and the user's own store", async () => {
    const asking = await ask({}, { files: { '/home/u/.dotnet/corefx/cryptography/x509stores/root/AB.pfx': 'x' } })
    expect(asking.installation.version).toBe('9.0.4')
    expect(storesOf(asking)).toEqual(['/etc/pki/tls/certs', 'dotnet:root'])
    expect(storesOf(await ask({ SSL_CERT_FILE: '/ca/a.pem', SSL_CERT_DIR: '/ca/d:/ca/e' }))).toEqual([
      '/ca/a.pem',
      '/ca/d',
      '/ca/e',
    ])
    expect(asking.installation.client).toBe('dotnet-9-openssl')
  })

  it('of a list of folders before 8 (8.0.30 was seen to read it)', async () => {
    const alone = { files: { [`${root}/shared/Microsoft.NETCore.App/8.0.1/x.dll`]: 'x' } }
    expect(storesOf(await ask({ SSL_CERT_DIR: '/ca/d:/ca/e' }, alone, '8.0.30'))).toEqual(['/ca/d', '/ca/e'])
    const old = await askingOf(dotnet, {
      env: { PATH: '/usr/bin', SSL_CERT_DIR: '/ca/d:/ca/e' },
      files: { ...files, [`${root}/dotnet`]: 'x', [`${root}/shared/Microsoft.NETCore.App/6.0.36/x.dll`]: 'x' },
    })
    expect([lostIn(old), old.installation.client]).toEqual([['SSL_CERT_DIR: too-old'], null])
  })

  it('verifies nothing where the user disallowed anything', async () => {
    const files = { '/home/u/.dotnet/corefx/cryptography/x509stores/disallowed/AB.pfx': 'x' }
    const { stores } = await ask({}, { files })
    expect(stores.at(-1)).toEqual({ store: 'dotnet:disallowed', ifUnreadable: 'fails' })
  })

  it('on Windows CryptoAPI decides', async () => {
    const asking = await askingOf(dotnet, {
      platform: 'win32',
      env: { Path: '', ProgramFiles: 'C:\\P', SSL_CERT_FILE: 'C:\\a.pem' },
      files: { 'C:\\P\\dotnet\\dotnet.exe': 'x' },
    })
    expect([storesOf(asking), asking.installation.client, lostIn(asking)]).toEqual([
      ['windows:ROOT'],
      'dotnet-windows',
      ['SSL_CERT_FILE: other-runtime'],
    ])
  })
})

describe('Docker and kubectl', () => {
  const programs = { '/usr/bin/docker': 'x', '/usr/bin/kubectl': 'x' }

  it('a list for one registry, a file of the wrong suffix, and registries without verification', async () => {
    const asking = await askingOf(docker, {
      env: { PATH: '/usr/bin' },
      files: {
        ...programs,
        '/etc/docker/certs.d/r.example:5000/ca.crt': somePem,
        '/etc/docker/certs.d/q.example/ca.pem': somePem,
        '/etc/docker/daemon.json': '{ "insecure-registries": ["r.example", "10.0.0.0/8"], "x": 1 }',
      },
    })
    expect(asking.withoutEffect.map(({ reason, setting }) => `${setting.name} ${reason}`)).toEqual([
      'certs.d/q.example wrong-file-name',
      'certs.d/r.example:5000 some-requests',
    ])
    expect(asking.dangers.map(({ reason, reach }) => `${reason} ${reach}`)).toEqual([
      'host-excepted r.example',
      'host-excepted 10.0.0.0/8',
    ])
  })

  it('a cluster without verification, and no token of the file', async () => {
    const config =
      'clusters:\n- cluster:\n    insecure-skip-tls-verify: true\n    server: https://k.example:6443\n  name: a\nusers:\n- user:\n    token: hunter2\n'
    const asking = await askingOf(
      kubectl,
      { env: { PATH: '/usr/bin' }, files: { ...programs, '/home/u/.kube/config': config } },
      '/usr/bin/kubectl',
    )
    expect(asking.installation.runtime).toBe('kubectl')
    expect(asking.dangers).toMatchObject([
      { reason: 'verification-off', reach: 'https://k.example:6443', setting: { where: '/home/u/.kube/config:3' } },
    ])
    expect(JSON.stringify(asking)).not.toContain('hunter2')
  })
})
