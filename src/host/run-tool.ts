import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import type { Tool } from '../model/plan.ts'
import type { Ran } from './host.ts'
import { lesserUserAt } from './lesser-user.ts'
import { refusal } from './run.ts'
import { isOwnEntry, temporaryFolder } from './temporary-folder.ts'
import { isLeftOver, unfinishedName } from './unfinished-name.ts'

/** Most that is kept of what a tool prints on one stream, in octets. */
const maxOutput = 1 << 20

/**
 * Runs a tool that changes something. It prints into files, not pipes: should we be ended in the middle, it goes on to its own end,
 * where a pipe without a reader would end it half-way (SIGPIPE). When its time is over, its group is ended.
 */
export async function runTool({ argv, env, files }: Tool, timeout: number): Promise<Ran> {
  const [program, ...args] = argv
  const why = refusal(program)
  if (why !== null) return { kind: 'refused', why }
  const folder = join(temporaryFolder(), unfinishedName())
  mkdirSync(folder, { mode: 0o700 })
  try {
    const work = join(folder, 'work')
    mkdirSync(work)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(work, basename(name)), text, { mode: 0o600 })
    return await started(program, args, { folder, work, env: { ...plainEnvironment(), ...env }, timeout })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Takes away the folders of tools whose starter has ended. Another user could exchange what lies in his for a link while it is removed. */
export function sweepToolFolders(): void {
  const folder = temporaryFolder()
  for (const name of readdirSync(folder).filter(isLeftOver)) {
    try {
      if (isOwnEntry(join(folder, name))) rmSync(join(folder, name), { recursive: true, force: true })
    } catch {
      // It has just gone.
    }
  }
}

/**
 * What a tool gets of our environment: where its user lives, and what Windows starts nothing without. Root's home is root's: in that of a
 * lesser user, whom `sudo -E` and macOS' sudo leave in HOME, lies what tools execute (p11-kit loads modules that ~/.config/pkcs11 names).
 */
function plainEnvironment(): Readonly<Record<string, string>> {
  const names = process.platform === 'win32' ? ofWindows : ['HOME']
  const given: NodeJS.ProcessEnv = { ...process.env, ...(process.geteuid?.() === 0 ? { HOME: homeOfRoot() } : {}) }
  const kept = names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]))
  const path =
    process.platform === 'win32' ? (process.env['PATH'] ?? '') : '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return { ...Object.fromEntries(kept), PATH: path, LANG: 'C', LC_ALL: 'C' }
}

const homeOfRoot = (): string => {
  const named = process.env['HOME'] ?? ''
  return named.startsWith('/') && lesserUserAt(named) === null ? named : userInfo().homedir
}

const ofWindows = ['SystemRoot', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'ProgramData', 'TEMP', 'TMP', 'PATHEXT']

interface Start {
  readonly folder: string
  readonly work: string
  readonly env: Readonly<Record<string, string>>
  readonly timeout: number
}

function started(program: string, args: readonly string[], { folder, work, env, timeout }: Start): Promise<Ran> {
  const [outPath, errPath] = [join(folder, 'out'), join(folder, 'err')]
  const [out, err] = [openSync(outPath, 'wx', 0o600), openSync(errPath, 'wx', 0o600)]
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: work,
      env,
      shell: false,
      windowsHide: true,
      detached: process.platform !== 'win32',
      stdio: ['ignore', out, err],
    })
    closeSync(out)
    closeSync(err)
    let isOver = false
    const timer = setTimeout(() => {
      isOver = true
      end(child.pid)
    }, timeout)
    const ended = (ran: Ran): void => {
      clearTimeout(timer)
      resolve(isOver ? { kind: 'timeout' } : ran)
    }
    child.once('error', (error) => ended({ kind: 'refused', why: error.message }))
    child.once('exit', (code) =>
      ended({ kind: 'ended', code: code ?? 255, stdout: beginning(outPath), stderr: beginning(errPath) }),
    )
  })
}

function end(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

function beginning(path: string): string {
  const bytes = Buffer.alloc(maxOutput)
  const descriptor = openSync(path, 'r')
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes))
  } finally {
    closeSync(descriptor)
  }
}
