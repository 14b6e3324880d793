import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A conda of this machine. */
export interface RealConda {
  readonly program: string
  /** Where it lies: the environment called base. */
  readonly prefix: string
}

/** The one that ROOTCAUSE_CONDA names, or the search path; `null`: there is none, and what needs it skips. */
export function realConda(): RealConda | null {
  const named = process.env['ROOTCAUSE_CONDA'] ?? ''
  const onPath = (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'conda'))
  const program = (named === '' ? onPath : [named]).find((path) => existsSync(path))
  if (program === undefined) return null
  const real = realpathSync(program)
  const prefix = dirname(dirname(real))
  return existsSync(join(prefix, 'conda-meta')) ? { program: real, prefix } : null
}

/** Behind the name of a test: why it may be skipped. */
export const needsConda = '(skipped where no conda is: ROOTCAUSE_CONDA names one)'
