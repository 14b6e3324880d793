import type { Host } from '../../host/host.ts'
import { readIni } from './ini-file.ts'
import { kindAt, nameOf, namesIn, placeIn, textAt } from './place.ts'

/**
 * An application that flatpak installed, by the files that flatpak(1) keeps: none was run. Its own folder ~/.var/app/<id> holds what it may
 * write; XDG_DATA_HOME is `data` in it (flatpak-run(1)).
 */
export interface FlatpakApp {
  /** Where it is installed: /var/lib/flatpak/app/<id>. */
  readonly folder: string
  /** The newest release that its metainfo names; `null`: it names none. */
  readonly version: string | null
  /** The folder of the user that is its own. */
  readonly own: string
  /** What stands for the user's home inside; `null`: nothing that outlives a run, but what `persistent` names. */
  readonly home: string | null
  /** Paths below the home that are kept in `own` (flatpak-metadata(5), Context: persistent). */
  readonly persistent: readonly string[]
}

/** The installation of the system, then that of the user. */
const installations = (host: Host): readonly string[] => {
  const data = host.env['XDG_DATA_HOME'] ?? ''
  return ['/var/lib/flatpak', placeIn(host, data === '' ? placeIn(host, host.home, '.local', 'share') : data, 'flatpak')]
}

/** An application by its id, in each installation that has it; none on Windows and macOS. */
export function flatpakApps(host: Host, id: string): readonly FlatpakApp[] {
  if (host.platform !== 'linux') return []
  return installations(host).flatMap((installation): readonly FlatpakApp[] => {
    const folder = placeIn(host, installation, 'app', id)
    const active = placeIn(host, folder, 'current', 'active')
    if (kindAt(host, folder) !== 'directory') return []
    const own = placeIn(host, host.home, '.var', 'app', id)
    // Overrides of the system, then of the user, each for all applications before those for one (flatpak-override(1)).
    const overrides = installations(host).flatMap((place) =>
      ['global', id].map((name) => placeIn(host, place, 'overrides', name)),
    )
    const files = [placeIn(host, active, 'metadata'), ...overrides]
    const seesHome = ['home', 'host'].some((name) => lists(host, files, 'filesystems').has(name))
    return [
      {
        folder,
        version: releaseIn(host, placeIn(host, active, 'files', 'share', 'metainfo', `${id}.metainfo.xml`)),
        own,
        home: seesHome ? host.home : null,
        persistent: [...lists(host, files, 'persistent')],
      },
    ]
  })
}

/** The words of one key of [Context]; one with a `!` takes back what was given before, and what stands behind a colon says how. */
function lists(host: Host, files: readonly string[], key: string): ReadonlySet<string> {
  const words = new Set<string>()
  for (const entry of files.flatMap((file) => readIni(textAt(host, file) ?? ''))) {
    if (entry.section !== 'Context' || entry.key !== key) continue
    for (const word of entry.value.split(';').map((text) => text.trim().replace(/:.*$/, ''))) {
      if (word.startsWith('!')) words.delete(word.slice(1))
      else words.add(word)
    }
  }
  return words
}

const releaseIn = (host: Host, file: string): string | null =>
  /<release\s[^>]*?\bversion="(?<version>[\d.]+)/.exec(textAt(host, file) ?? '')?.groups?.['version'] ?? null

/** Folders of unmanaged extensions (flatpak-metadata(5), Extension NAME) whose names begin so, each with its architectures and versions. */
export const flatpakExtensions = (host: Host, start: string): readonly string[] =>
  installations(host)
    .flatMap((installation) => below(host, placeIn(host, installation, 'extension')))
    .filter((folder) => nameOf(folder).startsWith(start))
    .flatMap((folder) => below(host, folder))
    .flatMap((folder) => below(host, folder))

const below = (host: Host, folder: string): readonly string[] => namesIn(host, folder).map((name) => placeIn(host, folder, name))
