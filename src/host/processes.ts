import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/**
 * What tells a process from any other that had or will have its number: when it was started (Linux: clock ticks after the start of the
 * system that `boot_id` names, proc(5); elsewhere as `ps` writes it; empty on Windows). `null`: there is none of that number.
 */
export function startOf(pid: number): string | null {
  if (process.platform === 'linux') return startOnLinux(pid)
  try {
    process.kill(pid, 0)
  } catch (error) {
    // It is there, and another user's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null
  }
  return process.platform === 'win32' ? '' : listed(['-o', 'lstart=', '-p', String(pid)]).trim()
}

function startOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold anything. A process that has ended and was not asked for yet (Z) does nothing more.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${fields[19] ?? ''}`
  } catch {
    return null
  }
}

/** Whether a process runs whose command line holds all these words; nobody can tell on Windows. */
export function isRunning(argv: readonly string[]): boolean {
  if (process.platform === 'win32') return false
  if (process.platform === 'linux') return readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && holdsAll(pid, argv))
  return listed(['-axww', '-o', 'args='])
    .split('\n')
    .some((line) => argv.every((word) => line.includes(word)))
}

function holdsAll(pid: string, argv: readonly string[]): boolean {
  try {
    // A script's command line begins with its interpreter.
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return Number(pid) !== process.pid && argv.every((word) => words.includes(word))
  } catch {
    return false
  }
}

function listed(args: readonly string[]): string {
  try {
    return execFileSync('/bin/ps', args, {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { LC_ALL: 'C' },
    })
  } catch {
    return ''
  }
}
