import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server, unrelatedRoot } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { testServers, type TestServers } from '../cures/support/servers.ts'
import { hasTool } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

const now = seconds(Math.floor(Date.now() / 1000))
const [own, leaf] = [authority('left programs', 'Root CA'), server()]
const root = rootCertificate(own, around(now, -300, 3000))
const chain = [leafCertificate(own, leaf, around(now, -30, 60), loopbackNames)]
const sha256 = createHash('sha256').update(root).digest('hex')

/** An environment of conda's as its files lay it out, around the Python of this machine. */
function condaBase(prefix: string, packages: readonly (readonly [string, string])[]): void {
  const python = realpathSync('/usr/bin/python3')
  const [name, site] = [basename(python), join(prefix, 'lib', basename(python), 'site-packages')]
  for (const folder of [join(prefix, 'bin'), join(prefix, 'conda-meta'), join(site, 'certifi')])
    mkdirSync(folder, { recursive: true })
  copyFileSync(python, join(prefix, 'bin', name))
  symlinkSync(name, join(prefix, 'bin', 'python3'))
  symlinkSync(name, join(prefix, 'bin', 'python'))
  writeFileSync(join(prefix, 'bin', 'conda'), '#!/bin/sh\n', { mode: 0o755 })
  for (const each of ['conda-26.7.1-0', 'python-3.11.9-0', 'openssl-3.0.13-0'])
    writeFileSync(join(prefix, 'conda-meta', `${each}.json`), '{}')
  writeFileSync(join(site, 'certifi', 'cacert.pem'), certificatesPem([unrelatedRoot('left programs', now)]))
  for (const [id, version] of packages) {
    mkdirSync(join(site, id), { recursive: true })
    writeFileSync(join(site, id, '__init__.py'), '')
    mkdirSync(join(site, `${id}-${version}.dist-info`))
    writeFileSync(
      join(site, `${id}-${version}.dist-info`, 'METADATA'),
      `Metadata-Version: 2.1\nName: ${id}\nVersion: ${version}\n`,
    )
  }
}

const isLinux = process.platform === 'linux' && hasTool('/usr/bin/python3', '--version')
describe.skipIf(!isLinux)('programs that are one client on one store (skipped without Python on Linux)', () => {
  let lab: TestServers
  let program: Program
  beforeAll(async () => {
    lab = await testServers([{ chain, root, key: leaf.key.privateKey }])
    program = await builtProgram()
    writeFileSync(join(program.folder, 'root.pem'), certificatesPem([root]))
  }, 60_000)
  afterAll(async () => {
    await lab.close()
    program.remove()
  })
  const fix = async (prefix: string, more = '') => {
    const [home, flags] = [join(program.folder, 'home'), `--root root.pem --sha256 ${sha256} --scope user ${more}`.trim()]
    mkdirSync(home, { recursive: true })
    const env = { PATH: `${prefix}/bin:/usr/bin:/bin`, HOME: home, SHELL: '/bin/sh' }
    return (await program.run(['fix', `localhost:${lab.at(0).port}`, ...flags.split(' ')], { env })).stdout.replace(/\s+/g, ' ')
  }

  it('one way reaches them all: they are named', async () => {
    const prefix = join(program.folder, 'base')
    condaBase(prefix, [
      ['certifi', '2026.7.22'],
      ['requests', '2.34.2'],
    ])
    expect(await fix(prefix)).toMatch(
      /REQUESTS_CA_BUNDLE \(for this user\).* Cures .*requests 2\.34\.2 and conda 26\.7\.1 \(python-3\.\d+ on [^)]+\)/,
    )
  }, 60_000)

  // httpx reads SSL_CERT_FILE and not REQUESTS_CA_BUNDLE; requests and conda the other way round.
  it('no way reaches them all: each has its own, and is typed as it is told', async () => {
    const prefix = join(program.folder, 'with-httpx')
    condaBase(prefix, [
      ['certifi', '2026.7.22'],
      ['requests', '2.34.2'],
      ['httpx', '0.27.0'],
    ])
    const plain = await fix(prefix)
    const told = [
      ...plain.matchAll(
        /Not cured: (\w+) [\d.]+ \(python-[\d.]+ on [^)]+\); ([\w-]+) reaches it by itself: rootcause fix \S+ --client (\w+) /g,
      ),
    ]
    expect(new Set(told.map(([, name, way, client]) => [name, way, client]))).toEqual(
      new Set([
        ['conda', 'conda-ssl-verify', 'conda'],
        ['httpx', 'ssl-cert-file', 'httpx'],
        ['requests', 'requests-ca-bundle', 'requests'],
      ]),
    )
    const alone = await fix(prefix, '--client conda')
    expect(alone).toMatch(/^This would cure it\..* conda's ssl_verify \(for this user\) .*\.condarc/)
  }, 60_000)
})
