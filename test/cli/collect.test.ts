import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabServer, labServer } from './support/lab-server.ts'
import { builtProgram, type Program } from './support/program.ts'

let program: Program
let expired: LabServer

beforeAll(async () => {
  program = await builtProgram()
  expired = await labServer('expired-leaf', program.folder)
})
afterAll(async () => {
  await expired.served.close()
  program.remove()
})

const source = (end: string): string => readFileSync(new URL(`../../src/collect/collect.${end}`, import.meta.url), 'utf8')

/** A shell and openssl, without which the script for it cannot be run. */
function hasOpenssl(): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v openssl'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

describe('rootcause collect', () => {
  it.each([
    ['python', 'py'],
    ['powershell', 'ps1'],
    ['sh', 'sh'],
  ])('--as %s prints the script, and nothing else', async (language, end) => {
    const { code, stdout, stderr } = await program.run(['collect', '--as', language])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(source(end))
  })

  it.each([[['collect']], [['collect', '--as', 'cobol']], [['collect', '--as', 'sh', 'example.org']]])(
    '%j is refused as usage',
    async (args) => {
      const { code, stdout } = await program.run(args)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    },
  )

  it.skipIf(!hasOpenssl())('what the script for sh writes is a case that check answers (skipped without openssl)', async () => {
    const { stdout: script } = await program.run(['collect', '--as', 'sh'])
    const { served, store } = expired
    writeFileSync(join(program.folder, 'collect.sh'), script)
    // Not synchronously: the server is in this process.
    const ran = await promisify(execFile)(
      'sh',
      [join(program.folder, 'collect.sh'), `${served.built.host}:${served.port}`, served.host],
      {
        env: { PATH: process.env['PATH'] ?? '', SSL_CERT_FILE: store, SSL_CERT_DIR: program.folder },
        timeout: 30_000,
        maxBuffer: 1 << 26,
      },
    )
    const { code, stdout } = await program.run(['check', '-'], { stdin: ran.stdout })
    expect(code).toBe(1)
    expect(stdout).toMatch(/openssl-s_client-\S+/)
    expect(stdout).toContain('verify error:num=10:certificate has expired')
    expect(stdout).toContain('seen here: openssl')
    // The variables that it read stand in the case, and decide.
    expect(stdout.replace(/\s+/g, ' ')).toContain(`RC719 SSL_CERT_FILE=${store} decides which store is asked: ${store}`)
    // As `>` writes it in Windows PowerShell 5.1.
    const utf16 = Buffer.from(`\uFEFF${ran.stdout}`, 'utf16le')
    expect((await program.run(['check', '-'], { stdin: utf16 })).stdout).toBe(stdout)
  })
})
