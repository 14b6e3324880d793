import { join } from 'node:path'
import type { Install } from '../client.ts'

/** Where `--install` puts what it builds or unpacks. */
export function installed(folder: string, wanted: Exclude<Install, { from: 'npm' | 'apt' }>): string {
  if (wanted.from === 'pip') return join(folder, 'pip', wanted.package)
  // Without the epoch and Debian's own number: as its sources are unpacked.
  return join(folder, 'source', wanted.package, `${wanted.package}-${wanted.version.replace(/^\d+:/, '').replace(/-[^-]*$/, '')}`)
}
