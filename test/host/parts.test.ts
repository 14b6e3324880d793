import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
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
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))
const why = !existsSync(join(dist, 'cli.cjs'))
  ? 'the program is not built (npm run build)'
  : process.platform === 'win32'
    ? 'Windows has no owner and mode to look at'
    : null

describe.skipIf(why !== null)(`code that was compiled is kept${why === null ? '' : `: ${why}`}`, () => {
  let folder = ''
  let home = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rootcause-code-'))
    home = join(folder, 'home')
    mkdirSync(join(home, '.cache'), { recursive: true, mode: 0o700 })
    cpSync(dist, join(folder, 'dist'), { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const cache = () => join(home, '.cache', 'rootcause', `${process.version}-${process.arch}`)
  const kept = () => (existsSync(cache()) ? readdirSync(cache()).toSorted() : [])
  const run = (...argv: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home }
    const ran = spawnSync(process.execPath, [join(folder, 'dist', 'cli.cjs'), ...argv], {
      env,
      encoding: 'utf8',
      timeout: 30_000,
    })
    return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr }
  }
  const list = ['clients', 'go-1.24'] as const

  test('in files that the user alone reads and writes, and says the same with them', () => {
    const first = run(...list)
    expect(first.code).toBe(0)
    expect(first.stdout).toContain('go-1.24')
    expect(kept().map((name) => name.split('.cjs')[0])).toEqual(expect.arrayContaining(['cli', 'commands-run-clients']))
    for (const name of kept()) expect(statSync(join(cache(), name)).mode & 0o777).toBe(0o600)
    const times = kept().map((name) => statSync(join(cache(), name)).mtimeMs)
    expect(run(...list)).toEqual(first)
    // Nothing was written anew: V8 took what was there.
    expect(kept().map((name) => statSync(join(cache(), name)).mtimeMs)).toEqual(times)
  })

  test('a damaged file changes nothing, and is replaced', () => {
    const first = run(...list)
    const [name = ''] = kept().filter((n) => n.startsWith('commands-run-clients'))
    const whole = readFileSync(join(cache(), name))
    for (const damaged of [Buffer.alloc(0), Buffer.from('not code'), whole.subarray(0, 100)]) {
      writeFileSync(join(cache(), name), damaged)
      expect(run(...list)).toEqual(first)
      expect(statSync(join(cache(), name)).size).toBeGreaterThan(1000)
    }
  })

  test('another build has its own, and the old one goes', () => {
    run(...list)
    const before = kept()
    const part = join(folder, 'dist', 'parts', 'commands-run-clients.cjs')
    writeFileSync(part, `${readFileSync(part, 'utf8')}\n`)
    run(...list)
    expect(kept()).toHaveLength(before.length)
    expect(kept()).not.toEqual(before)
  })

  test('a folder that is not there yet is made for the user alone', () => {
    rmSync(join(home, '.cache'), { recursive: true })
    run(...list)
    expect(kept().length).toBeGreaterThanOrEqual(3)
    expect(statSync(join(home, '.cache')).mode & 0o777).toBe(0o700)
  })

  test('nothing is kept where others may write', () => {
    chmodSync(join(home, '.cache'), 0o777)
    expect(run(...list).code).toBe(0)
    expect(kept()).toEqual([])
  })

  test('nor in the home of somebody else, or where it cannot be written', () => {
    rmSync(join(home, '.cache'), { recursive: true })
    chmodSync(home, 0o777)
    expect(run(...list).code).toBe(0)
    expect(kept()).toEqual([])
    chmodSync(home, 0o700)
    mkdirSync(join(home, '.cache'), { mode: 0o700 })
    writeFileSync(join(home, '.cache', 'rootcause'), 'a file')
    expect(run(...list).code).toBe(0)
  })
})
