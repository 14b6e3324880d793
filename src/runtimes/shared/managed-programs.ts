import type { Host } from '../../host/host.ts'
import { folderOf, kindAt, nameOf, namesIn, placeIn, realPlace } from './place.ts'
import { onSearchPath } from '../search-path.ts'

/** A program that was found, and the release that the name of its folder tells. */
export interface FoundProgram {
  readonly path: string
  /** `null`: no folder is named for one. */
  readonly version: string | null
  /** The version manager, for the reader; empty: it is on the search path or in a usual place. */
  readonly note: string
}

/** Where a version manager keeps its releases: `<folder>/<release>/<below>`. */
export interface ManagedFolder {
  readonly manager: string
  readonly folder: string
  readonly below: readonly string[]
}

/**
 * The programs of a name: on the search path first, then in usual places, then in the folders of version managers; each real file once.
 * Shims, which start a program that their manager chooses, are none.
 */
export function programsOf(
  host: Host,
  name: string,
  usual: readonly string[],
  managed: readonly ManagedFolder[],
): readonly FoundProgram[] {
  const plain = [...onSearchPath(host, name), ...usual.filter((path) => kindAt(host, path) === 'file')].map((path) => ({
    path,
    version: null,
    note: '',
  }))
  const kept = managed.flatMap(({ manager, folder, below }) =>
    namesIn(host, folder).flatMap((release): readonly FoundProgram[] => {
      const path = placeIn(host, folder, release, ...below)
      return kindAt(host, path) === 'file' ? [{ path, version: releaseIn(release), note: manager }] : []
    }),
  )
  const seen = new Set<string>()
  return [...plain, ...kept].flatMap((program) => {
    const real = realPlace(host, program.path)
    if (seen.has(real) || isShim(program.path) || isShim(real)) return []
    seen.add(real)
    const named = kept.find(({ path }) => realPlace(host, path) === real)
    return [{ path: program.path, version: named?.version ?? null, note: named?.note ?? '' }]
  })
}

/** `v20.11.1`, `20.11.1`, `node-v20.11.1-linux-x64`. */
const releaseIn = (folder: string): string | null => /\d+\.\d+\.\d+/.exec(folder)?.[0] ?? null

const isShim = (path: string): boolean => nameOf(folderOf(path)) === 'shims' || /^(volta|proto)-shim(\.exe)?$/.test(nameOf(path))
