import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Install } from './client.ts'

/** Puts a client into the folder, or asks the system's package manager for it. Throws where that fails. */
export function install(wanted: Install, folder: string): void {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
  if (wanted.from === 'apt') {
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...wanted.packages], {
      env,
      stdio: 'inherit',
      timeout: 300_000,
    })
    return
  }
  const home = join(folder, 'npm', wanted.package.replaceAll('/', '+'))
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--force', '--loglevel=error']
  execFileSync('npm', ['install', ...options, wanted.package], { env, cwd: home, stdio: 'inherit', timeout: 300_000 })
}
