import { closeSync, fsyncSync, lstatSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { writeCaseFile } from '../capture/write-case.ts'
import { RootcauseError } from '../model/error.ts'
import type { Evidence } from '../model/evidence.ts'

/** Saves evidence as a case. */
export function saveCase(path: string, evidence: Evidence): void {
  saveText(path, () => writeCaseFile(evidence))
}

/**
 * Saves a text, or octets. A file is replaced whole or not at all, through a link to it; a device or a pipe is written to as it is, never
 * replaced. `flag`: where the path was given.
 */
export function saveText(path: string, text: () => string | Uint8Array, flag = '--save'): void {
  try {
    const whole = text()
    const kind = kindOf(path)
    if (kind === 'other') writeFileSync(path, whole)
    else replaceFile(kind === 'link' ? realpathSync(path) : path, whole)
  } catch (cause) {
    // The draft's name is ours, and nobody's file.
    const why = (cause instanceof Error ? cause.message : String(cause)).replaceAll(draftEnd(), '')
    throw new RootcauseError('input', `cannot save ${path}: ${why}`, `give ${flag} a path that you may write, with room for it`, {
      cause,
    })
  }
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
