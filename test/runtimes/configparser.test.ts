import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../src/runtimes/shared/configparser.ts'
import { hasTool } from '../support/tool.ts'

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const files: readonly Uint8Array[] = [
  '',
  '\n\n# only a comment\n',
  '[global]\ncert = /a\n',
  '\xef\xbb\xbf[global]\ncert=/a\n',
  '\xff\xfe[\0g\0]\0',
  '[global]\n# \xe9\n',
  '[global]\n# \xc3\xa9\n',
  'cert=/a\n',
  '; first\ncert=/a\n[global]\n',
  '[global]\ncert=/a\n[global]\ntimeout=3\n',
  '[global]\ncert=/a\n[install]\ncert=/b\n',
  '[global]\ncert=/a\nCERT=/b\n',
  '[global]\ncert\n',
  '[global]\n= x\n',
  '[global]\n  cert = /a\n  other = /b\n',
  '[global]\n  cert = /a\n other = /b\n',
  '[global]\ncert =\n  /a\n\n  /b\ntimeout: 3\n',
  '[global]\ncert = /a\n  not a key\n',
  '[global]\n not a key\n',
  '[global\ncert=/a\n',
  '[a]b]\nx=1\n[a]b]\n',
  '[DEFAULT]\nx=1\n[DEFAULT]\ny=2\n',
  '[DEFAULT]\nx=1\n[DEFAULT]\nx=2\n',
  '[ global ]\nx=1\n[global]\nx=1\n',
  '[global] ; behind\nx=1\n',
  '[]\nx=1\n[b]\n',
  '[a]\r\nx=1\r\n y\r\n',
  '[a]\nx=1\n# c\n  y\n',
  '[a]\n\tx=1\n\t\ty\n\tz=1\n',
].map(latin)

/** Python's own answer for each file. */
function real(all: readonly Uint8Array[]): readonly boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'configparser-'))
  try {
    all.forEach((bytes, i) => writeFileSync(join(folder, String(i)), bytes))
    const script = `
import configparser, sys
for i in range(${all.length}):
    try:
        configparser.RawConfigParser().read(sys.argv[1] + '/' + str(i), encoding='utf-8')
        print('read')
    except (configparser.Error, UnicodeDecodeError):
        print('refused')
`
    const out = execFileSync('python3', ['-c', script, folder], { encoding: 'utf8', timeout: 30_000 })
    return out
      .trim()
      .split('\n')
      .map((line) => line === 'refused')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe.skipIf(!hasTool('python3', '--version'))("a file that Python's configparser refuses (skipped without python3)", () => {
  it('is refused here for the same files', () => {
    expect(files.map((bytes) => [Buffer.from(bytes).toString('latin1'), refusalOf(bytes) !== null])).toEqual(
      real(files).map((isRefused, i) => [Buffer.from(files[i] ?? []).toString('latin1'), isRefused]),
    )
  })

  it('among 2,000 files that are put together at random', () => {
    const lines = [
      '[a]',
      '[b]',
      ' [a]',
      'x=1',
      'y: 2',
      ' x=1',
      '  more',
      'more',
      '# c',
      '',
      'X = 3',
      '=',
      '\tz=',
      ' = 1',
      '[DEFAULT]',
    ]
    const some = fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 6 })
    const all = fc.sample(some, { numRuns: 2000, seed: 20 }).map((file) => latin(file.join('\n')))
    const told = real(all)
    const wrong = all.filter((bytes, i) => (refusalOf(bytes) !== null) !== told[i]).map((b) => Buffer.from(b).toString('latin1'))
    expect(wrong).toEqual([])
    expect(told.filter(Boolean).length).toBeGreaterThan(200)
    expect(told.filter((isRefused) => !isRefused).length).toBeGreaterThan(200)
  })
})
