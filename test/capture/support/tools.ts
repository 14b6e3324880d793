import { execFileSync, spawnSync } from 'node:child_process'

/** Whether a program is there; tests that need it are skipped with its name otherwise. */
export const hasTool = (name: string): boolean => spawnSync(name, ['--version'], { timeout: 10_000 }).error === undefined

/** Variables that would make real clients and servers read other trust stores or proxies than the test gives them. */
export const cleanEnvironment = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', LC_ALL: 'C' }

/** Runs `openssl`, and fails with its words. */
export const openssl = (cwd: string, ...args: readonly string[]): Buffer =>
  execFileSync('openssl', args, { cwd, env: cleanEnvironment, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 })
