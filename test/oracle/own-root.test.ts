import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OracleClient } from '../../tools/oracle/client.ts'
import { onDebian13 } from '../../tools/oracle/clients/debian-13.ts'
import { oracleClients } from '../../tools/oracle/clients/index.ts'
import { debianKeyring } from '../../tools/oracle/debian-mirror.ts'
import { buildRoot } from '../../tools/oracle/debian-root.ts'
import { isOnRequest, onRequest } from '../../tools/oracle/on-request.ts'
import { apart, inRoot } from '../../tools/oracle/own-root.ts'
import { runCommand } from '../../tools/oracle/run-command.ts'

const clean = { PATH: process.env['PATH'] ?? '' }
const [setpriv, ...flags] = apart('own')
const canEnter =
  process.platform === 'linux' && spawnSync(setpriv, [...flags, 'true'], { env: clean, timeout: 10_000 }).status === 0

let work = ''
let root = ''
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'own-root-'))
  root = join(work, 'root')
  // This machine's programs under a root directory that holds nothing else.
  for (const name of ['usr', 'dev', 'proc', 'tmp']) mkdirSync(join(root, name), { recursive: true })
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name))
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** Seconds that nobody else sleeps, nor another run of this. */
const long = `${process.pid}4711`
const longer = `${process.pid}4712`

const mounts = (): string => readFileSync('/proc/self/mounts', 'utf8')
const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}, limit = 20_000) =>
  runCommand(inRoot(root, ['/usr', join(work, 'shown')], { argv, env }), { ...clean, SSL_CERT_FILE: '/preset' }, 'typed\n', limit)

describe.skipIf(!canEnter)('a root directory of its own (skipped where namespaces are not to be had)', () => {
  beforeAll(() => {
    mkdirSync(join(work, 'shown'))
    writeFileSync(join(work, 'shown', 'file'), 'of the case')
  })

  it('has what is shown under its own name, its own environment, and what the command was given', async () => {
    const script = `read line; echo "$line"; cat ${work}/shown/file; echo; ls /; env | sort; exit 7`
    const ran = await run(['sh', '-c', script], { HOME: '/nowhere', LD_LIBRARY_PATH: '' })
    const [typed, file, ...rest] = ran.stdout.trim().split('\n')
    expect([ran.code, typed, file, ran.stderr]).toEqual([7, 'typed', 'of the case', ''])
    expect(rest.filter((line) => !line.includes('='))).toEqual(['bin', 'dev', 'lib', 'lib64', 'proc', 'sbin', 'tmp', 'usr'])
    const names = rest.flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? [])
    expect(names.filter((name) => !['_', 'OLDPWD', 'PWD', 'SHLVL'].includes(name))).toEqual(['HOME', 'LD_LIBRARY_PATH', 'PATH'])
  })

  it('reaches the loopback of this machine', async () => {
    const server = createServer((socket) => socket.end('from outside'))
    const port = await new Promise<number>((done) =>
      server.listen(0, '127.0.0.1', () => done((server.address() as { readonly port: number }).port)),
    )
    const ran = await run(['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}; cat <&3`]).finally(() => server.close())
    expect(ran.stdout).toBe('from outside')
  })

  it('ends with all that was started in it when its time is over', async () => {
    const ran = await run(['sh', '-c', `setsid sleep ${long} & sleep ${long}`], {}, 1500)
    expect(ran.isKilled).toBe(true)
    expect(await noneLeft(long)).toBe(true)
  })

  it('ends when whoever started it is killed', async () => {
    const { argv } = inRoot(root, ['/usr'], { argv: ['sh', '-c', `setsid sleep ${longer} & echo ready; sleep ${longer}`] })
    const starter = `const { argv } = ${JSON.stringify({ argv })}
      const child = require('node:child_process').spawn(argv[0], argv.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
      child.stdout.once('data', () => process.kill(process.pid, 'SIGKILL'))`
    expect(spawnSync(process.execPath, ['-e', starter], { env: clean, timeout: 20_000 }).signal).toBe('SIGKILL')
    expect(await noneLeft(longer)).toBe(true)
  })

  it('leaves no mount, and nothing in its temporary folder', async () => {
    const ran = await run(['sh', '-c', 'echo > /tmp/left; echo > /dev/shm/left-by-rootcause'])
    expect(ran.code).toBe(0)
    expect(mounts()).not.toContain(work)
    expect(readdirSync(join(root, 'tmp'))).toEqual([])
    expect(existsSync('/dev/shm/left-by-rootcause')).toBe(false)
  })
})

/** Whether no process with this argument is left within five seconds. */
async function noneLeft(argument: string): Promise<boolean> {
  const isLeft = (): boolean =>
    readdirSync('/proc').some((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument)
      } catch {
        return false
      }
    })
  for (const end = performance.now() + 5000; performance.now() < end; ) {
    if (!isLeft()) return true
    await new Promise((done) => setImmediate(done))
  }
  return false
}

const debootstrap =
  ['/usr/sbin/debootstrap', '/usr/bin/debootstrap'].some((path) => existsSync(path)) && existsSync(debianKeyring)
const wanted = { from: 'debootstrap', suite: 'trixie', name: 'debian-test', packages: ['hello'] } as const

describe.skipIf(!canEnter || !debootstrap || process.getuid?.() !== 0)(
  'a Debian (skipped without debootstrap, its keyring or the superuser)',
  () => {
    it('is not made out of a list that Debian has not signed, and what was begun is not taken for it', async () => {
      const release = 'Origin: Debian\nSuite: stable\nCodename: trixie\nComponents: main\nArchitectures: amd64 arm64\n'
      const files = join(work, 'archive', 'debian', 'dists', 'trixie')
      mkdirSync(files, { recursive: true })
      writeFileSync(join(files, 'Release'), release)
      writeFileSync(join(files, 'Release.gpg'), '-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n')
      const before = mounts()
      const target = join(work, 'debian-test')
      const said: string[] = []
      const attempt = (): void =>
        buildRoot(
          wanted,
          target,
          (program, args, cwd) => {
            const ran = spawnSync(program, args, { env: clean, cwd, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' })
            said.push(ran.stdout, ran.stderr)
            if (ran.status !== 0) throw new Error(`${program} ended with ${ran.status}`)
          },
          clean,
        )
      process.env['ROOTCAUSE_DEBIAN_MIRROR'] = `file://${join(work, 'archive')}`
      try {
        expect(attempt).toThrow(/^trixie was not made: see the lines above/)
      } finally {
        delete process.env['ROOTCAUSE_DEBIAN_MIRROR']
      }
      expect(said.join('')).toMatch(/signature/i)
      expect(existsSync(target)).toBe(false)
      expect(mounts()).toBe(before)
    })
  },
)

describe('clients that need a whole Debian', () => {
  const [some] = oracleClients
  if (some === undefined) throw new Error('unreachable: there are clients')
  const client: OracleClient = onDebian13(some, 'tool-3.13', 'tool', [], /(.*)/)

  it('are got for those alone who name them in full', () => {
    expect([undefined, [], ['tool'], ['tool-3.1', 'python'], ['tool-3.13']].map((named) => isOnRequest(client, named))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
    expect(isOnRequest(some, undefined)).toBe(false)
    expect(onRequest([client, { ...client, id: 'other' }])).toBe(
      'tool-3.13, other: only on request, in a debian-13 of its own: --install --client tool-3.13',
    )
  })

  it('are not there while the Debian is not whole', () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-root-'))
    try {
      mkdirSync(join(folder, 'root', 'debian-13.fresh', 'usr'), { recursive: true })
      expect(client.find(folder)).toBeNull()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
