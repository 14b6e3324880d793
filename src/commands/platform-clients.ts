import { splitClient, toolOf } from '../clients/client-id.ts'
import { RootcauseError } from '../model/error.ts'
import type { ClientEvidence, SignatureRecord, StoreEvidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { loadRoots } from '../roots/load.ts'
import { isProblem, parsePlatformId, type PlatformAt, type PlatformProblem } from '../roots/platform-id.ts'
import { ownPlatform, type Platform, platforms } from '../roots/platforms.ts'
import { platformEvidence, programmePolicy, storeId } from '../roots/platform-evidence.ts'

/** Clients on platform stores, and those stores, as parts of the evidence. */
export interface PlatformClients {
  readonly clients: readonly ClientEvidence[]
  readonly stores: readonly StoreEvidence[]
  readonly anchors: Readonly<Record<Sha256, string>>
  readonly signatures: readonly SignatureRecord[]
}

/**
 * Clients of the form `client@platform-date`, or whose release has a store of its own. The table of platform stores is loaded here
 * and nowhere else. `held`: whether the evidence has that certificate with its octets. Throws for a platform that is not known.
 */
export async function platformClients(ids: readonly string[], held: (sha256: Sha256) => boolean): Promise<PlatformClients> {
  const asked = ids.map((id) => ({ id, at: platformOf(id) }))
  const table = await loadRoots()
  const known = new Map(asked.map(({ at }) => [storeId(at), at]))
  const made = new Map([...known].map(([id, at]) => [id, platformEvidence(table, at, held)]))
  const all = [...made.values()]
  return {
    clients: asked.flatMap(({ id, at }): readonly ClientEvidence[] => {
      const store = storeId(at)
      const content = made.get(store)?.content
      const { tool, variant, release } = toolOf(id)
      const milestone = release === null ? null : Number.parseInt(release, 10)
      const keeps = content === undefined ? null : programmePolicy(ownTool(tool, variant), content, milestone)
      return [{ id, store, why: whyOf(id, at.platform), asked: true, ...(keeps === null ? {} : { keeps }) }]
    }),
    stores: all.map(({ store }) => store),
    anchors: Object.assign({}, ...all.map(({ anchors }) => anchors)) as Readonly<Record<Sha256, string>>,
    signatures: distinct(all.flatMap(({ signatures }) => signatures)),
  }
}

/** The platform that an id names, or whose store its release carries. */
function platformOf(id: string): PlatformAt {
  const { client, platform } = splitClient(id)
  const { tool, variant } = toolOf(client)
  const found = platform === null ? parsePlatformId(client) : parsePlatformId(platform, ownTool(tool, variant))
  if (isProblem(found)) throw new RootcauseError('usage', `${problemWords(found, id)}`, hintFor(found, client))
  return found
}

/** Programs that leave verification to the system go by their backend: `curl-8-schannel`. */
const ownTool = (tool: string, variant: string | null): string =>
  variant !== null && ownPlatform(variant) !== null ? variant : tool

const whyOf = (id: string, { title }: Platform): string =>
  splitClient(id).platform === null ? `the release carries that store: ${title}` : 'named behind @'

function problemWords({ problem, text }: PlatformProblem, id: string): string {
  const what = JSON.stringify(text)
  switch (problem) {
    case 'unknown-platform':
      return `there is no platform ${what}`
    case 'bad-date':
      return `${what} is no day of the calendar`
    case 'no-own-platform':
      return `${JSON.stringify(splitClient(id).client)} has no store of its own: a day alone names none`
    case 'needs-version':
      return `${what}: that platform is known by release, not by day`
    case 'needs-date':
      return `${what}: that platform is known by day, not by release`
  }
}

function hintFor({ nearest }: PlatformProblem, client: string): string {
  const known = platforms.map((p) => p.id).join(', ')
  return nearest.length === 0
    ? `the platforms are ${known}`
    : `try ${nearest.map((platform) => `${client}@${platform}`).join(', ')}; the platforms are ${known}`
}

/** Each fact once: stores share anchors. */
const distinct = (records: readonly SignatureRecord[]): readonly SignatureRecord[] => [
  ...new Map(records.map((r) => [`${r.child}${r.issuer}`, r])).values(),
]
