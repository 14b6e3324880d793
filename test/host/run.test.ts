import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { run } from '../../src/host/run.ts'

const node = (script: string): readonly [string, ...string[]] => [process.execPath, '-e', script]

describe('a program that is run (skipped on Windows, where the paths are others)', () => {
  it.skipIf(process.platform === 'win32')(
    'finds the files that it is given, and its home there; afterwards all is gone',
    async () => {
      const script = `const { HOME, TMPDIR } = process.env; const fs = require('fs')
fs.writeFileSync(HOME + '/left', '')
console.log(JSON.stringify([process.cwd(), fs.realpathSync(HOME), fs.realpathSync(TMPDIR), fs.readdirSync('.'), fs.readFileSync('a.txt', 'utf8')]))`
      const ran = await run(node(script), { timeout: 10_000, env: {}, files: { 'a.txt': 'text' }, home: 'the-folder' })
      expect(ran).toMatchObject({ kind: 'ended', code: 0 })
      const [cwd, home, temporary, names, text]: readonly unknown[] = JSON.parse(ran.kind === 'ended' ? ran.stdout : '[]')
      expect([home, temporary, names, text]).toEqual([cwd, cwd, ['a.txt', 'left'], 'text'])
      expect(existsSync(String(cwd))).toBe(false)
    },
  )

  it.skipIf(process.platform === 'win32')(
    'has no home where none is asked for, and puts no file outside of its folder',
    async () => {
      const script = "console.log(process.env.HOME, require('fs').readdirSync('.'))"
      const ran = await run(node(script), { timeout: 10_000, env: {}, files: { '../outside.txt': '' } })
      expect(ran.kind === 'ended' && ran.stdout.trim()).toBe("undefined [ 'outside.txt' ]")
    },
  )

  it('is ended in its time', async () => {
    const began = performance.now()
    expect(await run(node('setInterval(() => {}, 1000)'), { timeout: 300, env: {} })).toEqual({ kind: 'timeout' })
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
