import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findKoffi } from '../../src/host/koffi.ts'

const binary = `@koromix/koffi-${process.platform}-${process.arch}`

describe('the optional package koffi', () => {
  let folder = ''
  let parts = ''
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rootcause-koffi-')))
    parts = program(join(folder, 'app', 'node_modules', 'rootcause'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  function program(at: string, name = 'rootcause'): string {
    write(join(at, 'package.json'), JSON.stringify({ name }))
    mkdirSync(join(at, 'dist', 'parts'), { recursive: true })
    return join(at, 'dist', 'parts')
  }
  /** koffi in a folder of modules: whoever loads it leaves a trace there. */
  const koffi = (modules: string, { version = '3.3.4', hasBinary = true, entry = '' } = {}): string => {
    write(join(modules, 'koffi', 'package.json'), JSON.stringify({ name: 'koffi', version, type: 'module' }))
    const trace = JSON.stringify(join(modules, 'loaded'))
    write(
      join(modules, 'koffi', 'indirect.cjs'),
      `require('node:fs').writeFileSync(${trace}, ''); ${entry}; exports.from = ${trace}`,
    )
    if (hasBinary) mkdirSync(join(modules, binary), { recursive: true })
    return modules
  }

  test('is taken from the folder of modules that the program lies in, or from its own', () => {
    expect(findKoffi(parts)).toBeNull()
    const beside = koffi(join(folder, 'app', 'node_modules'))
    expect(findKoffi(parts)).toEqual({ koffi: { from: join(beside, 'loaded') } })
    const own = koffi(join(beside, 'rootcause', 'node_modules'))
    expect(findKoffi(parts)).toEqual({ koffi: { from: join(own, 'loaded') } })
  })

  test('is followed where it is a link, as pnpm lays it out', () => {
    const real = koffi(join(folder, 'store', 'koffi@3.3.4', 'node_modules'))
    symlinkSync(join(real, 'koffi'), join(folder, 'app', 'node_modules', 'koffi'))
    expect(findKoffi(parts)).toEqual({ koffi: { from: join(real, 'loaded') } })
  })

  test('is not taken from folders above, nor from the folder in which one stands', () => {
    const planted = [join(folder, 'node_modules'), join(folder, 'app', 'node_modules', 'rootcause', 'dist', 'node_modules')].map(
      (m) => koffi(m),
    )
    const before = process.cwd()
    process.chdir(folder)
    try {
      expect(findKoffi(parts)).toBeNull()
    } finally {
      process.chdir(before)
    }
    expect(planted.filter((modules) => existsSync(join(modules, 'loaded')))).toEqual([])
  })

  test('is not looked for beside anything but the built program', () => {
    koffi(join(folder, 'app', 'node_modules'))
    expect(findKoffi(program(join(folder, 'app', 'node_modules', 'other'), 'other'))).toBeNull()
    expect(findKoffi(join(folder, 'app', 'node_modules', 'rootcause'))).toBeNull()
    // Not in a folder of modules: only its own counts.
    koffi(join(folder, 'elsewhere'))
    expect(findKoffi(program(join(folder, 'elsewhere', 'rootcause')))).toBeNull()
  })

  test('of another release, without its binary, or broken is a reason, and only the last is loaded', () => {
    const modules = join(folder, 'app', 'node_modules')
    koffi(modules, { version: '2.14.1' })
    expect(findKoffi(parts)).toEqual({ why: 'koffi 2.14.1 is installed beside rootcause, and 3 is needed' })
    rmSync(join(modules, '@koromix'), { recursive: true })
    koffi(modules, { hasBinary: false })
    expect(findKoffi(parts)).toEqual({ why: `koffi 3.3.4 lies there without ${binary}` })
    expect(existsSync(join(modules, 'loaded'))).toBe(false)
    koffi(modules, { entry: `throw new Error('mismatched')` })
    expect(findKoffi(parts)).toEqual({ why: 'koffi cannot be loaded: mismatched' })
    writeFileSync(join(modules, 'koffi', 'package.json'), '{')
    expect(findKoffi(parts)).toMatchObject({ why: expect.stringContaining('koffi cannot be loaded') as string })
  })
})
