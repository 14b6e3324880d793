import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openJournal } from '../../src/apply/journal.ts'
import { nodeStateIo } from '../../src/host/node-state-io.ts'
import type { Plan } from '../../src/model/plan.ts'
import { hasTool } from '../support/tool.ts'
import { buildChild } from './support/build-child.ts'
import type { Deed } from './support/killed-child.ts'
import { fileChange, planOf, toolOf } from './support/plan-of.ts'
import { standInSudo } from './support/stand-in-sudo.ts'

const nobody = 65534
const why = process.geteuid?.() === 0 && hasTool('setpriv', '--version') ? null : 'only root can be root and somebody else'
const root = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
const child = join(root, 'child.mjs')
let [own, sudo, count] = ['', '', 0]

beforeAll(async () => {
  if (why !== null) return
  chmodSync(root, 0o755)
  await buildChild(child)
  sudo = standInSudo(root)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  own = join(root, String(++count))
  mkdirSync(own, { mode: 0o755 })
})

const machine = (): string => join(own, 'machine')
/** What root's own runs have. */
const rootsJournal = () => openJournal(machine(), nodeStateIo)
const file = (): string => join(own, 'store')

interface Came {
  /** 'killed': it ended itself in the middle. */
  readonly state: string
  readonly id: string
  readonly why: string
}

let runs = 0
/** A run of its own: as root with the machine's journal, or as somebody with sudo and a journal of his own. */
function run(who: 'root' | 'user', deed: Pick<Deed, 'what'> & Partial<Deed>, state = join(own, `user-${++runs}`)): Promise<Came> {
  const isUser = who === 'user'
  if (isUser) {
    mkdirSync(state, { mode: 0o700, recursive: true })
    chownSync(state, nobody, nobody)
  }
  const ways = isUser ? { state, sudo, machine: machine() } : { state: machine() }
  const order = join(own, `deed-${++runs}.json`)
  writeFileSync(order, JSON.stringify({ plans: [], id: '', killAt: 0, withTool: false, ...ways, ...deed } satisfies Deed))
  const as = isUser ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []
  const args = [
    '-i',
    `PATH=${process.env['PATH'] ?? ''}`,
    `HOME=${own}`,
    `TMPDIR=${tmpdir()}`,
    ...as,
    process.execPath,
    child,
    order,
  ]
  return new Promise((resolve, reject) => {
    execFile('env', args, { timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) resolve((JSON.parse(stdout) as { readonly result: Came }).result)
      else if (error.signal === 'SIGKILL' || error.code === 137) resolve({ state: 'killed', id: '', why: '' })
      else reject(new Error(`${error.message} ${stderr}`))
    })
  })
}

const planned = (content: string): readonly Plan[] => [planOf([fileChange(file(), content)], true)]
const told = /^another rootcause \(process \d+\) is changing (?:something|this machine)$|is not as it was when the plan was made$/

describe.skipIf(why !== null)(`root and somebody with sudo${why === null ? '' : `: skipped, ${why}`}`, () => {
  it('while root changes the machine, the other is told who does, and goes on afterwards', async () => {
    writeFileSync(file(), 'old')
    const held = rootsJournal().lock()
    const first = await run('user', { what: 'apply', plans: planned('new') })
    expect(first).toMatchObject({
      state: 'rolled-back',
      why: `another rootcause (process ${process.pid}) is changing this machine`,
    })
    expect(readFileSync(file(), 'utf8')).toBe('old')
    if ('release' in held) held.release()
    expect(await run('user', { what: 'apply', plans: planned('new') })).toMatchObject({ state: 'applied' })
    expect(readFileSync(file(), 'utf8')).toBe('new')
  })

  it('while he changes it, root is told who does; when he has ended, the lock is free', async () => {
    const [pipe, started] = [join(own, 'pipe'), join(own, 'started')]
    execFileSync('mkfifo', [pipe])
    const waits = toolOf(['/bin/sh', '-c', `echo > ${started}; cat ${pipe}`])
    const running = run('user', { what: 'apply', plans: [planOf([{ kind: 'regenerate', store: 'x', tool: waits }], true)] })
    await until(() => readdirSync(own).includes('started'))
    const lock = rootsJournal().lock()
    expect(lock).toMatchObject({ heldBy: expect.any(Number) })
    const holder = 'heldBy' in lock ? lock.heldBy : 0
    expect(statSync(`/proc/${holder}`).uid).toBe(nobody)
    // Another user with sudo is told the same.
    expect((await run('user', { what: 'apply', plans: planned('new') })).why).toContain(`process ${holder})`)
    writeFileSync(pipe, '')
    expect(await running).toMatchObject({ state: 'applied' })
    expect(rootsJournal().lock()).toHaveProperty('release')
  })

  it('many at once: one changes the file, each other is told why it does not', async () => {
    writeFileSync(file(), 'old')
    const whos = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 'root' : 'user'))
    const came = await Promise.all(whos.map((who, i) => run(who, { what: 'apply', plans: planned(`by ${i}`) })))
    const winners = came.flatMap(({ state }, i) => (state === 'applied' ? [i] : []))
    expect(winners, came.map((c) => c.why).join('\n')).toHaveLength(1)
    expect(readFileSync(file(), 'utf8')).toBe(`by ${winners[0]}`)
    for (const { state, why } of came) if (state !== 'applied') expect(why).toMatch(told)
    // One lock is left, and nothing unfinished.
    expect(readdirSync(join(machine(), 'locks'))).toHaveLength(1)
    expect(readdirSync(own).filter((name) => name.startsWith('.rootcause'))).toEqual([])
  }, 60_000)

  it('killed at any moment with the lock: the next one has it, and his own next run takes back what he began', async () => {
    writeFileSync(file(), 'old')
    const steps = [planOf([fileChange(join(own, 'another'), 'x'), fileChange(file(), 'new')], true)]
    for (let killAt = 1, ended = false; !ended; killAt += 4) {
      const state = join(own, `killed-${killAt}`)
      const came = await run('user', { what: 'apply', plans: steps, killAt }, state)
      ended = came.state === 'applied'
      expect(['killed', 'applied']).toContain(came.state)
      expect(['old', 'new']).toContain(readFileSync(file(), 'utf8'))
      const lock = rootsJournal().lock()
      expect(lock, `killed at ${killAt}`).toHaveProperty('release')
      if ('release' in lock) lock.release()
      const changes = join(state, 'changes')
      const [id] = existsSync(changes) ? readdirSync(changes).flatMap((name) => /^(\d.*)\.ndjson$/.exec(name)?.[1] ?? []) : []
      if (id !== undefined) await run('user', { what: 'undo', id }, state)
      expect([readFileSync(file(), 'utf8'), readdirSync(own).includes('another')]).toEqual(['old', false])
    }
  }, 60_000)

  it('a lock folder that another could have put there is not believed', async () => {
    writeFileSync(file(), 'old')
    mkdirSync(join(machine(), 'locks'), { recursive: true })
    chmodSync(join(machine(), 'locks'), 0o777)
    const came = await run('user', { what: 'apply', plans: planned('new') })
    expect(came).toMatchObject({ state: 'rolled-back', why: expect.stringContaining("not root's alone") })
  })
})

async function until(is: () => boolean): Promise<void> {
  for (let turn = 0; !is(); turn++) {
    if (turn > 400) throw new Error('it did not begin')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
