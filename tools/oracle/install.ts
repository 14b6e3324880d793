import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import type { Install } from './client.ts'
import { installed } from './clients/installed.ts'
import { buildRoot } from './debian-root.ts'
import { type RunIn, unpackSource } from './debian-source.ts'
import { orSay } from './or-say.ts'

const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }

const run: RunIn = (program, args, cwd, timeout = 300_000) => {
  const { error, status, signal } = spawnSync(program, args, { env, cwd, stdio: 'inherit', timeout, killSignal: 'SIGKILL' })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${program} ended with ${status ?? signal}`)
}

/** Puts a client into the folder, or asks the system's package manager for it. Throws where that fails, with what to do. */
export function install(wanted: Install, folder: string): void {
  if (wanted.from === 'apt') return fromDebian(wanted.packages)
  if (wanted.from === 'pip') {
    const target = installed(folder, wanted)
    mkdirSync(target, { recursive: true })
    const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--only-binary', ':all:', '--target', target]
    return orSay(`pip did not install ${wanted.package}: is python3 here with pip, and is there a wheel for it?`, () =>
      run('python3', ['-m', 'pip', 'install', ...options, wanted.package], target),
    )
  }
  if (wanted.from === 'debian-source') return fromSource(wanted, folder)
  if (wanted.from === 'debootstrap') return buildRoot(wanted, installed(folder, wanted), run, env)
  const home = join(folder, 'npm', wanted.package.replaceAll('/', '+'))
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--force', '--loglevel=error']
  orSay(`npm did not install ${wanted.package}: does npm view ${wanted.package} find it?`, () =>
    run('npm', ['install', ...options, wanted.package], home),
  )
}

/** Installs what is lacking and leaves what is there as it is: a newer library would be another client. */
function fromDebian(packages: readonly string[]): void {
  const lacking = packages.filter((name) => !isInstalled(name))
  if (lacking.length === 0) return
  const command = `apt-get install ${lacking.join(' ')}`
  if (process.getuid?.() !== 0) throw new Error(`needs the superuser: sudo ${command}`)
  orSay(`apt did not install ${lacking.join(', ')}: run apt-get update, and see what ${command} says`, () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', '--no-upgrade', ...lacking], '/'),
  )
}

function isInstalled(name: string): boolean {
  try {
    const format = ['-W', '-f', '${db:Status-Status}', name]
    return execFileSync('dpkg-query', format, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }) === 'installed'
  } catch {
    return false
  }
}

/** What is broken off is begun anew: the sources get their name when they are whole. */
function fromSource(wanted: Extract<Install, { from: 'debian-source' }>, folder: string): void {
  const source = installed(folder, wanted)
  const home = dirname(source)
  fromDebian(wanted.needs)
  if (!existsSync(source)) {
    const fresh = join(home, 'fresh')
    rmSync(fresh, { recursive: true, force: true })
    mkdirSync(fresh, { recursive: true })
    orSay(`apt did not unpack ${wanted.package} ${wanted.version}: is the mirror to be reached, and is that its version?`, () =>
      unpackSource(wanted.package, wanted.version, fresh, run, env),
    )
    renameSync(join(fresh, basename(source)), source)
    rmSync(fresh, { recursive: true, force: true })
  }
  for (const [program, ...args] of wanted.build) {
    orSay(`${wanted.package} was not built: see the lines above, remove ${source} and try again`, () =>
      run(program, args, source),
    )
  }
}
