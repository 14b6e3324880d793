import { describe, expect, it } from 'vitest'
import { condaTruststore } from '../../src/cures/conda-truststore.ts'
import type { Cure, Draft, Need } from '../../src/cures/cure.ts'
import { firefoxSystemStore } from '../../src/cures/firefox-system-store.ts'
import { uvSystemCerts } from '../../src/cures/uv-system-certs.ts'
import type { Host } from '../../src/host/host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { conda } from '../../src/runtimes/conda.ts'
import { firefox } from '../../src/runtimes/firefox.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { uv } from '../../src/runtimes/uv.ts'
import { type Machine, machine } from '../support/machine.ts'
import { anchorOf, newRoot, need } from './anchors.ts'
import { windows } from './windows-registry.ts'
import { seat } from './support/cure-walk.ts'

const [old, missing] = [newRoot('old'), newRoot('missing')]
const system = '/etc/ssl/certs/ca-certificates.crt'

/** What the way proposes for everything that the runtime finds on a machine. */
async function proposed(cure: Cure, runtime: Runtime, host: Host, over: Partial<Need> = {}): Promise<Draft | null> {
  const found = await runtime.find(host)
  expect(found).not.toEqual([])
  const seats = await Promise.all(found.map(async (one) => seat(await runtime.asks(host, one))))
  return cure.plan(host, need({ seats, add: [anchorOf(missing)], ...over }))
}

const text = (draft: Draft | null, end: string): string | null => {
  const change = draft?.steps.map((step) => step.change).find((c) => c.kind === 'file' && c.path.endsWith(end))
  return change?.kind === 'file' ? Buffer.from(change.content ?? '', 'base64').toString('latin1') : null
}

describe('conda: ssl_verify: truststore', () => {
  const base = '/opt/conda'
  const bundle = `${base}/lib/python3.11/site-packages/certifi/cacert.pem`
  /** conda's own OpenSSL asks the folder of its environment: on Linux truststore is that list. */
  const at = (version: string, store: readonly Uint8Array[], condarc?: string, env: Machine['env'] = {}): Host =>
    machine({
      env,
      files: {
        [`${base}/bin/python3`]: 'ELF',
        [`${base}/conda-meta/python-3.11.8-h955ad1f_0.json`]: '{}',
        [`${base}/conda-meta/conda-${version}-py311h06a4308_0.json`]: '{}',
        [`${base}/ssl/cert.pem`]: certificatesPem(store),
        [bundle]: certificatesPem([old]),
        [`${base}/lib/python3.11/site-packages/certifi-2024.6.2.dist-info/METADATA`]: '',
        ...(condarc === undefined ? {} : { '/home/u/.condarc': condarc }),
      },
    })

  it('is one line; everything else stays to the octet', async () => {
    const mine = 'channels:\r\n  - https://me:SECRET@example.org\r\nnested:\r\n  ssl_verify: 1\r\n'
    const draft = await proposed(condaTruststore, conda, at('24.5.0', [old, missing], mine))
    expect(text(draft, '.condarc')).toBe(`${mine}ssl_verify: truststore\r\n`)
    expect(draft?.deltas).toContainEqual({
      kind: 'set-store',
      client: 'python-3.11',
      from: bundle,
      // certifi stays: a real conda trusts both (test/cures/conda.test.ts).
      store: `${base}/ssl/cert.pem + ${bundle}`,
    })
    const set = await proposed(condaTruststore, conda, at('24.5.0', [missing], 'verify_ssl: True\nchannels: []\n'))
    expect(text(set, '.condarc')).toBe('ssl_verify: truststore\nchannels: []\n')
  })

  it.each([
    ['a conda that takes the word for a path', at('23.7.4', [missing])],
    ['a store that does not hold it either', at('24.5.0', [old])],
    ['a variable that beats the file', at('24.5.0', [missing], '', { CONDA_SSL_VERIFY: 'True' })],
    ['settings in braces', at('24.5.0', [missing], '{channels: [a]}\n')],
    ['settings with an indent', at('24.5.0', [missing], '# mine\n  channels: [a]\n')],
    ['a value on the next line', at('24.5.0', [missing], 'ssl_verify:\n  true\n')],
  ])('is not proposed for %s', async (_, host) => {
    expect(await proposed(condaTruststore, conda, host)).toBeNull()
  })
})

describe('uv: system-certs', () => {
  const at = (version: string, files: Machine['files'] = {}, env: Machine['env'] = {}): Host =>
    machine({
      env: { PATH: '/usr/bin', ...env },
      files: { '/usr/bin/uv': 'ELF', [system]: certificatesPem([old, missing]), ...files },
      runs: { '/usr/bin/uv --version': `uv ${version} (abcdef012 2026-08-01)\n` },
    })

  it('is one key above the tables of uv.toml, by the name that the release knows', async () => {
    const mine = '# mine\n[[index]]\nurl = "https://me:SECRET@example.org"\n'
    const path = '/home/u/.config/uv/uv.toml'
    expect(text(await proposed(uvSystemCerts, uv, at('0.12.5', { [path]: mine })), 'uv.toml')).toBe(
      `# mine\nsystem-certs = true\n[[index]]\nurl = "https://me:SECRET@example.org"\n`,
    )
    expect(text(await proposed(uvSystemCerts, uv, at('0.9.0')), 'uv.toml')).toBe('native-tls = true\n')
    expect(text(await proposed(uvSystemCerts, uv, at('0.12.5', { [path]: 'system-certs = false\n' })), 'uv.toml')).toBe(
      'system-certs = true\n',
    )
  })

  it.each([
    ['a system that does not hold it either', at('0.12.5', { [system]: certificatesPem([old]) })],
    ['a variable that beats the file', at('0.12.5', { '/own.pem': certificatesPem([old]) }, { SSL_CERT_FILE: '/own.pem' })],
    ['one that reads no files', at('0.12.5', {}, { UV_NO_CONFIG: '1' })],
  ])('is not proposed for %s', async (_, host) => {
    expect(await proposed(uvSystemCerts, uv, host)).toBeNull()
  })
})

describe("Firefox: the system's store by policy", () => {
  const roaming = 'C:\\Users\\u\\AppData\\Roaming\\Mozilla\\Firefox'
  const program = 'C:\\Program Files\\Mozilla Firefox'
  const policies = `${program}\\distribution\\policies.json`
  const off = 'user_pref("security.enterprise_roots.enabled", false);\r\n'
  const files = (more: Machine['files'] = {}): Host =>
    machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      files: {
        [`${roaming}\\profiles.ini`]: '[Profile0]\r\nIsRelative=1\r\nPath=Profiles/a\r\nDefault=1\r\n',
        [`${roaming}\\Profiles\\a\\prefs.js`]: off,
        [`${program}\\firefox.exe`]: 'MZ',
        ...more,
      },
    })
  const at = (store: string, more: Machine['files'] = {}, registry: Machine['registry'] = {}): Host => {
    const { readFile, stat, list, realPath } = files(more)
    return { ...windows({ [store]: [missing] }, registry), readFile, stat, list, realPath }
  }

  const withoutProgram = (host: Host): Host => ({
    ...host,
    stat: (path) => (path.startsWith(program) ? null : host.stat(path)),
  })

  it('is a new file beside the program, for all users to read', async () => {
    const draft = await proposed(firefoxSystemStore, firefox, at('LM/ROOT'))
    expect(JSON.parse(text(draft, 'policies.json') ?? '')).toEqual({
      policies: { Certificates: { ImportEnterpriseRoots: true } },
    })
    expect(draft?.steps).toMatchObject([{ needsRights: true, change: { path: policies, before: null, mode: 0o644 } }])
    expect(draft?.deltas).toContainEqual({ kind: 'set-store', client: 'firefox', from: '', store: 'system' })
    expect(draft?.notes).toContain('Not yet proved on Windows.')
  })

  it('keeps everything else that stands in the file', async () => {
    const mine = {
      policies: {
        Proxy: { Mode: 'manual', 'Password\u00e9"\\': 'x' },
        Certificates: { Install: ['corp.crt'], ImportEnterpriseRoots: false },
        Extensions: { Install: [1, 2.5, null, false] },
      },
      comment: '',
    }
    const octets = Buffer.from(JSON.stringify(mine, null, '\t').replaceAll('\n', '\r\n'), 'utf8')
    const draft = await proposed(firefoxSystemStore, firefox, at('GP/ROOT', { [policies]: new Uint8Array(octets) }))
    const now = Buffer.from(text(draft, 'policies.json') ?? '', 'latin1').toString('utf8')
    const wanted = {
      ...mine,
      policies: { ...mine.policies, Certificates: { ...mine.policies.Certificates, ImportEnterpriseRoots: true } },
    }
    expect(now).toBe(JSON.stringify(wanted, null, '\t').replaceAll('\n', '\r\n'))
  })

  it.each([
    ['a member twice', '{"policies": {"A": 1, "A": 2}}'],
    ['a number that would be rounded', '{"policies": {"A": 12345678901234567890}}'],
    ['no JSON', '{"policies": {,}}'],
    ['a list', '{"policies": []}'],
    ['a byte order mark', '\ufeff{"policies": {}}'],
  ])('leaves a file alone that has %s', async (_, content) => {
    expect(await proposed(firefoxSystemStore, firefox, at('LM/ROOT', { [policies]: content }))).toBeNull()
  })

  it.each([
    ['what Windows trusts by itself, which is not imported', at('LM/AuthRoot')],
    ['a Firefox that is elsewhere', withoutProgram(at('LM/ROOT'))],
    [
      'the policy in the file already',
      at('LM/ROOT', { [policies]: '{"policies":{"Certificates":{"ImportEnterpriseRoots":true}}}' }),
    ],
    [
      'a policy of the registry that beats the file',
      at(
        'LM/ROOT',
        {},
        {
          'HKLM\\SOFTWARE\\Policies\\Mozilla\\Firefox\\Certificates': { keys: [], values: { ImportEnterpriseRoots: 0 } },
        },
      ),
    ],
  ])('proposes nothing for %s', async (_, host) => {
    expect(await proposed(firefoxSystemStore, firefox, host)).toBeNull()
  })

  it("on Linux names p11-kit's module to the reader, where it is and the system holds what is missing", async () => {
    const folder = '/home/u/.mozilla/firefox'
    const module = '/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so'
    const linux = (held: readonly Uint8Array[], more: Machine['files'] = {}): Host =>
      machine({
        files: {
          [`${folder}/profiles.ini`]: '[Profile0]\nName=a\nIsRelative=1\nPath=a\nDefault=1\n',
          [system]: certificatesPem(held),
          ...more,
        },
      })
    const draft = await proposed(firefoxSystemStore, firefox, linux([missing], { [module]: 'ELF' }))
    expect(draft?.steps).toEqual([])
    expect(draft?.advice.map(({ command }) => JSON.parse(command) as unknown)).toEqual([
      { policies: { SecurityDevices: { Add: { 'p11-kit-trust': module } } } },
    ])
    expect(await proposed(firefoxSystemStore, firefox, linux([missing]))).toBeNull()
    expect(await proposed(firefoxSystemStore, firefox, linux([old], { [module]: 'ELF' }))).toBeNull()
  })
})
