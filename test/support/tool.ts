import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs a program of this machine with nothing in its environment but a search path and an empty home. Throws when it fails. */
export function tool(program: string, args: readonly string[], home = tmpdir()): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: tmpdir(), LC_ALL: 'C' }
  return execFileSync(program, args, { env, encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Whether a program is there: tests that need it skip otherwise. `probe`: arguments with which it ends well. */
export function hasTool(program: string, ...probe: readonly string[]): boolean {
  try {
    tool(program, probe)
    return true
  } catch (error) {
    // Some print their help and end with a number: they are there.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
}

/** A new folder, and what takes it away. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
