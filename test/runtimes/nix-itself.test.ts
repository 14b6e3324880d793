import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { nix } from '../../src/runtimes/nix.ts'
import { askingOf, lostIn, somePem, storesOf } from '../support/asking-of.ts'
import type { Machine } from '../support/machine.ts'
import { testRoot } from '../support/roots.ts'
import { temporaryFolder } from '../support/tool.ts'
import { type CountingServer, countingServer, ran } from '../cures/support/cure-walk.ts'

const program = '/nix/store/1a-nix-2.31.2/bin/nix'
const system = '/etc/ssl/certs/ca-certificates.crt'
const profile = '/nix/var/nix/profiles/default/etc/ssl/certs/ca-bundle.crt'
const at = (env: Readonly<Record<string, string>>, files: Machine['files'] = {}, release = '2.31.2') =>
  askingOf(nix, {
    env: { PATH: dirname(program), ...env },
    files: {
      [program]: 'ELF',
      [system]: somePem,
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`/ca/${name}.pem`, somePem])),
      ...files,
    },
    runs: { [`${program} --version`]: `nix (Nix) ${release}\n` },
  })
const conf = (name: string): string => `ssl-cert-file = /ca/${name}.pem # ours\n`

// NixOS/nix 88b09c64fb: src/libstore/filetransfer.cc and globals.cc.
describe('nix itself', () => {
  it('takes the variables for the default of its setting, the first that is set', async () => {
    expect(storesOf(await at({}))).toEqual([system])
    expect(storesOf(await at({ SSL_CERT_FILE: '/ca/b.pem' }))).toEqual(['/ca/b.pem'])
    const both = await at({ NIX_SSL_CERT_FILE: '/ca/a.pem', SSL_CERT_FILE: '/ca/b.pem' })
    expect([storesOf(both), lostIn(both)]).toEqual([['/ca/a.pem'], ['SSL_CERT_FILE: beaten']])
    // Set to nothing it keeps the other from being asked.
    expect(storesOf(await at({ NIX_SSL_CERT_FILE: '', SSL_CERT_FILE: '/ca/b.pem' }))).toEqual([system])
  })

  it('lets its files beat them, the nearest first', async () => {
    const env = { NIX_SSL_CERT_FILE: '/ca/a.pem' }
    const user = { '/home/u/.config/nix/nix.conf': conf('c'), '/etc/nix/nix.conf': conf('b') }
    const asking = await at(env, user)
    expect([storesOf(asking), asking.why.where]).toEqual([['/ca/c.pem'], '/home/u/.config/nix/nix.conf:1'])
    expect(lostIn(asking)).toEqual(['ssl-cert-file: beaten', 'NIX_SSL_CERT_FILE: beaten'])
    expect(storesOf(await at({ ...env, NIX_CONFIG: 'cores = 2\nssl-cert-file = /ca/d.pem' }, user))).toEqual(['/ca/d.pem'])
    expect(storesOf(await at({ ...env, NIX_USER_CONF_FILES: '/x.conf:/y.conf' }, { ...user, '/y.conf': conf('d') }))).toEqual([
      '/ca/d.pem',
    ])
    expect(storesOf(await at({ ...env, NIX_CONF_DIR: '/conf' }, { '/conf/nix.conf': conf('d') }))).toEqual(['/ca/d.pem'])
    const included = { '/etc/nix/nix.conf': '!include more.conf\n', '/etc/nix/more.conf': conf('d') }
    expect(storesOf(await at(env, included))).toEqual(['/ca/d.pem'])
  })

  it('knows the setting from 2.15 on', async () => {
    const files = { '/etc/nix/nix.conf': conf('b') }
    expect(storesOf(await at({}, files, '2.15.0'))).toEqual(['/ca/b.pem'])
    const old = await at({}, files, '2.14.1')
    expect([storesOf(old), lostIn(old)]).toEqual([[system], ['ssl-cert-file: too-old']])
  })

  it('looks for two bundles, and leaves the rest to its libcurl', async () => {
    const without = { [system]: { link: '/nowhere' } }
    expect(storesOf(await at({}, { ...without, [profile]: somePem }))).toEqual([profile])
    // As Debian builds it: a libcurl with a folder of its own, which is asked beside any file.
    const lib = '/usr/lib/x86_64-linux-gnu'
    const debian = {
      '/usr/bin/nix': 'ELF',
      '/usr/lib/nix/libnixstore.so': 'needs libcurl-gnutls.so.4',
      [`${lib}/libcurl-gnutls.so.4`]: 'x\0/etc/ssl/certs\0',
      '/ca/a.pem': somePem,
    }
    const ofDebian = (files: Machine['files'] = {}, env: Readonly<Record<string, string>> = {}) =>
      askingOf(nix, {
        env: { PATH: '/usr/bin', ...env },
        files: { ...debian, ...files },
        runs: { '/usr/bin/nix --version': 'nix (Nix) 2.8.0\n' },
      })
    expect(storesOf(await ofDebian({}, { SSL_CERT_FILE: '/ca/a.pem' }))).toEqual(['/ca/a.pem', '/etc/ssl/certs'])
    expect(storesOf(await ofDebian())).toEqual(['/etc/ssl/certs'])
    const unknown = await ofDebian({ '/usr/lib/nix/libnixstore.so': '' }, { SSL_CERT_FILE: '/ca/a.pem' })
    expect([storesOf(unknown), unknown.unknown]).toEqual([['/ca/a.pem'], expect.stringContaining('libcurl')])
  })

  it('says that the daemon has an environment of its own', async () => {
    const daemon = { '/nix/var/nix/daemon-socket/socket': '' }
    expect(lostIn(await at({ NIX_SSL_CERT_FILE: '/ca/a.pem' }, daemon))).toEqual(['NIX_SSL_CERT_FILE: some-requests'])
    expect(lostIn(await at({}, { ...daemon, '/etc/nix/nix.conf': conf('b') }))).toEqual([])
  })
})

const named = process.env['ROOTCAUSE_NIX'] ?? ''

describe.skipIf(!existsSync(named) || !existsSync(system))('a real nix (skipped where ROOTCAUSE_NIX names none)', () => {
  const folder = temporaryFolder()
  const home = join(folder.path, 'home')
  const place = (name: string): string => join(folder.path, name)
  let server: CountingServer
  beforeAll(async () => {
    server = await countingServer()
    writeFileSync(place('good.pem'), server.pem)
    writeFileSync(place('bad.pem'), certificatesPem([testRoot('another')]))
  })
  beforeEach(() => {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(join(home, '.config', 'nix'), { recursive: true })
    mkdirSync(join(home, 'etc'), { recursive: true })
  })
  afterAll(async () => {
    await server.close()
    folder.remove()
  })

  const [good, bad] = ['HERE/good.pem', 'HERE/bad.pem']
  it.each([
    ['nothing', {}, {}],
    ['SSL_CERT_FILE', { SSL_CERT_FILE: good }, {}],
    ['NIX_SSL_CERT_FILE before it', { NIX_SSL_CERT_FILE: good, SSL_CERT_FILE: bad }, {}],
    ['NIX_SSL_CERT_FILE before it, the other way round', { NIX_SSL_CERT_FILE: bad, SSL_CERT_FILE: good }, {}],
    ['NIX_SSL_CERT_FILE to nothing', { NIX_SSL_CERT_FILE: '', SSL_CERT_FILE: good }, {}],
    ['NIX_SSL_CERT_FILE to a file that is not there', { NIX_SSL_CERT_FILE: 'HERE/none.pem', SSL_CERT_FILE: good }, {}],
    ['the file of the user before the variable', { NIX_SSL_CERT_FILE: bad }, { '.config/nix/nix.conf': good }],
    ['the file of the machine before the variable', { NIX_SSL_CERT_FILE: bad }, { 'etc/nix.conf': good }],
    ['the file of the user before that of the machine', {}, { '.config/nix/nix.conf': bad, 'etc/nix.conf': good }],
    ['NIX_CONFIG before both', { NIX_CONFIG: `ssl-cert-file = ${good}` }, { '.config/nix/nix.conf': bad }],
    ['NIX_USER_CONF_FILES', { NIX_USER_CONF_FILES: 'HERE/home/a.conf:HERE/home/b.conf' }, { 'a.conf': good, 'b.conf': bad }],
    ['a file that is included', {}, { 'etc/nix.conf': `${bad}\n!include more.conf`, 'etc/more.conf': good }],
  ] as const)(
    '%s',
    async (_, set, written) => {
      const put = (text: string): string => text.replaceAll('HERE', folder.path)
      for (const [name, value] of Object.entries(written))
        writeFileSync(
          join(home, name),
          put(`ssl-cert-file = ${value}
`),
        )
      const own = Object.fromEntries(Object.entries(set).map(([name, value]) => [name, put(value)]))
      const env = { PATH: `${dirname(named)}:/usr/bin:/bin`, HOME: home, NIX_CONF_DIR: join(home, 'etc'), ...own }
      const host = { ...nodeHost, env, home }
      const found = (await nix.find(host)).find(({ path }) => path === named)!
      const isTrusted = storesOf(await nix.asks(host, found)).includes(place('good.pem'))
      const [before, connections] = [server.requests(), server.connections()]
      const url = `https://localhost:${server.port}/`
      const text = await ran(
        [
          named,
          '--option',
          'download-attempts',
          '1',
          '--extra-experimental-features',
          'nix-command',
          'store',
          'prefetch-file',
          url,
        ],
        env,
      )
      expect(server.requests() > before, text).toBe(isTrusted)
      // Who never came has rejected nothing, but for a file that libcurl cannot read.
      if (!Object.values(own).some((value) => value.endsWith('none.pem')))
        expect(server.connections(), text).toBeGreaterThan(connections)
    },
    40_000,
  )
})
