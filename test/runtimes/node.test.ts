import { describe, expect, it } from 'vitest'
import { node } from '../../src/runtimes/node.ts'
import { nodeWords } from '../../src/runtimes/shared/quoted-words.ts'
import { readStore } from '../../src/stores/index.ts'
import { askingOf, lostIn, someDer, somePem, storesOf } from '../support/asking-of.ts'
import { type Machine, machine } from '../support/machine.ts'

const header = (version: string): string => {
  const [major, minor, patch] = version.split('.')
  return `#define NODE_MAJOR_VERSION ${major}\n#define NODE_MINOR_VERSION ${minor}\n#define NODE_PATCH_VERSION ${patch}\n`
}

/** A Node of a release in /opt/node, with a bundle and folder of the system, and files of the user. */
const withNode = (version: string, env: Readonly<Record<string, string>>, more: Machine = {}): Machine => ({
  ...more,
  env: { PATH: '/opt/node/bin', ...env },
  files: {
    '/opt/node/bin/node': 'x',
    '/opt/node/include/node/node_version.h': header(version),
    '/etc/ssl/certs/ca-certificates.crt': somePem,
    '/u/ca.pem': somePem,
    '/u/ca.der': someDer,
    '/u/notes.txt': 'hello',
    '/u/d/ca.pem': somePem,
    ...more.files,
  },
})
const ask = (version: string, env: Readonly<Record<string, string>>, more?: Machine) =>
  askingOf(node, withNode(version, env, more))

describe('where Node lies', () => {
  it('on the search path, then in the folders of version managers, each file once and no shim', async () => {
    const found = await node.find(
      machine({
        env: { PATH: '/home/u/.asdf/shims:/home/u/.nvm/versions/node/v18.20.4/bin:/usr/bin' },
        files: {
          '/home/u/.asdf/shims/node': 'x',
          '/home/u/.asdf/installs/nodejs/21.7.3/bin/node': 'x',
          '/home/u/.nvm/versions/node/v18.20.4/bin/node': 'x',
          '/home/u/.nvm/versions/node/v22.15.0/bin/node': 'x',
          '/home/u/.local/share/fnm/node-versions/v20.11.1/installation/bin/node': 'x',
          '/home/u/.volta/tools/image/node/16.20.2/bin/node': 'x',
          '/usr/local/n/versions/node/14.21.3/bin/node': 'x',
          '/usr/bin/node': 'x',
        },
        runs: { '/usr/bin/node --version': 'v12.22.12\n' },
      }),
    )
    expect(found.map(({ version, note, client }) => `${version} ${note} ${client}`)).toEqual([
      '18.20.4 nvm node-18.20.4',
      '12.22.12  node-12.22.12',
      '22.15.0 nvm node-22.15.0',
      '20.11.1 fnm node-20.11.1',
      '16.20.2 volta node-16.20.2',
      '21.7.3 asdf node-21.7.3',
      '14.21.3 n node-14.21.3',
    ])
  })

  it('on Windows in Program Files and in the folder of nvm-windows', async () => {
    const found = await node.find(
      machine({
        platform: 'win32',
        home: 'C:\\Users\\u',
        env: { Path: '', ProgramFiles: 'C:\\Program Files', APPDATA: 'C:\\Users\\u\\AppData\\Roaming' },
        files: { 'C:\\Program Files\\nodejs\\node.exe': 'x', 'C:\\Users\\u\\AppData\\Roaming\\nvm\\v20.11.1\\node.exe': 'x' },
      }),
    )
    expect(found.map(({ path, version }) => [path, version])).toEqual([
      ['C:\\Program Files\\nodejs\\node.exe', null],
      ['C:\\Users\\u\\AppData\\Roaming\\nvm\\v20.11.1\\node.exe', '20.11.1'],
    ])
  })
})

describe('what Node asks', () => {
  it('its own list, that of this very release by its short name', async () => {
    expect(storesOf(await ask('20.20.2', {}))).toEqual(['node'])
    expect(storesOf(await ask('18.20.4', {}))).toEqual(['node:/opt/node/bin/node'])
  })

  it('NODE_EXTRA_CA_CERTS beside it', async () => {
    const asking = await ask('20.20.2', { NODE_EXTRA_CA_CERTS: '/u/ca.pem' })
    expect(storesOf(asking)).toEqual(['node', '/u/ca.pem'])
    expect(asking.why).toMatchObject({ kind: 'variable', name: 'NODE_EXTRA_CA_CERTS' })
    expect(asking.overrides.map(({ kind }) => kind)).toEqual(['built-in'])
  })

  it.each([
    ['/u/none.pem', 'no-such-file'],
    ['/u/d', 'wrong-kind'],
    ['/u/notes.txt', 'no-certificate'],
    ['/u/ca.der', 'no-certificate'],
    ['~/ca.pem', 'not-expanded'],
    ['"/u/ca.pem"', 'not-expanded'],
    ['%USERPROFILE%\\ca.pem', 'no-such-file'],
  ])('NODE_EXTRA_CA_CERTS=%s is without effect: %s', async (value, reason) => {
    const asking = await ask('20.20.2', { NODE_EXTRA_CA_CERTS: value })
    expect(storesOf(asking)).toEqual(['node'])
    expect(lostIn(asking)).toEqual([`NODE_EXTRA_CA_CERTS: ${reason}`])
  })

  it('names the variable that was meant, for one that nobody reads (npm/cli issue 7592)', async () => {
    const asking = await ask('20.20.2', { EXTRA_NODE_CA_CERTS: '/u/ca.pem' })
    expect(asking.withoutEffect).toMatchObject([{ reason: 'wrong-name', params: { instead: 'NODE_EXTRA_CA_CERTS' } }])
  })

  it("SSL_CERT_FILE with OpenSSL's list alone", async () => {
    expect(lostIn(await ask('20.20.2', { SSL_CERT_FILE: '/u/ca.pem' }))).toEqual(['SSL_CERT_FILE: other-runtime'])
    const asking = await ask('20.20.2', { SSL_CERT_FILE: '/u/ca.pem', NODE_OPTIONS: '--use-openssl-ca' })
    expect(storesOf(asking)).toEqual(['/u/ca.pem'])
    expect(asking.why.name).toBe('NODE_OPTIONS')
    expect(lostIn(asking)).toEqual([])
  })

  it('of a build that uses the list of OpenSSL by default, that list', async () => {
    const help =
      "  --use-bundled-ca            use bundled CA store\n  --use-openssl-ca            use OpenSSL's default CA store (default)\n"
    const asking = await ask('18.19.0', { SSL_CERT_FILE: '/u/ca.pem' }, { runs: { '/opt/node/bin/node --help': help } })
    expect(storesOf(asking)).toEqual(['/u/ca.pem'])
  })

  it('--use-system-ca: from 22.15 and 23.9 on; before, Node does not start', async () => {
    expect(storesOf(await ask('22.15.0', { NODE_OPTIONS: '--use-system-ca' }))).toEqual([
      'node:/opt/node/bin/node',
      '/etc/ssl/certs',
    ])
    for (const version of ['20.20.2', '22.14.0', '23.8.0']) {
      const asking = await ask(version, { NODE_OPTIONS: '--use-system-ca' })
      expect(asking.unknown).toMatch(/does not start/)
      expect(lostIn(asking)).toEqual(['NODE_OPTIONS: too-old'])
    }
  })

  it('NODE_USE_SYSTEM_CA=1: from 22.19 and 24.6 on, with no other value, and not against --no-use-system-ca', async () => {
    expect(storesOf(await ask('24.6.0', { NODE_USE_SYSTEM_CA: '1' }))).toContain('/etc/ssl/certs')
    expect(storesOf(await ask('22.19.0', { NODE_USE_SYSTEM_CA: '1' }))).toContain('/etc/ssl/certs')
    expect(lostIn(await ask('22.15.0', { NODE_USE_SYSTEM_CA: '1' }))).toEqual(['NODE_USE_SYSTEM_CA: too-old'])
    expect(lostIn(await ask('24.6.0', { NODE_USE_SYSTEM_CA: 'true' }))).toEqual(['NODE_USE_SYSTEM_CA: wrong-name'])
    expect(lostIn(await ask('24.6.0', { NODE_USE_SYSTEM_CA: '1', NODE_OPTIONS: '--no-use-system-ca' }))).toEqual([
      'NODE_USE_SYSTEM_CA: beaten',
    ])
  })

  it("OpenSSL's list and the system's: together in 22, refused from 24.21", async () => {
    const env = { NODE_OPTIONS: '--use-openssl-ca', NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: '/u/ca.pem' }
    expect((await ask('22.23.3', env)).unknown).toBe('')
    expect((await ask('26.10.0', env)).unknown).toMatch(/does not start/)
  })

  it("the system's stores on Windows and macOS", async () => {
    const windows = await askingOf(node, {
      platform: 'win32',
      env: { Path: 'C:\\node', NODE_OPTIONS: '--use-system-ca', SSL_CERT_FILE: 'C:\\ca.pem' },
      files: { 'C:\\node\\node.exe': 'x', 'C:\\node\\include\\node\\node_version.h': header('24.6.0') },
    })
    expect(storesOf(windows)).toEqual(['node:C:\\node\\node.exe', 'windows:ROOT', 'windows:CA'])
    expect(lostIn(windows)).toEqual(['SSL_CERT_FILE: other-runtime'])
    const mac = await ask('24.6.0', { NODE_OPTIONS: '--use-system-ca' }, { platform: 'darwin' })
    expect(storesOf(mac)).toEqual(['node:/opt/node/bin/node', 'system'])
  })

  it('tells what turns verification off, and what logs keys; NODE_TLS_REJECT_UNAUTHORIZED=false does nothing', async () => {
    const reasons = async (env: Readonly<Record<string, string>>) =>
      (await ask('20.20.2', env)).dangers.map(({ reason }) => reason)
    expect(await reasons({ NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_OPTIONS: '--tls-keylog=/u/keys' })).toEqual([
      'verification-off',
      'key-material-logged',
    ])
    expect(await reasons({ NODE_TLS_REJECT_UNAUTHORIZED: 'false' })).toEqual([])
  })
})

describe('NODE_OPTIONS', () => {
  // Each line was given to Node 20.20.2, which took, refused or passed over the option as told here.
  it.each([
    ['"--use-openssl-ca"', ['--use-openssl-ca']],
    ["'--use-openssl-ca'", ["'--use-openssl-ca'"]],
    ['"--use-openssl-ca --no-warnings"', ['--use-openssl-ca --no-warnings']],
    ['--use-openssl\\-ca', ['--use-openssl\\-ca']],
    ['  --a   --b ', ['--a', '--b']],
    ['"--use-openssl-ca', null],
  ])('%s', (text, words) => {
    expect(nodeWords(text)).toEqual(words)
  })

  it('with an option in single quotes says what would work', async () => {
    const asking = await ask('20.20.2', { NODE_OPTIONS: "'--use-openssl-ca'" })
    expect(asking.withoutEffect).toMatchObject([{ reason: 'not-expanded', params: { instead: '--use-openssl-ca' } }])
  })
})

describe('the list of another Node', () => {
  const runs = (printed: string) =>
    machine({
      files: { '/opt/node/bin/node': 'x' },
      runs: { '/opt/node/bin/node -p require("tls").rootCertificates.join("\\n")': printed },
    })
  it('is what it prints', async () => {
    expect(await readStore(runs(somePem), 'node:/opt/node/bin/node')).toMatchObject({ certificates: [{ der: someDer }] })
  })
  it('is unreadable where it prints none, and absent where no Node is', async () => {
    expect(await readStore(runs(''), 'node:/opt/node/bin/node')).toHaveProperty('unreadable')
    expect(await readStore(runs(''), 'node:/opt/other')).toBeNull()
  })
})
