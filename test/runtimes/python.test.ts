import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import type { Asking } from '../../src/model/machine.ts'
import { aiohttp } from '../../src/runtimes/aiohttp.ts'
import { pip } from '../../src/runtimes/pip.ts'
import { python } from '../../src/runtimes/python.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { pythonProbeArguments } from '../../src/runtimes/shared/python-probe.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import { fixedNow } from '../support/evidence.ts'
import { type Machine, machine } from '../support/machine.ts'

const pem = certificatesPem([unrelatedRoot('python', fixedNow)])

/** What a program prints when it is asked for its paths. */
const says = (program: string, version: string, folder: string, openssl = 'OpenSSL 3.0.19 27 Jan 2026') => ({
  [[program, ...pythonProbeArguments(version)].join(' ')]: JSON.stringify({
    version,
    openssl,
    file: `${folder}/cert.pem`,
    folder: `${folder}/certs`,
  }),
})

async function all(runtime: Runtime, host: Host): Promise<readonly Asking[]> {
  return Promise.all((await runtime.find(host)).map((installation) => runtime.asks(host, installation)))
}

async function only(runtime: Runtime, host: Host): Promise<Asking> {
  const [first] = await all(runtime, host)
  if (first === undefined) throw new Error('nothing was found')
  return first
}

const debian = (env: Readonly<Record<string, string>> = {}, more: Machine['files'] = {}): Host =>
  machine({
    env: { PATH: '/usr/bin', ...env },
    files: {
      '/usr/bin/python3': { link: 'python3.11' },
      '/usr/bin/python3.11': 'ELF',
      '/usr/lib/ssl/certs': { link: '/etc/ssl/certs' },
      '/etc/ssl/certs/ca-certificates.crt': pem,
      '/etc/ssl/certs/0a775a30.0': pem,
      '/corp/ca.pem': pem,
      '/corp/empty.pem': 'nothing here',
      '/corp/hashed/0a775a30.0': { link: 'ca.pem' },
      '/corp/hashed/ca.pem': pem,
      '/corp/hashed/bundle.crt': pem,
      '/corp/hashed/late.crt': certificatesPem([unrelatedRoot('late', fixedNow)]),
      '/corp/plain/ca.pem': pem,
      ...more,
    },
    runs: says('/usr/bin/python3', '3.11.2', '/usr/lib/ssl'),
  })

const storesOf = ({ stores }: Asking): readonly string[] => stores.map(({ store }) => store)
const useless = ({ withoutEffect }: Asking) =>
  withoutEffect.map(({ setting, reason, params }) => ({ name: setting.name, reason, params }))

describe('Python on Linux', () => {
  it('is found once though two names lead to it, and is asked for its release', async () => {
    const found = await python.find(debian())
    expect(found).toEqual([{ runtime: 'python', path: '/usr/bin/python3', version: '3.11.2', client: 'python-3.11', note: '' }])
  })

  it('asks what its OpenSSL was built to read', async () => {
    const asking = await only(python, debian())
    expect(storesOf(asking)).toEqual(['openssl-dir:/usr/lib/ssl/certs'])
    expect(asking.why).toMatchObject({ kind: 'built-in', value: '/usr/lib/ssl/cert.pem, /usr/lib/ssl/certs' })
  })

  it('keeps the built-in folder when SSL_CERT_FILE is set: each variable moves its own half', async () => {
    const asking = await only(python, debian({ SSL_CERT_FILE: '/corp/ca.pem' }))
    expect(storesOf(asking)).toEqual(['/corp/ca.pem', 'openssl-dir:/usr/lib/ssl/certs'])
    expect(asking.why.name).toBe('SSL_CERT_FILE')
    expect(asking.overrides).toHaveLength(1)
  })

  it('reads of SSL_CERT_DIR what has a hash name, and tells of the rest', async () => {
    const asking = await only(python, debian({ SSL_CERT_DIR: '/corp/hashed:/corp/plain' }))
    expect(storesOf(asking)).toEqual(['openssl-dir:/corp/hashed'])
    expect(useless(asking)).toEqual([
      { name: 'SSL_CERT_DIR', reason: 'wrong-file-name', params: { path: '/corp/hashed', files: 'late.crt' } },
      { name: 'SSL_CERT_DIR', reason: 'wrong-file-name', params: { path: '/corp/plain', files: 'ca.pem' } },
    ])
  })

  it('takes one file for SSL_CERT_DIR with OpenSSL 3 and not before', async () => {
    const set = { SSL_CERT_DIR: '/corp/ca.pem' }
    expect(storesOf(await only(python, debian(set)))).toEqual(['/corp/ca.pem'])
    const host = machine({
      env: { PATH: '/usr/bin', ...set },
      files: { '/usr/bin/python3': 'ELF', '/corp/ca.pem': pem },
      runs: {
        [['/usr/bin/python3', ...pythonProbeArguments(null)].join(' ')]: JSON.stringify({
          version: '3.9.2',
          openssl: 'OpenSSL 1.1.1w  11 Sep 2023',
          file: '/usr/lib/ssl/cert.pem',
          folder: '/usr/lib/ssl/certs',
        }),
      },
    })
    expect(useless(await only(python, host))).toMatchObject([{ name: 'SSL_CERT_DIR', reason: 'wrong-kind' }])
  })

  it('trusts nothing where its OpenSSL was built for another machine', async () => {
    const host = machine({
      env: { PATH: '/opt/portable/bin' },
      files: { '/opt/portable/bin/python3': { link: 'python3.12' }, '/opt/portable/bin/python3.12': 'ELF' },
      runs: says('/opt/portable/bin/python3', '3.12.4', '/install/ssl'),
    })
    expect(await only(python, host)).toMatchObject({
      stores: [],
      unknown: '',
      why: { value: '/install/ssl/cert.pem, /install/ssl/certs' },
    })
  })

  it('says what it does not know when the interpreter may not be started', async () => {
    const host = machine({
      env: { PATH: '/usr/bin' },
      files: { '/usr/bin/python3': { link: 'python3.11' }, '/usr/bin/python3.11': 'ELF' },
    })
    const asking = await only(python, host)
    expect(asking).toMatchObject({ stores: [], installation: { version: '3.11', client: 'python-3.11' } })
    expect(asking.unknown).toContain('/usr/bin/python3 is not there')
  })

  it.each([
    ['a folder', '/corp/plain', 'wrong-kind', { path: '/corp/plain', is: 'directory', wanted: 'file' }],
    ['nothing', '/corp/none.pem', 'no-such-file', { path: '/corp/none.pem' }],
    ['a file without certificates', '/corp/empty.pem', 'no-certificate', { path: '/corp/empty.pem' }],
    ['a value in quotes', '"/corp/ca.pem"', 'not-expanded', { path: '"/corp/ca.pem"', instead: '/corp/ca.pem' }],
    ['a value with a blank', '/corp/ca.pem ', 'not-expanded', { path: '/corp/ca.pem ', instead: '/corp/ca.pem' }],
    ['a tilde', '~/ca.pem', 'not-expanded', { path: '~/ca.pem', instead: '/home/u/ca.pem' }],
    ['a variable', '$HOME/ca.pem', 'not-expanded', { path: '$HOME/ca.pem', instead: '/home/u/ca.pem' }],
  ])('tells that SSL_CERT_FILE names %s', async (_, value, reason, params) => {
    const host = debian({ SSL_CERT_FILE: value, HOME: '/home/u' }, { '/home/u/ca.pem': pem })
    const asking = await only(python, host)
    expect(useless(asking)).toEqual([{ name: 'SSL_CERT_FILE', reason, params }])
    // The built-in bundle is lost all the same; the folder is not.
    expect(storesOf(asking)).toEqual(['openssl-dir:/usr/lib/ssl/certs'])
  })

  it.each([
    ['REQUESTS_CA_BUNDLE', 'other-runtime'],
    ['CURL_CA_BUNDLE', 'other-runtime'],
    ['PIP_CERT', 'other-runtime'],
    ['NODE_EXTRA_CA_CERTS', 'other-runtime'],
    ['SSL_CERT', 'wrong-name'],
    ['SSL_CA_FILE', 'wrong-name'],
    ['PYTHON_CA_BUNDLE', 'wrong-name'],
  ])('tells that %s does nothing here', async (name, reason) => {
    const [told] = useless(await only(python, debian({ [name]: '/corp/ca.pem' })))
    expect(told).toMatchObject({ name, reason, params: { instead: 'SSL_CERT_FILE' } })
  })

  it('tells that a new certifi does not reach ssl, and reaches aiohttp no more', async () => {
    const site = '/usr/lib/python3/dist-packages'
    const host = debian(
      {},
      {
        [`${site}/certifi/cacert.pem`]: pem,
        [`${site}/certifi/core.py`]: 'def where(): return files("certifi").joinpath("cacert.pem")',
        [`${site}/certifi-2026.7.22.dist-info/METADATA`]: '',
        [`${site}/aiohttp/__init__.py`]: '__version__ = "3.14.3"',
        [`${site}/discord/__init__.py`]: '',
        [`${site}/discord.py-2.4.0.dist-info/METADATA`]: '',
        [`${site}/discord_py-2.4.0.dist-info/METADATA`]: '',
      },
    )
    expect(useless(await only(python, host))).toMatchObject([
      { name: 'certifi', reason: 'some-requests', params: { instead: 'SSL_CERT_FILE' } },
    ])
    const asking = await only(aiohttp, host)
    expect(asking.installation).toMatchObject({
      version: '3.14.3',
      client: 'python-3.11',
      note: expect.stringContaining('discord.py 2.4.0'),
    })
    expect(storesOf(asking)).toEqual(['openssl-dir:/usr/lib/ssl/certs'])
    expect(useless(asking)).toMatchObject([{ name: 'certifi', reason: 'other-runtime' }])
  })

  it('tells that aiohttp does not read REQUESTS_CA_BUNDLE', async () => {
    const host = debian({ REQUESTS_CA_BUNDLE: '/corp/ca.pem' }, { '/usr/lib/python3/dist-packages/aiohttp/__init__.py': '' })
    expect(useless(await only(aiohttp, host))).toMatchObject([
      { name: 'REQUESTS_CA_BUNDLE', reason: 'other-runtime', params: { instead: 'SSL_CERT_FILE' } },
    ])
  })

  it('knows PYTHONHTTPSVERIFY=0 as a danger of Python 2 and as nothing to Python 3', async () => {
    const env = { PYTHONHTTPSVERIFY: '0' }
    const three = await only(python, debian(env))
    expect(useless(three)).toMatchObject([{ name: 'PYTHONHTTPSVERIFY', reason: 'too-new' }])
    expect(three.dangers).toEqual([])
    const two = await only(
      python,
      machine({
        env: { PATH: '/usr/bin', ...env },
        files: { '/usr/bin/python2.7': 'ELF' },
        runs: says('/usr/bin/python2.7', '2.7.18', '/usr/lib/ssl'),
      }),
    )
    expect(two.dangers).toMatchObject([{ reason: 'verification-off', setting: { name: 'PYTHONHTTPSVERIFY' } }])
    expect(two.installation.client).toBe('python-2.7-openssl3')
  })

  it('tells by the library that its module needs whose words an old release speaks', async () => {
    const at = (library: string): Host =>
      machine({
        env: { PATH: '/opt/py/bin' },
        files: {
          '/opt/py/bin/python3.8': 'ELF',
          '/opt/py/lib/python3.8/lib-dynload/_ssl.cpython-38-x86_64-linux-gnu.so': `ELF\0${library}\0libc.so.6`,
          '/opt/py/lib/python3.8/site-packages/pip/__init__.py': '__version__ = "23.0.1"',
          '/opt/py/lib/python3.8/site-packages/pip-23.0.1.dist-info/METADATA': 'Name: pip\nVersion: 23.0.1\n',
        },
        runs: says(
          '/opt/py/bin/python3.8',
          '3.8.18',
          '/usr/lib/ssl',
          `OpenSSL ${library === 'libssl.so.3' ? '3.0.19' : '1.1.1w'}`,
        ),
      })
    for (const runtime of [python, pip]) {
      expect((await only(runtime, at('libssl.so.3'))).installation.client).toBe('python-3.8-openssl3')
      expect((await only(runtime, at('libssl.so.1.1'))).installation.client).toBe('python-3.8')
    }
  })

  it('knows SSLKEYLOGFILE as a danger', async () => {
    expect((await only(python, debian({ SSLKEYLOGFILE: '/tmp/keys' }))).dangers).toMatchObject([
      { reason: 'key-material-logged' },
    ])
  })
})

describe('where Pythons lie', () => {
  it('finds virtual environments, pyenv, conda and tools, each release by its files', async () => {
    const host = machine({
      env: { PATH: '/home/u/.pyenv/shims:/usr/bin', VIRTUAL_ENV: '/home/u/app/.venv', PWD: '/home/u/app' },
      files: {
        '/home/u/app/.venv/bin/python3': { link: '/usr/bin/python3.11' },
        '/home/u/app/.venv/pyvenv.cfg': 'home = /usr/bin\nversion = 3.11.2\n',
        '/usr/bin/python3.11': 'ELF',
        '/home/u/.pyenv/shims/python3': '#!/usr/bin/env bash',
        '/home/u/.pyenv/version': '3.12.1\n3.8.18\n',
        '/home/u/.pyenv/versions/3.8.18/bin/python3': 'ELF',
        '/home/u/.pyenv/versions/3.12.1/bin/python3': 'ELF',
        '/home/u/.pyenv/versions/3.12.1/include/python3.12/patchlevel.h': '#define PY_VERSION      "3.12.1"\n',
        '/home/u/miniconda3/bin/python3': 'ELF',
        '/home/u/miniconda3/conda-meta/python-3.10.14-h955ad1f_1.json': '{}',
        '/home/u/miniconda3/envs/ml/bin/python3': 'ELF',
        '/home/u/miniconda3/envs/ml/conda-meta/python-3.9.19-h955ad1f_1.json': '{}',
        '/srv/env/bin/python3': 'ELF',
        '/srv/env/conda-meta/python-3.13.1-h.json': '{}',
        '/home/u/.conda/environments.txt': '/srv/env\n/gone\n',
        '/home/u/.local/share/uv/python/cpython-3.13.0-linux-x86_64-gnu/bin/python3': { link: 'python3.13' },
        '/home/u/.local/share/uv/python/cpython-3.13.0-linux-x86_64-gnu/bin/python3.13': 'ELF',
        '/home/u/.local/share/pipx/venvs/poetry/bin/python3': { link: '/usr/bin/python3.11' },
        '/home/u/.local/share/pipx/venvs/poetry/pyvenv.cfg': 'version_info = 3.11.2.final.0\n',
      },
    })
    const found = (await python.find(host)).map(({ path, version, client, note }) => [path, version, client, note])
    expect(found).toEqual([
      ['/home/u/app/.venv/bin/python3', '3.11.2', 'python-3.11', 'virtual environment'],
      ['/home/u/.pyenv/versions/3.12.1/bin/python3', '3.12.1', 'python-3.12', 'pyenv'],
      ['/usr/bin/python3.11', '3.11', 'python-3.11', ''],
      ['/home/u/.pyenv/versions/3.8.18/bin/python3', '3.8.18', 'python-3.8', 'pyenv'],
      ['/home/u/miniconda3/bin/python3', '3.10.14', 'python-3.10', 'conda base'],
      ['/home/u/miniconda3/envs/ml/bin/python3', '3.9.19', 'python-3.9', 'conda environment ml'],
      ['/srv/env/bin/python3', '3.13.1', 'python-3.13', expect.stringContaining('conda')],
      ['/home/u/.local/share/uv/python/cpython-3.13.0-linux-x86_64-gnu/bin/python3', '3.13', 'python-3.13', 'managed by uv'],
      ['/home/u/.local/share/pipx/venvs/poetry/bin/python3', '3.11.2', 'python-3.11', 'virtual environment'],
    ])
  })

  it('knows the Windows stub that is no Python, and reads the registry', async () => {
    const stub = 'C:\\Users\\u\\AppData\\Local\\Microsoft\\WindowsApps\\python.exe'
    const tag = 'HKCU\\Software\\Python\\PythonCore\\3.11'
    const host = machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { Path: 'C:\\Users\\u\\AppData\\Local\\Microsoft\\WindowsApps' },
      files: { [stub]: '', 'C:\\Py\\Python311\\python.exe': 'MZ', 'C:\\Py\\Python311\\python311.dll': 'MZ' },
      registry: {
        'HKCU\\Software\\Python': { keys: ['PyLauncher', 'PythonCore'], values: {} },
        'HKCU\\Software\\Python\\PythonCore': { keys: ['3.11'], values: {} },
        [`${tag}\\InstallPath`]: { keys: [], values: { '': 'C:\\Py\\Python311\\' } },
      },
    })
    const [asking, ...none] = await all(python, host)
    expect(none).toEqual([])
    expect(asking?.installation).toMatchObject({ path: 'C:\\Py\\Python311\\python.exe', version: '3.11', client: 'python-3.11' })
    expect(asking?.stores).toEqual([
      { store: 'windows:ROOT', ifUnreadable: 'goes-on' },
      { store: 'windows:CA', ifUnreadable: 'goes-on' },
    ])
  })

  it('adds SSL_CERT_FILE to the Windows stores', async () => {
    const host = machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { Path: 'C:\\Python312', SSL_CERT_FILE: 'C:\\corp\\ca.pem' },
      files: { 'C:\\Python312\\python.exe': 'MZ', 'C:\\corp\\ca.pem': pem },
    })
    expect(storesOf(await only(python, host))).toEqual(['windows:ROOT', 'windows:CA', 'C:\\corp\\ca.pem'])
  })

  const framework = '/Library/Frameworks/Python.framework/Versions/3.12'
  it("finds python.org's build on macOS empty, until its certificates were installed", async () => {
    const files = { [`${framework}/bin/python3`]: { link: 'python3.12' }, [`${framework}/bin/python3.12`]: 'Mach-O' }
    const before = await only(python, machine({ platform: 'darwin', home: '/Users/u', files }))
    expect(before).toMatchObject({ stores: [], unknown: '', installation: { version: '3.12', note: 'python.org' } })
    expect(before.why.value).toContain(`${framework}/etc/openssl/cert.pem`)
    const site = `${framework}/lib/python3.12/site-packages`
    const installed = {
      [`${framework}/etc/openssl/cert.pem`]: { link: '../../lib/python3.12/site-packages/certifi/cacert.pem' },
      [`${site}/certifi/cacert.pem`]: pem,
      [`${site}/certifi-2024.8.30.dist-info/METADATA`]: '',
    }
    const after = await only(python, machine({ platform: 'darwin', home: '/Users/u', files: { ...files, ...installed } }))
    expect(storesOf(after)).toEqual([`${framework}/etc/openssl/cert.pem`])
    // It is certifi that is read there: a newer one has its effect.
    expect(useless(after)).toEqual([])
  })

  it("does not start macOS' python3 without the developer tools", async () => {
    const files = { '/usr/bin/python3': 'Mach-O' }
    expect(await python.find(machine({ platform: 'darwin', env: { PATH: '/usr/bin' }, files }))).toEqual([])
    const tools = '/Library/Developer/CommandLineTools/usr/bin/python3'
    const found = await python.find(
      machine({ platform: 'darwin', env: { PATH: '/usr/bin' }, files: { ...files, [tools]: 'Mach-O' } }),
    )
    expect(found.map(({ path }) => path)).toEqual([tools])
  })
})
