import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startOf } from '../host/processes.ts'
import { flushFolder, write } from '../host/replace-file.ts'
import { isLeftOver, unfinishedName } from '../host/unfinished-name.ts'

/** Longest wait for another process that works in the same folder, in milliseconds. */
const patience = 20_000

/** Longest pause between two looks at the lock, in milliseconds. */
const pause = 25

const lockName = '.lock'

/** A folder of the user's own (0700) whose files (0600) are whole or absent: each is written under another name, flushed, and renamed. */
export function keptFolder(folder: string) {
  const make = (): void => void mkdirSync(folder, { recursive: true, mode: 0o700 })
  const read = (name: string): Uint8Array | null => {
    try {
      return readFileSync(join(folder, name))
    } catch (error) {
      if (isCode(error, 'ENOENT')) return null
      throw error
    }
  }
  return {
    read,
    write: (name: string, content: Uint8Array): void => {
      make()
      const fresh = join(folder, unfinishedName())
      try {
        write(fresh, content)
        renameSync(fresh, join(folder, name))
      } catch (error) {
        rmSync(fresh, { force: true })
        throw error
      }
      flushFolder(folder)
    },
    remove: (name: string): void => rmSync(join(folder, name), { force: true }),
    names: (): readonly string[] => {
      try {
        return readdirSync(folder)
      } catch (error) {
        if (isCode(error, 'ENOENT')) return []
        throw error
      }
    },
    alone: async <T>(work: () => T): Promise<T> => {
      make()
      for (let waited = 0; !taken(folder); waited += pause) {
        if (waited >= patience) throw new Error(`another update has held ${join(folder, lockName)} for ${patience / 1000} s`)
        await setTimeout(pause)
      }
      try {
        // What a process that was killed has left.
        for (const name of readdirSync(folder)) if (isLeftOver(name)) rmSync(join(folder, name), { force: true })
        return work()
      } finally {
        rmSync(join(folder, lockName), { force: true })
      }
    },
  }
}

/**
 * Takes the lock: a file with the number and the start of its process, which appears whole because it is linked there (link(2) fails
 * where the name is taken). The lock of a process that has ended is taken away.
 */
function taken(folder: string): boolean {
  const lock = join(folder, lockName)
  const own = join(folder, unfinishedName())
  write(own, Buffer.from(`${process.pid} ${startOf(process.pid) ?? ''}`))
  try {
    linkSync(own, lock)
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    removeDead(lock, join(folder, unfinishedName()))
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

/** Away with the lock of a process that has ended. It is moved first: if it was another's by then, it goes back. */
function removeDead(lock: string, aside: string): void {
  try {
    if (isHeld(readFileSync(lock, 'utf8'))) return
    renameSync(lock, aside)
    if (isHeld(readFileSync(aside, 'utf8'))) linkSync(aside, lock)
    rmSync(aside, { force: true })
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'EEXIST', 'EPERM', 'EBUSY')) throw error
    rmSync(aside, { force: true })
  }
}

function isHeld(content: string): boolean {
  const [, pid, start] = /^(\d+) (.*)$/.exec(content) ?? []
  return pid !== undefined && startOf(Number(pid)) === start
}

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
