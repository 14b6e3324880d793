import type { Host } from '../../host/host.ts'
import type { AskedStore } from '../../model/machine.ts'
import { readCertificateFile } from '../../x509/certificate-file.ts'
import type { AnchorToChange, Need } from '../cure.ts'
import { sha256Of } from './anchor-file.ts'
import { headings, octetsAt, sourcesOfText } from './complete-bundle.ts'

/** What is to be added, and before it what files of ours say was added to them, but for what is to go. Files of others have none. */
export function withEarlier(host: Host, paths: readonly string[], { add, drop }: Need): readonly AnchorToChange[] {
  const known = new Set([...add, ...drop].map(({ sha256 }) => sha256))
  const earlier = paths.flatMap((path) => addedIn(host, path)).filter(({ sha256 }) => !known.has(sha256))
  return [...earlier.filter((own, i) => earlier.findIndex(({ sha256 }) => sha256 === own.sha256) === i), ...add]
}

/** The stores that a list stands for: of a file of ours those that it was made of. */
export function sourcesOf(host: Host, asked: readonly AskedStore[]): readonly AskedStore[] {
  const all = asked.flatMap((each) => {
    const sources = sourcesIn(host, each.store)
    return sources.length === 0 ? [each] : sources
  })
  return all.filter(({ store }, i) => all.findIndex((other) => other.store === store) === i)
}

/** The stores that a list of ours was made of; empty: the file is none of ours. */
export const sourcesIn = (host: Host, path: string): readonly AskedStore[] => sourcesOfText(textAt(host, path))

function addedIn(host: Host, path: string): readonly AnchorToChange[] {
  const told = headings(textAt(host, path), 'added')
  if (told.length === 0) return []
  const held = new Map(
    readCertificateFile(octetsAt(host, path) ?? new Uint8Array()).certificates.map(({ der }) => [sha256Of(der), der]),
  )
  return told.flatMap((line) => {
    const [, label = '', hex = ''] = /^(.*) \(([0-9a-f]{64})\)$/.exec(line) ?? []
    return [...held].flatMap(([sha256, der]) => (sha256 === hex ? [{ sha256, der, label, by: 'evidence' }] : []))
  })
}

const textAt = (host: Host, path: string): string => new TextDecoder().decode(octetsAt(host, path) ?? new Uint8Array())
