import type { ClientProfile } from '../model/client.ts'
import { clients, profilesOf } from './index.ts'
import { type ClientIdParts, partsOf, splitClient, toolOf } from './client-id.ts'
import { compareReleases } from './release.ts'

/** A profile that answers for an id. `isNearest`: the id names a release without one of its own; the nearest lower one stands in. */
export interface Resolved {
  readonly profile: ClientProfile
  readonly askedAs: string
  readonly isNearest: boolean
}

/**
 * The profile for an id. Where the platform named behind `@` builds the client in its own way, that build (`python-3.8-debian` for
 * `python-3.8@debian-11`); else, whatever is named there:
 */
export function resolveClient(id: string): Resolved | null {
  const resolved = withoutPlatform(id)
  const builder = splitClient(id).platform?.split('-')[0]?.toLowerCase()
  if (resolved === null || builder === undefined) return resolved
  for (const profile of profilesOf(partsOf(resolved.profile.id).tool))
    if (profile.id === `${resolved.profile.id}-${builder}`) return { ...resolved, profile }
  return resolved
}

/**
 * That very one; without a release, the tool's newest; otherwise the nearest lower release of
 * the same tool and backend. `null`: no such tool, or every profile of it is newer.
 */
function withoutPlatform(id: string): Resolved | null {
  const asked = splitClient(id).client.trim().toLowerCase()
  const wanted = partsOf(asked)
  for (const profile of profilesOf(wanted.tool, wanted.release))
    if (profile.id === asked) return { profile, askedAs: id, isNearest: false }
  const ofTool = [...profilesOf(wanted.tool)]
    .map((profile) => ({ profile, ...partsOf(profile.id) }))
    .filter((c) => c.tool === wanted.tool && (wanted.variant === null ? isPlain(c) : c.variant === wanted.variant))
    .toSorted((a, b) => compareReleases(a.release ?? '0', b.release ?? '0'))
  const { release } = wanted
  if (release === null) {
    const newest = ofTool.at(-1)
    return newest === undefined ? null : { profile: newest.profile, askedAs: id, isNearest: false }
  }
  const lower = ofTool.findLast((c) => c.release !== null && compareReleases(c.release, release) <= 0)
  if (lower === undefined) return null
  return { profile: lower.profile, askedAs: id, isNearest: compareReleases(lower.release ?? '0', release) !== 0 }
}

/** Other releases of the same tool and variant, each side nearest first; none for a profile without a release. */
export function relatives(profile: ClientProfile): {
  readonly newer: readonly ClientProfile[]
  readonly older: readonly ClientProfile[]
} {
  const own = partsOf(profile.id)
  const { release } = own
  if (release === null) return { newer: [], older: [] }
  const others = [...profilesOf(own.tool)]
    .filter((c) => c !== profile)
    .map((other) => ({ other, ...partsOf(other.id) }))
    .flatMap(({ other, tool, release: at, variant }) =>
      tool === own.tool && variant === own.variant && at !== null ? [{ other, at }] : [],
    )
    .toSorted((a, b) => compareReleases(a.at, b.at))
  return {
    newer: others.filter(({ at }) => compareReleases(at, release) > 0).map(({ other }) => other),
    older: others
      .filter(({ at }) => compareReleases(at, release) < 0)
      .toReversed()
      .map(({ other }) => other),
  }
}

/** Where no variant is asked for: none, or the backend that most builds have. */
const isPlain = ({ variant }: ClientIdParts): boolean => variant === null || variant === 'openssl'

/** Ids that resemble one that is not known, nearest first, for the hint. */
export function similarClients(id: string): readonly string[] {
  const { tool, release } = toolOf(id)
  const stem = tool.slice(0, 3)
  const near = clients()
    .map((c) => c.id)
    .filter((known) => known.includes(tool) || known.startsWith(stem))
  // Of a tool that is misspelt the release is most often right; the plain id before its variants.
  const isOfRelease = (known: string): boolean => release !== null && toolOf(known).release === release
  return near.toSorted((a, b) => Number(isOfRelease(b)) - Number(isOfRelease(a)) || a.length - b.length).slice(0, 5)
}
