import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { history, historyWithNeed } from '../../src/apply/history.ts'
import { undo } from '../../src/apply/undo.ts'
import type { FileChange } from '../../src/model/plan.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { temporaryFolder } from '../support/tool.ts'
import { about, fileChange, planOf, snapshot, toolOf } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'

let folder: ReturnType<typeof temporaryFolder>
let state = ''
let home = ''
beforeEach(() => {
  folder = temporaryFolder()
  state = join(folder.path, 'state')
  home = join(folder.path, 'home')
  mkdirSync(home)
})
afterEach(() => folder.remove())

const at = (name: string): string => join(home, name)
const isRoot = process.geteuid?.() === 0

describe('applying and taking back', () => {
  it('changes, makes with folders, and removes; undo restores bytes, modes and folders', async () => {
    writeFileSync(at('a'), 'old', { mode: 0o640 })
    writeFileSync(at('gone'), 'was here')
    chmodSync(at('gone'), 0o4711)
    if (isRoot) chownSync(at('gone'), 1234, 2345)
    const start = snapshot(home)
    const plans = [
      planOf([fileChange(at('a'), 'new'), fileChange(at('deep/er/b'), 'b', 0o600), fileChange(at('gone'), null)]),
      planOf([fileChange(at('c'), '')]),
    ]
    const ports = portsOf(state)
    const applied = await applyPlans(plans, about, ports)
    expect(applied).toEqual({ id: '2026-11-22-1', state: 'applied', why: 'the real client accepts' })
    expect(readFileSync(at('a'), 'utf8')).toBe('new')
    expect(statSync(at('a')).mode & 0o7777).toBe(0o640)
    expect(statSync(at('deep/er/b')).mode & 0o7777).toBe(0o600)
    expect(() => statSync(at('gone'))).toThrow('ENOENT')
    expect(history([ports.journal])).toEqual([{ id: applied.id, at: ports.now(), about, plans, state: 'applied', waitsFor: [] }])

    expect(await undo(applied.id, ports)).toEqual({
      id: applied.id,
      state: 'undone',
      conflicts: [],
      left: [],
      kept: [],
      along: [],
      told: [],
    })
    expect(snapshot(home)).toEqual(start)
    expect(history([ports.journal])[0]?.state).toBe('undone')
    expect((await undo(applied.id, ports)).state).toBe('nothing')
  })

  it('a folder in which somebody else put something since stays', async () => {
    const ports = portsOf(state)
    const { id } = await applyPlans([planOf([fileChange(at('new/b'), 'b')])], about, ports)
    writeFileSync(at('new/theirs'), '')
    expect((await undo(id, ports)).state).toBe('undone')
    expect(Object.keys(snapshot(home))).toEqual([at('new'), at('new/theirs')])
  })

  it('a link stays a link, also one that leads nowhere yet; a hard link is told', async () => {
    writeFileSync(at('real'), 'old')
    symlinkSync('real', at('link'))
    symlinkSync('nowhere', at('dangling'))
    writeFileSync(at('hard'), 'old')
    linkSync(at('hard'), at('second'))
    const said: string[] = []
    const ports = portsOf(state, { told: (line) => said.push(line) })
    const start = snapshot(home)
    const changes = [fileChange(at('link'), 'new'), fileChange(at('dangling'), 'new'), fileChange(at('hard'), 'new')]
    const { id } = await applyPlans([planOf(changes)], about, ports)
    expect(readlinkSync(at('link'))).toBe('real')
    expect(readlinkSync(at('dangling'))).toBe('nowhere')
    expect(['real', 'nowhere', 'hard', 'second'].map((name) => readFileSync(at(name), 'utf8'))).toEqual([
      'new',
      'new',
      'new',
      'old',
    ])
    expect(said.join('\n')).toContain('hard links')
    await undo(id, ports)
    expect(snapshot(home)).toEqual(start)
  })

  it('nothing is begun when a file is not as planned', async () => {
    writeFileSync(at('a'), '1')
    writeFileSync(at('b'), '1')
    const plan = planOf([fileChange(at('a'), '2'), fileChange(at('b'), '2')])
    writeFileSync(at('b'), 'somebody else')
    const start = snapshot(home)
    const ports = portsOf(state)
    const applied = await applyPlans([plan], about, ports)
    expect(applied).toEqual({ id: '', state: 'refused', why: `${at('b')} is not as it was when the plan was made` })
    expect(snapshot(home)).toEqual(start)
    expect(history([ports.journal])).toEqual([])
  })

  it('two plans that write over each other are refused', async () => {
    const ports = portsOf(state)
    const plans = [planOf([fileChange(at('a'), '1')]), planOf([fileChange(at('a'), '2')])]
    expect((await applyPlans(plans, about, ports)).state).toBe('refused')
    expect(snapshot(home)).toEqual({})
  })

  it.each([
    ['a tool that fails', '/bin/false'],
    ['a tool that is not there', '/nowhere/tool'],
  ])('%s: all before it is taken back', async (_, tool) => {
    writeFileSync(at('a'), '1')
    const start = snapshot(home)
    const ports = portsOf(state)
    const plan = planOf([
      fileChange(at('a'), '2'),
      {
        kind: 'entry',
        store: 's',
        certificate: 'x' as Sha256,
        present: true,
        tool: toolOf([tool]),
        undo: toolOf(['/bin/true']),
        prompt: '',
      },
    ])
    const applied = await applyPlans([plan], about, portsOf(state, { holds: async () => false }))
    expect(applied).toMatchObject({ id: '2026-11-22-1', state: 'rolled-back' })
    expect(applied.why).toContain(tool)
    expect(snapshot(home)).toEqual(start)
    expect(history([ports.journal])[0]?.state).toBe('broken-off')
  })

  it('not cured, a recheck that fails, and a stop: taken back, and said', async () => {
    writeFileSync(at('a'), '1')
    const start = snapshot(home)
    const plans = [planOf([fileChange(at('a'), '2'), fileChange(at('b'), '2')])]
    const notCured = await applyPlans(
      plans,
      about,
      portsOf(state, { recheck: async () => ({ isCured: false, why: 'curl still rejects' }) }),
    )
    expect(notCured).toMatchObject({ state: 'rolled-back', why: 'curl still rejects' })
    const failed = await applyPlans(plans, about, portsOf(state, { recheck: () => Promise.reject(new Error('no answer')) }))
    expect(failed).toMatchObject({ state: 'rolled-back', why: 'no answer' })
    const stop = new AbortController()
    // The first step is done by then.
    const stopped = await applyPlans(plans, about, portsOf(state, { signal: stop.signal, told: () => stop.abort() }))
    expect(stopped).toMatchObject({ state: 'rolled-back', why: 'it was stopped' })
    expect(snapshot(home)).toEqual(start)
    expect(history([portsOf(state).journal]).map((entry) => entry.state)).toEqual(['rolled-back', 'broken-off', 'broken-off'])
  })

  it('a file that somebody changed since: three versions, the rest is taken back; kept for good when the reader says so', async () => {
    writeFileSync(at('a'), 'before')
    writeFileSync(at('b'), 'before')
    const ports = portsOf(state)
    const { id } = await applyPlans([planOf([fileChange(at('a'), 'ours'), fileChange(at('b'), 'ours')])], about, ports)
    writeFileSync(at('a'), 'theirs')
    const text = (bytes: Uint8Array | null | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array())
    for (let turn = 0; turn < 2; turn++) {
      const undone = await undo(id, ports)
      expect(undone).toMatchObject({ state: 'partly', conflicts: [{ path: at('a') }] })
      const [conflict] = undone.conflicts
      expect([conflict?.before, conflict?.ours, conflict?.now].map(text)).toEqual(['before', 'ours', 'theirs'])
      expect(readFileSync(at('a'), 'utf8')).toBe('theirs')
      expect(readFileSync(at('b'), 'utf8')).toBe('before')
      expect(history([ports.journal])[0]?.state).toBe('partly-undone')
    }
    expect(await undo(id, ports, { keep: [at('a')] })).toMatchObject({ state: 'undone', conflicts: [], kept: [at('a')] })
    expect(readFileSync(at('a'), 'utf8')).toBe('theirs')
    expect(history([ports.journal])[0]?.state).toBe('undone')
  })

  it('an entry that was there already is not taken away', async () => {
    const ports = portsOf(state, { holds: async () => true })
    const entry = { kind: 'entry', store: 's', certificate: 'x' as Sha256, present: true, prompt: '' } as const
    const plan = planOf([{ ...entry, tool: toolOf(['/bin/false']), undo: toolOf(['/bin/false']) }])
    const { id, state: came } = await applyPlans([plan], about, ports)
    expect(came).toBe('applied')
    expect((await undo(id, ports)).state).toBe('undone')
  })

  it('what cannot be taken back is said, and another try may', async () => {
    writeFileSync(at('a'), '1')
    let held = false
    const ports = portsOf(state, { holds: async () => held })
    const entry = { kind: 'entry', store: 's', certificate: 'x' as Sha256, present: true, prompt: '' } as const
    const plan = planOf([fileChange(at('a'), '2'), { ...entry, tool: toolOf(['/bin/true']), undo: toolOf(['/bin/false']) }])
    const recheck = async () => {
      held = true
      return { isCured: false, why: 'no' }
    }
    // The tool ends well and the store shows nothing until later: it is on its way.
    let asked = 0
    const holds = async (): Promise<boolean | null> => (held ? true : asked++ === 0 ? false : null)
    const applied = await applyPlans([plan], about, { ...ports, holds, recheck })
    expect(applied.state).toBe('stuck')
    expect(applied.why).toContain('rootcause undo 2026-11-22-1 tries again')
    expect(readFileSync(at('a'), 'utf8')).toBe('1')
    expect(history([ports.journal])[0]?.state).toBe('unfinished')
    // Nothing new may begin on top of it.
    const next = await applyPlans([planOf([fileChange(at('b'), '')])], about, ports)
    expect(next).toMatchObject({ state: 'refused' })
    held = false
    expect((await undo(applied.id, ports)).state).toBe('undone')
    expect((await applyPlans([planOf([fileChange(at('b'), '')])], about, ports)).id).toBe('2026-11-22-2')
  })

  it('history asks whether what stands is needed, and of the rest nothing', async () => {
    const ports = portsOf(state)
    const first = await applyPlans([planOf([fileChange(at('a'), '')])], about, ports)
    await undo(first.id, ports)
    await applyPlans([planOf([fileChange(at('b'), '')])], about, ports)
    const judged = await historyWithNeed([ports.journal], async (entry) => ({ answer: 'no', why: entry.about.case ?? '' }))
    expect(judged.map(({ stillNeeded }) => stillNeeded)).toEqual([null, { answer: 'no', why: '{"schema":1}' }])
  })

  it('an unknown change is an error with a way on', async () => {
    await expect(undo('2020-05-30-1', portsOf(state))).rejects.toMatchObject({
      kind: 'input',
      hint: expect.stringContaining('history'),
    })
  })

  it('undo(apply(p)) restores every byte and mode', async () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd/e', 'd/f', 'g/h/i')
    const content = fc.option(fc.uint8Array({ maxLength: 200 }))
    const modes = fc.constantFrom(0o600, 0o644, 0o755, 0o4755, 0o1640)
    const there = fc.uniqueArray(fc.record({ name: names, content: fc.uint8Array({ maxLength: 200 }), mode: modes }), {
      selector: (f) => f.name,
    })
    const steps = fc.array(fc.record({ name: names, content, mode: modes }), { minLength: 1, maxLength: 8 })
    let run = 0
    await fc.assert(
      fc.asyncProperty(there, steps, async (files, wanted) => {
        const own = join(home, String(++run))
        mkdirSync(own)
        for (const { name, content: bytes, mode } of files) {
          mkdirSync(join(own, name, '..'), { recursive: true })
          writeFileSync(join(own, name), bytes)
          chmodSync(join(own, name), mode)
        }
        const start = snapshot(own)
        const known = new Map(files.map((file) => [file.name, sha256(file.content)]))
        const changes = wanted.map(({ name, content: bytes, mode }): FileChange => {
          const before = known.get(name) ?? null
          if (bytes === null) known.delete(name)
          else known.set(name, sha256(bytes))
          const base64 = bytes === null ? null : Buffer.from(bytes).toString('base64')
          return { kind: 'file', path: join(own, name), before, content: base64, mode }
        })
        const ports = portsOf(join(folder.path, `state-${run}`))
        const applied = await applyPlans([planOf(changes)], about, ports)
        expect(applied.state).toBe('applied')
        for (const [name, hash] of known) expect(sha256(readFileSync(join(own, name)))).toBe(hash)
        expect((await undo(applied.id, ports)).state).toBe('undone')
        expect(snapshot(own)).toEqual(start)
      }),
      { numRuns: 60, seed: 20261122 },
    )
  })
})

const sha256 = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('hex') as Sha256
