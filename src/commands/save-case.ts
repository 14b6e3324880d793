import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { writeCaseFile } from '../capture/write-case.ts'
import { RootcauseError } from '../model/error.ts'
import type { Evidence } from '../model/evidence.ts'

/** Saves evidence as a case, whole or not at all: written beside its place and then renamed. */
export function saveCase(path: string, evidence: Evidence): void {
  const draft = `${path}.${process.pid}.tmp`
  try {
    const file = openSync(draft, 'wx', 0o644)
    try {
      writeSync(file, writeCaseFile(evidence))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new RootcauseError('input', `cannot save ${path}: ${why}`, 'give --save a path that you may write', { cause })
  }
}
