import { lstatSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The first of a path and the folders above it by which somebody who is neither root nor one of `also` could put something else at that
 * place; `null`: nobody could. Links are looked at where they stand and where they lead; what is not there yet is in the hands of whoever
 * may write to the folder above. A sticky folder keeps what is in it, but not what is still to come. A group that may write got that of
 * root (Debian's `staff` in /usr/local, macOS' `admin`). Nobody looks on Windows.
 */
export function lesserUserAt(path: string, also: readonly number[] = []): string | null {
  if (process.platform === 'win32') return null
  const trusted = new Set([0, ...also])
  return openAt(path, trusted, false) ?? openAt(withoutLinks(path), trusted, false)
}

/** The same for something that is to come into a folder. */
export function lesserUserIn(folder: string, also: readonly number[] = []): string | null {
  if (process.platform === 'win32') return null
  const trusted = new Set([0, ...also])
  return openAt(folder, trusted, true) ?? openAt(withoutLinks(folder), trusted, true)
}

function openAt(path: string, trusted: ReadonlySet<number>, isForNew: boolean): string | null {
  const parent = dirname(path)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return parent === path ? null : openAt(parent, trusted, true)
  const { uid, mode } = found
  const keepsOthers = (mode & 0o1000) !== 0 && !isForNew
  // The mode of a link says nothing: who may put another one there is told by its folder.
  const isWritable = !found.isSymbolicLink() && (mode & 0o002) !== 0 && !keepsOthers
  if (!trusted.has(uid) || isWritable) return path
  return parent === path ? null : openAt(parent, trusted, false)
}

/** As far as it is there. */
function withoutLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : `${withoutLinks(parent)}${path.slice(parent.length)}`
  }
}
