import { spawn } from 'node:child_process'
import {
  accessSync,
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import process from 'node:process'
import type { Driver } from './driver.ts'
import type { Ran, RunOptions } from './host.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Most that is kept of what a program prints on one stream, in octets. */
const maxOutput = 1 << 20

/** See `Host.run`. The program is given by its absolute path: nothing is looked up in a search path that somebody else may have set. */
export async function run([program, ...args]: readonly [string, ...string[]], options: RunOptions): Promise<Ran> {
  const why = refusal(program)
  if (why !== null) return { kind: 'refused', why }
  const folder = mkdtempSync(join(temporaryFolder(), 'rootcause-'))
  folders.add(folder)
  try {
    for (const [name, text] of Object.entries(options.files ?? {}))
      writeFileSync(join(folder, basename(name)), text, { mode: 0o600 })
    for (const [name, from] of Object.entries(options.copies ?? {})) {
      mkdirSync(dirname(join(folder, name)), { recursive: true, mode: 0o700 })
      copyFileSync(from, join(folder, name))
    }
    const driver = options.visit === undefined ? null : await driverOf(options.visit)
    return await started(program, args, folder, { ...options, driver })
  } finally {
    remove(folder)
  }
}

const driverOf = async ({ protocol }: NonNullable<RunOptions['visit']>): Promise<Driver> =>
  protocol === 'marionette' ? (await import('./marionette.ts')).marionette : (await import('./devtools.ts')).devtools

/** Why a program is not started; `null`: it may be. `isElevated`: whether it would run with rights over the whole machine. */
export function refusal(program: string, isElevated = hasAllRights()): string | null {
  if (!isAbsolute(program)) return `${program} is no absolute path`
  try {
    accessSync(program, constants.X_OK)
    const real = realpathSync(program)
    const planted = isElevated ? writableBelow(real) : null
    return planted === null ? null : `${planted} can be written by others, and this runs with elevated rights`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const hasAllRights = (): boolean => process.geteuid?.() === 0

/** The first of a file and the folders above it that somebody but root can write; a sticky folder keeps what is in it. */
function writableBelow(path: string): string | null {
  const { uid, mode } = statSync(path)
  const isSticky = (mode & 0o1000) !== 0
  if (uid !== 0 || ((mode & 0o022) !== 0 && !isSticky)) return path
  const parent = dirname(path)
  return parent === path ? null : writableBelow(parent)
}

const homes = ['HOME', ...(process.platform === 'win32' ? ['USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TEMP', 'TMP'] : ['TMPDIR'])]

interface Start extends RunOptions {
  readonly driver: Driver | null
}

function started(program: string, args: readonly string[], cwd: string, options: Start): Promise<Ran> {
  const { timeout, input = '', driver, visit } = options
  const env =
    options.home === undefined ? options.env : { ...options.env, ...Object.fromEntries(homes.map((name) => [name, cwd])) }
  return new Promise((resolve) => {
    // A group of its own: what the program starts is ended with it.
    const child = spawn(program, args, {
      cwd,
      env,
      shell: false,
      windowsHide: true,
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe', ...Array.from({ length: driver?.pipes ?? 0 }, () => 'pipe' as const)],
    })
    if (child.pid !== undefined) running.add(child.pid)
    let isOver = false
    const timer = setTimeout(() => {
      isOver = true
      end(child.pid)
    }, timeout)
    const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)]
    child.once('error', (error) => {
      clearTimeout(timer)
      gone(child.pid)
      resolve({ kind: 'refused', why: error.message })
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      gone(child.pid)
      resolve(isOver ? { kind: 'timeout' } : { kind: 'ended', code: code ?? 255, stdout: stdout(), stderr: stderr() })
    })
    // A program that ends without reading its input is no failure of ours.
    child.stdin?.once('error', () => {})
    child.stdin?.end(input)
    if (driver === null || visit === undefined) return
    const told = (code: number, stdout: string, why: string): void => {
      const done = (): void => {
        clearTimeout(timer)
        gone(child.pid)
        resolve(isOver ? { kind: 'timeout' } : { kind: 'ended', code, stdout, stderr: `${stderr()}${why}` })
      }
      // What a browser starts outside its group may hold its pipes: they are not waited for.
      child.removeAllListeners('close')
      if (child.exitCode !== null || child.signalCode !== null) done()
      else child.once('exit', done)
      end(child.pid)
    }
    driver.visit(child, cwd, visit.url).then(
      (error) => told(0, error ?? 'accepted', ''),
      (error: unknown) => told(255, '', error instanceof Error ? error.message : String(error)),
    )
  })
}

/** Programs that have not ended: they are a group of their own, and a signal to ours does not reach them. Their folders go with them. */
const running = new Set<number>()
const folders = new Set<string>()
process.once('exit', () => {
  running.forEach(end)
  try {
    folders.forEach(remove)
  } catch {
    // One that is just being ended still wrote there.
  }
})

function remove(folder: string): void {
  folders.delete(folder)
  // A browser that was just ended still writes.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

function gone(pid: number | undefined): void {
  if (pid !== undefined) running.delete(pid)
}

function end(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

/** Everything up to the bound, as text; the rest is read and dropped, so that the program does not wait for us. */
function collected(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size < maxOutput) chunks.push(chunk)
    size += chunk.length
  })
  return () => Buffer.concat(chunks).subarray(0, maxOutput).toString('utf8')
}
