import { createHash } from 'node:crypto'
import { closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Sha256 } from '../model/sha256.ts'
import { type Elevation, elevatedHand } from './elevated-hand.ts'
import type { FileState, Hand } from './hand.ts'
import { placeRefusal } from './place-refusal.ts'
import { isRunning } from './processes.ts'
import { fileItself, makeFolders, missingFolders, putFile, removeIfEmpty, replaceBy, write } from './replace-file.ts'
import { refusal } from './run.ts'
import { runTool, sweepToolFolders } from './run-tool.ts'
import { isLeftOver, unfinishedName } from './unfinished-name.ts'

/** How steps that need rights over the whole machine get them. */
export interface HandRights {
  /** `none`: the user's own rights, or the step is refused. */
  readonly elevation: 'none' | Elevation
  /** The program of that name, by its absolute path, where it is in no usual place. */
  readonly program?: string
}

/** The hand on the machine that this process runs on. */
export function nodeHand(rights: HandRights): Hand {
  const refused = (path: string): string | null => (process.geteuid?.() === 0 ? placeRefusal(path) : null)
  const safe = (path: string): string => {
    const why = refused(path)
    if (why !== null) throw new Error(why)
    return path
  }
  let lent: ReturnType<Hand['elevated']> | null = null
  const hand: Hand = {
    refusal: refused,
    read,
    missingFolders,
    put: async (path, content, mode, owner) => putFile(safe(path), content, mode, owner),
    removeFolder: async (path) => removeIfEmpty(path),
    run: (tool, { timeout }) => runTool(tool, timeout),
    isRunning: (tool) => isRunning(tool.argv),
    copyBeside: async (path) => {
      makeFolders(safe(path))
      const real = fileItself(path)
      const copy = join(dirname(real), unfinishedName())
      const now = read(real)
      if (now !== null) write(copy, now.content)
      return copy
    },
    replaceBy: async (path, copy) => replaceBy(safe(path), copy),
    sweep: async (path) => {
      sweepToolFolders()
      sweepBeside(path)
    },
    lock: async () => null,
    elevated: () => (lent ??= withRights(rights, hand)),
  }
  return hand
}

function withRights({ elevation, program }: HandRights, own: Hand): Hand | { readonly refused: string } {
  // Windows decides by itself, and says so where it refuses.
  if (process.platform === 'win32' || process.geteuid?.() === 0) return own
  if (elevation === 'none') return { refused: 'it can only be done with rights over the whole machine (root)' }
  const found = program ?? places.map((folder) => `${folder}/${elevation}`).find((path) => existsSync(path))
  if (found === undefined) return { refused: `${elevation} is not on this machine` }
  // It gets a password: one that this user or another could have put there is not asked.
  const why = refusal(found, true)
  return why === null ? elevatedHand(elevation, found, own.read) : { refused: why }
}

const places = ['/usr/bin', '/usr/local/bin', '/bin', '/run/wrappers/bin']

function read(path: string): FileState | null {
  const descriptor = openIfThere(path)
  if (descriptor === null) return null
  try {
    const now = fstatSync(descriptor)
    if (!now.isFile()) throw new Error(`${path} is no file`)
    const content = new Uint8Array(readFileSync(descriptor))
    const sha256 = createHash('sha256').update(content).digest('hex') as Sha256
    const written = `${now.ino} ${now.mtimeMs}`
    return { sha256, content, mode: now.mode & 0o7777, uid: now.uid, gid: now.gid, written }
  } finally {
    closeSync(descriptor)
  }
}

/** Without waiting: a pipe that somebody put there would only open when another one writes. */
function openIfThere(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  }
}

function sweepBeside(path: string): void {
  const folder = dirname(fileItself(path))
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder).filter(isLeftOver)) rmSync(join(folder, name), { force: true })
}
