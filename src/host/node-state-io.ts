import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { lesserUserAt } from './lesser-user.ts'
import { startOf } from './processes.ts'
import { flushFolder, write } from './replace-file.ts'
import type { StateIo } from './state-io.ts'
import { isLeftOver, unfinishedName } from './unfinished-name.ts'

/** The state folder on the machine that this process runs on. */
export const nodeStateIo: StateIo = {
  pid: process.pid,
  startOf,
  join,
  makeOwn: (folder) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!isOwn(folder)) throw new Error(`${folder} is not this user's alone`)
    flushFolder(dirname(folder))
  },
  isOwn,
  read: (path) => unlessAbsent(() => new Uint8Array(readFileSync(path)), null),
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
  append,
  sweep: (folder) => {
    for (const name of unlessAbsent(() => readdirSync(folder), []).filter(isLeftOver)) rmSync(join(folder, name), { force: true })
  },
  remove: (path) => rmSync(path, { force: true }),
}

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

function append(path: string, content: Uint8Array): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND)
  try {
    for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
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
