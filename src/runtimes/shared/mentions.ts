import type { Host } from '../../host/host.ts'
import { realPlace } from './place.ts'

/** The first of `words` that stands in a file, a program or a library, as it does in the list of what it needs. `null`: none does. */
export function mentions(host: Host, path: string, words: readonly string[]): string | null {
  try {
    const bytes = host.readFile(realPlace(host, path))
    if (bytes === null) return null
    // Octets are compared with octets: to make text of a library of some megabytes takes a tenth of a second.
    return words.find((word) => holds(bytes, new TextEncoder().encode(word))) ?? null
  } catch {
    return null
  }
}

function holds(bytes: Uint8Array, word: Uint8Array): boolean {
  const [first] = word
  if (first === undefined) return true
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (word.every((octet, i) => bytes[at + i] === octet)) return true
  return false
}
