import { lstatSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { lesserUserAt } from './lesser-user.ts'

/**
 * The folder in which temporary ones are made. Root does not take one that a variable (TMPDIR) puts into another user's hands: he could
 * exchange what lies there before a tool reads it.
 */
export function temporaryFolder(): string {
  const named = tmpdir()
  return process.geteuid?.() === 0 && lesserUserAt(named) !== null ? '/tmp' : named
}

/** Whether what lies there is this user's own; always so on Windows, whose temporary folders are. */
export const isOwnEntry = (path: string): boolean =>
  process.platform === 'win32' || lstatSync(path, { throwIfNoEntry: false })?.uid === process.geteuid?.()
