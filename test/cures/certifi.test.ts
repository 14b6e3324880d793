import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { undo } from '../../src/apply/undo.ts'
import { certifiUpgrade } from '../../src/cures/certifi-upgrade.ts'
import type { Draft, Need } from '../../src/cures/cure.ts'
import { nodeHand } from '../../src/host/node-hand.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, utc } from '../../src/lab/shapes.ts'
import type { EntryChange } from '../../src/model/plan.ts'
import { requests } from '../../src/runtimes/requests.ts'
import { readStore } from '../../src/stores/index.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { about, snapshot } from '../apply/support/plan-of.ts'
import { portsOf } from '../apply/support/ports-of.ts'
import {
  type CountingServer,
  countingServer,
  needOf,
  planned,
  ran,
  seatOf,
  type Try,
  type Walk,
  walkIn,
  wholeWay,
} from './support/cure-walk.ts'

/** Real pips in real virtual environments of pyenv's Pythons, without a network. The wheels are made here; their lists hold roots of the lab. */
const pyenv = join(homedir(), '.pyenv', 'versions')
const pythons = ['3.11.7', '3.8.18'].map((version) => ({ version, program: join(pyenv, version, 'bin', 'python') }))
const validity = around(utc('2026-01-01T00:00:00Z'), -1000, 9000)
const rootOf = (name: string): Uint8Array => rootCertificate(authority(name, name), validity)
const [older, stranger] = [rootOf('Certifi Older Root'), rootOf('Certifi Stranger')]

/** A wheel (PyPA, Binary distribution format): modules, metadata, and a RECORD of both. */
const making = `
import base64, hashlib, sys, zipfile
folder, version, pem = sys.argv[1:]
files = {
  'certifi/__init__.py': 'from .core import where\\n__version__ = "%s"\\n' % version,
  'certifi/core.py': 'import os\\ndef where():\\n  return os.path.join(os.path.dirname(__file__), "cacert.pem")\\n',
  'certifi/cacert.pem': open(pem).read(),
  'certifi/of_%s.py' % version.replace('.', '_'): '',
  'certifi-%s.dist-info/METADATA' % version: 'Metadata-Version: 2.1\\nName: certifi\\nVersion: %s\\n' % version,
  'certifi-%s.dist-info/WHEEL' % version: 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
}
digest = lambda t: base64.urlsafe_b64encode(hashlib.sha256(t.encode()).digest()).rstrip(b'=').decode()
record = 'certifi-%s.dist-info/RECORD' % version
files[record] = ''.join('%s,sha256=%s,%d\\n' % (n, digest(t), len(t)) for n, t in files.items()) + record + ',,\\n'
with zipfile.ZipFile('%s/certifi-%s-py3-none-any.whl' % (folder, version), 'w', zipfile.ZIP_DEFLATED) as out:
  for name, text in files.items(): out.writestr(name, text)
`

let server: CountingServer
let walk: Walk
beforeAll(async () => {
  server = await countingServer()
})
afterAll(() => server.close())

const venv = (): string => join(walk.home, 'venv')
const python = (): string => join(venv(), 'bin', 'python')

async function wheel(program: string, version: string, roots: readonly Uint8Array[]): Promise<string> {
  const folder = join(walk.folder, 'wheels')
  mkdirSync(folder, { recursive: true })
  const pem = join(folder, `${version}.pem`)
  writeFileSync(pem, certificatesPem(roots))
  const told = await ran([program, '-c', making, folder, version, pem], walk.env)
  const path = join(folder, `certifi-${version}-py3-none-any.whl`)
  expect(existsSync(path), told).toBe(true)
  return path
}

/** An environment with requests and a certifi that lacks the root of the server. */
async function environment(program: string, version: string): Promise<string> {
  await ran([program, '-m', 'venv', venv()], walk.env)
  const old = await wheel(program, '2020.4.5', [older])
  const told = await ran([python(), '-m', 'pip', 'install', '--no-index', '--find-links', join(old, '..'), 'certifi'], walk.env)
  expect(told).toContain('Successfully installed certifi-2020.4.5')
  const site = join(venv(), 'lib', `python${version.split('.').slice(0, 2).join('.')}`, 'site-packages')
  const installed = join(pyenv, version, 'lib', `python${version.split('.').slice(0, 2).join('.')}`, 'site-packages')
  const library = ['requests', 'urllib3', 'idna', 'charset_normalizer']
  if (library.every((name) => existsSync(join(installed, name))))
    for (const name of library) cpSync(join(installed, name), join(site, name), { recursive: true })
  else {
    // A stand-in that verifies with certifi's list, as requests does, where this Python has none.
    mkdirSync(join(site, 'requests'))
    writeFileSync(
      join(site, 'requests', '__init__.py'),
      'import ssl, urllib.request, certifi\n__version__ = "2.0"\ndef get(url):\n  urllib.request.urlopen(url, context=ssl.create_default_context(cafile=certifi.where()))\n',
    )
  }
  return site
}

const attempt: Try = (env, port) => ran([python(), '-c', `import requests;requests.get('https://localhost:${port}/')`], env)

async function needFor(path: string): Promise<Need> {
  const seat = await seatOf(requests, walk.host())
  if (seat === null) throw new Error('requests is not found, though it is there')
  return { ...needOf([seat], server), wheel: path }
}

const installOf = (draft: Draft | null): EntryChange => {
  const change = draft?.steps[0]?.change
  if (change?.kind !== 'entry') throw new Error('there is no plan')
  return change
}

const holds = async (store: string, sha256: string): Promise<boolean> => {
  const content = await readStore(walk.host(), store)
  return (
    content !== null &&
    'certificates' in content &&
    content.certificates.some(({ der }) => readCertificate(der).sha256 === sha256)
  )
}

describe.sequential.each(pythons)('certifi out of a wheel: Python $version', ({ version, program }) => {
  const isHere = existsSync(program)
  let site = ''
  beforeAll(async () => {
    // Compiled modules come with every run, and are nobody's change.
    walk = walkIn((folder) => ({ PATH: `${join(folder, 'home', 'venv', 'bin')}:/usr/bin:/bin`, PYTHONDONTWRITEBYTECODE: '1' }))
    if (isHere) site = await environment(program, version)
  }, 120_000)
  afterAll(() => walk.remove())

  it.skipIf(!isHere)(
    'the real pip installs it, requests accepts, undo brings every octet back',
    async () => {
      // Somebody's own change of the list is not in any wheel; it comes back too.
      const list = join(site, 'certifi', 'cacert.pem')
      writeFileSync(list, `# mine\n${readFileSync(list, 'latin1')}`, { mode: 0o640 })
      const path = await wheel(program, '2027.1.2', [older, server.root])
      const { seats } = await needFor(path)
      const cure: typeof certifiUpgrade = {
        ...certifiUpgrade,
        plan: (host, need) => certifiUpgrade.plan(host, { ...need, wheel: path }),
      }
      let installed = ''
      await wholeWay(server, walk, cure, seats, async (env, port) => {
        if (await holds(list, readCertificate(server.root).sha256))
          installed = await ran([python(), '-m', 'pip', 'list', '--format=freeze'], env)
        return attempt(env, port)
      })
      expect(installed).toContain('certifi==2027.1.2')
      expect(await ran([python(), '-m', 'pip', 'list', '--format=freeze'], walk.env)).toContain('certifi==2020.4.5')
    },
    120_000,
  )

  it.skipIf(!isHere)(
    'ended anywhere, what was there comes back',
    async () => {
      const draft = await certifiUpgrade.plan(walk.host(), await needFor(await wheel(program, '2027.1.2', [older, server.root])))
      const { tool, undo: back } = installOf(draft)
      const before = snapshot(site)
      const seen = new Set<string>()
      for (const at of ['certifi', '~ertifi', 'certifi-2027.1.2.dist-info', 'certifi']) {
        await endedWhen(site, at, tool)
        seen.add(
          readdirSync(site)
            .filter((name) => name.includes('ertifi'))
            .join(),
        )
        const hand = nodeHand({ elevation: 'none' })
        expect(await hand.run(back, { timeout: 20_000 })).toMatchObject({ kind: 'ended', code: 0 })
        expect(snapshot(site)).toEqual(before)
      }
      // Not every run was ended too early, or too late, to change anything.
      expect(seen.size).toBeGreaterThan(1)
    },
    120_000,
  )

  it.skipIf(!isHere)(
    'a wheel that brings an authority nobody vouches for, or another file under its name, is not installed',
    async () => {
      const strange = await needFor(await wheel(program, '2027.2.0', [older, server.root, stranger]))
      expect(await certifiUpgrade.plan(walk.host(), strange)).toBeNull()
      expect(await certifiUpgrade.plan(walk.host(), { ...strange, wheel: join(walk.home, 'no-2.0-py3-none-any.whl') })).toBeNull()
      const path = await wheel(program, '2027.1.2', [older, server.root])
      const draft = await certifiUpgrade.plan(walk.host(), await needFor(path))
      await wheel(program, '2027.1.2', [older, server.root, stranger])
      const before = snapshot(site)
      const ports = portsOf(join(walk.folder, 'state'), { holds })
      const applied = await applyPlans(draft === null ? [] : [planned(certifiUpgrade, draft)], about, ports)
      expect(applied.state).toBe('rolled-back')
      expect(snapshot(site)).toEqual(before)
    },
    120_000,
  )

  it.skipIf(!isHere)(
    'a certifi that somebody installed since stays',
    async () => {
      const draft = await certifiUpgrade.plan(walk.host(), await needFor(await wheel(program, '2027.1.2', [older, server.root])))
      const ports = portsOf(join(walk.folder, 'state'), { holds })
      const applied = await applyPlans(draft === null ? [] : [planned(certifiUpgrade, draft)], about, ports)
      expect(applied.state).toBe('applied')
      const newer = await wheel(program, '2028.1.1', [older, server.root])
      await ran([python(), '-m', 'pip', 'install', '--no-index', '--no-deps', newer], walk.env)
      const before = snapshot(site)
      const undone = await undo(applied.id, ports)
      const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString()
      expect(undone.state).toBe('partly')
      expect(undone.conflicts.map((c) => [c.path, text(c.before), text(c.ours), text(c.now)])).toEqual([
        [join(site, 'certifi', 'cacert.pem'), 'certifi 2020.4.5', 'certifi 2027.1.2', 'certifi 2028.1.1'],
      ])
      expect(undone.told).toEqual([])
      expect(snapshot(site)).toEqual(before)
      const { state } = await undo(applied.id, ports, { keep: [join(site, 'certifi', 'cacert.pem')] })
      expect([state, snapshot(site)]).toEqual(['undone', before])
    },
    120_000,
  )
})

/** Starts pip and ends it, with all it started, as soon as a name appears or goes among the libraries. */
function endedWhen(site: string, name: string, { argv: [program, ...args], env, files }: EntryChange['tool']): Promise<void> {
  const folder = join(walk.folder, 'run')
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  const was = existsSync(join(site, name))
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder, env: { ...walk.env, ...env }, stdio: 'ignore', timeout: 30_000 })
    const timer = setInterval(() => {
      if (existsSync(join(site, name)) !== was) child.kill('SIGKILL')
    }, 1)
    child.once('close', () => {
      clearInterval(timer)
      resolve()
    })
  })
}
