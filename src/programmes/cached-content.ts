import type { Host } from '../host/host.ts'
import type { Publication, Statement, Unusable } from '../model/authenticity.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import { publishedSources } from './index.ts'
import type { PublishedSource } from './published-source.ts'
import { marksOf, type Octets, readCached } from './shared/cache-read.ts'

/** What root programmes publish, as the user's cache has it. */
export interface ProgrammeData {
  /** However old they are: what counts is decided where they are weighed. */
  readonly statements: readonly Statement[]
  /** Certificates that publications carry, DER, by publication; those that carry none are absent. */
  readonly certificates: readonly { readonly publication: Publication; readonly certificates: readonly Uint8Array[] }[]
  /** Every publication that was read. */
  readonly publications: readonly Publication[]
  /** What publications say is revoked; empty where none does. */
  readonly revoked: ReadonlySet<Sha256>
  /** What lies in the cache and does not count, by the title of the publication, with why. */
  readonly unusable: readonly Unusable[]
}

/** Every publication in the user's cache, read. An empty or damaged cache gives nothing; nobody is contacted. Never rejects. */
export async function programmeData(
  host: Host,
  now: UnixSeconds,
  sources: readonly PublishedSource[] = publishedSources,
): Promise<ProgrammeData> {
  const octets = await nodeOctets()
  const marks = marksOf(host)
  const statements: Statement[] = []
  const certificates: ProgrammeData['certificates'][number][] = []
  const publications: Publication[] = []
  const revoked = new Set<Sha256>()
  const unusable: Unusable[] = []
  for (const source of sources) {
    const cached = readCached(host, source, marks, now, octets)
    if (cached.kind === 'unusable') unusable.push({ title: source.title, why: cached.why })
    if (cached.kind !== 'content') continue
    const { content, facts } = cached
    const publication: Publication = { id: source.id, title: source.title, asOf: content.asOf, how: facts.how }
    publications.push(publication)
    for (const said of content.statements) statements.push({ ...said, publication })
    if (content.certificates.length > 0) certificates.push({ publication, certificates: content.certificates })
    for (const sha256 of content.revoked ?? []) revoked.add(sha256)
  }
  return { statements, certificates, publications, revoked, unusable }
}

/** Digests, decompression and signatures by the runtime; loaded only when asked for. */
export async function nodeOctets(): Promise<Octets> {
  const { inflate, sha1, sha256Hex, verifySignature } = await import('../host/node-octets.ts')
  return { inflate, sha1, sha256: sha256Hex, verify: verifySignature }
}
