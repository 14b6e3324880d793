import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildChild } from './support/build-child.ts'
import type { Deed } from './support/killed-child.ts'
import { fileChange, planOf } from './support/plan-of.ts'

/** Start files that are kept read-only by whoever manages them: their user may replace them, for the folder is his. */
const root = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
const child = join(root, 'child.mjs')
const nobody = 65534
const isRoot = process.geteuid?.() === 0

beforeAll(async () => {
  chmodSync(root, 0o755)
  await buildChild(child)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** As a user without rights: root may write what is read-only. */
function asUser(deed: Pick<Deed, 'what'> & Partial<Deed>): { readonly state: string; readonly id: string; readonly why: string } {
  const file = join(root, 'deed.json')
  const whole: Deed = { plans: [], id: '', state: join(root, 'home', 'state'), killAt: 0, withTool: false, ...deed }
  writeFileSync(file, JSON.stringify(whole))
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, file], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env['PATH'] ?? '' },
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  })
  if (status !== 0) throw new Error(stderr)
  return (JSON.parse(stdout) as { readonly result: ReturnType<typeof asUser> }).result
}

describe.skipIf(process.platform === 'win32')('a read-only file of the user (skipped on Windows)', () => {
  it.each([0o444, 0o400, 0o555])('of mode %o is changed and comes back, of the same mode', (mode) => {
    const home = join(root, 'home')
    mkdirSync(home, { recursive: true })
    const path = join(home, `profile-${mode.toString(8)}`)
    writeFileSync(path, '# mine\n')
    chmodSync(path, mode)
    if (isRoot) for (const each of [home, path]) chownSync(each, nobody, nobody)
    const applied = asUser({ what: 'apply', plans: [planOf([fileChange(path, '# mine\n# ours\n')])] })
    expect(applied).toMatchObject({ state: 'applied' })
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o7777]).toEqual(['# mine\n# ours\n', mode])
    expect(asUser({ what: 'undo', id: applied.id })).toMatchObject({ state: 'undone' })
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o7777]).toEqual(['# mine\n', mode])
  })

  it.skipIf(!isRoot)('of a group that is not his is left as it is, and why is told (chown(2), EPERM)', () => {
    const home = join(root, 'home')
    const path = join(home, 'profile-of-group')
    writeFileSync(path, '# mine\n')
    chownSync(home, nobody, nobody)
    chownSync(path, nobody, 0)
    const { state, why } = asUser({ what: 'apply', plans: [planOf([fileChange(path, '# ours\n')])] })
    expect(state).toBe('rolled-back')
    expect(why).toContain(`${path} belongs to user ${nobody} and group 0, and this user cannot give a new file to both`)
    expect([readFileSync(path, 'utf8'), statSync(path).gid]).toEqual(['# mine\n', 0])
  })
})
