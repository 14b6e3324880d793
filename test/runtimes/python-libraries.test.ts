import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import type { Asking } from '../../src/model/machine.ts'
import { httpx } from '../../src/runtimes/httpx.ts'
import { pip } from '../../src/runtimes/pip.ts'
import { requests } from '../../src/runtimes/requests.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { pythonProbeArguments } from '../../src/runtimes/shared/python-probe.ts'
import { fixedNow } from '../support/evidence.ts'
import { type Machine, machine } from '../support/machine.ts'

const pem = certificatesPem([unrelatedRoot('python-libraries', fixedNow)])
const prefix = '/home/u/app/.venv'

/** A virtual environment with libraries by name and release. */
function virtual(
  libraries: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  { python = '3.11.2', files = {}, ...more }: Machine & { readonly python?: string } = {},
): Host {
  const site = `${prefix}/lib/python${python.split('.').slice(0, 2).join('.')}/site-packages`
  const installed = Object.entries(libraries).flatMap(([name, version]): readonly [string, string][] => [
    [`${site}/${name}/__init__.py`, ''],
    [`${site}/${name}-${version}.dist-info/METADATA`, ''],
    ...(name === 'certifi' ? [[`${site}/certifi/cacert.pem`, pem] as [string, string]] : []),
    ...(name === 'pip'
      ? ([
          [`${site}/pip/_vendor/certifi/cacert.pem`, pem],
          [`${site}/pip/_vendor/certifi/__init__.py`, '__version__ = "2024.07.04"\n'],
        ] as [string, string][])
      : []),
  ])
  return machine({
    env: { VIRTUAL_ENV: prefix, ...env },
    files: {
      [`${prefix}/bin/python3`]: 'ELF',
      [`${prefix}/pyvenv.cfg`]: `version = ${python}\n`,
      '/etc/ssl/certs/0a775a30.0': pem,
      '/corp/ca.pem': pem,
      '/corp/other.pem': pem,
      '/corp/hashed/0a775a30.0': pem,
      '/corp/plain/ca.pem': pem,
      ...Object.fromEntries(installed),
      ...files,
    },
    runs: {
      [[`${prefix}/bin/python3`, ...pythonProbeArguments(python)].join(' ')]: JSON.stringify({
        version: python,
        openssl: 'OpenSSL 3.0.19 27 Jan 2026',
        file: '/etc/ssl/cert.pem',
        folder: '/etc/ssl/certs',
      }),
    },
    ...more,
  })
}

async function only(runtime: Runtime, host: Host): Promise<Asking> {
  const [first, ...more] = await runtime.find(host)
  if (first === undefined || more.length > 0) throw new Error(`${more.length + (first === undefined ? 0 : 1)} were found`)
  return runtime.asks(host, first)
}

const storesOf = ({ stores }: Asking): readonly string[] => stores.map(({ store }) => store)
const useless = ({ withoutEffect }: Asking) =>
  withoutEffect.map(({ setting, reason, params }) => ({ name: setting.name, reason, params }))
const site = `${prefix}/lib/python3.11/site-packages`

describe('requests', () => {
  const libraries = { requests: '2.34.2', certifi: '2019.11.28', urllib3: '2.8.0' }

  it('asks certifi, whose date is told', async () => {
    const asking = await only(requests, virtual(libraries))
    expect(asking.stores).toEqual([{ store: `${site}/certifi/cacert.pem`, ifUnreadable: 'fails' }])
    expect(asking.why).toMatchObject({ kind: 'built-in', name: 'certifi 2019.11.28' })
    expect(asking.installation).toMatchObject({ path: `${site}/requests`, version: '2.34.2', client: 'python-3.11' })
  })

  it('lets REQUESTS_CA_BUNDLE beat CURL_CA_BUNDLE, and passes over an empty one', async () => {
    const both = await only(
      requests,
      virtual(libraries, { REQUESTS_CA_BUNDLE: '/corp/ca.pem', CURL_CA_BUNDLE: '/corp/other.pem' }),
    )
    expect(storesOf(both)).toEqual(['/corp/ca.pem'])
    expect(useless(both)).toEqual([{ name: 'CURL_CA_BUNDLE', reason: 'beaten', params: { by: 'REQUESTS_CA_BUNDLE' } }])
    const empty = await only(requests, virtual(libraries, { REQUESTS_CA_BUNDLE: '', CURL_CA_BUNDLE: '/corp/other.pem' }))
    expect(storesOf(empty)).toEqual(['/corp/other.pem'])
  })

  it('looks in a folder by hash names', async () => {
    expect(storesOf(await only(requests, virtual(libraries, { REQUESTS_CA_BUNDLE: '/corp/hashed' })))).toEqual([
      'openssl-dir:/corp/hashed',
    ])
    const plain = await only(requests, virtual(libraries, { REQUESTS_CA_BUNDLE: '/corp/plain' }))
    expect(useless(plain)).toMatchObject([{ reason: 'wrong-file-name' }])
  })

  it('stops where the bundle is not there', async () => {
    const asking = await only(requests, virtual(libraries, { REQUESTS_CA_BUNDLE: '"/corp/ca.pem"' }))
    expect(asking.stores).toEqual([{ store: '"/corp/ca.pem"', ifUnreadable: 'fails' }])
    expect(useless(asking)).toMatchObject([{ reason: 'not-expanded', params: { instead: '/corp/ca.pem' } }])
  })

  it.each(['SSL_CERT_FILE', 'SSL_CERT_DIR', 'PIP_CERT', 'NODE_EXTRA_CA_CERTS'])('does not read %s', async (name) => {
    const asking = await only(requests, virtual(libraries, { [name]: '/corp/ca.pem' }))
    expect(useless(asking)).toMatchObject([{ name, reason: 'other-runtime', params: { instead: 'REQUESTS_CA_BUNDLE' } }])
    expect(storesOf(asking)).toEqual([`${site}/certifi/cacert.pem`])
  })

  it('tells a name that is almost right', async () => {
    const asking = await only(requests, virtual(libraries, { REQUESTS_CA_BUNDLES: '/corp/ca.pem' }))
    expect(useless(asking)).toEqual([
      { name: 'REQUESTS_CA_BUNDLES', reason: 'wrong-name', params: { instead: 'REQUESTS_CA_BUNDLE' } },
    ])
  })

  it("follows Debian's certifi to the system's bundle", async () => {
    const core = "DEBIAN_CA_CERTS_PATH = '/etc/ssl/certs/ca-certificates.crt'\n\ndef where():\n    return DEBIAN_CA_CERTS_PATH\n"
    const asking = await only(requests, virtual(libraries, {}, { files: { [`${site}/certifi/core.py`]: core } }))
    expect(storesOf(asking)).toEqual(['/etc/ssl/certs/ca-certificates.crt'])
  })

  it('verifies under 3.13 as 3.12 does until urllib3 follows', async () => {
    const client = async (urllib3: string) =>
      (await only(requests, virtual({ ...libraries, urllib3 }, {}, { python: '3.13.0' }))).installation.client
    expect([await client('2.3.0'), await client('2.4.0')]).toEqual(['python-3.12', 'python-3.13'])
  })

  it('does not know what a package that changes it at the start makes of it', async () => {
    expect((await only(requests, virtual({ ...libraries, pip_system_certs: '4.0' }))).unknown).toContain('pip_system_certs')
  })
})

describe('httpx', () => {
  const new28 = { httpx: '0.28.1', certifi: '2026.7.22' }
  const old = { httpx: '0.27.2', certifi: '2026.7.22' }

  it('asks certifi, SSL_CERT_FILE before SSL_CERT_DIR, one of them alone', async () => {
    expect(storesOf(await only(httpx, virtual(new28)))).toEqual([`${site}/certifi/cacert.pem`])
    const asking = await only(httpx, virtual(new28, { SSL_CERT_FILE: '/corp/ca.pem', SSL_CERT_DIR: '/corp/hashed' }))
    expect(asking.stores).toEqual([{ store: '/corp/ca.pem', ifUnreadable: 'fails' }])
    expect(useless(asking)).toEqual([{ name: 'SSL_CERT_DIR', reason: 'beaten', params: { by: 'SSL_CERT_FILE' } }])
    expect(storesOf(await only(httpx, virtual(new28, { SSL_CERT_DIR: '/corp/hashed' })))).toEqual(['openssl-dir:/corp/hashed'])
  })

  it('stops from 0.28 on where SSL_CERT_FILE leads nowhere, and before went on', async () => {
    const env = { SSL_CERT_FILE: '/corp/none.pem' }
    const asking = await only(httpx, virtual(new28, env))
    expect(asking.stores).toEqual([{ store: '/corp/none.pem', ifUnreadable: 'fails' }])
    const before = await only(httpx, virtual(old, env))
    expect(storesOf(before)).toEqual([`${site}/certifi/cacert.pem`])
    for (const told of [asking, before]) expect(useless(told)).toMatchObject([{ name: 'SSL_CERT_FILE', reason: 'no-such-file' }])
  })

  it('trusts nothing where SSL_CERT_FILE names a folder', async () => {
    const asking = await only(httpx, virtual(new28, { SSL_CERT_FILE: '/corp/plain' }))
    expect(asking.stores).toEqual([])
    expect(useless(asking)).toMatchObject([{ reason: 'wrong-kind', params: { is: 'directory' } }])
  })

  it('does not read REQUESTS_CA_BUNDLE', async () => {
    const asking = await only(httpx, virtual(new28, { REQUESTS_CA_BUNDLE: '/corp/ca.pem' }))
    expect(useless(asking)).toMatchObject([
      { name: 'REQUESTS_CA_BUNDLE', reason: 'other-runtime', params: { instead: 'SSL_CERT_FILE' } },
    ])
  })
})

describe('pip', () => {
  const own = `${site}/pip/_vendor/certifi/cacert.pem`

  it('asks its own certifi before 24.2, the system and its own certifi since', async () => {
    const before = await only(pip, virtual({ pip: '23.0.1' }))
    expect(storesOf(before)).toEqual([own])
    expect(before.installation.note).toContain('its own certifi 2024.07.04')
    expect(storesOf(await only(pip, virtual({ pip: '24.2' })))).toEqual(['openssl-dir:/etc/ssl/certs', own])
  })

  it('has no truststore on Python 3.9', async () => {
    const asking = await only(pip, virtual({ pip: '24.2' }, {}, { python: '3.9.2' }))
    expect(storesOf(asking)).toEqual([own.replace('3.11', '3.9')])
  })

  it.each(['PIP_USE_DEPRECATED', 'use-deprecated in pip.conf'])('goes back to certifi alone by %s', async (how) => {
    const host = how.startsWith('PIP_')
      ? virtual({ pip: '24.2' }, { PIP_USE_DEPRECATED: 'legacy-certs' })
      : virtual({ pip: '24.2' }, {}, { files: { [`${prefix}/pip.conf`]: '[global]\nuse_deprecated: legacy-certs\n' } })
    expect(storesOf(await only(pip, host))).toEqual([own])
  })

  it('tells settings that this release does not know', async () => {
    const legacy = await only(pip, virtual({ pip: '23.0.1' }, { PIP_USE_DEPRECATED: 'legacy-certs' }))
    expect(useless(legacy)).toEqual([{ name: 'PIP_USE_DEPRECATED', reason: 'too-old', params: { since: '24.2' } }])
    const feature = await only(pip, virtual({ pip: '21.0' }, { PIP_USE_FEATURE: 'truststore' }))
    expect(useless(feature)).toEqual([{ name: 'PIP_USE_FEATURE', reason: 'too-old', params: { since: '22.2' } }])
  })

  it('lets PIP_CERT beat pip.conf, with the line told', async () => {
    const files = { '/home/u/.config/pip/pip.conf': '[global]\ntimeout = 60\ncert = /corp/other.pem\n' }
    const asking = await only(pip, virtual({ pip: '23.0.1' }, { PIP_CERT: '/corp/ca.pem' }, { files }))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem'])
    expect(asking.withoutEffect).toEqual([
      {
        setting: { kind: 'file', name: 'cert', value: '/corp/other.pem', where: '/home/u/.config/pip/pip.conf:3' },
        reason: 'beaten',
        params: { by: 'PIP_CERT' },
      },
    ])
  })

  it('lets REQUESTS_CA_BUNDLE beat even PIP_CERT', async () => {
    const asking = await only(pip, virtual({ pip: '24.2' }, { PIP_CERT: '/corp/ca.pem', REQUESTS_CA_BUNDLE: '/corp/other.pem' }))
    expect(storesOf(asking)).toEqual(['openssl-dir:/etc/ssl/certs', own, '/corp/other.pem'])
    expect(useless(asking)).toEqual([{ name: 'PIP_CERT', reason: 'beaten', params: { by: 'REQUESTS_CA_BUNDLE' } }])
  })

  it('reads its files in their order: machine, user, environment, and the section of the command before global', async () => {
    const files = {
      '/etc/pip.conf': '[install]\ncert = /corp/ca.pem\n',
      '/home/u/.config/pip/pip.conf': '[global]\ncert = /corp/other.pem\n',
      [`${prefix}/pip.conf`]: '[global]\ncert = /corp/plain/ca.pem\n[download]\ncert = /corp/other.pem\n',
    }
    const asking = await only(pip, virtual({ pip: '23.0.1' }, {}, { files }))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem'])
    expect(asking.overrides.map(({ where }) => where)).toEqual([`${prefix}/pip.conf:2`, '/home/u/.config/pip/pip.conf:2', ''])
    expect(useless(asking)).toContainEqual({ name: 'cert', reason: 'some-requests', params: { reach: 'pip download' } })
  })

  it("leaves the user's file out where PIP_CONFIG_FILE is there, and every file where it is the null device", async () => {
    const files = {
      '/home/u/.config/pip/pip.conf': '[global]\ncert = /corp/other.pem\n',
      '/corp/pip.conf': '[global]\ntimeout = 1\n',
    }
    const of = async (value: string) =>
      storesOf(await only(pip, virtual({ pip: '23.0.1' }, { PIP_CONFIG_FILE: value }, { files })))
    expect(await of('/corp/pip.conf')).toEqual([own])
    expect(await of('/dev/null')).toEqual([own])
    expect(await of('/corp/none.conf')).toEqual(['/corp/other.pem'])
  })

  it('expands a tilde, and not quotes', async () => {
    const files = { '/home/u/ca.pem': pem }
    expect(storesOf(await only(pip, virtual({ pip: '23.0.1' }, { PIP_CERT: '~/ca.pem' }, { files })))).toEqual(['/home/u/ca.pem'])
    const quoted = await only(pip, virtual({ pip: '23.0.1' }, { PIP_CERT: "'/corp/ca.pem'" }))
    expect(useless(quoted)).toMatchObject([{ name: 'PIP_CERT', reason: 'not-expanded' }])
  })

  it('reads SSL_CERT_FILE only with truststore, and on Windows not even then', async () => {
    const env = { SSL_CERT_FILE: '/corp/ca.pem' }
    expect(useless(await only(pip, virtual({ pip: '23.0.1' }, env)))).toMatchObject([
      { name: 'SSL_CERT_FILE', reason: 'other-runtime' },
    ])
    const asking = await only(pip, virtual({ pip: '24.2' }, env))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem', 'openssl-dir:/etc/ssl/certs', own])
    expect(useless(asking)).toEqual([])
    const lib = 'C:\\Py\\Lib\\site-packages'
    const windows = await only(
      pip,
      machine({
        platform: 'win32',
        home: 'C:\\Users\\u',
        env: { Path: 'C:\\Py', SSL_CERT_FILE: 'C:\\ca.pem' },
        files: {
          'C:\\Py\\python.exe': 'MZ',
          'C:\\Py\\python312.dll': 'MZ',
          [`${lib}\\pip\\__init__.py`]: '__version__ = "24.2"',
          [`${lib}\\pip\\_vendor\\certifi\\cacert.pem`]: pem,
          'C:\\ca.pem': pem,
        },
      }),
    )
    expect(storesOf(windows)).toEqual(['windows:ROOT', `${lib}\\pip\\_vendor\\certifi\\cacert.pem`])
    expect(windows.installation.client).toBe('schannel')
    expect(useless(windows)).toMatchObject([{ name: 'SSL_CERT_FILE', reason: 'other-runtime', params: { instead: 'PIP_CERT' } }])
  })

  it('tells trusted hosts one by one, and cuts passwords', async () => {
    const files = {
      [`${prefix}/pip.conf`]:
        '[global]\nindex-url = https://u:secret@pkg.corp/simple\ntrusted-host = pkg.corp\n    mirror.corp:8443\n',
    }
    const asking = await only(pip, virtual({ pip: '24.2' }, {}, { files }))
    expect(asking.dangers.map(({ reason, reach }) => [reason, reach])).toEqual([
      ['host-excepted', 'pkg.corp'],
      ['host-excepted', 'mirror.corp:8443'],
    ])
    expect(JSON.stringify(asking)).not.toContain('secret')
    const named = await only(pip, virtual({ pip: '24.2' }, { PIP_TRUSTED_HOST: 'https://u:secret@pkg.corp' }))
    // Of an address pip takes the scheme for the host (observed with 23.2.1).
    expect(named.dangers).toEqual([])
    expect(JSON.stringify(named)).not.toContain('secret')
  })
})
