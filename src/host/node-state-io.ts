import { constants, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lesserUserAt } from './lesser-user.ts'
import { startOf } from './processes.ts'
import { flushFolder, write, writeThrough } from './replace-file.ts'
import type { StateIo } from './state-io.ts'
import { isLeftOver, unfinishedName } from './unfinished-name.ts'

/** The state folder on the machine that this process runs on. */
export const nodeStateIo: StateIo = {
  pid: process.pid,
  startOf,
  join,
  makeOwn: (folder) => {
    makeFolders(folder)
    if (!isOwn(folder)) throw new Error(notOwn(folder))
    flushFolder(dirname(folder))
  },
  isOwn,
  read: (path) => unlessAbsent(() => readWhole(path), null),
  list: (folder) => unlessAbsent(() => readdirSync(folder).sort(), []),
  create: (path, content) =>
    withFresh(path, content, (fresh) => {
      try {
        linkSync(fresh, path)
        return true
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
        throw error
      }
    }),
  replace: (path, content) => withFresh(path, content, (fresh) => renameSync(fresh, path)),
  append: (path, content) => writeThrough(path, openSync(path, constants.O_WRONLY | constants.O_APPEND), content),
  sweep: (folder) => {
    for (const name of unlessAbsent(() => readdirSync(folder), []).filter(isLeftOver)) rmSync(join(folder, name), { force: true })
  },
  remove: (path) => rmSync(path, { force: true }),
}

/** Why a folder is not believed, with what to do. */
export const notOwn = (folder: string): string =>
  `${folder} is not this user's alone, so what it says is not believed: where it is yours, chmod go-w takes the right to write from others; where it is another's, that user is to ask`

function isOwn(folder: string): boolean {
  // A home of /dev/null, as services have it: nothing lies below a file.
  const found = unlessAbsent(() => lstatSync(folder), null)
  if (found === null || !found.isDirectory()) return false
  // Windows: a profile's folders are its user's by the access lists that they inherit.
  if (process.platform === 'win32') return true
  if (found.uid !== process.geteuid?.() || (found.mode & 0o022) !== 0) return false
  // What root carries out must not hang in a folder that another user can exchange.
  return found.uid !== 0 || lesserUserAt(folder) === null
}

/** What the system says of an open file names none: the path is added. */
function readWhole(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path))
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error
  }
}

/** Each by itself: what the system says then names the one that could not be made (Node's `recursive` says ENOENT on what is mounted read-only). */
function makeFolders(folder: string): void {
  if (unlessAbsent(() => lstatSync(folder), null) !== null) return
  makeFolders(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another one was faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** Writes a file beside, flushed, hands it on, and takes away what is left of it. */
function withFresh<T>(path: string, content: Uint8Array, then: (fresh: string) => T): T {
  const fresh = join(dirname(path), unfinishedName())
  try {
    write(fresh, content)
    const result = then(fresh)
    rmSync(fresh, { force: true })
    flushFolder(dirname(path))
    return result
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}

function unlessAbsent<T>(read: () => T, absent: T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return absent
    throw error
  }
}
