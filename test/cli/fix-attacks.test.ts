import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caCertificate, crossCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { type Ended, namespace, type Namespace, whyNoNamespace } from '../cures/support/linux-namespace.ts'
import { testServers, type TestServers } from '../cures/support/servers.ts'
import { certdataOf, chromeStoreOf } from '../programmes/support/published.ts'
import { hasTool } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

/** The program as it is shipped against DESIGN §7: a machine whose copies of /etc, /usr and /var go with the test, and servers on loopback. */
const id = 'attacks on fix'
const now = seconds(Math.floor(Date.now() / 1000))
const leaf = server()
const servedUnder = (name: string, subject = authority(id, name)) => {
  const intermediate = authority(id, `${name} intermediate`)
  const root = rootCertificate(subject, around(now, -100, 3650))
  const chain = [
    leafCertificate(intermediate, leaf, around(now, -30, 60), loopbackNames),
    caCertificate(subject, intermediate, around(now, -50, 700)),
  ]
  return { chain, root, key: leaf.key.privateKey }
}
/** Nobody vouches for it. Its name tries to steer a terminal and to begin a line of a script. */
const evil = servedUnder('Evil \u001b]0;owned\u0007\nRUN touch /owned\n\'"`touch /owned` Root')

/** Whose first root ends in a hundred days: it is good now. */
const [firstRoot, nextRoot] = [authority(id, 'First Root'), authority(id, 'Next Root')]
const issuing = authority(id, 'Issuing')
const first = rootCertificate(firstRoot, around(now, -3650, 100))
const next = rootCertificate(nextRoot, around(now, -3650, 3650))
const later = [
  leafCertificate(issuing, leaf, around(now, -30, 700), loopbackNames),
  caCertificate(nextRoot, issuing, around(now, -700, 700)),
  crossCertificate(firstRoot, nextRoot, around(now, -3650, 100)),
]

const hexOf = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex')
/** Any writing of the certificate's SHA-256, and its octets. */
const leaks = (text: string, der: Uint8Array): boolean =>
  text
    .replace(/[^0-9a-f]/gi, '')
    .toLowerCase()
    .includes(hexOf(der).slice(0, 16)) ||
  text.replace(/\s/g, '').includes(Buffer.from(der).toString('base64').slice(200, 260)) ||
  text.includes(createHash('sha256').update(der).digest('base64').slice(0, 20))

const isDebian = hasTool('update-ca-certificates', '--help') && hasTool('/usr/bin/python3', '--version')
const why = isDebian ? whyNoNamespace() : 'no update-ca-certificates of Debian, or no Python here'

describe.skipIf(why !== null)(`fix under attack${why === null ? '' : `: skipped, ${why}`}`, () => {
  let lab: TestServers
  let place: Namespace
  let program: Program
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(place.folder, name), content)
    return join(place.folder, name)
  }
  const host = (): string => `localhost:${lab.at(0).port}`
  const rootcause = (...args: readonly string[]): Promise<Ended> => place.run(process.execPath, program.cli, ...args)
  const inShell = (script: string): Promise<Ended> =>
    place.run('sh', '-c', script.replace(/rootcause (?=fix|undo)/g, `${process.execPath} ${program.cli} `))
  const trees = ['/etc/ssl', '/etc/ca-certificates', '/etc/ca-certificates.conf', '/usr/local/share', '/var/lib']
  /** What may not change, whatever is refused. */
  const untouched = async (act: () => Promise<unknown>): Promise<void> => {
    // The program keeps its own compiled code, whatever it is asked (src/host/parts.ts).
    const found = async (): Promise<readonly string[]> =>
      (await place.listing(...trees, join(place.folder, 'home')))
        .split('\n')
        .filter((line) => !/\/\.cache\/rootcause\/v[\d.]+-\w+\//.test(line))
    const before = await found()
    await act()
    expect(await found()).toEqual(before)
  }
  const noEvil = ({ stdout, stderr }: Ended): void => {
    expect(leaks(stdout, evil.root), stdout).toBe(false)
    expect(leaks(stderr, evil.root), stderr).toBe(false)
    expect(stdout + stderr).not.toContain('\u001b]')
  }

  beforeAll(async () => {
    lab = await testServers([evil])
    program = await builtProgram()
    place = await namespace('rm -rf /etc/ca-certificates/update.d/*')
  }, 60_000)
  afterAll(async () => {
    await place.close()
    await lab.close()
    program.remove()
  })

  it('what nobody vouches for is installed by no form, and named by none', async () => {
    const root = file('evil.pem', certificatesPem([evil.root]))
    await untouched(async () => {
      for (const format of ['text', 'json', 'markdown']) {
        for (const verb of ['find', 'fix']) {
          const ended = await rootcause(verb, host(), '--root', root, '--format', format, '--offline')
          expect(ended.code, ended.stderr).toBe(verb === 'find' ? 1 : 4)
          noEvil(ended)
        }
      }
      for (const form of ['sh', 'powershell', 'dockerfile', 'ansible']) {
        const ended = await rootcause('fix', host(), '--root', root, '--as', form)
        expect([ended.code, ended.stdout]).toEqual([2, ''])
        noEvil(ended)
      }
      const applied = await rootcause('fix', host(), '--root', root, '--apply', '--yes')
      expect(applied.code).toBe(4)
      noEvil(applied)
      // By its name, or by its own fingerprint pasted back.
      for (const asked of [
        'touch /owned',
        hexOf(evil.root),
        hexOf(evil.root)
          .toUpperCase()
          .replace(/..(?=.)/g, '$&:'),
      ]) {
        for (const format of ['text', 'json', 'markdown'])
          noEvil(await rootcause('find', asked, '--root', root, '--format', format))
      }
      const wrong = [
        hexOf(evil.root).slice(0, 62),
        `${hexOf(evil.root)}00`,
        createHash('sha256').update('x').digest('hex'),
        '0'.repeat(64),
      ]
      for (const sha256 of wrong) {
        const ended = await rootcause('fix', host(), '--root', root, '--sha256', sha256, '--apply', '--yes')
        expect(ended.code).not.toBe(0)
        // The first two hold most of what the user typed; nothing adds the rest.
        expect(ended.stdout + ended.stderr).not.toContain(hexOf(evil.root))
      }
    })
  }, 200_000)

  it('its own fingerprint is the way past; its name begins no line and steers no terminal', async () => {
    const root = file('evil.pem', certificatesPem([evil.root]))
    for (const form of ['sh', 'powershell', 'dockerfile', 'ansible']) {
      const { code, stdout } = await rootcause('fix', host(), '--root', root, '--sha256', hexOf(evil.root), '--as', form)
      expect(code).toBe(0)
      expect(stdout).toContain(hexOf(evil.root))
      expect(stdout).not.toMatch(/^\s*(?:RUN )?touch/m)
      expect(stdout).not.toContain('`touch')
      expect(stdout).not.toContain('\u001b')
    }
    const plan = await rootcause('fix', host(), '--root', root, '--sha256', hexOf(evil.root))
    expect(plan.stdout).not.toMatch(/^\s*RUN touch/m)
    expect(plan.stdout).not.toContain('\u001b')
  }, 120_000)

  it('a case is believed in nothing that makes a root authentic', async () => {
    const saved = join(place.folder, 'case.json')
    await rootcause('check', host(), '--client', 'curl', '--no-observe', '--save', saved)
    const told = JSON.parse(readFileSync(saved, 'utf8')) as Record<string, unknown> & {
      certs: Record<string, string>
      stores: { id: string; origin: string; anchors?: string[] }[]
    }
    const sha256 = hexOf(evil.root)
    const crafted = {
      ...told,
      certs: { ...told.certs, [sha256]: Buffer.from(evil.root).toString('base64') },
      stores: [
        ...told.stores,
        // As if the administrator, a root programme and this program's own table had it.
        ...['linux:debian', '/etc/ssl/certs/ca-certificates.crt', 'node', 'mozilla', '../../etc/passwd', 'candidates'].map(
          (store) => ({
            id: store,
            origin: '/etc/ssl/certs/ca-certificates.crt',
            anchors: [sha256],
            settings: { [sha256]: { trusts: ['1.3.6.1.5.5.7.3.1'], rejects: [] } },
          }),
        ),
      ],
      clients: [
        ...(told['clients'] as readonly object[]),
        { id: 'curl', store: '/etc/passwd', why: '\u001b]0;x\u0007', asked: true },
        { id: '$(touch /owned)', store: 'system', why: 'x', asked: true },
      ],
      authorities: [{ top: sha256, isPublic: true }],
      fetched: [{ sha256, from: 'http://ca.example.org/', by: sha256 }],
    }
    const path = file('crafted.json', JSON.stringify(crafted))
    await untouched(async () => {
      for (const args of [
        [],
        ['--apply', '--yes'],
        ['--as', 'sh'],
        ['--format', 'json'],
        ['--with', 'debian-store', '--apply', '--yes'],
      ]) {
        const ended = await rootcause('fix', path, ...args)
        expect([2, 4], ended.stdout + ended.stderr).toContain(ended.code)
        noEvil(ended)
      }
      for (const format of ['text', 'json']) noEvil(await rootcause('find', path, '--format', format))
    })
  }, 120_000)

  it('a certificate that a case files under the name of another is refused', async () => {
    const saved = join(place.folder, 'case.json')
    const text = readFileSync(saved, 'utf8')
    const [real = ''] = Object.keys((JSON.parse(text) as { certs: object }).certs)
    const swapped = {
      ...JSON.parse(text),
      certs: { ...(JSON.parse(text) as { certs: object }).certs, [real]: Buffer.from(evil.root).toString('base64') },
    }
    const ended = await rootcause('fix', file('swapped.json', JSON.stringify(swapped)), '--apply', '--yes')
    expect(ended.code).toBe(2)
    expect(ended.stderr).toMatch(/holds another certificate/)
  })

  it('nobody is asked, so nothing is done: without a terminal, without standard input, with --yes alone', async () => {
    const root = file('evil.pem', certificatesPem([evil.root]))
    const fix = `rootcause fix ${host()} --root ${root} --sha256 ${hexOf(evil.root)} --with node-extra-ca-certs`
    await untouched(async () => {
      for (const end of ['--apply </dev/null', '--apply <&-', '--yes', '--yes <&- >/dev/null 2>&1']) {
        const ended = await inShell(`${fix} ${end}`)
        expect([1, 2], `${end}: ${ended.stdout}${ended.stderr}`).toContain(ended.code)
      }
      for (const undo of ['../../etc/passwd', '2026-01-01-1', "'; touch /owned'", '..']) {
        const ended = await inShell(`rootcause undo ${undo} --yes </dev/null`)
        expect(ended.code).toBe(2)
      }
    })
  }, 60_000)

  it('a clock that --at moves makes no root expired that servers stand on now', async () => {
    const chain = file('later.pem', certificatesPem(later))
    const store = file('both.pem', certificatesPem([first, next]))
    for (const [name, content] of [
      ['certdata.txt', certdataOf(next)],
      ['root_store.textproto', chromeStoreOf(99, next)],
    ] as const) {
      const path = file(name, content)
      const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
      expect(await rootcause('update', '--from', path, '--sha256', digest)).toMatchObject({ code: 0 })
    }
    const fix = (at: string) =>
      rootcause(
        'fix',
        chain,
        '--host',
        'localhost',
        '--client',
        'openssl-s_client-1.0.2',
        '--store',
        store,
        '--at',
        at,
        '--as',
        'sh',
      )
    const ended = await fix('+200d')
    expect(ended.stdout).not.toMatch(/distrusts/)
    expect(ended.code).toBe(2)
  }, 60_000)

  it('a link that leads to nothing is not written through: the plan would show another file than is made', async () => {
    const root = file('evil.pem', certificatesPem([evil.root]))
    await place.run('sh', '-c', `ln -s /etc/cron.d/made-by-link ${place.folder}/home/.profile`)
    const fix = ['fix', host(), '--root', root, '--sha256', hexOf(evil.root), '--with', 'node-extra-ca-certs']
    const ended = await rootcause(...fix, '--apply', '--yes')
    await place.run('rm', `${place.folder}/home/.profile`)
    expect(ended.code, ended.stdout).not.toBe(0)
    expect((await place.run('ls', '/etc/cron.d')).stdout).not.toContain('made-by-link')
  }, 60_000)

  it('changes of the user and of the machine have names of their own, and undo takes back the one that is named', async () => {
    const root = file('evil.pem', certificatesPem([evil.root]))
    const fix = ['fix', host(), '--root', root, '--sha256', hexOf(evil.root), '--apply', '--yes', '--with']
    const made: string[] = []
    for (const way of ['node-extra-ca-certs', 'debian-store']) {
      const { stdout } = await rootcause(...fix, way)
      made.push(/rootcause undo (\S+) takes it back/.exec(stdout)?.[1] ?? stdout)
    }
    expect(new Set(made).size).toBe(2)
    const anchors = async (): Promise<boolean> =>
      (await place.run('ls', '/usr/local/share/ca-certificates')).stdout.includes('rootcause-')
    expect(await anchors()).toBe(true)
    expect((await rootcause('undo', made[0] ?? '', '--yes')).code).toBe(0)
    expect(await anchors()).toBe(true)
    expect((await rootcause('undo', made[1] ?? '', '--yes')).code).toBe(0)
    expect(await anchors()).toBe(false)
  }, 90_000)

  it('a password in the address goes nowhere', async () => {
    const root = file('evil.pem', certificatesPem([evil.root]))
    const secret = `s${randomUUID().replaceAll('-', '')}`
    const typed = `https://me:${secret}@${host()}/`
    const vouched = ['--root', root, '--sha256', hexOf(evil.root), '--with', 'node-extra-ca-certs']
    const all = [
      await rootcause('find', typed),
      await rootcause('find', typed, '--format', 'json'),
      await rootcause('fix', typed, ...vouched),
      await rootcause('fix', typed, ...vouched, '--format', 'json'),
      await rootcause('fix', typed, ...vouched, '--apply', '--yes'),
      await rootcause('history'),
      await rootcause('history', '--json'),
    ]
    for (const { stdout, stderr } of all) expect(stdout + stderr).not.toContain(secret)
    expect(all[4]?.stdout).toMatch(/Done/)
    const kept = await inShell(`grep -rl ${secret} ${place.folder}/home /var/lib`)
    expect(kept.stdout).toBe('')
    // Whoever else is on the machine reads nothing of what was kept.
    const open = await inShell(`find ${place.folder}/home/.local/state -perm /077`)
    expect(open.stdout.split('\n').filter((path) => /rootcause/.test(path))).toEqual([])
    expect((await rootcause('undo', '--yes')).code).toBe(0)
  }, 60_000)

  it('what the administrator of this machine trusts is followed here, and written for no other machine', async () => {
    const root = file('evil.crt', certificatesPem([evil.root]))
    const folder = '/usr/local/share/ca-certificates'
    expect((await inShell(`cp ${root} ${folder}/evil.crt && update-ca-certificates`)).code).toBe(0)
    try {
      const here = await rootcause('fix', host(), '--client', 'node', '--scope', 'user')
      expect([here.code, here.stdout.includes('Trusted here already')], here.stdout).toEqual([1, true])
      for (const form of ['sh', 'powershell', 'dockerfile', 'ansible']) {
        const ended = await rootcause('fix', host(), '--client', 'node', '--as', form)
        expect([ended.code, ended.stdout], ended.stderr).toEqual([2, ''])
        expect(ended.stderr).toContain('who decides for no other')
        noEvil(ended)
      }
      // The programs name that store by the places that they ask.
      const checked = await rootcause('check', host(), '--client', 'node')
      expect(checked.stdout).toContain('NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt')
      expect(checked.stdout).not.toContain('Not proposed')
      // At the user's word it is; who keeps a list of his own is named.
      const own = await rootcause('fix', host(), '--client', 'node', '--sha256', hexOf(evil.root), '--as', 'sh')
      expect(own.code).toBe(0)
      expect(own.stderr).toMatch(/^rootcause: node \S+ keeps a list of its own, which this does not change/)
    } finally {
      await inShell(`rm ${folder}/evil.crt && update-ca-certificates --fresh`)
    }
  }, 90_000)
})
