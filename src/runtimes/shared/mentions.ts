import type { Host } from '../../host/host.ts'
import { realPlace } from './place.ts'

/** The first of `words` that stands in a file, a program or a library, as it does in the list of what it needs. `null`: none does. */
export function mentions(host: Host, path: string, words: readonly string[]): string | null {
  try {
    const bytes = host.readFile(realPlace(host, path))
    if (bytes === null) return null
    const text = new TextDecoder('latin1').decode(bytes)
    return words.find((word) => text.includes(word)) ?? null
  } catch {
    return null
  }
}
