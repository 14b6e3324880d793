import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { undo } from '../../src/apply/undo.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { hasTool, tool } from '../support/tool.ts'
import { buildChild } from './support/build-child.ts'
import type { Deed } from './support/killed-child.ts'
import { nssHolds } from './support/nss.ts'
import { about, fileChange, keytoolChange, planOf, snapshot, toolOf } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'
import { standInSudo } from './support/stand-in-sudo.ts'

const isRoot = process.geteuid?.() === 0
const root = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
const child = join(root, 'child.mjs')
const nobody = 65534
let own = ''
let count = 0

beforeAll(async () => {
  // Other users run what lies here.
  chmodSync(root, 0o755)
  await buildChild(child)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  own = join(root, String(++count))
  mkdirSync(own)
})

interface Came {
  readonly result: { readonly id: string; readonly state: string; readonly why: string }
  readonly said: readonly string[]
}

/** Applies or undoes in a process of its own, which `words` start. */
function inProcess(words: readonly string[], deed: Pick<Deed, 'what'> & Partial<Deed>): Came {
  const file = join(own, 'deed.json')
  const whole: Deed = { plans: [], id: '', state: join(own, 'state'), killAt: 0, withTool: false, ...deed }
  writeFileSync(file, JSON.stringify(whole))
  const args = [
    '-i',
    `PATH=${process.env['PATH'] ?? ''}`,
    `HOME=${own}`,
    `TMPDIR=${tmpdir()}`,
    ...words,
    process.execPath,
    child,
    file,
  ]
  return JSON.parse(execFileSync('env', args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] })) as Came
}

const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
const canBeNobody = isRoot && hasTool('setpriv', '--version')
const canMount = isRoot && hasTool('unshare', '-m', 'true')

describe('attributes', () => {
  it.skipIf(process.platform !== 'linux' || !hasTool('python3', '--version'))(
    'extended attributes stay, there and back',
    async () => {
      const file = join(own, 'a')
      writeFileSync(file, 'old')
      const attribute = (code: string): string => tool('python3', ['-c', `import os,sys;${code}`, file]).trim()
      attribute("os.setxattr(sys.argv[1],'user.origin',b'here')")
      const ports = portsOf(join(own, 'state'))
      const { id } = await applyPlans([planOf([fileChange(file, 'new')])], about, ports)
      const get = "print(os.getxattr(sys.argv[1],'user.origin').decode())"
      expect([readFileSync(file, 'utf8'), attribute(get)]).toEqual(['new', 'here'])
      await undo(id, ports)
      expect([readFileSync(file, 'utf8'), attribute(get)]).toEqual(['old', 'here'])
    },
  )

  it.skipIf(!isRoot)('another user keeps his file', async () => {
    const file = join(own, 'a')
    writeFileSync(file, 'old')
    chownSync(file, 1234, 2345)
    chmodSync(file, 0o4750)
    const start = snapshot(own)
    const ports = portsOf(join(root, `state-${count}`))
    const { id } = await applyPlans([planOf([fileChange(file, 'new')])], about, ports)
    const { uid, gid, mode } = statSync(file)
    expect([uid, gid, mode & 0o7777]).toEqual([1234, 2345, 0o4750])
    await undo(id, ports)
    expect(snapshot(own)).toEqual(start)
  })
})

describe('nothing is left half', () => {
  it.skipIf(!canBeNobody)('a folder that may not be written: the reason is told, nothing is there', () => {
    const folder = join(own, 'closed')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a'), 'old')
    const state = join(own, 'state')
    mkdirSync(state)
    for (const path of [own, state]) chownSync(path, nobody, nobody)
    const open = join(own, 'open')
    writeFileSync(open, '1')
    chownSync(open, nobody, nobody)
    const before = [snapshot(folder), readFileSync(open, 'utf8')]
    const plan = planOf([fileChange(open, '2'), fileChange(join(folder, 'a'), 'new')])
    const { result } = inProcess(asNobody, { what: 'apply', plans: [plan], state: join(state, 's') })
    expect(result).toMatchObject({ state: 'rolled-back', why: expect.stringContaining('this user may not write in ') })
    expect([snapshot(folder), readFileSync(open, 'utf8')]).toEqual(before)
  })

  it.skipIf(!canMount)('a full disk: what was done is taken back, no part of a file is left', () => {
    const disk = join(own, 'disk')
    mkdirSync(disk)
    const plan = planOf([fileChange(join(disk, 'a'), 'small'), fileChange(join(disk, 'new/b'), 'x'.repeat(400_000))])
    const words = [
      'unshare',
      '-m',
      'sh',
      '-c',
      'mount -t tmpfs -o size=256k,mode=755 none "$1"; shift; "$@"; ls -AR "$DISK" >"$LIST"',
      'sh',
      disk,
    ]
    const list = join(own, 'list')
    const file = join(own, 'deed.json')
    const deed: Deed = { what: 'apply', plans: [plan], id: '', state: join(own, 'state'), killAt: 0, withTool: false }
    writeFileSync(file, JSON.stringify(deed))
    const args = [...words, process.execPath, child, file]
    const env = { PATH: process.env['PATH'] ?? '', HOME: own, DISK: disk, LIST: list }
    const came = JSON.parse(execFileSync('unshare', args, { env, encoding: 'utf8', timeout: 60_000 })) as Came
    expect(came.result).toMatchObject({ state: 'rolled-back', why: expect.stringContaining('the disk is full') })
    expect(readFileSync(list, 'utf8').trim()).toBe(`${disk}:`)
  })

  it.skipIf(!canMount)('the journal’s disk is full: the step is not begun', () => {
    const state = join(own, 'state')
    mkdirSync(state)
    const file = join(own, 'a')
    writeFileSync(file, 'x'.repeat(300_000))
    const plan = planOf([fileChange(file, 'new')])
    const words = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs -o size=64k,mode=700 none "$1"; shift; exec "$@"', 'sh', state]
    const { result } = inProcess(words, { what: 'apply', plans: [plan] })
    expect(result.state).toBe('rolled-back')
    expect(result.why).toContain('the disk is full')
    expect(readFileSync(file, 'utf8')).toHaveLength(300_000)
  })

  it.skipIf(!hasTool('certutil', '-H') || !hasTool('python3', '--version'))(
    'a database that somebody else holds: taken back, and it goes well once he lets go',
    async () => {
      const database = join(own, 'nss')
      mkdirSync(database)
      tool('certutil', ['-N', '-d', `sql:${database}`, '--empty-password'])
      const [key, cert] = [join(own, 'key'), join(own, 'rc.pem')]
      tool('openssl', [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        '/CN=rc',
        '-days',
        '9',
        '-keyout',
        key,
        '-out',
        cert,
      ])
      const file = join(own, 'a')
      const entry = {
        kind: 'entry',
        store: `sql:${database}`,
        certificate: 'rc' as Sha256,
        present: true,
        tool: toolOf(['/usr/bin/certutil', '-A', '-d', `sql:${database}`, '-n', 'rc', '-t', 'C,,', '-i', 'rc.pem'], {
          'rc.pem': readFileSync(cert, 'utf8'),
        }),
        undo: toolOf(['/usr/bin/certutil', '-D', '-d', `sql:${database}`, '-n', 'rc']),
        prompt: '',
      } as const
      const plans = [planOf([fileChange(file, 'new'), entry])]
      const ports = portsOf(join(own, 'state'), { holds: nssHolds })
      // SQLite's lock for writing, held until the other's standard input ends.
      const code =
        "import sqlite3,sys;c=sqlite3.connect(sys.argv[1],isolation_level=None);c.execute('BEGIN IMMEDIATE');print('held',flush=True);sys.stdin.read()"
      const holder = spawn('python3', ['-c', code, join(database, 'cert9.db')], { stdio: ['pipe', 'pipe', 'inherit'] })
      await new Promise((resolve) => holder.stdout.once('data', resolve))
      const held = await applyPlans(plans, about, ports)
      expect(held).toMatchObject({ state: 'rolled-back', why: expect.stringContaining('certutil') })
      expect(existsSync(file)).toBe(false)
      const ended = new Promise((resolve) => holder.once('exit', resolve))
      holder.stdin.end()
      await ended
      const free = await applyPlans(plans, about, ports)
      expect(free).toMatchObject({ state: 'applied' })
      expect(await nssHolds(entry.store, entry.certificate)).toBe(true)
      expect((await undo(free.id, ports)).state).toBe('undone')
      expect(await nssHolds(entry.store, entry.certificate)).toBe(false)
    },
    90_000,
  )

  it.skipIf(!hasTool('keytool', '-help'))(
    'a key store into which somebody else put something since: only ours is taken out, by its tool',
    async () => {
      const make = (name: string): string => {
        const [key, cert] = [join(own, 'key'), join(own, `${name}.pem`)]
        tool('openssl', [
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-subj',
          `/CN=${name}`,
          '-days',
          '9',
          '-keyout',
          key,
          '-out',
          cert,
        ])
        return cert
      }
      const store = join(own, 'store')
      const add = (alias: string): string =>
        tool('keytool', [
          '-importcert',
          '-noprompt',
          '-alias',
          alias,
          '-file',
          make(alias),
          '-keystore',
          store,
          '-storepass',
          'changeit',
        ])
      const aliases = (): string =>
        tool('keytool', ['-list', '-keystore', store, '-storepass', 'changeit']).replace(/[^]*?entries\n|[^]*?entry\n/, '')
      add('first')
      const ports = portsOf(join(own, 'state'))
      const { id } = await applyPlans([planOf([keytoolChange(store, readFileSync(make('rc'), 'utf8'))])], about, ports)
      add('theirs')
      expect(aliases()).toMatch(/rc, [^]*theirs, |theirs, [^]*rc, /)
      expect(await undo(id, ports)).toMatchObject({ state: 'undone', conflicts: [] })
      expect(aliases()).toContain('first, ')
      expect(aliases()).toContain('theirs, ')
      expect(aliases()).not.toContain('rc, ')
    },
    90_000,
  )
})

describe('rights', () => {
  it.skipIf(!canBeNobody)('a user without them is refused before anything is done', () => {
    const file = join(own, 'a')
    chownSync(own, nobody, nobody)
    const { result } = inProcess(asNobody, { what: 'apply', plans: [planOf([fileChange(file, 'new')], true)] })
    expect(result).toMatchObject({ state: 'refused', why: expect.stringContaining('root') })
    expect(existsSync(file)).toBe(false)
  })

  it.skipIf(!canBeNobody)('borrowed for the step alone: all kinds of it, there and back', () => {
    const sudo = standInSudo(root)
    // With elevated rights nothing is run from a place that others may write: the temporary folder is sticky, and root's.
    const [closed, users] = [join(own, 'closed'), join(own, 'users')]
    for (const path of [closed, users]) mkdirSync(path, { mode: 0o755 })
    chownSync(users, nobody, nobody)
    writeFileSync(join(closed, 'secret'), 'old', { mode: 0o600 })
    writeFileSync(join(closed, 'rewritten'), 'one\n', { mode: 0o640 })
    const before = {
      a: fileChange(join(closed, 'secret'), "it's new; $(rm -rf /)\n"),
      r: fileChange(join(closed, 'rewritten'), ''),
    }
    const start = snapshot(closed)
    const plan: Plan = planOf(
      [
        before.a,
        fileChange(join(closed, "x y/$(touch z)'/b"), 'b', 0o640),
        {
          kind: 'rewrite',
          path: join(closed, 'rewritten'),
          before: before.r.before,
          tool: toolOf(['/usr/bin/cp', 'new text', '{copy}'], { 'new text': 'two\n' }),
          undo: toolOf(['/bin/false']),
        },
        { kind: 'regenerate', store: 'x', tool: toolOf(['/usr/bin/cp', join(closed, 'secret'), join(closed, 'made')]) },
      ],
      true,
    )
    const inputs = { sudo, state: join(users, 'state') }
    const applied = inProcess(asNobody, { what: 'apply', plans: [plan], ...inputs })
    expect(applied.result).toMatchObject({ state: 'applied' })
    expect(applied.said[0]).toContain('needs rights')
    expect(readFileSync(join(closed, 'secret'), 'utf8')).toBe("it's new; $(rm -rf /)\n")
    expect(readFileSync(join(closed, "x y/$(touch z)'/b"), 'utf8')).toBe('b')
    expect(readFileSync(join(closed, 'rewritten'), 'utf8')).toBe('two\n')
    expect(readFileSync(join(closed, 'made'), 'utf8')).toBe("it's new; $(rm -rf /)\n")
    const modes = ['secret', 'rewritten', "x y/$(touch z)'/b"].map((name) => {
      const { mode, uid } = statSync(join(closed, name))
      return [mode & 0o777, uid]
    })
    expect(modes).toEqual([
      [0o600, 0],
      [0o640, 0],
      [0o640, 0],
    ])
    const undone = inProcess(asNobody, { what: 'undo', id: applied.result.id, ...inputs })
    expect(undone.result).toMatchObject({ state: 'undone' })
    // What the tool made is made again out of the old input: that is the tool's, and stays.
    expect(readFileSync(join(closed, 'made'), 'utf8')).toBe('old')
    rmSync(join(closed, 'made'))
    expect(snapshot(closed)).toEqual(start)
  })

  it.skipIf(!canBeNobody)('a program that its user could have put there is not run with rights', () => {
    const sudo = join(own, 'sudo')
    writeFileSync(sudo, '#!/bin/sh\necho ran > "$HOME/ran"\n', { mode: 0o755 })
    for (const path of [own, sudo]) chownSync(path, nobody, nobody)
    const { result } = inProcess(asNobody, { what: 'apply', sudo, plans: [planOf([fileChange(join(own, 'a'), 'b')], true)] })
    expect(result).toMatchObject({ state: 'refused', why: expect.stringContaining('can be written by others') })
    expect(existsSync(join(own, 'ran'))).toBe(false)
  })
})
