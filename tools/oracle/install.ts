import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Install } from './client.ts'
import { installed } from './clients/installed.ts'

/** Puts a client into the folder, or asks the system's package manager for it. Throws where that fails. */
export function install(wanted: Install, folder: string): void {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
  const run = (program: string, args: readonly string[], cwd: string): void =>
    void execFileSync(program, args, { env, cwd, stdio: 'inherit', timeout: 300_000 })
  const fromDebian = (packages: readonly string[]): void =>
    run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], '/')
  if (wanted.from === 'apt') return fromDebian(wanted.packages)
  if (wanted.from === 'pip') {
    const target = installed(folder, wanted)
    mkdirSync(target, { recursive: true })
    const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--only-binary', ':all:', '--target', target]
    return run('python3', ['-m', 'pip', 'install', ...options, wanted.package], target)
  }
  if (wanted.from === 'debian-source') {
    const source = installed(folder, wanted)
    if (!existsSync(source)) {
      const home = dirname(source)
      mkdirSync(home, { recursive: true })
      fromDebian(wanted.needs)
      run('apt-get', ['source', `${wanted.package}=${wanted.version}`], home)
    }
    for (const [program, ...args] of wanted.build) run(program, args, source)
    return
  }
  const home = join(folder, 'npm', wanted.package.replaceAll('/', '+'))
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--force', '--loglevel=error']
  run('npm', ['install', ...options, wanted.package], home)
}
