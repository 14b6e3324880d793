import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the checkout, in whose root tests and tools run. */
const root = join('..', 'shared')

/** Path of a file of the shared material beside the checkout, or `null` where it is absent: such tests skip, saying so. */
export function sharedPath(path: string): string | null {
  const file = join(root, path)
  return existsSync(file) ? file : null
}

/** The parsed JSON of a shared file, or `null`. The caller names the type that the file's README documents. */
export function sharedJson<T>(path: string): T | null {
  const file = sharedPath(path)
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as T)
}
