import { describe, expect, it } from 'vitest'
import type { Cure, Draft, Need } from '../../src/cures/cure.ts'
import { certifiUpgrade } from '../../src/cures/certifi-upgrade.ts'
import { condaSslVerify } from '../../src/cures/conda-ssl-verify.ts'
import { cures } from '../../src/cures/index.ts'
import { curlConfig } from '../../src/cures/curl-config.ts'
import { gitSchannel } from '../../src/cures/git-schannel.ts'
import { javaSystemStore } from '../../src/cures/java-system-store.ts'
import { namedBundle } from '../../src/cures/named-bundle.ts'
import { nodeExtraCaCerts } from '../../src/cures/node-extra-ca-certs.ts'
import { nodeUseSystemCa } from '../../src/cures/node-use-system-ca.ts'
import { npmCafile } from '../../src/cures/npm-cafile.ts'
import { pipCert } from '../../src/cures/pip-cert.ts'
import { pythonTruststore } from '../../src/cures/python-truststore.ts'
import { sslCertFile } from '../../src/cures/ssl-cert-file.ts'
import { bundleAge, completeBundle, ownBundles } from '../../src/cures/shared/complete-bundle.ts'
import { asCharacters, asOctets, type LinePlace, withLine } from '../../src/cures/shared/edited-text.ts'
import { userVariable } from '../../src/cures/shared/user-variable.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { authority, utc } from '../../src/lab/shapes.ts'
import type { Asking } from '../../src/model/machine.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { git } from '../../src/runtimes/git.ts'
import { loadRoots } from '../../src/roots/load.ts'
import { type Machine, machine } from '../support/machine.ts'
import { plainAsking } from './support/plain-asking.ts'

const validity = { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') }
const rootOf = (name: string): Uint8Array => rootCertificate(authority(name, 'CA'), validity)
const [old, missing, later] = [rootOf('old'), rootOf('missing'), rootOf('later')]
const identity = (der: Uint8Array) => readCertificate(der).sha256
const anchor = (der: Uint8Array, label = 'Missing CA') => ({ sha256: identity(der), der, label, by: 'evidence' as const })

/** A program of a machine in memory, as it asks. */
const asking = (runtime: string, client: string, stores: readonly string[], over: Partial<Asking> = {}): Asking => {
  const plain = plainAsking({ runtime, path: `/opt/${runtime}`, client }, stores, 'fails')
  return { ...plain, installation: { ...plain.installation, version: '1.0' }, ...over }
}
const needs = (askings: readonly Asking[], over: Partial<Need> = {}): Need => ({
  seats: askings.map((each) => ({
    client: each.installation.client ?? '',
    store: each.stores.map(({ store }) => store).join(' + '),
    asking: each,
  })),
  add: [anchor(missing)],
  drop: [],
  project: '',
  ...over,
})
const text = (draft: Draft | null, end: string): string => {
  const change = draft?.steps.map((s) => s.change).find((c) => c.kind === 'file' && c.path.endsWith(end))
  return change?.kind === 'file' ? Buffer.from(change.content ?? '', 'base64').toString('latin1') : ''
}

describe('withLine', () => {
  const ini: LinePlace = {
    isSame: (line) => /^cert\s*=/.test(line),
    isHeading: (line) => line.startsWith('['),
    isOwnHeading: (line) => line === '[global]',
    heading: '[global]',
  }
  const npm: LinePlace = { ...ini, isOwnHeading: null, heading: '' }
  it.each([
    ['an empty file', '', '[global]\ncert = x\n'],
    ['no such section, CRLF', '[a]\r\nb = c\r\n', '[a]\r\nb = c\r\n[global]\r\ncert = x\r\n'],
    ['no final newline', '[a]\nb = c', '[a]\nb = c\n[global]\ncert = x'],
    ['a mark before the heading', '\xef\xbb\xbf[global]\nb = c\n', '\xef\xbb\xbf[global]\ncert = x\nb = c\n'],
    ['the key, indented and in CRLF', '[global]\r\n  cert = old\r\n# keep\r\n', '[global]\r\n  cert = x\r\n# keep\r\n'],
    ['the key in another section', '[other]\ncert = old\n', '[other]\ncert = old\n[global]\ncert = x\n'],
    ['a comment of that name', '[global]\n# cert = old\n', '[global]\ncert = x\n# cert = old\n'],
    ['octets that are no UTF-8', '[global]\n# \xff\xe9\n', '[global]\ncert = x\n# \xff\xe9\n'],
  ])('adds the least: %s', (_, before, after) => {
    expect(withLine(before, 'cert = x', ini)).toBe(after)
    expect(withLine(after, 'cert = x', ini)).toBe(after)
    expect(asCharacters(asOctets(after))).toBe(after)
  })
  it('stays above every heading where nothing counts behind one', () => {
    expect(withLine('a=1\n\n[x]\ncert=2\n', 'cert=x', npm)).toBe('a=1\ncert=x\n\n[x]\ncert=2\n')
    expect(withLine('[x]\n', 'cert=x', npm)).toBe('cert=x\n[x]\n')
  })
  it('removes nothing but the line that it replaces, whatever the file', () => {
    for (let seed = 1; seed < 400; seed++) {
      const pieces = ['[global]', '[a]', 'cert = 1', ' x = y', '# c', '', 'k=\xff', 'cert: 2']
      const lines = Array.from({ length: seed % 9 }, (_, i) => pieces[(seed * 7 + i * i * 3 + (seed >> i)) % pieces.length] ?? '')
      const before = lines.join(seed % 2 === 0 ? '\n' : '\r\n')
      const after = withLine(before, 'cert = z', ini).split(/\r?\n/)
      const kept = lines.filter((line) => line !== 'cert = 1')
      let at = 0
      for (const line of after) if (line === kept[at]) at++
      expect(at).toBe(kept.length)
      expect(after.filter((line) => line.trim() === 'cert = z')).toHaveLength(1)
    }
  })
})

describe('a bundle that takes the place of a list', () => {
  const source = '/etc/list.pem'
  const of = (...ders: readonly Uint8Array[]): Machine => ({
    files: { [source]: certificatesPem(ders) },
    modified: { [source]: 1_700_000_000 },
  })
  const asked = [{ store: source, ifUnreadable: 'fails' as const }]
  const drops = (drop: Need['drop']) => needs([], { drop })
  const held = (octets: Uint8Array | null) =>
    readCertificateFile(octets ?? new Uint8Array()).certificates.map(({ der }) => identity(der))

  it('holds all of it, what is added, and not what is to go; twice the same octets', async () => {
    const bundle = await completeBundle(machine(of(old, later)), asked, drops([anchor(old, 'Old CA')]))
    expect(held(bundle)).toEqual([identity(later), identity(missing)])
    expect(await completeBundle(machine(of(old, later)), asked, drops([anchor(old, 'Old CA')]))).toEqual(bundle)
    // 2023-11-14 is the day of that second.
    expect(new TextDecoder().decode(bundle ?? new Uint8Array())).toMatch(
      /^# source: \/etc\/list\.pem$[\s\S]*^# as of: 2023-11-14/m,
    )
  })
  it('is not made of a list that cannot be read, nor of an empty one', async () => {
    expect(await completeBundle(machine({}), asked, drops([]))).toBeNull()
    expect(await completeBundle(machine({ files: { [source]: 'nothing' } }), asked, drops([]))).toBeNull()
  })
  it('is not led astray by a name: a label cannot begin a line', async () => {
    const evil = `x\n-----BEGIN CERTIFICATE-----\n${Buffer.from(later).toString('base64')}\n-----END CERTIFICATE-----\n# source: /etc/shadow`
    const bundle = await completeBundle(machine(of(old)), asked, needs([], { add: [anchor(missing, evil)] }))
    expect(held(bundle)).toEqual([identity(old), identity(missing)])
    expect(new TextDecoder().decode(bundle ?? new Uint8Array())).not.toMatch(/^# source: \/etc\/shadow/m)
  })
  it('tells when it has fallen behind, and when not', async () => {
    const octets = (await completeBundle(machine(of(old)), asked, drops([]))) ?? new Uint8Array()
    const at = (more: Machine) => bundleAge(machine({ ...more, files: { ...more.files, '/b.pem': octets } }), '/b.pem')
    expect(await at(of(old))).toEqual({ kind: 'fresh' })
    // The system holds by itself what was added: nothing is behind.
    expect(await at(of(old, missing))).toEqual({ kind: 'fresh' })
    expect(await at(of(later))).toEqual({ kind: 'aged', lacks: [identity(later)], keeps: [identity(old)] })
    expect((await at({})).kind).toBe('unknown')
    expect((await bundleAge(machine(of(old)), source)).kind).toBe('none')
    const folder = '/home/u/.local/share/rootcause/trust'
    const files = {
      ...of(later).files,
      [`${folder}/curl-config.pem`]: octets,
      [`${folder}/node-extra-ca-certs.pem`]: '# Made by rootcause. It is added',
    }
    expect((await ownBundles(machine({ files }))).map(({ path, age }) => [path, age.kind])).toEqual([
      [`${folder}/curl-config.pem`, 'aged'],
    ])
    expect(await ownBundles(machine({}))).toEqual([])
  })
})

describe('what else decides', () => {
  const debian: Machine = {
    env: { PATH: '/usr/bin', SHELL: '/bin/bash' },
    files: {
      '/etc/ssl/certs/ca-certificates.crt': certificatesPem([old]),
      '/usr/bin/node': 'x',
      '/usr/bin/curl': 'x',
      '/list.pem': certificatesPem([old]),
    },
    runs: { '/usr/bin/curl -q --version': 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.19\nFeatures: SSL\n' },
    roots: { bundled: [old] },
  }
  const nodeAt = (version: string) =>
    asking('node', `node-${version}`, ['node'], {
      installation: { runtime: 'node', path: '/usr/bin/node', version, client: `node-${version}`, note: '' },
    })
  const curlAt = asking('curl', 'curl-7.88.1-openssl', ['/list.pem'], {
    installation: { runtime: 'curl', path: '/usr/bin/curl', version: '7.88.1', client: 'curl-7.88.1-openssl', note: 'openssl' },
  })

  it('a setting that a variable beats is not offered', async () => {
    const pip = (env: Readonly<Record<string, string>>) => {
      const site = '/opt/py/lib/python3.9/site-packages'
      const files = {
        '/opt/py/bin/python3.9': 'x',
        '/opt/py/bin/python3': { link: 'python3.9' },
        [`${site}/pip/__init__.py`]: '__version__ = "23.0.1"\n',
        [`${site}/pip-23.0.1.dist-info/METADATA`]: 'Version: 23.0.1\n',
        [`${site}/pip/_vendor/certifi/cacert.pem`]: certificatesPem([old]),
        [`${site}/pip/_vendor/certifi/__init__.py`]: '__version__ = "2022.12.07"\n',
      }
      const own = asking('pip', 'python-3.9', [`${site}/pip/_vendor/certifi/cacert.pem`], {
        installation: { runtime: 'pip', path: `${site}/pip`, version: '23.0.1', client: 'python-3.9', note: '' },
      })
      return pipCert.plan(machine({ env: { PATH: '/opt/py/bin', ...env }, files }), needs([own]))
    }
    expect(text(await pip({}), 'pip.conf')).toBe('[global]\ncert = /home/u/.local/share/rootcause/trust/pip-cert.pem\n')
    expect(await pip({ PIP_CERT: '/elsewhere.pem' })).toBeNull()
  })

  it("a way that reaches one of two programs that are the same client claims nothing: npm's file does not cure node", async () => {
    const both = [nodeAt('20.0.0'), { ...nodeAt('20.0.0'), installation: { ...nodeAt('20.0.0').installation, runtime: 'npm' } }]
    expect(await npmCafile.plan(machine(debian), needs(both))).toBeNull()
  })

  it('Node: the switch is for releases that know it, and for a system that holds what is missing', async () => {
    const system = (ders: readonly Uint8Array[]): Machine => ({
      ...debian,
      files: { ...debian.files, '/etc/ssl/cert.pem': certificatesPem(ders) },
      runs: {
        '/usr/bin/node --help': '',
        '/usr/bin/node -p require("tls").rootCertificates.join("\\n")': certificatesPem([old]),
      },
    })
    const on = (version: string, ders: readonly Uint8Array[]) =>
      nodeUseSystemCa.plan(machine(system(ders)), needs([nodeAt(version)]))
    const runs = await on('24.0.0', [missing])
    expect(runs?.sets).toEqual({ NODE_OPTIONS: '--use-system-ca' })
    expect(await on('24.0.0', [old])).toBeNull()
    expect(await on('20.20.2', [missing])).toBeNull()
    expect(await on('22.14.0', [missing])).toBeNull()
  })

  it("where the list that is asked cannot be read, the system's stands in, and it is said", async () => {
    const gone = { ...curlAt, stores: [{ store: '/gone.pem', ifUnreadable: 'fails' as const }] }
    const draft = await curlConfig.plan(machine(debian), needs([gone]))
    expect(text(draft, 'curl-config.pem')).toContain('# source: system\n')
    expect(draft?.notes.join(' ')).toContain('cannot be read')
  })

  it('Node on Windows: the switch is said with setx, the whole value of NODE_OPTIONS in it', async () => {
    const given: Machine = {
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { LOCALAPPDATA: 'C:\\Users\\u\\AppData\\Local', NODE_OPTIONS: '--max-old-space-size=256' },
      files: { 'C:\\node.exe': 'x' },
      runs: { 'C:\\node.exe -p require("tls").rootCertificates.join("\\n")': certificatesPem([old]) },
      roots: { system: [missing] },
    }
    const own = asking('node', 'node-24.0.0', ['node:C:\\node.exe'], {
      installation: { runtime: 'node', path: 'C:\\node.exe', version: '24.0.0', client: 'node-24.0.0', note: '' },
    })
    const draft = await nodeUseSystemCa.plan(machine(given), needs([own]))
    // Windows' stores are in the registry, which this machine has not: nothing is promised that was not read.
    expect(draft).toBeNull()
    const way = userVariable(machine(given), { name: 'NODE_OPTIONS', value: '--use-system-ca', isAppended: true, why: '' })
    expect(way?.advice[0]?.command).toBe('setx NODE_OPTIONS "--max-old-space-size=256 --use-system-ca"')
  })

  it('nothing is proposed that only adds where something must go', async () => {
    const drop = [anchor(old, 'Old CA')]
    expect(await nodeExtraCaCerts.plan(machine(debian), needs([nodeAt('20.0.0')], { drop }))).toBeNull()
    const curled = await curlConfig.plan(machine(debian), needs([curlAt], { drop }))
    expect(
      readCertificateFile(Buffer.from(text(curled, 'curl-config.pem'), 'latin1')).certificates.map(({ der }) => identity(der)),
    ).toEqual([identity(missing)])
  })

  it('a bundle of a package or of the system is not written to, though a setting names it', async () => {
    const curlNamed = (path: string, cwd = '/home/u') =>
      namedBundle.plan(
        machine({
          ...debian,
          cwd,
          env: { ...debian.env, CURL_CA_BUNDLE: path },
          files: { ...debian.files, [path]: certificatesPem([old]) },
        }),
        needs([
          {
            ...curlAt,
            stores: [{ store: path, ifUnreadable: 'fails' }],
            why: { kind: 'variable', name: 'CURL_CA_BUNDLE', value: path, where: '' },
          },
        ]),
      )
    expect(await curlNamed('/etc/ssl/certs/ca-certificates.crt')).toBeNull()
    expect(await curlNamed('/etc/ssl/certs/ca-certificates.crt', '/etc/ssl')).toBeNull()
    expect(await curlNamed('/srv/app/corp.pem', '/srv/app')).not.toBeNull()
    expect(await curlNamed('/srv/app/corp.pem')).toBeNull()
    expect(await curlNamed('/home/u/venv/lib/python3.11/site-packages/certifi/cacert.pem')).toBeNull()
    const mine = await curlNamed('/home/u/corp.pem')
    expect(text(mine, 'corp.pem').startsWith(certificatesPem([old]))).toBe(true)
    expect(mine?.deltas).toContainEqual({ kind: 'add-anchor', store: '/home/u/corp.pem', cert: identity(missing) })
  })

  it('a setting that names a file which is not there is told, for its owner to mend', async () => {
    const path = '/home/u/lost.pem'
    const named = (stores: readonly string[], kind: 'file' | 'built-in' = 'file') =>
      namedBundle.plan(
        machine(debian),
        needs([
          {
            ...curlAt,
            stores: stores.map((store) => ({ store, ifUnreadable: 'goes-on' as const })),
            why: { kind, name: 'ca_certificate', value: path, where: '/home/u/.wgetrc:1' },
          },
        ]),
      )
    expect(await named([path, '/etc/ssl/certs/ca-certificates.crt'])).toMatchObject({
      steps: [],
      deltas: [],
      advice: [
        {
          what: expect.stringMatching(/^ca_certificate in \/home\/u\/\.wgetrc:1 names \/home\/u\/lost\.pem, which is not there/),
        },
      ],
    })
    expect(await named(['/etc/ssl/certs/ca-certificates.crt'])).toBeNull()
    expect(await named([path], 'built-in')).toBeNull()
  })

  it('no cure throws or proposes a step where nothing is needed, on any system', async () => {
    for (const platform of ['linux', 'darwin', 'win32', 'other'] as const)
      for (const cure of cures as readonly Cure[]) {
        const draft = await cure.plan(
          machine({ platform, home: platform === 'win32' ? 'C:\\Users\\u' : '/home/u' }),
          needs([], { add: [] }),
        )
        expect(draft?.steps ?? [], cure.id).toEqual([])
      }
  })
})

describe('where a variable is set', () => {
  const wanted = { name: 'X_CERT', value: "/it's/a b", isAppended: false, why: 'why' }
  const path = (given: Machine) => {
    const [step] = userVariable(machine(given), wanted)?.steps ?? []
    return step?.change.kind === 'file' ? step.change.path : null
  }
  it('is the file that the shell of the user reads', () => {
    expect(path({})).toBe('/home/u/.profile')
    expect(path({ env: { SHELL: '/bin/bash' }, files: { '/home/u/.bash_login': '' } })).toBe('/home/u/.bash_login')
    expect(path({ env: { SHELL: '/usr/bin/zsh' } })).toBe('/home/u/.zshenv')
    expect(path({ env: { SHELL: '/usr/bin/zsh', ZDOTDIR: '/home/u/z' } })).toBe('/home/u/z/.zshenv')
    expect(path({ env: { SHELL: '/usr/bin/fish' } })).toBe('/home/u/.config/fish/conf.d/rootcause-x-cert.fish')
    expect(path({ files: { '/home/u/.profile': { link: '/home/u/dot/profile' }, '/home/u/dot/profile': '' } })).toBe(
      '/home/u/dot/profile',
    )
    expect(path({ files: { '/home/u/.profile': { error: 'EACCES' } } })).toBeNull()
    expect(path({ files: { '/home/u/.profile': new Uint8Array([0xff, 0xfe, 0x61, 0]) } })).toBeNull()
    expect(path({ home: '' })).toBeNull()
  })
  it.each([
    ['may not be read', { error: 'EACCES' }],
    ['is no text', new Uint8Array([0xff, 0xfe, 0x61, 0])],
  ] as const)('a start file that %s is named, for who is left without a way would not know why', (_, file) => {
    const way = userVariable(machine({ files: { '/home/u/.profile': file } }), wanted)
    expect(way?.steps).toEqual([])
    expect(way?.advice[0]?.what).toMatch(/^\/home\/u\/\.profile .* cannot be read or edited/)
  })
  it.each([
    ['exec zsh -l', true],
    ['[ -x /bin/fish ] && exec /bin/fish', true],
    ['if [ -t 1 ]; then exec tmux; fi', true],
    ['  exit 0', true],
    ['[ -z "$PS1" ] && return', true],
    ['[ -z $PS1 ] && return', true],
    ['return', true],
    ['exec 2>/dev/null', false],
    ['exec >> log', false],
    ['  return 1 # of a function', false],
    ["alias x='exec y'", false],
    ['# exec zsh', false],
    ['executable=1', false],
  ])('a start file with %j: whether the plan says that ours may not be read: %s', (line, isTold) => {
    const way = userVariable(machine({ files: { '/home/u/.profile': `a=1\n${line}\n` } }), wanted)
    expect(way?.notes.filter((note) => note.startsWith('Line 2 of /home/u/.profile may end it'))).toHaveLength(isTold ? 1 : 0)
  })
  it('on Windows it is said, not done', () => {
    const way = userVariable(machine({ platform: 'win32', home: 'C:\\Users\\u' }), { ...wanted, value: 'v' })
    expect(way?.steps).toEqual([])
    expect(way?.advice[0]?.command).toBe('setx X_CERT "v"')
  })
})

describe('advice', () => {
  it('certifi: only where the newest one holds it', async () => {
    const table = await loadRoots()
    // ISRG Root X1, which certifi has held since 2016 (letsencrypt.org/certificates).
    const isrg = '96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6'
    const place = Array.from({ length: table.size }, (_, i) => i).find((i) => table.sha256At(i) === isrg)
    expect(place).toBeDefined()
    const bundle = '/home/u/venv/lib/python3.11/site-packages/certifi/cacert.pem'
    const own = asking('requests', 'python-3.11', [bundle])
    const host = machine({ files: { [bundle]: certificatesPem([old]) } })
    const add = [{ sha256: isrg as ReturnType<typeof identity>, der: missing, label: 'ISRG Root X1', by: 'evidence' as const }]
    expect((await certifiUpgrade.plan(host, needs([own], { add })))?.advice[0]?.command).toContain(
      '-m pip install --upgrade certifi',
    )
    expect(await certifiUpgrade.plan(host, needs([own]))).toBeNull()
  })
  it('pip: a newer one, where the system holds what is missing', async () => {
    const host = (der: Uint8Array) => machine({ files: { '/etc/ssl/certs/ca-certificates.crt': certificatesPem([der]) } })
    const own = asking('pip', 'python-3.11', ['/x'], {
      installation: { runtime: 'pip', path: '/x', version: '23.0.1', client: 'python-3.11', note: '' },
    })
    expect((await pythonTruststore.plan(host(missing), needs([own])))?.advice).toHaveLength(1)
    expect(await pythonTruststore.plan(host(old), needs([own]))).toBeNull()
  })
  it("Java: Debian's JDKs follow the system's store", async () => {
    const host = machine({
      files: { '/etc/ssl/certs/java/cacerts': 'x', '/jvm/lib/security/cacerts': { link: '/etc/ssl/certs/java/cacerts' } },
    })
    const draft = await javaSystemStore.plan(host, needs([asking('java', 'java-17', ['/jvm/lib/security/cacerts'])]))
    expect(draft?.steps).toEqual([])
    expect(draft?.advice[0]?.owner).toBe('operating-system')
  })
})

describe('not proved with a real tool', () => {
  it('git on Windows: http.sslBackend in a CRLF file', async () => {
    const files = {
      'C:\\Program Files\\Git\\cmd\\git.exe': 'x',
      'C:\\Program Files\\Git\\mingw64\\etc\\ssl\\certs\\ca-bundle.crt': certificatesPem([old]),
      'C:\\Users\\u\\.gitconfig': '[core]\r\n\tautocrlf = true\r\n',
    }
    const given: Machine = {
      platform: 'win32',
      home: 'C:\\Users\\u',
      files,
      runs: { 'C:\\Program Files\\Git\\cmd\\git.exe version': 'git version 2.45.1.windows.1\n' },
      roots: { system: [missing] },
    }
    const host = machine(given)
    const [found] = await git.find(host)
    const own = found === undefined ? undefined : await git.asks(host, found)
    expect(own).toBeDefined()
    const draft = await gitSchannel.plan(host, needs(own === undefined ? [] : [own]))
    expect(text(draft, '.gitconfig')).toBe('[core]\r\n\tautocrlf = true\r\n[http]\r\n\tsslBackend = schannel\r\n')
    expect(gitSchannel.tried).toBe('documented')
    expect(draft?.notes).toContain('Not yet proved on Windows.')
  })
  it('conda: ssl_verify with a path; the rest of .condarc stays', async () => {
    const base = '/opt/conda'
    const site = `${base}/lib/python3.9/site-packages`
    const certifi = `${site}/certifi/cacert.pem`
    const host = machine({
      env: { PATH: `${base}/bin` },
      files: {
        [`${base}/bin/python3.9`]: 'x',
        [`${base}/bin/python3`]: { link: 'python3.9' },
        [`${base}/bin/conda`]: 'x',
        [`${base}/conda-meta/conda-23.1.0-py39_0.json`]: '{}',
        [`${site}/certifi/__init__.py`]: '__version__ = "2022.12.07"\n',
        [certifi]: certificatesPem([old]),
        '/home/u/.condarc': 'channels:\n  - defaults\nssl_verify: true # mine\n',
      },
    })
    const own = asking('conda', 'python-3.9', [certifi], {
      installation: { runtime: 'conda', path: `${base}/bin/conda`, version: '23.1.0', client: 'python-3.9', note: 'conda base' },
    })
    const draft = await condaSslVerify.plan(host, needs([own]))
    expect(text(draft, '.condarc')).toBe(
      "channels:\n  - defaults\nssl_verify: '/home/u/.local/share/rootcause/trust/conda-ssl-verify.pem'\n",
    )
    expect(sslCertFile.scope).toBe('user')
  })
})
