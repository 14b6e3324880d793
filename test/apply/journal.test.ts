import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { history } from '../../src/apply/history.ts'
import { openJournal } from '../../src/apply/journal.ts'
import { stateFolders } from '../../src/apply/state-folder.ts'
import { undo } from '../../src/apply/undo.ts'
import { nodeStateIo } from '../../src/host/node-state-io.ts'
import type { StateIo } from '../../src/host/state-io.ts'
import { temporaryFolder } from '../support/tool.ts'
import { about, fileChange, planOf } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'

let folder: ReturnType<typeof temporaryFolder>
let state = ''
beforeEach(() => {
  folder = temporaryFolder()
  state = join(folder.path, 'state')
})
afterEach(() => folder.remove())

const begun = (journal = portsOf(state).journal): string => journal.begin(about, [], portsOf(state).now())

describe('the journal', () => {
  it('of a home that is a file, as services have one, holds nothing', () => {
    const file = join(folder.path, 'home')
    writeFileSync(file, '')
    const journal = openJournal(join(file, '.local', 'state', 'rootcause'), nodeStateIo)
    expect(journal.ids()).toEqual([])
    expect(journal.heldBy()).toBeNull()
    expect(journal.lines('2026-11-22-1')).toBeNull()
  })

  it('numbers the changes of a day, and lists ten after nine', () => {
    const ids = Array.from({ length: 11 }, () => begun())
    expect(ids).toEqual(Array.from({ length: 11 }, (_, i) => `2026-11-22-${i + 1}`))
    expect(portsOf(state).journal.ids()).toEqual(ids)
  })

  it('is for its user alone', async () => {
    const file = join(folder.path, 'secret')
    writeFileSync(file, 'password', { mode: 0o600 })
    await applyPlans([planOf([fileChange(file, 'other')])], about, portsOf(state))
    const modes = (at: string): readonly string[] =>
      readdirSync(at, { withFileTypes: true }).flatMap((e) => {
        const mode = (statSync(join(at, e.name)).mode & 0o777).toString(8)
        return e.isDirectory() ? [mode, ...modes(join(at, e.name))] : [mode]
      })
    expect((statSync(state).mode & 0o777).toString(8)).toBe('700')
    expect(new Set(modes(state))).toEqual(new Set(['700', '600']))
  })

  it('that somebody else may write is not followed: what stands there would be carried out', async () => {
    const id = begun()
    chmodSync(state, 0o777)
    const { journal } = portsOf(state)
    expect([journal.ids(), journal.lines(id)]).toEqual([[], null])
    const applied = await applyPlans([planOf([fileChange(join(folder.path, 'a'), '')])], about, portsOf(state))
    expect(applied).toMatchObject({ state: 'refused', why: expect.stringContaining("not this user's alone") })
  })

  it('a torn last line is as if it were not there, wherever it is torn, and what comes after is whole', async () => {
    const file = join(folder.path, 'a')
    const ports = portsOf(state)
    const { id } = await applyPlans([planOf([fileChange(file, '1')])], about, ports)
    const path = join(state, 'changes', `${id}.ndjson`)
    const whole = readFileSync(path)
    const lastStart = whole.lastIndexOf(0x0a, whole.length - 2) + 1
    for (let end = lastStart; end < whole.length - 1; end += 7) {
      writeFileSync(path, whole)
      truncateSync(path, end)
      expect(history([ports.journal])[0]?.state, `torn at ${end}`).toBe('unfinished')
      ports.journal.append({ kind: 'end', id, at: ports.now(), state: 'applied', why: '' })
      expect(history([ports.journal])[0]?.state).toBe('applied')
    }
    appendFileSync(path, '{"kind":"step"')
    expect((await undo(id, ports)).state).toBe('undone')
  })

  it('content that is not what its name says is not given back', async () => {
    const file = join(folder.path, 'a')
    writeFileSync(file, 'before')
    const ports = portsOf(state)
    const { id } = await applyPlans([planOf([fileChange(file, 'ours')])], about, ports)
    for (const name of readdirSync(join(state, 'objects'))) writeFileSync(join(state, 'objects', name), 'forged')
    expect(await undo(id, ports)).toMatchObject({ state: 'partly', told: [expect.stringContaining('no longer kept')] })
    expect(readFileSync(file, 'utf8')).toBe('ours')
  })
})

describe('two at once', () => {
  it('the second is refused while the first is at it, and does nothing', async () => {
    const file = join(folder.path, 'a')
    const second = portsOf(state)
    const inner: unknown[] = []
    const first = portsOf(state, {
      recheck: async () => {
        inner.push(await applyPlans([planOf([fileChange(join(folder.path, 'b'), '')])], about, second))
        inner.push((await undo('2026-11-22-1', second)).state)
        return { isCured: true, why: '' }
      },
    })
    expect(await applyPlans([planOf([fileChange(file, '1')])], about, first)).toMatchObject({ state: 'applied' })
    expect(inner).toEqual([
      { id: '', state: 'refused', why: `another rootcause (process ${process.pid}) is changing something` },
      'nothing',
    ])
    expect(readFileSync(file, 'utf8')).toBe('1')
    expect((await undo('2026-11-22-1', second)).state).toBe('undone')
  })

  it('a lock whose holder has ended, or whose number another process has now, is followed', () => {
    for (const start of [null, 'another start']) {
      const dead: StateIo = {
        ...nodeStateIo,
        pid: 77777777,
        startOf: (pid) => (pid === 77777777 ? 'its start' : nodeStateIo.startOf(pid)),
      }
      expect(openJournal(state, dead).lock()).toHaveProperty('release')
      expect(openJournal(state, dead).lock()).toEqual({ heldBy: 77777777 })
      const later: StateIo = { ...nodeStateIo, startOf: (pid) => (pid === 77777777 ? start : nodeStateIo.startOf(pid)) }
      const lock = openJournal(state, later).lock()
      if (!('release' in lock)) throw new Error('it was not taken')
      lock.release()
    }
  })

  it('of many who find a stale lock at once, one at a time gets it', () => {
    // Each step of one is interleaved with whole tries of others: no two may hold it together.
    mkdirSync(join(state, 'locks'), { recursive: true, mode: 0o700 })
    chmodSync(state, 0o700)
    writeFileSync(join(state, 'locks', '3'), '88888888 gone\n')
    let held: { readonly release: () => void } | null = null
    let next = 1_000_000
    let tries = 0
    let taken = 0
    const alive = (pid: number): string | null => (pid >= 1_000_000 && pid < 2_000_000 ? 'now' : null)
    const letGo = (): void => {
      held?.release()
      held = null
    }
    const contend = (depth: number): void => {
      const pid = next++
      const meddle =
        <A extends readonly unknown[], R>(real: (...args: A) => R) =>
        (...args: A): R => {
          if (depth < 3 && tries++ < 150) contend(depth + 1)
          // Whoever holds it gives it back now and then, in the middle of the others' tries.
          if (tries % 5 === 0) letGo()
          return real(...args)
        }
      const { list, create, read, remove } = nodeStateIo
      const meddled = { list: meddle(list), create: meddle(create), read: meddle(read), remove: meddle(remove) }
      const lock = openJournal(state, { ...nodeStateIo, ...meddled, pid, startOf: alive }).lock()
      if (!('release' in lock)) return
      expect(held).toBeNull()
      held = lock
      taken++
    }
    contend(0)
    letGo()
    expect(taken).toBeGreaterThan(5)
  })
})

describe('where it lies', () => {
  const of = (platform: 'linux' | 'darwin' | 'win32', env: Readonly<Record<string, string>>, home: string) =>
    stateFolders({ platform, env, home })

  it('by each system’s custom', () => {
    expect(of('linux', {}, '/home/u')).toEqual({ user: '/home/u/.local/state/rootcause', machine: '/var/lib/rootcause' })
    expect(of('linux', { XDG_STATE_HOME: '/s' }, '/home/u').user).toBe('/s/rootcause')
    expect(of('linux', { XDG_STATE_HOME: 'relative' }, '/home/u').user).toBe('/home/u/.local/state/rootcause')
    expect(of('linux', {}, '').user).toBe('')
    expect(of('darwin', {}, '/Users/u').user).toBe('/Users/u/Library/Application Support/rootcause')
    expect(of('win32', { LOCALAPPDATA: 'C:\\L', ProgramData: 'D:\\P' }, '')).toEqual({
      user: 'C:\\L\\rootcause',
      machine: 'D:\\P\\rootcause',
    })
  })
})
