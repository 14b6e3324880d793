import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../shared/', import.meta.url)

/** Path of a file of the shared material beside the checkout, or `null` where it is absent: such tests skip, saying so. */
export function sharedPath(path: string): string | null {
  const file = fileURLToPath(new URL(path, root))
  return existsSync(file) ? file : null
}

/** The parsed JSON of a shared file, or `null`. The caller names the type that the file's README documents. */
export function sharedJson<T>(path: string): T | null {
  const file = sharedPath(path)
  return file === null ? null : (JSON.parse(readFileSync(file, 'utf8')) as T)
}
