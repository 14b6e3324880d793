import type { Host } from '../host/host.ts'

/** Lines of a file; none where it is not there or cannot be read: such a setting is not known. */
export function linesOf(host: Host, path: string): readonly string[] {
  try {
    const bytes = host.readFile(path)
    return bytes === null ? [] : new TextDecoder().decode(bytes).split(/\r?\n/)
  } catch {
    return []
  }
}
