import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A file of this repository by its path from the root. The tools are bundled before they run, so that their own place tells
 * nothing: they are started in the root.
 */
export function sourceFile(path: string): string {
  const file = join(process.cwd(), path)
  if (!existsSync(file)) throw new Error(`${path} is not there: start this in the root of the repository`)
  return file
}
