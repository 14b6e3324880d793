import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import type { Asking } from '../../src/model/machine.ts'
import { botocore } from '../../src/runtimes/botocore.ts'
import { conda } from '../../src/runtimes/conda.ts'
import { gcloud } from '../../src/runtimes/gcloud.ts'
import { lookAround } from '../../src/runtimes/look-around.ts'
import { poetry } from '../../src/runtimes/poetry.ts'
import { pyinstaller } from '../../src/runtimes/pyinstaller.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { uv } from '../../src/runtimes/uv.ts'
import { fixedNow } from '../support/evidence.ts'
import { type Machine, machine } from '../support/machine.ts'

const pem = certificatesPem([unrelatedRoot('python-tools', fixedNow)])

async function only(runtime: Runtime, host: Host): Promise<Asking> {
  const [first, ...more] = await runtime.find(host)
  if (first === undefined || more.length > 0) throw new Error(`${more.length + (first === undefined ? 0 : 1)} were found`)
  return runtime.asks(host, first)
}

const storesOf = ({ stores }: Asking): readonly string[] => stores.map(({ store }) => store)
const useless = ({ withoutEffect }: Asking) =>
  withoutEffect.map(({ setting, reason, params }) => ({ name: setting.name, reason, params }))

const corp = { '/corp/ca.pem': pem, '/corp/other.pem': pem, '/corp/all/ca.pem': pem }

describe('conda', () => {
  const prefix = '/opt/conda'
  const bundle = `${prefix}/lib/python3.11/site-packages/certifi/cacert.pem`
  const base = (env: Readonly<Record<string, string>> = {}, files: Machine['files'] = {}): Host =>
    machine({
      env,
      files: {
        ...corp,
        [`${prefix}/bin/python3`]: 'ELF',
        [`${prefix}/conda-meta/python-3.11.8-h955ad1f_0.json`]: '{}',
        [`${prefix}/conda-meta/conda-24.5.0-py311h06a4308_0.json`]: '{}',
        [`${prefix}/ssl/cert.pem`]: pem,
        [bundle]: pem,
        [`${prefix}/lib/python3.11/site-packages/certifi-2024.6.2.dist-info/METADATA`]: '',
        ...files,
      },
    })

  it('asks certifi when nothing is set', async () => {
    const asking = await only(conda, base())
    expect(asking.installation).toMatchObject({ path: '/opt/conda/bin/conda', version: '24.5.0', client: 'python-3.11' })
    expect(storesOf(asking)).toEqual([bundle])
  })

  it('reads ssl_verify of the last file, and tells those that it beats', async () => {
    const files = {
      '/etc/conda/.condarc': 'channels:\n  - defaults\nssl_verify: /corp/other.pem\n',
      '/home/u/.condarc': '# mine\nssl_verify: "/corp/ca.pem"  # corp\n',
    }
    const asking = await only(conda, base({}, files))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem'])
    expect(asking.why.where).toBe('/home/u/.condarc:2')
    expect(asking.withoutEffect).toMatchObject([{ setting: { where: '/etc/conda/.condarc:3' }, reason: 'beaten' }])
  })

  it('lets CONDA_SSL_VERIFY beat the files, and REQUESTS_CA_BUNDLE beat both', async () => {
    const files = { '/home/u/.condarc': 'ssl_verify: /corp/other.pem\n' }
    expect(storesOf(await only(conda, base({ CONDA_SSL_VERIFY: '/corp/ca.pem' }, files)))).toEqual(['/corp/ca.pem'])
    const both = await only(conda, base({ REQUESTS_CA_BUNDLE: '/corp/other.pem', CONDA_SSL_VERIFY: '/corp/ca.pem' }))
    expect(storesOf(both)).toEqual(['/corp/other.pem'])
    expect(useless(both)).toEqual([{ name: 'CONDA_SSL_VERIFY', reason: 'beaten', params: { by: 'REQUESTS_CA_BUNDLE' } }])
  })

  it('asks the system by truststore, from 23.9 on', async () => {
    const files = { '/home/u/.condarc': 'ssl_verify: truststore\n' }
    expect(storesOf(await only(conda, base({}, files)))).toEqual(['/opt/conda/ssl/cert.pem', bundle])
    const named = await only(conda, base({ REQUESTS_CA_BUNDLE: '/corp/ca.pem', SSL_CERT_FILE: '/corp/other.pem' }, files))
    expect(storesOf(named)).toEqual(['/corp/other.pem', '/corp/ca.pem'])
    expect(useless(named)).toEqual([])
  })

  // The order, the names and the values below are those of a real conda: conda-real.test.ts holds them against it.
  it('lets the user’s file win over that of conda, also where the base is active', async () => {
    const files = { [`${prefix}/.condarc`]: 'ssl_verify: /corp/other.pem\n', '/home/u/.condarc': 'ssl_verify: /corp/ca.pem\n' }
    expect(storesOf(await only(conda, base({ CONDA_PREFIX: prefix }, files)))).toEqual(['/corp/ca.pem'])
    const active = { ...files, '/opt/conda/envs/e/.condarc': 'ssl_verify: /corp/all/ca.pem\n' }
    expect(storesOf(await only(conda, base({ CONDA_PREFIX: `${prefix}/envs/e` }, active)))).toEqual(['/corp/all/ca.pem'])
    const final = { ...files, [`${prefix}/.condarc`]: 'ssl_verify: /corp/other.pem #!final\n' }
    expect(storesOf(await only(conda, base({ CONDA_SSL_VERIFY: 'true' }, final)))).toEqual(['/corp/other.pem'])
  })

  it('is told that nothing is off', async () => {
    for (const host of [base({ CONDA_SSL_VERIFY: '' }), base({}, { '/home/u/.condarc': 'ssl_verify:\nchannels: []\n' })])
      expect((await only(conda, host)).dangers).toMatchObject([{ reason: 'verification-off', setting: { value: '' } }])
  })

  it('reads a CONDARC that is called as it should be, and tells one that is not', async () => {
    const files = { '/home/u/rc': 'ssl_verify: /corp/ca.pem\n', '/home/u/rc.yml': 'ssl_verify: /corp/ca.pem\n' }
    expect(storesOf(await only(conda, base({ CONDARC: '~/rc.yml' }, files)))).toEqual(['/corp/ca.pem'])
    const other = await only(conda, base({ CONDARC: '/home/u/rc' }, files))
    expect(storesOf(other)).toEqual([bundle])
    expect(useless(other)).toMatchObject([{ name: 'CONDARC', reason: 'wrong-file-name', params: { instead: '/home/u/rc.yml' } }])
  })

  it('is stopped by a path that is not there, whatever the variables say', async () => {
    const host = base(
      { REQUESTS_CA_BUNDLE: '/corp/ca.pem' },
      { '/home/u/.condarc': 'ssl_verify: ~/ca.pem\n', '/home/u/ca.pem': pem },
    )
    const stopped = await lookAround(host, [conda])
    expect(stopped.askings.map(storesOf)).toEqual([['~/ca.pem']])
    expect(stopped.askings[0]?.withoutEffect).toMatchObject([{ reason: 'not-expanded', outcome: 'stops' }])
  })

  it.each(['ssl_verify: false', 'verify_ssl: no'])('knows %s as a danger', async (line) => {
    const asking = await only(conda, base({}, { '/home/u/.condarc': `${line}\n` }))
    expect(asking.dangers).toMatchObject([{ reason: 'verification-off', setting: { where: '/home/u/.condarc:1' } }])
    expect((await only(conda, base({ CONDA_SSL_VERIFY: 'False' }))).dangers).toHaveLength(1)
  })

  it('verifies all the same where REQUESTS_CA_BUNDLE is set', async () => {
    const asking = await only(conda, base({ REQUESTS_CA_BUNDLE: '/corp/ca.pem' }, { '/home/u/.condarc': 'ssl_verify: false\n' }))
    expect(asking.dangers).toEqual([])
    expect(useless(asking)).toMatchObject([{ name: 'ssl_verify', reason: 'beaten' }])
  })
})

describe('conda elsewhere', () => {
  it('is found on Windows, where its truststore is the system', async () => {
    const prefix = 'C:\\ProgramData\\miniconda3'
    const host = machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { ProgramData: 'C:\\ProgramData' },
      files: {
        [`${prefix}\\python.exe`]: 'MZ',
        [`${prefix}\\conda-meta\\python-3.12.4-h14ffc60_1.json`]: '{}',
        [`${prefix}\\conda-meta\\conda-24.7.1-py312haa95532_0.json`]: '{}',
        'C:\\ProgramData\\conda\\condarc.d\\10-corp.yml': 'ssl_verify: truststore\n',
        'C:\\ProgramData\\conda\\condarc.d\\README': 'ssl_verify: false\n',
      },
    })
    const asking = await only(conda, host)
    expect(asking.installation).toMatchObject({ path: `${prefix}\\Scripts\\conda.exe`, version: '24.7.1', client: 'schannel' })
    expect(storesOf(asking)).toEqual(['windows:ROOT'])
    expect(asking.why.where).toBe('C:\\ProgramData\\conda\\condarc.d\\10-corp.yml:1')
  })

  it('stops on Windows at a path that is not there, and reads one in any quotes', async () => {
    const at = (value: string): Host =>
      machine({
        platform: 'win32',
        home: 'C:\\Users\\u',
        env: { ProgramData: 'C:\\ProgramData', CORP: 'C:\\corp' },
        files: {
          'C:\\ProgramData\\miniconda3\\python.exe': 'MZ',
          'C:\\ProgramData\\miniconda3\\conda-meta\\conda-24.7.1-py312haa95532_0.json': '{}',
          'C:\\corp\\ca.pem': pem,
          'C:\\Users\\u\\.condarc': `ssl_verify: ${value}\n`,
        },
      })
    for (const value of ['"C:\\\\corp\\\\ca.pem"', "'C:\\corp\\ca.pem'", 'C:\\corp\\ca.pem', "'%CORP%\\ca.pem'"])
      expect(storesOf(await only(conda, at(value)))).toEqual(['C:\\corp\\ca.pem'])
    expect(useless(await only(conda, at('C:\\none.pem')))).toMatchObject([{ reason: 'no-such-file' }])
  })

  it('does not know truststore before 23.9', async () => {
    const prefix = '/Users/u/miniconda3'
    const host = machine({
      platform: 'darwin',
      home: '/Users/u',
      files: {
        [`${prefix}/bin/python3`]: 'Mach-O',
        [`${prefix}/conda-meta/python-3.11.5-hb885b13_0.json`]: '{}',
        [`${prefix}/conda-meta/conda-23.7.4-py311hca03da5_0.json`]: '{}',
        [`${prefix}/lib/python3.11/site-packages/certifi/cacert.pem`]: pem,
        '/Users/u/.condarc': 'ssl_verify: truststore\n',
      },
    })
    expect(useless(await only(conda, host))).toMatchObject([{ name: 'ssl_verify', reason: 'too-old' }])
  })
})

describe('uv', () => {
  const at = (version: string, env: Readonly<Record<string, string>> = {}, files: Machine['files'] = {}): Host =>
    machine({
      env: { PATH: '/usr/bin', PWD: '/home/u/app', ...env },
      files: { '/usr/bin/uv': 'ELF', ...corp, ...files },
      runs: { '/usr/bin/uv --version': `uv ${version} (abcdef012 2026-08-01)\n` },
    })

  it('has a list of its own that cannot be read', async () => {
    const asking = await only(uv, at('0.12.5'))
    expect(asking).toMatchObject({ stores: [], installation: { version: '0.12.5', client: 'rustls-0.23' } })
    expect(asking.unknown).not.toBe('')
  })

  it('asks what SSL_CERT_FILE and SSL_CERT_DIR name, both together, and every file of the folder', async () => {
    const asking = await only(uv, at('0.12.5', { SSL_CERT_FILE: '/corp/ca.pem', SSL_CERT_DIR: '/corp/all' }))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem', '/corp/all'])
    const older = await only(uv, at('0.8.0', { SSL_CERT_FILE: '/corp/ca.pem', SSL_CERT_DIR: '/corp/all' }))
    expect(storesOf(older)).toEqual(['/corp/ca.pem'])
    expect(useless(older)).toEqual([{ name: 'SSL_CERT_DIR', reason: 'too-old', params: { since: '0.9.10' } }])
  })

  it('trusts nothing from 0.12 on where SSL_CERT_FILE leads nowhere, and passed it over before', async () => {
    const env = { SSL_CERT_FILE: '/corp/none.pem' }
    expect(await only(uv, at('0.12.0', env))).toMatchObject({ stores: [], unknown: '', why: { name: 'SSL_CERT_FILE' } })
    expect(await only(uv, at('0.11.9', env))).toMatchObject({ why: { kind: 'built-in' } })
  })

  it('asks the system when a variable or a file says so; a variable that says no does not undo a file', async () => {
    const files = { '/home/u/app/pyproject.toml': '[project]\nname = "x"\n[tool.uv]\nsystem-certs = true\n' }
    expect(storesOf(await only(uv, at('0.12.5', { UV_SYSTEM_CERTS: 'true' })))).toEqual(['system'])
    expect(storesOf(await only(uv, at('0.9.0', { UV_NATIVE_TLS: '1' })))).toEqual(['system'])
    const asking = await only(uv, at('0.12.5', { UV_SYSTEM_CERTS: 'false' }, files))
    expect(storesOf(asking)).toEqual(['system'])
    expect(asking.why.where).toBe('/home/u/app/pyproject.toml:4')
    expect(useless(asking)).toMatchObject([{ name: 'UV_SYSTEM_CERTS', reason: 'beaten' }])
  })

  it('does not know UV_SYSTEM_CERTS before 0.11, and lets SSL_CERT_FILE beat it since', async () => {
    expect(useless(await only(uv, at('0.9.0', { UV_SYSTEM_CERTS: 'true' })))).toMatchObject([
      { reason: 'too-old', params: { since: '0.11' } },
    ])
    const asking = await only(uv, at('0.12.5', { UV_SYSTEM_CERTS: 'true', SSL_CERT_FILE: '/corp/ca.pem' }))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem'])
    expect(useless(asking)).toEqual([{ name: 'UV_SYSTEM_CERTS', reason: 'beaten', params: { by: 'SSL_CERT_FILE' } }])
  })

  it('does not read REQUESTS_CA_BUNDLE nor PIP_CERT', async () => {
    const asking = await only(uv, at('0.12.5', { REQUESTS_CA_BUNDLE: '/corp/ca.pem', PIP_CERT: '/corp/ca.pem' }))
    expect(useless(asking).map(({ name, reason }) => [name, reason])).toEqual([
      ['REQUESTS_CA_BUNDLE', 'other-runtime'],
      ['PIP_CERT', 'other-runtime'],
    ])
  })

  it('tells the hosts that are not verified', async () => {
    const files = { '/home/u/.config/uv/uv.toml': 'allow-insecure-host = [\n  "a.corp", # old\n  "b.corp:8443",\n]\n' }
    const asking = await only(uv, at('0.12.5', { UV_INSECURE_HOST: 'c.corp' }, files))
    expect(asking.dangers.map(({ reason, reach, setting }) => [reason, reach, setting.where])).toEqual([
      ['host-excepted', 'c.corp', ''],
      ['host-excepted', 'a.corp', '/home/u/.config/uv/uv.toml:1'],
      ['host-excepted', 'b.corp:8443', '/home/u/.config/uv/uv.toml:1'],
    ])
  })

  it("is judged by the system's own verifier on Windows", async () => {
    const host = machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { Path: 'C:\\bin', UV_SYSTEM_CERTS: '1' },
      files: { 'C:\\bin\\uv.exe': 'MZ' },
      runs: { 'C:\\bin\\uv.exe --version': 'uv 0.12.5\n' },
    })
    expect(await only(uv, host)).toMatchObject({ stores: [{ store: 'windows:ROOT' }], installation: { client: 'schannel' } })
  })
})

describe('uv on macOS', () => {
  it("asks the keychains through the system's verifier, from 0.11 on", async () => {
    const at = (version: string): Host =>
      machine({
        platform: 'darwin',
        home: '/Users/u',
        env: { UV_NATIVE_TLS: 'true' },
        files: { '/Users/u/.local/bin/uv': 'Mach-O' },
        runs: { '/Users/u/.local/bin/uv --version': `uv ${version}\n` },
      })
    expect(await only(uv, at('0.11.0'))).toMatchObject({ stores: [{ store: 'system' }], installation: { client: 'sectrust' } })
    expect(await only(uv, at('0.10.4'))).toMatchObject({ stores: [{ store: 'system' }], installation: { client: 'rustls-0.23' } })
  })
})

describe('Poetry', () => {
  const prefix = '/home/u/.local/share/pypoetry/venv'
  const site = `${prefix}/lib/python3.11/site-packages`
  const installed = (env: Readonly<Record<string, string>>, files: Machine['files']): Host =>
    machine({
      env,
      files: {
        ...corp,
        [`${prefix}/bin/python3`]: 'ELF',
        [`${prefix}/pyvenv.cfg`]: 'version = 3.11.2\n',
        [`${site}/poetry/__init__.py`]: '',
        [`${site}/poetry-2.1.3.dist-info/METADATA`]: '',
        [`${site}/certifi/cacert.pem`]: pem,
        ...files,
      },
    })

  it('asks certifi, and for a repository what was set for it', async () => {
    const config = '[certificates.corp]\ncert = "/corp/ca.pem"\n\n[certificates]\nlab.cert = false\n'
    const asking = await only(poetry, installed({}, { '/home/u/.config/pypoetry/config.toml': config }))
    expect(storesOf(asking)).toEqual([`${site}/certifi/cacert.pem`])
    expect(useless(asking)).toEqual([
      { name: 'certificates.corp.cert', reason: 'some-requests', params: { reach: 'repository corp' } },
    ])
    expect(asking.dangers).toMatchObject([{ reason: 'verification-off', reach: 'repository lab' }])
  })

  it('reads variables of its own', async () => {
    const asking = await only(poetry, installed({ POETRY_CERTIFICATES_FOO_CERT: '/corp/none.pem' }, {}))
    expect(useless(asking)).toMatchObject([{ name: 'POETRY_CERTIFICATES_FOO_CERT', reason: 'no-such-file' }])
  })
})

describe('botocore', () => {
  const prefix = '/home/u/app/.venv'
  const site = `${prefix}/lib/python3.11/site-packages`
  const installed = (env: Readonly<Record<string, string>> = {}, config = ''): Host =>
    machine({
      env: { VIRTUAL_ENV: prefix, ...env },
      files: {
        ...corp,
        [`${prefix}/bin/python3`]: 'ELF',
        [`${prefix}/pyvenv.cfg`]: 'version = 3.11.2\n',
        [`${site}/botocore/__init__.py`]: "__version__ = '1.43.11'\n",
        [`${site}/botocore/cacert.pem`]: pem,
        [`${site}/certifi/cacert.pem`]: pem,
        '/home/u/.aws/config': config,
      },
    })

  it('asks certifi before its own bundle', async () => {
    expect(storesOf(await only(botocore, installed()))).toEqual([`${site}/certifi/cacert.pem`])
  })

  it('reads AWS_CA_BUNDLE, then the profile, then REQUESTS_CA_BUNDLE', async () => {
    const config =
      '[default]\nca_bundle = /corp/other.pem\naws_secret_access_key = hidden\n[profile work]\nca_bundle=/corp/all/ca.pem\n'
    const env = { AWS_CA_BUNDLE: '/corp/ca.pem', REQUESTS_CA_BUNDLE: '/corp/ca.pem' }
    const all = await only(botocore, installed(env, config))
    expect(storesOf(all)).toEqual(['/corp/ca.pem'])
    expect(useless(all).map(({ name, reason }) => [name, reason])).toEqual([
      ['ca_bundle', 'beaten'],
      ['REQUESTS_CA_BUNDLE', 'beaten'],
    ])
    expect(storesOf(await only(botocore, installed({ REQUESTS_CA_BUNDLE: '/corp/ca.pem' }, config)))).toEqual(['/corp/other.pem'])
    expect(storesOf(await only(botocore, installed({ AWS_PROFILE: 'work' }, config)))).toEqual(['/corp/all/ca.pem'])
    expect(JSON.stringify(all)).not.toContain('hidden')
  })

  it('takes no folder', async () => {
    const asking = await only(botocore, installed({ AWS_CA_BUNDLE: '/corp/all' }))
    expect(asking.stores).toEqual([])
    expect(useless(asking)).toMatchObject([{ name: 'AWS_CA_BUNDLE', reason: 'wrong-kind' }])
  })

  it.each([
    ['AWS_CA_BUNDLE', { AWS_CA_BUNDLE: '' }, ''],
    ['REQUESTS_CA_BUNDLE', { REQUESTS_CA_BUNDLE: '' }, ''],
    ['ca_bundle', {}, '[default]\nca_bundle =\nregion = eu-west-1\n'],
  ])('is not verified at all where %s is empty', async (name, env, config) => {
    expect((await only(botocore, installed(env, config))).dangers).toMatchObject([
      { reason: 'verification-off', setting: { name } },
    ])
  })

  it('does not read CURL_CA_BUNDLE, SSL_CERT_FILE and verify_ssl', async () => {
    const asking = await only(
      botocore,
      installed({ CURL_CA_BUNDLE: '/corp/ca.pem', SSL_CERT_FILE: '/corp/ca.pem' }, '[default]\nverify_ssl = false\n'),
    )
    expect(useless(asking).map(({ name, reason }) => [name, reason])).toEqual([
      ['verify_ssl', 'wrong-name'],
      ['SSL_CERT_FILE', 'other-runtime'],
      ['CURL_CA_BUNDLE', 'other-runtime'],
    ])
    expect(asking.dangers).toEqual([])
  })

  it('finds the second AWS command line with the bundle beside it', async () => {
    const dist = '/usr/local/aws-cli/v2/2.17.0/dist'
    const host = machine({
      env: { PATH: '/usr/local/bin' },
      files: {
        '/usr/local/bin/aws': { link: `${dist}/aws` },
        [`${dist}/aws`]: 'ELF',
        [`${dist}/awscli/botocore/cacert.pem`]: pem,
      },
    })
    const asking = await only(botocore, host)
    expect(asking.installation).toMatchObject({ version: '2.17.0', path: `${dist}/awscli/botocore` })
    expect(storesOf(asking)).toEqual([`${dist}/awscli/botocore/cacert.pem`])
  })
})

describe('Google Cloud command line', () => {
  const root = '/opt/google-cloud-sdk'
  const installed = (env: Readonly<Record<string, string>>, files: Machine['files'] = {}): Host =>
    machine({
      env: { PATH: '/usr/bin', ...env },
      files: {
        ...corp,
        '/usr/bin/gcloud': { link: `${root}/bin/gcloud` },
        [`${root}/bin/gcloud`]: '#!/bin/sh',
        [`${root}/VERSION`]: '528.0.0\n',
        [`${root}/lib/third_party/certifi/cacert.pem`]: pem,
        ...files,
      },
    })

  it('asks its own certifi, or what the active configuration names', async () => {
    expect(storesOf(await only(gcloud, installed({})))).toEqual([`${root}/lib/third_party/certifi/cacert.pem`])
    const files = {
      '/home/u/.config/gcloud/active_config': 'work\n',
      '/home/u/.config/gcloud/configurations/config_work':
        '[core]\ncustom_ca_certs_file = /corp/ca.pem\n[auth]\ndisable_ssl_validation = True\n',
    }
    const asking = await only(gcloud, installed({}, files))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem'])
    expect(asking.dangers).toMatchObject([{ reason: 'verification-off' }])
    expect(storesOf(await only(gcloud, installed({ CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: '/corp/other.pem' }, files)))).toEqual([
      '/corp/other.pem',
    ])
  })
})

describe('Google Cloud command line, beaten', () => {
  it('verifies all the same where REQUESTS_CA_BUNDLE is set', async () => {
    const root = '/opt/google-cloud-sdk'
    const host = machine({
      env: {
        PATH: `${root}/bin`,
        REQUESTS_CA_BUNDLE: '/corp/other.pem',
        CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: '/corp/ca.pem',
        CLOUDSDK_AUTH_DISABLE_SSL_VALIDATION: 'true',
      },
      files: { ...corp, [`${root}/bin/gcloud`]: '#!/bin/sh', [`${root}/VERSION`]: '528.0.0\n' },
    })
    const asking = await only(gcloud, host)
    expect(storesOf(asking)).toEqual(['/corp/other.pem'])
    expect(asking.dangers).toEqual([])
    expect(useless(asking)).toEqual([
      { name: 'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE', reason: 'beaten', params: { by: 'REQUESTS_CA_BUNDLE' } },
      { name: 'CLOUDSDK_AUTH_DISABLE_SSL_VALIDATION', reason: 'beaten', params: { by: 'REQUESTS_CA_BUNDLE' } },
    ])
  })
})

describe('programs frozen with PyInstaller', () => {
  it('finds the old certifi in them, and says what it cannot see', async () => {
    const host = machine({
      env: { PATH: '/usr/local/bin' },
      files: {
        '/usr/local/bin/bot': { link: '/srv/bot/bot' },
        '/srv/bot/bot': 'ELF',
        '/srv/bot/_internal/base_library.zip': 'PK',
        '/srv/bot/_internal/libpython3.8.so.1.0': 'ELF',
        '/srv/bot/_internal/certifi/cacert.pem': pem,
      },
    })
    const asking = await only(pyinstaller, host)
    expect(asking.installation).toEqual({
      runtime: 'pyinstaller',
      path: '/srv/bot/_internal',
      version: '3.8',
      client: 'python-3.8',
      note: 'bot',
    })
    expect(storesOf(asking)).toEqual(['/srv/bot/_internal/certifi/cacert.pem'])
    expect(asking.unknown).not.toBe('')
  })

  it('finds those of releases before 6 on Windows', async () => {
    const folder = 'C:\\Users\\u\\AppData\\Local\\Programs\\bot'
    const host = machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      files: { [`${folder}\\bot.exe`]: 'MZ', [`${folder}\\base_library.zip`]: 'PK', [`${folder}\\python37.dll`]: 'MZ' },
    })
    expect(await only(pyinstaller, host)).toMatchObject({ stores: [], installation: { version: '3.7', client: 'python-3.7' } })
  })
})
