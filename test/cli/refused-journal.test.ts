import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { planOf } from '../apply/support/plan-of.ts'
import { builtProgram, type Program } from './support/program.ts'

/** The first line of a change's journal, with one plan of this form. */
const planLine = (schema: number): string =>
  JSON.stringify({
    kind: 'plan',
    id: '2026-11-22-1',
    at: 1795305600,
    about: { command: '', target: 'example.org', incidents: [], clients: [], case: null },
    plans: [{ ...planOf([]), schema }],
  })

describe.skipIf(process.platform === 'win32')('a journal that cannot be read, or is not believed (skipped on Windows)', () => {
  let program: Program
  beforeAll(async () => {
    program = await builtProgram()
  }, 60_000)
  afterAll(() => program.remove())

  const home = (): string => join(program.folder, 'home')
  const state = (): string => join(home(), 'state', 'rootcause')
  const run = (...args: readonly string[]) => program.run(args, { env: { HOME: home(), XDG_STATE_HOME: join(home(), 'state') } })
  beforeEach(() => {
    rmSync(home(), { recursive: true, force: true })
    mkdirSync(join(state(), 'changes'), { recursive: true, mode: 0o700 })
    for (const each of [home(), join(home(), 'state'), state()]) chmodSync(each, 0o700)
  })

  it.each([
    ['history', '--offline'],
    ['undo', '--yes'],
  ])('what the system says is told in plain words, and is no bug of ours: %s', async (...args) => {
    const path = join(state(), 'changes', '2026-11-22-1.ndjson')
    mkdirSync(path)
    expect(await run(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `rootcause: cannot read ${path}: it is a folder, where a file is wanted\n  rename that folder, and try again\n`,
    })
  })

  it('doctor goes on with the rest of the machine, and says what it left out', async () => {
    const path = join(state(), 'changes', '2026-11-22-1.ndjson')
    mkdirSync(path)
    const told = await run('doctor')
    expect(told.stderr).toBe('')
    expect(told.stdout.replace(/\s+/g, ' ')).toContain(`not looked at: rootcause fix: cannot read ${path}: it is a folder`)
    expect(told.stdout).toMatch(/\d+ installations? and \d+ trust stores?/)
  })

  it('one that others may write is not believed, and nobody is told that nothing was done', async () => {
    chmodSync(state(), 0o777)
    const told = await run('history', '--offline')
    expect(told.stdout.replace(/\s+/g, ' ')).toContain("is not this user's alone")
    expect(told.stdout).toContain('chmod go-w')
    expect(told.stdout).not.toContain('has changed nothing')
    const undone = await run('undo', '--yes')
    expect(undone.code).toBe(2)
    expect(undone.stderr).toContain("is not this user's alone")
  })

  it.each([
    ['damaged', '{{{"kind":"plan"'],
    ['of a newer form', planLine(2)],
  ])('a change whose plan is %s is named, and nobody is told that nothing was done', async (_, line) => {
    const path = join(state(), 'changes', '2026-11-22-1.ndjson')
    writeFileSync(path, `${line}\n`)
    const told = await run('history', '--offline')
    expect(told.stdout.replace(/\s+/g, ' ')).toMatch(
      /what was done as 2026-11-22-1 cannot be told, nor taken back: .* is damaged, or/,
    )
    expect(told.stdout).not.toContain('has changed nothing')
    for (const id of [[], ['2026-11-22-1']]) {
      const undone = await run('undo', ...id, '--yes')
      expect(undone).toMatchObject({ code: 2, stdout: '' })
      expect(undone.stderr).toContain(`${path} is damaged, or a newer rootcause wrote it`)
    }
  })

  it('one of this form is read', async () => {
    writeFileSync(join(state(), 'changes', '2026-11-22-1.ndjson'), `${planLine(1)}\n`)
    expect((await run('history', '--offline')).stdout).toMatch(/^2026-11-22-1 {2}for example\.org.*broken off before its\s+end/)
  })

  it('an empty one is believed', async () => {
    expect((await run('history', '--offline')).stdout).toBe('rootcause fix has changed nothing here.\n')
  })
})
