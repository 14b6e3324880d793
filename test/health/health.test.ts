import { describe, expect, test } from 'vitest'
import { type ClockCause, clockCauses, type TrueTime } from '../../src/model/evidence.ts'
import { healthFindings } from '../../src/health/index.ts'
import type { AgedBundle, HandAdded, HealthStore, HealthView, Standing } from '../../src/health/view.ts'
import type { Asking, StoreMember } from '../../src/model/machine.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { renderHealth, toldFinding } from '../../src/report/machine/health.ts'
import { healthWords } from '../../src/report/words/health.ts'
import { textOf } from '../../src/report/styled.ts'
import { seconds } from '../../src/model/time.ts'

const at = seconds(Date.parse('2026-11-22T12:00:00Z') / 1000)
const day = 86_400

/** USERTrust RSA Certification Authority, the root that help messages of 2020 told people to install. */
const usertrust = 'e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2' as Sha256

const id = (n: number): Sha256 => n.toString(16).padStart(64, '0') as Sha256

const member = (n: number, set: Partial<StoreMember> = {}): StoreMember => ({
  sha256: id(n),
  label: `Root ${n}`,
  notAfter: seconds(at + 3650 * day),
  distrusted: false,
  ...set,
})

const store = (name: string, members: readonly StoreMember[], unreadable: string | null = null): HealthStore => ({
  name,
  origin: name,
  members,
  unreadable,
})

const asking = (runtime: string, stores: readonly string[], set: Partial<Asking> = {}): Asking => ({
  installation: { runtime, path: `/usr/bin/${runtime}`, version: '1.0', client: null, note: '' },
  stores: stores.map((name) => ({ store: name, ifUnreadable: 'fails' })),
  unknown: '',
  why: { kind: 'built-in', name: 'its own list', value: '', where: '' },
  overrides: [],
  withoutEffect: [],
  dangers: [],
  source: '',
  ...set,
})

/** Roots 1 to 99 are public, Mozilla trusts 1 to 60, and 90 is refused by name. */
const programmes = (newest = seconds(at - 30 * day)): HealthView['programmes'] => ({
  newest,
  mozilla: new Set(Array.from({ length: 60 }, (_, i) => id(i + 1))),
  standing: (sha256): Standing => {
    const n = Number.parseInt(sha256, 16)
    return { isPublic: n < 100, trustedBy: n <= 60 ? ['Mozilla'] : [], blockedBy: n === 90 ? ['Microsoft'] : [] }
  },
})

const whole = Array.from({ length: 60 }, (_, i) => member(i + 1))

const view = (set: Partial<HealthView>): HealthView => ({
  at,
  askings: [],
  stores: [],
  additions: [],
  programmes: programmes(),
  ...set,
})

const measured = (cause: ClockCause, offset: number): TrueTime => ({
  kind: 'known',
  at: seconds(at - offset),
  offset,
  state: offset === 0 ? 'right' : 'slow',
  cause,
  sources: ['a.example', 'b.example'],
})

const aged = (set: Partial<AgedBundle>): AgedBundle => ({
  path: '/home/u/.local/share/rootcause/trust/ssl-cert-file.pem',
  lacks: [],
  keeps: [],
  why: '',
  id: '2026-11-22-1',
  again: 'rootcause fix example.org --with ssl-cert-file --apply',
  ...set,
})

const found = (set: Partial<HealthView>) =>
  healthFindings(view(set)).map(({ code, severity, params }) => ({ code, severity, params }))

describe('what a machine suffers from', () => {
  test('a machine whose stores are whole and whose settings are plain: nothing', () => {
    expect(found({ stores: [store('system', whole)], askings: [asking('git', ['system'])] })).toEqual([])
  })

  test('verification that is turned off is an error, with where it stands', () => {
    const off = {
      setting: { kind: 'file', name: 'http.sslVerify', value: 'false', where: '/home/u/.gitconfig:3' },
      reason: 'verification-off',
      reach: '',
    } as const
    expect(found({ stores: [store('system', whole)], askings: [asking('git', ['system'], { dangers: [off] })] })).toMatchObject([
      {
        code: 'RC801',
        severity: 'error',
        params: { runtime: 'git 1.0', setting: 'http.sslVerify=false', where: '/home/u/.gitconfig:3' },
      },
    ])
  })

  test('one setting is told once, with all whom it reaches', () => {
    const setting = { kind: 'variable', name: 'PIP_TRUSTED_HOST', value: 'a b', where: '' } as const
    const dangers = ['a', 'b'].map((reach) => ({ setting, reason: 'host-excepted' as const, reach }))
    const pips = ['23.0', '24.0'].map((version) => {
      const { installation, ...rest } = asking('pip', ['system'], { dangers })
      return { ...rest, installation: { ...installation, version } }
    })
    expect(found({ stores: [store('system', whole)], askings: pips })).toMatchObject([
      { code: 'RC801', params: { runtime: 'pip (2 versions)', reach: 'a, b' } },
    ])
    const lost = {
      setting: { kind: 'variable', name: 'REQUESTS_CA_BUNDLE', value: '/gone', where: '' },
      reason: 'no-such-file',
      params: { path: '/gone' },
      outcome: 'stops',
    } as const
    const stopped = ['pip', 'requests'].map((runtime) => asking(runtime, ['/gone'], { withoutEffect: [lost] }))
    expect(found({ askings: stopped })).toMatchObject([{ code: 'RC804', params: { runtime: 'pip 1.0, requests 1.0', path: '' } }])
    expect(found({ askings: stopped.slice(0, 1) })).toMatchObject([
      { code: 'RC804', params: { runtime: 'pip 1.0', path: '/usr/bin/pip' } },
    ])
  })

  test('a store that is opened with a password is told by its path', () => {
    const keyed = 'keyed:JAVA_TOOL_OPTIONS:/usr/lib/jvm/cacerts'
    expect(found({ stores: [store(keyed, [], 'the password is wrong')], askings: [asking('java', [keyed])] })).toMatchObject([
      { code: 'RC803', params: { store: '/usr/lib/jvm/cacerts', id: 'java' } },
    ])
  })

  test('a store that cannot be read is an error for whom it stops, and a warning for whom it does not', () => {
    const broken = store('/etc/x.pem', [], 'EACCES: permission denied')
    expect(found({ stores: [broken], askings: [asking('curl', ['/etc/x.pem'])] })).toMatchObject([
      { code: 'RC803', severity: 'error' },
    ])
    const goesOn = asking('node', [], {
      stores: [
        { store: '/etc/x.pem', ifUnreadable: 'goes-on' },
        { store: 'node', ifUnreadable: 'fails' },
      ],
    })
    expect(found({ stores: [broken, store('node', whole)], askings: [goesOn] })).toMatchObject([
      { code: 'RC803', severity: 'warning' },
    ])
  })

  test('a store that nobody asks may be unreadable', () => {
    expect(found({ stores: [store('/etc/x.pem', [], 'EACCES')] })).toEqual([])
  })

  test('a runtime that asks an empty store, or one that is not there, trusts nobody', () => {
    expect(found({ stores: [store('/opt/ssl', [])], askings: [asking('python', ['/opt/ssl'])] })).toMatchObject([
      { code: 'RC804', severity: 'error', params: { runtime: 'python 1.0', stores: '/opt/ssl' } },
    ])
    expect(found({ askings: [asking('python', ['/opt/gone'])] })).toMatchObject([{ code: 'RC804' }])
    // Of a store that nobody can look into nothing is said.
    expect(found({ askings: [asking('firefox', [], { unknown: 'its list is compiled in' })] })).toEqual([])
  })

  test('a clock before our own data is wrong', () => {
    expect(found({ programmes: programmes(seconds(at + day)) })).toMatchObject([{ code: 'RC805', severity: 'error' }])
    expect(found({ programmes: programmes(at) })).toEqual([])
  })

  test('a clock that was measured: each cause by its own code; nothing where it is right, and no second finding where it is behind', () => {
    const codes = clockCauses.map((cause) =>
      found({ time: measured(cause, cause === 'none' ? 0 : -5400) }).map(({ code }) => code),
    )
    expect(codes).toEqual([[], ['RC822'], ['RC823'], ['RC824'], ['RC825']])
    const behind = found({ time: measured('battery', -2 * 365 * day), programmes: programmes(seconds(at + day)) })
    expect(behind).toMatchObject([{ code: 'RC822', severity: 'error', params: { state: 'slow', by: '730 days' } }])
    const unknown = { kind: 'unknown', why: 'nobody answered' } as const
    expect(found({ time: unknown })).toMatchObject([{ code: 'RC826', severity: 'notice' }])
    expect(found({ time: unknown, programmes: programmes(seconds(at + day)) }).map(({ code }) => code)).toEqual([
      'RC805',
      'RC826',
    ])
  })

  test('the root of an interceptor: a warning as long as somebody lacks it, and nobody takes it for one added by hand', () => {
    const proxy = member(1000, { label: 'Zscaler Root CA' })
    const stores = [store('system', [...whole, proxy]), store('node', whole)]
    const askings = [asking('curl', ['system']), asking('node', ['node'])]
    expect(found({ stores, askings })).toMatchObject([
      { code: 'RC806', severity: 'warning', params: { product: 'Zscaler', have: 'curl 1.0', lack: 'node 1.0' } },
    ])
    expect(found({ stores, askings: [asking('curl', ['system'])] })).toMatchObject([{ code: 'RC806', severity: 'notice' }])
    // psql with its default, prefer, fails nowhere for a root that it lacks: it does not verify.
    const mode = { kind: 'built-in', name: 'sslmode', value: 'prefer', where: '' } as const
    const psql = asking('postgres', ['node'], { dangers: [{ setting: mode, reason: 'verification-off', reach: '' }] })
    const told = found({ stores, askings: [...askings, psql] }).find(({ code }) => code === 'RC806')
    expect(told?.params).toMatchObject({ lack: 'node 1.0' })
  })

  test('what makes each that lacks it ask a store that has it, by its own release', () => {
    const proxy = member(1000, { label: 'Zscaler Root CA' })
    const settingsOf = (set: Partial<HealthView>) => {
      const askings = [asking('curl', ['system']), asking('node', ['node']), asking('npm', ['node']), asking('pip', ['old'])]
      const stores = [store('system', [...whole, proxy]), store('node', whole), store('old', whole)]
      return found({ stores, askings, ...set }).find(({ code }) => code === 'RC806')?.params['settings']
    }
    expect(settingsOf({})).toBe('')
    // Release 1.0 of neither has anything but the variable that adds a file.
    expect(settingsOf({ platform: 'linux' })).toBe(
      'NODE_EXTRA_CA_CERTS=<file with this root> for npm; pip config set global.cert <file with the public roots and this one> for pip',
    )
    const node = asking('node', ['node'])
    const askings = [asking('curl', ['system']), { ...node, installation: { ...node.installation, version: '22.15.0' } }]
    expect(settingsOf({ platform: 'linux', askings })).toBe('NODE_OPTIONS=--use-system-ca for node')
    // certifi's own file is replaced by its next release: nobody else is sent to it.
    const own = '/usr/lib/python3/dist-packages/certifi/cacert.pem'
    const system = '/etc/ssl/certs/ca-certificates.crt'
    const many = Array.from({ length: 60 }, (_, i) => member(2000 + i))
    const bundles = (...names: readonly string[]) => ({
      platform: 'linux' as const,
      stores: [...names.map((path) => store(path, [...many, proxy])), store('other', [])],
      askings: [asking('curl', [names[0] ?? '']), asking('openssl', ['other'])],
    })
    expect(settingsOf(bundles(own))).toBe('SSL_CERT_FILE=<file with the public roots and this one> for openssl')
    expect(settingsOf(bundles(own, system))).toBe(`SSL_CERT_FILE=${system} for openssl`)
  })

  test('psql is told the mode as well: without it the roots are not asked', () => {
    const proxy = member(1000, { label: 'Zscaler Root CA' })
    const system = '/etc/ssl/certs/ca-certificates.crt'
    const stores = [store(system, [...Array.from({ length: 60 }, (_, i) => member(2000 + i)), proxy]), store('other', [])]
    const askings = [asking('curl', [system]), asking('postgres', ['other'])]
    const told = found({ platform: 'linux', stores, askings }).find(({ code }) => code === 'RC806')
    expect(told?.params['settings']).toBe(`PGSSLMODE=verify-full PGSSLROOTCERT=${system} for postgres`)
  })

  test('a Linux within Windows is told of the stores around it', () => {
    expect(found({ isWsl: true })).toEqual([{ code: 'RC812', severity: 'notice', params: {} }])
    expect(found({})).toEqual([])
    const beside = { ...store('windows-beside:ROOT', []), unreadable: 'interop is off' }
    expect(found({ isWsl: true, beside })).toEqual([{ code: 'RC812', severity: 'notice', params: { why: 'interop is off' } }])
  })

  test('what Windows trusts and a Linux within it does not, unless a programme knows it', () => {
    const proxy = member(1000, { label: 'Example Proxy CA' })
    const beside = store('windows-beside:ROOT', [...whole.slice(1), proxy])
    const view = { isWsl: true, beside, stores: [store('system', whole.slice(2))] }
    expect(found(view).filter(({ code }) => code !== 'RC811')).toEqual([
      { code: 'RC816', severity: 'warning', params: { labels: 'Example Proxy CA', store: 'windows-beside:ROOT' } },
    ])
    const codes = (set: Partial<HealthView>) => found({ ...view, ...set }).map(({ code }) => code)
    expect(codes({ stores: [store('system', [...whole, proxy])] })).not.toContain('RC816')
    expect(codes({ stores: [store('system', [...whole, { ...proxy, distrusted: true }])] })).toContain('RC816')
    expect(codes({ beside: store('windows-beside:ROOT', [...whole, { ...proxy, distrusted: true }]) })).not.toContain('RC816')
    // Nothing is said of a store that could not be read.
    expect(codes({ stores: [{ ...store('system', []), unreadable: 'EACCES' }] })).not.toContain('RC816')
  })

  test('another root that no programme ever had was added by hand', () => {
    expect(found({ stores: [store('system', [...whole, member(1001, { label: 'Example Works CA' })])] })).toMatchObject([
      { code: 'RC807', severity: 'notice', params: { label: 'Example Works CA', stores: 'system' } },
    ])
    // One that the store holds to reject it was not.
    expect(found({ stores: [store('system', [...whole, member(1001, { distrusted: true })])] })).toEqual([])
  })

  test('an anchor that a programme refuses by name', () => {
    expect(found({ stores: [store('system', [...whole, member(90)])] })).toMatchObject([
      { code: 'RC808', params: { blockedBy: 'Microsoft', labels: 'Root 90', count: '1' } },
    ])
    expect(found({ stores: [store('system', [...whole, member(90, { distrusted: true })])] })).toEqual([])
  })

  test('anchors that have ended, and anchors that end within 90 days, by the second', () => {
    const ends = (t: number) => found({ stores: [store('system', [...whole.slice(1), member(1, { notAfter: seconds(t) })])] })
    expect(ends(at - 1)).toMatchObject([{ code: 'RC809', severity: 'notice', params: { labels: 'Root 1' } }])
    expect(ends(at)).toMatchObject([{ code: 'RC810', severity: 'warning' }])
    expect(ends(at + 90 * day)).toMatchObject([{ code: 'RC810', params: { until: '2027-02-20' } }])
    expect(ends(at + 90 * day + 1)).toEqual([])
  })

  test('a copy of the list that lacks more than a few roots is out of date; a short store is its owner’s choice', () => {
    expect(found({ stores: [store('old', whole.slice(0, 56))] })).toMatchObject([
      { code: 'RC811', params: { missing: '4', removed: '0' } },
    ])
    expect(found({ stores: [store('old', whole.slice(0, 57))] })).toEqual([])
    expect(found({ stores: [store('own', whole.slice(0, 29))] })).toEqual([])
  })

  test('a file that was put down for the system’s store and is not in it, before settings that do nothing', () => {
    const where = '/usr/local/share/ca-certificates/corp.pem'
    const setting = { kind: 'file', name: '/usr/local/share/ca-certificates', value: 'corp.pem', where } as const
    const additions = [{ setting, reason: 'wrong-file-name', params: { instead: 'corp.crt' } }] as const
    expect(found({ stores: [store('system', whole)], additions })).toMatchObject([
      { code: 'RC802', severity: 'warning', params: { setting: where, instead: 'corp.crt' } },
    ])
  })

  test('a root that was put in by hand: told when the system brings it by itself, or when it has expired; never a private one', () => {
    const added = (n: number, set: Partial<HandAdded> = {}): HandAdded => ({
      sha256: id(n),
      label: `Root ${n}`,
      file: `/usr/local/share/ca-certificates/${n}.crt`,
      notAfter: seconds(at + day),
      isShipped: false,
      ...set,
    })
    const found = healthFindings(
      view({
        added: [
          added(1, { isShipped: true }),
          added(2, { notAfter: seconds(at - 1) }),
          added(3),
          added(200, { isShipped: true }),
          added(1, { sha256: usertrust, isShipped: true }),
        ],
        programmes: {
          ...programmes(),
          standing: (sha256) => ({ isPublic: sha256 === usertrust || sha256 === id(1), trustedBy: [], blockedBy: [] }),
        },
      }),
    )
    expect(found.map(({ code, about, params }) => [code, about[0], params['reason'], params['incident']])).toEqual([
      ['RC813', id(1), 'shipped', ''],
      ['RC813', id(2), 'over', ''],
      ['RC813', usertrust, 'shipped', 'the AddTrust incident of 30 May 2020'],
    ])
  })

  test('what was done and is no longer needed: with the command that takes it back', () => {
    const [found] = healthFindings(
      view({ needless: [{ id: '2020-05-30-1', target: 'discord.com', titles: ['the system store'] }] }),
    )
    expect(found).toMatchObject({ code: 'RC814', params: { id: '2020-05-30-1', target: 'discord.com' } })
  })

  test('the gravest is told first', () => {
    const off = {
      setting: { kind: 'variable', name: 'X', value: '0', where: '' },
      reason: 'verification-off',
      reach: '',
    } as const
    const all = found({
      stores: [store('system', [...whole.slice(0, 56), member(1000, { label: 'mitmproxy' })])],
      askings: [asking('node', ['system'], { dangers: [off] })],
    })
    expect(all.map(({ severity }) => severity)).toEqual(['error', 'warning', 'notice'])
  })
})

describe('in words', () => {
  test('every code has its words, and none leaves a slot open', () => {
    const dangers = [
      { setting: { kind: 'variable', name: 'X', value: '0', where: '' }, reason: 'verification-off', reach: 'all' },
    ] as const
    const withoutEffect = [
      {
        setting: { kind: 'variable', name: 'SSL_CERT', value: '/x', where: '' },
        reason: 'wrong-name',
        params: { instead: 'SSL_CERT_FILE' },
      },
    ] as const
    const clocks = [...clockCauses].filter((cause) => cause !== 'none').map((cause) => measured(cause, -5400))
    const timed = [...clocks, { kind: 'unknown', why: 'nobody answered' } as const].flatMap((time) =>
      healthFindings(view({ time })),
    )
    const untimed = healthFindings(
      view({
        isWsl: true,
        added: [
          {
            sha256: usertrust,
            label: 'USERTrust',
            file: '/usr/local/share/ca-certificates/u.crt',
            notAfter: seconds(at - 1),
            isShipped: false,
          },
        ],
        bundles: [aged({ lacks: [id(1), id(2)] }), aged({ lacks: [], why: '/x: not readable', id: '', again: '' })],
        needless: [{ id: '2020-05-30-1', target: 'discord.com', titles: ['the system store'] }],
        programmes: programmes(seconds(at + day)),
        stores: [
          store('system', [...whole.slice(0, 50), member(1000, { label: 'mitmproxy' }), member(1001), member(90)]),
          store('other', [member(2, { notAfter: seconds(at - 1) }), member(3, { notAfter: seconds(at + 1) })]),
          store('/no', [], 'EACCES'),
        ],
        askings: [asking('node', ['system'], { dangers, withoutEffect }), asking('curl', ['/no']), asking('python', ['/gone'])],
      }),
    )
    const beside = store('windows-beside:ROOT', [member(1002)])
    const within = healthFindings(view({ isWsl: true, beside, stores: [store('system', whole)] })).filter(
      (f) => f.code === 'RC816',
    )
    const findings = [...untimed, ...timed, ...within]
    expect(new Set(findings.map((f) => f.code))).toEqual(new Set(Object.keys(healthWords)))
    const lines = renderHealth({ at, findings, counts: { runtimes: 3, stores: 3, certificates: 60 }, failed: [] }).map(textOf)
    expect(lines.join('\n')).not.toMatch(/\?(?=[ .,:]|$)|\{|\}|\[|\]|undefined/m)
    expect(lines[0]).toMatch(/^8 things are wrong here; /)
    expect(lines.join('\n')).toContain('is slow by 1 h 30 min: a.example, b.example agree on')
    expect(lines.join('\n')).toContain(
      'node 1.0: SSL_CERT=/x has no effect: nothing reads a setting of this name; SSL_CERT_FILE is read',
    )
  })

  test('a list of ours that has fallen behind: what differs, and the commands that make it anew, each to be pasted', () => {
    const told = (set: Partial<AgedBundle>): readonly string[] =>
      renderHealth({
        at,
        findings: healthFindings(view({ bundles: [aged(set)] })),
        counts: { runtimes: 0, stores: 0, certificates: 0 },
        failed: [],
      }).map(textOf)
    expect(found({ bundles: [aged({ keeps: [id(3)] })] })).toMatchObject([{ code: 'RC815', severity: 'warning' }])
    expect(found({ bundles: [] })).toEqual([])
    expect(told({ lacks: [id(1), id(2)], keeps: [id(3)] }).slice(3)).toEqual([
      'RC815  The list /home/u/.local/share/rootcause/trust/ssl-cert-file.pem, which rootcause made, has fallen behind: it lacks 2 that its sources hold now, and holds 1 that they hold no more',
      '       It took the place of other lists, and does not follow them by itself.',
      '       → Make it anew: rootcause undo 2026-11-22-1, then rootcause fix example.org --with ssl-cert-file --apply',
    ])
    expect(told({ why: '/gone: not readable' })[3]).toContain('cannot be compared with what it was made of: /gone: not readable')
    // Nobody knows which change made it: no command that would fail.
    expect(told({ lacks: [id(1)], id: '', again: '' }).join('\n')).not.toContain('rootcause undo')
  })

  test("a store that the system's own update brings: the command of this system; of another store it is not said", () => {
    const update = { command: 'dnf upgrade ca-certificates', brings: (name: string) => name.startsWith('/etc/') }
    const told = (name: string): string =>
      renderHealth({
        at,
        findings: healthFindings(view({ update, stores: [store(name, whole.slice(0, 50))] })),
        counts: { runtimes: 0, stores: 0, certificates: 0 },
        failed: [],
      })
        .map(textOf)
        .join('\n')
    expect(told('/etc/pki/tls/cert.pem')).toContain(
      '→ dnf upgrade ca-certificates (as administrator) brings it up to date; rootcause',
    )
    expect(told('/home/u/bundle.pem')).toContain('→ Update whatever brings that store; rootcause stores diff /home/u/bundle.pem')
    expect(told('/home/u/bundle.pem')).not.toContain('dnf')
  })

  test.each([
    ['/etc/ssl/certs/ca.crt', 'rootcause stores diff /etc/ssl/certs/ca.crt mozilla'],
    ['C:\\Program Files\\Git\\ca.crt', 'rootcause stores diff "C:\\Program Files\\Git\\ca.crt" mozilla'],
    ['/tmp/$(reboot)/ca', "rootcause stores diff '/tmp/$(reboot)/ca' mozilla"],
    ["/tmp/a'`id`", "rootcause stores diff '/tmp/a'\\''`id`' mozilla"],
  ])('a store is one word of the command to paste: %s', (path, command) => {
    const findings = healthFindings(
      view({
        stores: [store(path, [...whole.slice(0, 50), member(1001)])],
        askings: [asking('node', [path])],
        programmes: programmes(at),
      }),
    )
    const text = renderHealth({ at, findings, counts: { runtimes: 1, stores: 1, certificates: 60 }, failed: [] }).map(textOf)
    expect(text.join('\n')).toContain(command)
  })

  test('a machine that is well', () => {
    const lines = renderHealth({ at, findings: [], counts: { runtimes: 1, stores: 1, certificates: 60 }, failed: [] }).map(textOf)
    expect(lines[0]).toBe('All is well here.')
  })
})

// curl 7.88.1 with a cacert that is not there: with -k it goes on, without it ends with 77, whatever the directory beside holds.
test('a setting that would stop a program which verifies nothing is not said to leave it another store', () => {
  const setting = { kind: 'file', name: 'cacert', value: '/x.pem', where: '/root/.curlrc:2' } as const
  const off = { kind: 'file', name: 'insecure', value: '', where: '/root/.curlrc:1' } as const
  const curl = asking('curl', ['openssl-dir:/etc/ssl/certs'], {
    withoutEffect: [{ setting, reason: 'no-such-file', params: { path: '/x.pem' }, outcome: 'stops' }],
    dangers: [{ setting: off, reason: 'verification-off', reach: '' }],
  })
  const found = healthFindings(view({ askings: [curl], stores: [store('openssl-dir:/etc/ssl/certs', whole)] }))
  const lost = found.filter(({ code }) => code === 'RC802').map((one) => toldFinding(one).means)
  expect(lost).toEqual(['Where verification is on, every request fails there at once.'])
})
