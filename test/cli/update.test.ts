import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { utc } from '../../src/lab/shapes.ts'
import { programmeData } from '../../src/programmes/cached-content.ts'
import { columns } from '../../src/terminal/columns.ts'
import { now, Replicas, strangerPem } from '../fetch/support/replicas.ts'
import { sha256Hex } from '../programmes/support.ts'
import { authroots, certdataOf, rootOf } from '../programmes/support/published.ts'
import { builtProgram, endOf, type Program, type Run } from './support/program.ts'

let program: Program
let home: string
const replicas = new Replicas()
beforeAll(async () => {
  program = await builtProgram()
})
afterAll(() => program.remove())
beforeEach(() => {
  home = mkdtempSync(join(program.folder, 'home-'))
})
afterEach(async () => {
  rmSync(home, { recursive: true, force: true })
  await replicas.close()
})

const update = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  program.run(['update', ...args], { env: { HOME: home, ...env }, limit: 60_000 })
const file = (name: string, content: Uint8Array | string): string => {
  const path = join(home, name)
  writeFileSync(path, content)
  return path
}
const folder = (): string => join(home, '.cache', 'rootcause', 'published')
const kept = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()) : [])
interface Told {
  readonly publications: readonly {
    readonly id: string
    readonly result: string
    readonly reason: string
    readonly unusable?: string
    readonly kept: unknown
  }[]
}
const told = ({ stdout }: Run): Told['publications'] => (JSON.parse(stdout) as Told).publications
const results = (run: Run): readonly string[] => told(run).map(({ id, result, reason }) => `${id} ${result} ${reason}`.trim())

test('--help: fits 100 columns and has examples', async () => {
  const { code, stdout, stderr } = await update(['--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^Examples:\n {2}rootcause update$/m)
  expect(stdout.split('\n').filter((line) => columns(line) > 100)).toEqual([])
})

test.each([
  [['--only', 'mozila'], /no publication "mozila"[^]*certdata/],
  [['--sha256', 'ab'], /--from/],
  [['--list', '--from', 'x'], /--list/],
  [['--from', '/nowhere/x'], /no file \/nowhere\/x/],
])('%j is usage', async (args, words) => {
  const run = await update(args)
  expect(run.code).toBe(2)
  expect(run.stderr).toMatch(words)
  expect(kept()).toEqual([])
})

test('without a home nothing can be kept, and that is told', async () => {
  const run = await update(['--from', file('certdata.txt', certdataOf(rootOf('A')))], { HOME: '' })
  expect(run.code).toBe(3)
  expect(run.stderr).toContain('set HOME')
})

describe('from a file', () => {
  const bytes = certdataOf(rootOf('A'))
  const own = sha256Hex(bytes)

  test('vouched for by its SHA-256; saved, and taken on another machine', async () => {
    const first = await update(['--from', file('certdata.txt', bytes), '--sha256', own, '--save', join(home, 'all.tar.gz')])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain('from a file whose SHA-256 was given')
    const saved = sha256Hex(readFileSync(join(home, 'all.tar.gz')))
    expect(first.stdout).toContain(saved)
    const listed = await update(['--list'])
    expect(listed.stdout).toMatch(/certdata {2}Mozilla's[^]*less than a day old/)
    rmSync(join(home, '.cache'), { recursive: true })
    rmSync(join(home, '.local'), { recursive: true })
    const second = await update(['--from', join(home, 'all.tar.gz'), '--sha256', saved, '--json'])
    expect(second.code).toBe(0)
    expect(results(second)).toEqual(['certdata fetched'])
  })

  test('with a wrong SHA-256 is refused, and its own is printed nowhere', async () => {
    const path = file('certdata.txt', bytes)
    for (const [sha256, code] of [
      ['0'.repeat(64), 2],
      [own.slice(0, 63), 2],
      ['', 2],
    ] as const) {
      const run = await update(['--from', path, '--sha256', sha256, '--json'])
      expect(run.code).toBe(code)
      expect(`${run.stdout}${run.stderr}`).not.toContain(own.slice(0, 8))
    }
    const without = await update(['--from', path])
    expect(without.code).toBe(3)
    expect(without.stdout.replace(/\s+/g, ' ')).toContain('only with the SHA-256')
    expect(`${without.stdout}${without.stderr}`).not.toContain(own.slice(0, 8))
    expect(kept()).toEqual([])
  })
})

describe('on the way', () => {
  test('a forging proxy that every store, variable and option of the machine trusts gets nothing believed', async () => {
    const ca = file('stranger.pem', strangerPem)
    let asked = 0
    const answer = (_: unknown, response: { readonly end: (text: Uint8Array) => unknown }): void =>
      void (asked++, response.end(certdataOf(rootOf('Forged'))))
    const named = ['raw.githubusercontent.com', 'curl.se', 'android.googlesource.com']
    for (const host of named) await replicas.host(host, { by: 'stranger', days: [-2500, 15], answer })
    const port = await replicas.proxy()
    const env = {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      NODE_EXTRA_CA_CERTS: ca,
      SSL_CERT_FILE: ca,
      CURL_CA_BUNDLE: ca,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_OPTIONS: '--use-openssl-ca --tls-min-v1.0',
      NODE_NO_WARNINGS: '1',
    }
    // The same machine's Node believes it, even without what turns verification off.
    const client = `const t = require('node:tls'), n = require('node:net').connect(${port}, '127.0.0.1', () => n.write('CONNECT curl.se:443 HTTP/1.1\\r\\n\\r\\n'));
      n.once('data', () => { const s = t.connect({ socket: n, servername: 'curl.se' }, () => { console.log('authorized', s.authorized); process.exit() }) })`
    const { NODE_TLS_REJECT_UNAUTHORIZED: _, ...trusting } = env
    expect(await outputOf(client, trusting)).toBe('authorized true\n')
    const run = await update(['--json', '--only', 'certdata', '--only', 'cacert', '--only', 'aosp'], env)
    expect(results(run)).toEqual(['certdata failed forged', 'cacert failed forged', 'aosp failed forged'])
    expect(run.code).toBe(3)
    expect(asked).toBe(0)
    expect(kept()).toEqual([])
  })

  test('Ctrl-C in the middle ends it at once, and leaves nothing', async () => {
    const silent = createServer((socket) => void socket.on('error', () => {}))
    const reached = new Promise<void>((resolve) => silent.once('connection', () => resolve()))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const child = program.start(['update', '--only', 'certdata'], {
      env: { HOME: home, HTTPS_PROXY: `http://127.0.0.1:${port}` },
    })
    await reached
    child.kill('SIGINT')
    expect(await endOf(child)).toEqual({ code: 130, signal: null })
    expect(kept()).toEqual([])
    silent.close()
  })
})

const outputOf = (code: string, env: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', code], { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 10_000 })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('error', reject)
    child.once('close', () => resolve(said))
  })

describe.skipIf(authroots === null)("with Microsoft's real lists (skipped without ../shared)", () => {
  const [old, young] = authroots ?? [new Uint8Array(), new Uint8Array()]
  const leftOvers = (): readonly string[] => kept().filter((name) => name.startsWith('.'))

  test('updates at once leave one whole issue: the newest', async () => {
    const [a, b] = [file('old.stl', old), file('young.stl', young)]
    const runs = await Promise.all([a, b, a, b].map((path) => update(['--from', path, '--json'])))
    expect(new Set(runs.flatMap(results))).toContain('authroot fetched')
    for (const run of runs) expect(['authroot fetched', 'authroot refused older']).toContain(results(run).join())
    const listed = told(await update(['--list', '--json', '--only', 'authroot']))
    expect(listed).toMatchObject([{ unusable: '', kept: { sha256: sha256Hex(young) } }])
    expect([kept().length, leftOvers()]).toEqual([2, []])
  }, 60_000)

  test('killed at any moment, the old issue or the new one is kept, and the next update goes on', async () => {
    const [a, b] = [file('old.stl', old), file('young.stl', young)]
    const began = performance.now()
    await update(['--from', a])
    const whole = performance.now() - began
    const days = ['2022-11-15T22:21:26Z', '2023-12-13T23:55:48Z'].map(utc)
    let killed = 0
    for (let i = 0; i < 24; i++) {
      const child = program.start(['update', '--from', b], { env: { HOME: home } })
      const timer = setTimeout(() => child.kill('SIGKILL'), whole * (0.4 + (0.6 * i) / 24))
      const { signal } = await endOf(child)
      clearTimeout(timer)
      if (signal !== null) killed++
      const { publications, unusable } = await programmeData({ ...nodeHost, platform: 'linux', env: {}, home }, now)
      expect(unusable).toEqual([])
      expect(days).toContain(publications[0]?.asOf)
    }
    expect(killed).toBeGreaterThan(5)
    expect((await update(['--from', b])).code).toBe(0)
    expect([kept().length, leftOvers()]).toEqual([2, []])
  }, 120_000)

  const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true'], { timeout: 5000 }).status === 0
  test.skipIf(!canMount)(
    'on a full disk, and on one that cannot be written, the old issue stays (skipped without rights to mount)',
    () => {
      const [a, b] = [file('old.stl', old), file('young.stl', young)]
      const disk = join(home, 'disk')
      mkdirSync(disk)
      const script = `
      set -e
      mount -t tmpfs -o size=300k none "$HOME"
      run() { "$NODE" "$CLI" update "$@" || echo "code $?"; }
      run --from "$OLD" --json
      echo ---
      run --from "$YOUNG" --json
      echo ---
      ls -A "$HOME/.cache/rootcause/published"
      mount -o remount,ro "$HOME"
      echo ---
      run --from "$YOUNG" --json
      echo ---
      run --list --json --only authroot`
      const env = { PATH: process.env['PATH'] ?? '', HOME: disk, NODE: process.execPath, CLI: program.cli, OLD: a, YOUNG: b }
      const output = execFileSync('unshare', ['-m', 'sh', '-c', script], { env, encoding: 'utf8', timeout: 60_000 })
      const [first = '', full = '', names = '', readOnly = '', listed = ''] = output.split('---\n')
      expect(first).toContain('"fetched"')
      expect(full).toMatch(/"not-written"[^]*the disk is full[^]*code 3/)
      expect(names.trim().split('\n').toSorted()).toEqual([`authroot-${sha256Hex(old)}.raw`, 'authroot.json'])
      expect(readOnly).toMatch(/"not-written"[^]*mounted read-only[^]*code 3/)
      expect(told({ code: 0, stdout: listed, stderr: '' })).toMatchObject([{ unusable: '', kept: { sha256: sha256Hex(old) } }])
    },
  )
})
