import { spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Tool } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import { elevatedScript } from './elevated-script.ts'
import type { FileState, Hand } from './hand.ts'
import type { Ran } from './host.ts'
import { placeRefusal } from './place-refusal.ts'
import { isRunning, startOf } from './processes.ts'
import { fileItself, missingFolders } from './replace-file.ts'
import { refusal } from './run.ts'
import { isLeftOver, unfinishedName } from './unfinished-name.ts'

/** Words before the program that a tool for borrowing rights takes. All ask for the password themselves, at the terminal or by an agent. */
const before: Readonly<Record<Elevation, readonly string[]>> = {
  sudo: ['--'],
  doas: ['--'],
  pkexec: [],
}

/** How rights over the whole machine are borrowed. */
export type Elevation = 'sudo' | 'doas' | 'pkexec'

/** Milliseconds: somebody may have to type a password. */
const patience = 300_000

/**
 * A hand that does everything through `program` (sudo, doas, pkexec, by its absolute path) and one fixed script. Nothing is asked for before
 * the first use, and what the user may read himself, by `ownRead`, is read without asking: doas and pkexec may want a password each time.
 */
export function elevatedHand(kind: Elevation, program: string, ownRead: Hand['read']): Hand {
  const words = (op: string, args: readonly string[]): readonly [string, ...string[]] => [
    program,
    ...before[kind],
    '/bin/sh',
    '-c',
    elevatedScript,
    'rootcause',
    op,
    ...args,
  ]
  const act = async (op: string, args: readonly string[], input: Uint8Array = new Uint8Array()): Promise<string> => {
    const ran = await borrowed(words(op, args), input, patience)
    if (ran.kind === 'refused') throw new Error(ran.why)
    if (ran.kind === 'timeout') throw new Error(`${kind} did not end in time`)
    if (ran.code !== 0) throw new Error(whyNot(kind, ran.stderr) || `${kind} ended with ${ran.code}`)
    return ran.stdout.trim()
  }
  // Whoever lends the rights could put anything into his own folders without them.
  const own = process.geteuid?.() ?? 0
  const safe = (path: string): string => {
    const why = placeRefusal(path, [own])
    if (why !== null) throw new Error(why)
    return path
  }
  let isLocked = false
  const hand: Hand = {
    refusal: (path) => placeRefusal(path, [own]),
    read: (path) => {
      try {
        return ownRead(path)
      } catch (error) {
        if (!isDenied(error)) throw error
        return read(words('read', [path]))
      }
    },
    missingFolders,
    put: async (path, content, mode, owner) => {
      const real = fileItself(safe(path))
      const folders = missingFolders(path)
      if (content === null) await act('remove', [real])
      else {
        const fresh = join(dirname(real), unfinishedName())
        await act('put', [real, fresh, mode.toString(8), owner ? `${owner.uid}:${owner.gid}` : '', ...folders], content)
      }
      return { folders: content === null ? [] : folders, notes: [] }
    },
    removeFolder: async (path) => void (await act('rmdir', [path])),
    run: async (tool, { timeout }) => {
      const why = refusal(tool.argv[0], true)
      if (why !== null) return { kind: 'refused', why }
      return borrowed(words('run', runWords(tool)), filesOf(tool), timeout)
    },
    isRunning: (tool) => isRunning(tool.argv),
    copyBeside: async (path) => {
      const real = fileItself(safe(path))
      const copy = join(dirname(real), unfinishedName())
      await act('copy', [real, copy])
      return copy
    },
    replaceBy: async (path, copy) => {
      await act('replace', [fileItself(safe(path)), copy])
      return { folders: [], notes: [] }
    },
    sweep: async (path) => {
      const folder = dirname(fileItself(path))
      const names = namesIn(folder).filter(isLeftOver)
      if (names.length > 0) await act('sweep', [folder, ...names])
    },
    lock: async (folder) => {
      if (isLocked) return null
      const locks = join(safe(folder), 'locks')
      const start = startOf(process.pid) ?? ''
      const holder = await act('lock', [locks, join(locks, unfinishedName()), String(process.pid), start])
      isLocked = holder === ''
      return isLocked ? null : Number(holder)
    },
    elevated: () => hand,
  }
  return hand
}

function runWords({ argv, env, files }: Tool): readonly string[] {
  const sizes = Object.entries(files).flatMap(([name, text]) => [basename(name), String(Buffer.byteLength(text))])
  return [String(sizes.length / 2), ...sizes, '--', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...argv]
}

const filesOf = ({ files }: Tool): Uint8Array => Buffer.from(Object.values(files).join(''))

function read([program, ...args]: readonly [string, ...string[]]): FileState | null {
  const options: SpawnSyncOptions = {
    env: environment(),
    timeout: patience,
    maxBuffer: 2 ** 27,
    stdio: ['inherit', 'pipe', 'pipe'],
  }
  const { error, status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'buffer' })
  if (error !== undefined) throw error
  if (status === 44) return null
  if (status !== 0) throw new Error(firstLine(stderr.toString('utf8')) || `${program} ended with ${String(status)}`)
  const end = stdout.indexOf(0x0a)
  const [mode = '', uid = '', gid = ''] = stdout.toString('latin1', 0, end).split(' ')
  const content = Uint8Array.from(stdout.subarray(end + 1))
  const sha256 = createHash('sha256').update(content).digest('hex') as Sha256
  return { sha256, content, mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid) }
}

/** In our own session: the password is asked for at its terminal. */
function borrowed([program, ...args]: readonly [string, ...string[]], input: Uint8Array, timeout: number): Promise<Ran> {
  const why = refusal(program, true)
  if (why !== null) return Promise.resolve({ kind: 'refused', why })
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: environment(), shell: false, stdio: 'pipe', timeout, killSignal: 'SIGTERM' })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', (error) => resolve({ kind: 'refused', why: error.message }))
    child.once('close', (code, signal) => {
      const [stdout, stderr] = [Buffer.concat(out).toString('utf8'), Buffer.concat(err).toString('utf8')]
      resolve(signal === 'SIGTERM' ? { kind: 'timeout' } : { kind: 'ended', code: code ?? 255, stdout, stderr })
    })
    // One that ends without reading says why by its number.
    child.stdin.once('error', () => {})
    child.stdin.end(input)
  })
}

/** What the program that asks for a password needs: the terminal's kind, and the agent's address on a desktop. */
function environment(): Readonly<Record<string, string>> {
  const names = [
    'TERM',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
    'DBUS_SESSION_BUS_ADDRESS',
    'XDG_RUNTIME_DIR',
    'HOME',
    'USER',
    'LOGNAME',
  ]
  const kept = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? ''] as const]))
  return { ...Object.fromEntries(kept), PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const isDenied = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EACCES'

/** Where nobody can type a password sudo (observed: 1.9.13) tells of flags that the reader cannot give it here. */
const whyNot = (kind: Elevation, said: string): string =>
  /a terminal is required|no tty present|a tty is required|\/dev\/tty/.test(said)
    ? `${kind} wants a password, and there is no terminal to ask at: run it in a terminal, or as root`
    : firstLine(said)

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? ''
