import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Install } from '../client.ts'

/** The folder of everything that is installed: outside of the repository, and not for long. */
export const oracleFolder = join(tmpdir(), 'rootcause-oracle')

/** Where `--install` puts what it builds or unpacks. */
export function installed(folder: string, wanted: Exclude<Install, { from: 'npm' | 'apt' }>): string {
  if (wanted.from === 'pip') return join(folder, 'pip', wanted.package)
  if (wanted.from === 'debootstrap') return join(folder, 'root', wanted.name)
  // Without the epoch and Debian's own number: as its sources are unpacked.
  return join(folder, 'source', wanted.package, `${wanted.package}-${wanted.version.replace(/^\d+:/, '').replace(/-[^-]*$/, '')}`)
}
