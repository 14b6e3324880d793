import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants as system, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Readable } from 'node:stream'
import { isatty } from 'node:tty'
import { lastOctets } from './last-octets.ts'
import { type PseudoTerminal, pseudoTerminal } from './pseudo-terminal.ts'

/** How a command that was passed through ended. */
export type PassedThrough =
  | {
      readonly kind: 'ended'
      /** Its own exit code; 128 and the number of the signal that ended it. */
      readonly code: number
      /** The end of what it wrote on standard error, at most 64 KiB; with a terminal also what it showed there. */
      readonly said: Uint8Array
      /** A signal came while it ran: the user has no more questions. */
      readonly wasStopped: boolean
    }
  /** It could not be started. `code`: 127 not found, 126 found and not executable (POSIX.1-2017 Shell Command Language §2.8.2). */
  | { readonly kind: 'not-started'; readonly code: 126 | 127; readonly why: string }

/** What is passed on to the command. */
const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const

/** Milliseconds for which programs that the command left behind may still write on its standard error. */
const patience = 200

/**
 * Runs a command in the place of this process: its environment, standard input, standard output and folder. Standard error is passed on
 * octet by octet as it comes, and its end is kept. Where that is a terminal the command gets a pseudo-terminal of util-linux'
 * `script`; where there is none, or elsewhere than on Linux, a pipe: programs that look for a terminal then show no colours.
 */
export async function passThrough(command: readonly [string, ...string[]]): Promise<PassedThrough> {
  // Opened before the command starts: opening a pipe sets O_NONBLOCK, which the command would share where both streams are one.
  const out = process.stderr
  try {
    const terminal = out.isTTY ? pseudoTerminal(command) : null
    return await (terminal === null ? throughPipe(command, out) : throughTerminal(terminal, out))
  } catch (error) {
    // What the system refuses at once: too many arguments, a zero octet in one.
    return { kind: 'not-started', code: 126, why: error instanceof Error ? error.message : String(error) }
  }
}

/** Through a pipe of the system: what Node makes by itself are sockets, and `/dev/stderr` of a socket cannot be opened. */
function throughPipe([program, ...args]: readonly [string, ...string[]], out: NodeJS.WriteStream): Promise<PassedThrough> {
  const pipe = systemPipe()
  const caught = catchSignals()
  const child = started(caught, program, args, { stdio: ['inherit', 'inherit', pipe?.write ?? 'pipe'], windowsHide: false })
  if (pipe !== null) closeSync(pipe.write)
  const stderr = pipe?.read ?? child.stderr
  // The terminal sends its own signals to the whole group in the foreground: the command has them already.
  const isOwn = (signal: NodeJS.Signals): boolean => isatty(0) && (signal === 'SIGINT' || signal === 'SIGQUIT')
  caught.handTo((signal) => {
    if (!isOwn(signal)) child.kill(signal)
  })
  return ended(child, stderr, out, caught)
}

function throughTerminal({ argv: [program, ...args], stdio }: PseudoTerminal, out: NodeJS.WriteStream): Promise<PassedThrough> {
  const caught = catchSignals()
  const child = started(caught, program, args, { stdio })
  // The command tells its number, for `script` passes on nothing but SIGTERM.
  let pid = ''
  const number = child.stdio[3]
  if (number !== null && number !== undefined) number.on('data', (chunk: Buffer) => (pid += chunk.toString()))
  caught.handTo((signal) => {
    const group = Number(pid)
    if (Number.isInteger(group) && group > 1) kill(-group, signal)
    else child.kill(signal)
  })
  return ended(child, child.stdout, out, caught)
}

/** Signals of this process while a command runs in its place. */
interface CaughtSignals {
  /** Who gets them from now on; those that came before, at once. */
  readonly handTo: (act: (signal: NodeJS.Signals) => void) => void
  readonly cameAny: () => boolean
  readonly release: () => void
}

/** Called before the command starts: it may be heard of, and a signal be sent for it, before `spawn` returns. */
function catchSignals(): CaughtSignals {
  const came: NodeJS.Signals[] = []
  let act: ((signal: NodeJS.Signals) => void) | null = null
  const on = (signal: NodeJS.Signals): void => {
    came.push(signal)
    act?.(signal)
  }
  const signals = process.platform === 'win32' ? (['SIGINT', 'SIGTERM'] as const) : passed
  for (const signal of signals) process.on(signal, on)
  return {
    handTo: (to) => {
      act = to
      came.forEach(to)
    },
    cameAny: () => came.length > 0,
    release: () => {
      for (const signal of signals) process.removeListener(signal, on)
    },
  }
}

function started(caught: CaughtSignals, program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(program, args, options)
  } catch (error) {
    caught.release()
    throw error
  }
}

function ended(
  child: ChildProcess,
  stderr: Readable | null,
  out: NodeJS.WriteStream,
  caught: CaughtSignals,
): Promise<PassedThrough> {
  const kept = lastOctets(64 * 1024)
  const drained = passOn(stderr, out, kept.add)
  return new Promise((resolve) => {
    const over = (result: PassedThrough): void => {
      caught.release()
      resolve(result)
    }
    child.once('error', (error) => {
      stderr?.destroy()
      const code = 'code' in error && error.code === 'ENOENT' ? 127 : 126
      over({ kind: 'not-started', code, why: error.message })
    })
    child.once('exit', (code, signal) => {
      const number = code ?? 128 + (signal === null ? 0 : system.signals[signal])
      void drained
        .within(patience)
        .then(() => over({ kind: 'ended', code: number, said: kept.all(), wasStopped: caught.cameAny() }))
    })
  })
}

interface Drained {
  /** When the stream has ended, or when nothing has come for so many milliseconds. */
  readonly within: (idle: number) => Promise<void>
}

/** Writes whatever comes, no faster than it is taken; who listened and went away ends the stream for the command too. */
function passOn(from: Readable | null, to: NodeJS.WriteStream, keep: (chunk: Uint8Array) => void): Drained {
  if (from === null) return { within: () => Promise.resolve() }
  let last = 0
  from.on('data', (chunk: Buffer) => {
    last = performance.now()
    keep(chunk)
    if (!to.write(chunk)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  })
  to.once('error', () => from.destroy())
  const closed = new Promise<void>((resolve) => {
    // A pseudo-terminal whose last writer went away ends with an error.
    from.once('error', () => resolve())
    from.once('close', resolve)
    from.once('end', resolve)
  })
  return {
    within: (idle) => {
      last = performance.now()
      const silent = new Promise<void>((resolve) => {
        const look = setInterval(() => {
          if (performance.now() - last < idle || from.isPaused()) return
          clearInterval(look)
          from.destroy()
          resolve()
        }, idle / 4)
        void closed.then(() => clearInterval(look))
      })
      return Promise.race([closed, silent])
    },
  }
}

/** A pipe made by name in a folder of our own; `null`: this system has none. The name is gone when this returns. */
function systemPipe(): { readonly read: Socket; readonly write: number } | null {
  if (process.platform === 'win32') return null
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-'))
  try {
    const path = join(folder, 'stderr')
    const { status } = spawnSync('mkfifo', ['-m', '600', path], { stdio: 'ignore', timeout: 5000 })
    if (status !== 0) return null
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const write = openSync(path, constants.O_WRONLY)
    return { read: new Socket({ fd: read, readable: true, writable: false }), write }
  } catch {
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has just ended by itself.
  }
}
