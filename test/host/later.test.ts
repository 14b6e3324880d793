import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { labHost, usualChain } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))
const why = !existsSync(join(dist, 'parts', 'seldom-words.cjs'))
  ? 'the program is not built (npm run build)'
  : process.platform === 'win32'
    ? 'the folder that tells which parts were loaded is looked for where others have it'
    : null

/** 2026-03-01T00:00:00Z. */
const now = 1_772_323_200
const day = 86_400

// Which parts a run loaded is told by the code that it kept.
describe.skipIf(why !== null)(`parts that are seldom needed${why === null ? '' : `: ${why}`}`, () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rootcause-later-'))
    mkdirSync(join(folder, '.cache'), { mode: 0o700 })
    cpSync(dist, join(folder, 'dist'), { recursive: true })
    const { leaf, intermediate, root } = usualChain(labHost, seconds(now))
    writeFileSync(join(folder, 'chain.pem'), certificatesPem([leaf, intermediate]))
    writeFileSync(join(folder, 'root.pem'), certificatesPem([root]))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const check = (...flags: readonly string[]) => {
    const given = ['check', join(folder, 'chain.pem'), '--host', labHost, '--store', join(folder, 'root.pem')]
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'dist', 'cli.cjs'), ...given, ...flags], {
      env: { PATH: process.env['PATH'] ?? '', HOME: folder },
      encoding: 'utf8',
      timeout: 30_000,
    })
    const kept = readdirSync(join(folder, '.cache', 'rootcause', `${process.version}-${process.arch}`))
    return { status, stdout, stderr, parts: kept.toSorted().map((name) => name.split('.cjs')[0]) }
  }

  test('are all there', () => {
    const parts = readdirSync(join(dist, 'parts'))
    const asked = parts.flatMap((part) =>
      [...readFileSync(join(dist, 'parts', part), 'latin1').matchAll(/require\("(\.[^"]*)"\)/g)].map(([, name = '']) => name),
    )
    expect(asked).toContain('./seldom-words.cjs')
    expect(asked.filter((name) => !parts.includes(name.slice(2)))).toEqual([])
  })

  test('are not loaded where every client accepts', () => {
    const { status, stderr, parts } = check('--at', '2026-03-01')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(parts).toEqual(['cli', 'commands-run-check'])
  })

  test('are loaded with the first words of a client', () => {
    const at = new Date((now + 4000 * day) * 1000).toISOString().slice(0, 10)
    const { status, stdout, parts } = check('--at', at, '--client', 'python-3.13')
    expect(status).toBe(1)
    expect(stdout).toContain('certificate verify failed: certificate has expired')
    expect(parts).toContain('seldom-words')
    expect(parts).not.toContain('seldom-clients')
  })

  test.each(['android-14', 'chrome', 'firefox', 'mbedtls-3.6', 'wolfssl', 'botan', 'libressl', 'nss-vfychain', 'schannel'])(
    'are loaded for a client that is seldom asked: %s',
    (client) => {
      const { stderr, parts } = check('--at', '2026-03-01', '--client', client)
      expect(stderr).toBe('')
      expect(parts).toEqual(expect.arrayContaining(['seldom-clients', 'seldom-searches']))
    },
  )
})
