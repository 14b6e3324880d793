import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { FileOwner, PutResult } from './hand.ts'
import { copyAttributes } from './file-attributes.ts'
import { giveLabel } from './selinux-label.ts'
import { unfinishedName } from './unfinished-name.ts'

/** Mode of folders that are made, before the umask. */
const folderMode = 0o755

/** The file itself: every link followed, the last one also where it leads to nothing yet. */
export function fileItself(path: string, left = 40): string {
  const found = lstatOf(path)
  if (found === null) {
    const parent = dirname(path)
    return parent === path || lstatOf(parent) === null ? path : join(realpathSync(parent), path.slice(parent.length))
  }
  if (!found.isSymbolicLink()) return realpathSync(path)
  if (left === 0) throw new Error(`ELOOP: too many symbolic links encountered, ${path}`)
  return fileItself(resolve(realpathSync(dirname(path)), readlinkSync(path)), left - 1)
}

/** See `Hand.missingFolders`. */
export function missingFolders(path: string): readonly string[] {
  const missing: string[] = []
  for (let folder = dirname(fileItself(path)); lstatOf(folder) === null && dirname(folder) !== folder; folder = dirname(folder))
    missing.unshift(folder)
  return missing
}

/** See `Hand.put`. */
export async function putFile(path: string, content: Uint8Array | null, mode: number, owner?: FileOwner): Promise<PutResult> {
  const real = fileItself(path)
  const old = regular(real)
  if (content === null) {
    if (old === null) return { folders: [], notes: [] }
    unlinkSync(real)
    flushFolder(dirname(real))
    return { folders: [], notes: notesOn(real, old) }
  }
  const folders = makeFolders(path)
  const fresh = join(dirname(real), unfinishedName())
  try {
    write(fresh, content)
    const notes = await finish(fresh, real, old, mode, owner)
    return { folders, notes: [...notes, ...notesOn(real, old)] }
  } catch (error) {
    rmSync(fresh, { force: true })
    for (const folder of folders.toReversed()) removeIfEmpty(folder)
    throw error
  }
}

/** See `Hand.replaceBy`. A file that is new gets the mode that others' files have, 0644. */
export async function replaceBy(path: string, copy: string): Promise<PutResult> {
  const real = fileItself(path)
  const old = regular(real)
  const notes = await finish(copy, real, old, 0o644)
  return { folders: [], notes: [...notes, ...notesOn(real, old)] }
}

/** Writes a new file that nobody else can read yet, and flushes it. On macOS Node's fsync asks for F_FULLFSYNC (libuv, `uv__fs_fsync`). */
export function write(path: string, content: Uint8Array): void {
  writeThrough(path, openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600), content)
}

/** Writes to a file that is open, flushes it and closes it. What the system says of an open file names none: the path is added. */
export function writeThrough(path: string, descriptor: number, content: Uint8Array): void {
  try {
    for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at)
    fsyncSync(descriptor)
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error
  } finally {
    closeSync(descriptor)
  }
}

/** Makes the folders above a file that are not there; each is flushed into the one above it. Either all or none. */
export function makeFolders(path: string): readonly string[] {
  const made: string[] = []
  try {
    for (const folder of missingFolders(path)) {
      mkdirSync(folder, { mode: folderMode })
      made.push(folder)
      giveLabel(folder, folder)
      flushFolder(dirname(folder))
    }
    return made
  } catch (error) {
    for (const folder of made.toReversed()) removeIfEmpty(folder)
    throw error
  }
}

/** Removes a folder that holds nothing; any other stays. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
    flushFolder(dirname(folder))
  } catch (error) {
    if (!isOneOf(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'ENOTDIR')) throw error
  }
}

/** Makes the names in a folder lasting. Windows opens no folders for that; NTFS journals names itself. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

async function finish(
  fresh: string,
  real: string,
  old: Stats | null,
  mode: number,
  owner?: FileOwner,
): Promise<readonly string[]> {
  const notes = old === null ? [] : copyAttributes(real, fresh, old)
  if (old === null) {
    if (owner !== undefined && process.platform !== 'win32') chownSync(fresh, owner.uid, owner.gid)
    chmodSync(fresh, mode)
    giveLabel(fresh, real)
  }
  flushFile(fresh)
  await renameOver(fresh, real)
  flushFolder(dirname(real))
  return notes
}

/** Windows opens a file for flushing only with the right to write. */
function flushFile(path: string): void {
  const descriptor = openSync(path, process.platform === 'win32' ? constants.O_RDWR : constants.O_RDONLY)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Milliseconds for which a file on Windows may be held open by another program (a virus scanner looks at every new one). */
const patience = 5_000

async function renameOver(from: string, to: string): Promise<void> {
  for (let waited = 0; ; waited += 100) {
    try {
      renameSync(from, to)
      return
    } catch (error) {
      if (process.platform !== 'win32' || !isOneOf(error, 'EPERM', 'EACCES', 'EBUSY')) throw error
      if (waited >= patience) throw new Error(`another program holds ${to} open`, { cause: error })
      await setTimeout(100)
    }
  }
}

/** `null`: nothing is there. What is no file is not replaced. */
function regular(path: string): Stats | null {
  const found = lstatOf(path)
  if (found !== null && !found.isFile()) throw new Error(`${path} is no file`)
  return found
}

function lstatOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null
}

const notesOn = (path: string, old: Stats | null): readonly string[] =>
  old !== null && old.nlink > 1
    ? [`${path} had ${old.nlink - 1} more name(s) elsewhere (hard links), which keep the old content`]
    : []

const isOneOf = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
