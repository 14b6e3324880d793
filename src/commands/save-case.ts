import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { writeCaseFile } from '../capture/write-case.ts'
import { RootcauseError } from '../model/error.ts'
import type { Evidence } from '../model/evidence.ts'
import { messageOf } from '../host/system-words.ts'

/** Saves evidence as a case. A file that holds something else is kept: that is a path mistaken for another. */
export function saveCase(path: string, evidence: Evidence): void {
  if (path === '' || path === '-')
    throw new RootcauseError(
      'usage',
      `--save cannot be ${JSON.stringify(path)}`,
      'give the path of a file; the report goes to standard output',
    )
  if (holdsOther(path))
    throw new RootcauseError(
      'input',
      `${path} is there and is no case, so it is not overwritten`,
      'give another path, or remove that file first',
    )
  saveText(path, () => writeCaseFile(evidence))
}

/** Whether a file stands there that is neither empty nor a case. One that cannot be looked into tells why when it is written. */
function holdsOther(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false
    const text = readFileSync(path, 'utf8').trim()
    return text !== '' && !/^\{\s*"schema":\s*\d/.test(text)
  } catch {
    return false
  }
}

/**
 * Saves a text, or octets. A file is replaced whole or not at all, through a link to it; a device or a pipe is written to as it is, never
 * replaced. `flag`: where the path was given.
 */
export function saveText(path: string, text: () => string | Uint8Array, flag = '--save'): void {
  try {
    const whole = text()
    const kind = kindOf(path)
    if (kind === 'other') writeThrough(path, whole)
    else replaceFile(kind === 'link' ? realpathSync(path) : path, whole)
  } catch (cause) {
    // The draft's name is ours, and nobody's file.
    const why = isMissing(cause) ? 'its folder is not there' : messageOf(cause).replaceAll(draftEnd(), '')
    throw new RootcauseError('input', `cannot save ${path}: ${why}`, `give ${flag} a path that you may write, with room for it`, {
      cause,
    })
  }
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/** To a pipe, a socket or a device. To open a pipe that nobody reads would wait for a reader for ever (open(2), ENXIO). */
function writeThrough(path: string, whole: string | Uint8Array): void {
  closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
  writeFileSync(path, whole)
}

function kindOf(path: string): 'file' | 'link' | 'other' {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined || stat.isFile()) return 'file'
  // A link to what is not there yet, or to no file, is written through.
  return stat.isSymbolicLink() && lstatSync(realpathSync(path)).isFile() ? 'link' : 'other'
}

/** What the name of a draft ends in. */
const draftEnd = (): string => `.${process.pid}.tmp`

/** Written beside its place and then renamed: a reader never meets half a case. */
function replaceFile(path: string, text: string | Uint8Array): void {
  const draft = `${path}${draftEnd()}`
  try {
    const file = openSync(draft, 'wx', 0o644)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw cause
  }
}
