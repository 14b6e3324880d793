import type { StateIo } from '../host/state-io.ts'

/** Held by one process at a time, until it gives it back or ends. */
export interface Lock {
  readonly release: () => void
}

/**
 * Takes the lock that lies in a folder, or says who holds it. Locks are numbered files with their holder in them, made whole in one step;
 * the one with the highest number counts. A holder that gave it back or has ended (by its number and its start, for numbers come again) is
 * followed by the next number, which only one can make. Whoever made it looks again, and steps back if a higher one is there by now: no
 * file of a living holder is ever removed or written over.
 */
export function takeLock(folder: string, io: StateIo): Lock | { readonly heldBy: number } {
  const own = holderText(io.pid, io.startOf(io.pid) ?? '')
  // Each turn somebody else got ahead; they cannot do so for ever.
  for (let turn = 0; turn < 100; turn++) {
    const highest = numbers(folder, io).at(-1) ?? 0
    const holder = highest === 0 ? null : livingHolder(io.read(pathOf(folder, highest, io)), io)
    if (holder !== null) return { heldBy: holder }
    const path = pathOf(folder, highest + 1, io)
    if (!io.create(path, new TextEncoder().encode(own))) continue
    const all = numbers(folder, io)
    if (all.some((n) => n > highest + 1)) {
      io.remove(path)
      continue
    }
    for (const n of all.filter((n) => n <= highest)) io.remove(pathOf(folder, n, io))
    return { release: () => giveBack(path, io) }
  }
  return { heldBy: 0 }
}

/** The process that holds the lock in a folder; `null`: none does. Nothing is written. */
export function holderOf(folder: string, io: StateIo): number | null {
  const highest = numbers(folder, io).at(-1)
  return highest === undefined ? null : livingHolder(io.read(pathOf(folder, highest, io)), io)
}

/** On a full disk it stays until this process ends: to remove the file would let two get it. */
function giveBack(path: string, io: StateIo): void {
  try {
    io.replace(path, new TextEncoder().encode(free))
  } catch {
    // It counts as given back when this process has ended.
  }
}

const free = 'free\n'

const holderText = (pid: number, start: string): string => `${pid} ${start}\n`

function livingHolder(content: Uint8Array | null, io: StateIo): number | null {
  const [pid = '', start = ''] = new TextDecoder()
    .decode(content ?? new Uint8Array())
    .trimEnd()
    .split(/ (.*)/s)
  if (!/^\d+$/.test(pid)) return null
  const now = io.startOf(Number(pid))
  return now === null || now !== start ? null : Number(pid)
}

const pathOf = (folder: string, n: number, io: StateIo): string => io.join(folder, String(n))

const numbers = (folder: string, io: StateIo): readonly number[] =>
  io
    .list(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((a, b) => a - b)
