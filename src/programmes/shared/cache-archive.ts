import type { CachedFacts } from './cache-facts.ts'
import { readFacts, writeFacts } from './cache-facts.ts'
import { readTar, type TarFile } from './tar.ts'
import { writeTar } from './write-tar.ts'

/** A publication as an archive carries it. */
export interface Archived {
  readonly facts: CachedFacts
  readonly raw: Uint8Array
}

const folder = 'rootcause-published/'

/** What was kept, as one file for machines without a network; to be compressed. */
export const writeArchive = (all: readonly Archived[]): Uint8Array =>
  writeTar(
    all.flatMap(({ facts, raw }): readonly TarFile[] => [
      { name: `${folder}${facts.id}.json`, content: writeFacts(facts) },
      { name: `${folder}${facts.id}.raw`, content: raw },
    ]),
  )

/** What an archive carries; `null`: it is none of this program's, or is damaged. */
export function readArchive(tar: Uint8Array, sha256: (bytes: Uint8Array) => string): readonly Archived[] | null {
  const files = new Map(readTar(tar)?.map(({ name, content }) => [name, content]))
  const all: Archived[] = []
  for (const [name, content] of files) {
    if (!name.startsWith(folder)) return null
    if (!name.endsWith('.json')) continue
    const facts = readFacts(content)
    const raw = files.get(name.replace(/json$/, 'raw'))
    if (facts === null || raw === undefined || sha256(raw) !== facts.sha256) return null
    all.push({ facts, raw })
  }
  return all.length === 0 ? null : all
}
