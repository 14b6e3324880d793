import type { Host } from '../../host/host.ts'
import { onSearchPath } from '../search-path.ts'
import { folderOf, kindAt, nameOf, namesIn, placeIn, realPlace, textAt } from './place.ts'

/** A Java runtime that was found. */
export interface JavaHome {
  /** Its `java`. */
  readonly program: string
  /** What Java calls `java.home`: the folder above `bin`, up to release 8 the `jre` in it. */
  readonly home: string
  /** As its file `release` has it: `17.0.15`, `1.8.0_412`. `null`: there is no such file. */
  readonly version: string | null
  /** Whose it is, for the reader; empty: one of the machine's. */
  readonly note: string
}

/** Every Java of a machine: JAVA_HOME, the search path, then the folders in which systems, tools and editors keep theirs. */
export function javaHomes(host: Host): readonly JavaHome[] {
  const program = host.platform === 'win32' ? 'java.exe' : 'java'
  const own = host.env['JAVA_HOME'] ?? ''
  const found = [
    ...(own === '' ? [] : [{ path: placeIn(host, own, 'bin', program), note: '' }]),
    ...onSearchPath(host, 'java').map((path) => ({ path, note: '' })),
    ...folders(host).flatMap(({ folder, note, below }) =>
      namesIn(host, folder).map((name) => ({ path: placeIn(host, folder, name, ...below, 'bin', program), note })),
    ),
  ]
  const seen = new Set<string>()
  return found.flatMap(({ path, note }) => {
    if (kindAt(host, path) !== 'file') return []
    const home = homeOf(host, path)
    // A start file without a Java around it, as macOS has one in /usr/bin.
    if (home === null || seen.has(home)) return []
    seen.add(home)
    return [{ program: path, home, version: versionOf(host, home), note }]
  })
}

function homeOf(host: Host, program: string): string | null {
  const above = folderOf(folderOf(realPlace(host, program)))
  const jre = placeIn(host, above, 'jre')
  return [jre, above].find((home) => kindAt(host, placeIn(host, home, 'lib', 'security')) === 'directory') ?? null
}

function versionOf(host: Host, home: string): string | null {
  const texts = [home, nameOf(home) === 'jre' ? folderOf(home) : home].map(
    (folder) => textAt(host, placeIn(host, folder, 'release')) ?? '',
  )
  return /^JAVA_VERSION="?([\d._]+)/m.exec(texts.find((text) => text.includes('JAVA_VERSION')) ?? '')?.[1] ?? null
}

interface Folder {
  readonly folder: string
  readonly note: string
  /** Between a release's folder and its `bin`. */
  readonly below: readonly string[]
}

function folders(host: Host): readonly Folder[] {
  const plain = (note: string, ...all: readonly string[]): readonly Folder[] => all.map((folder) => ({ folder, note, below: [] }))
  const at = (...parts: readonly string[]): string => placeIn(host, host.home, ...parts)
  if (host.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)'].flatMap((name) => (host.env[name] === undefined ? [] : [host.env[name]]))
    const vendors = [
      'Java',
      'Eclipse Adoptium',
      'AdoptOpenJDK',
      'Microsoft',
      'Zulu',
      'Amazon Corretto',
      'BellSoft',
      'Semeru',
      'OpenJDK',
      'RedHat',
    ]
    return [
      ...roots.flatMap((root) => plain('', ...vendors.map((vendor) => placeIn(host, root, vendor)))),
      ...roots.map((root) => ({ folder: placeIn(host, root, 'JetBrains'), note: 'JetBrains', below: ['jbr'] })),
      ...plain('Gradle', at('.gradle', 'jdks')),
      ...plain('IntelliJ IDEA', at('.jdks')),
      ...plain('Scoop', at('scoop', 'apps')).map((folder) => ({ ...folder, below: ['current'] })),
    ]
  }
  const mac = ['Contents', 'Home']
  const shared = [
    ...plain('SDKMAN', placeIn(host, host.env['SDKMAN_DIR'] ?? at('.sdkman'), 'candidates', 'java')),
    ...plain('asdf', at('.asdf', 'installs', 'java')),
    ...plain('Gradle', at('.gradle', 'jdks')),
    ...plain('IntelliJ IDEA', at('.jdks')),
  ]
  if (host.platform === 'darwin')
    return [
      ...['/Library/Java/JavaVirtualMachines', at('Library', 'Java', 'JavaVirtualMachines'), at('.gradle', 'jdks')].map(
        (folder) => ({ folder, note: '', below: mac }),
      ),
      { folder: '/Applications', note: 'JetBrains', below: ['Contents', 'jbr', ...mac] },
      ...shared,
    ]
  return [
    ...plain('', '/usr/lib/jvm', '/usr/java', '/opt/java', '/usr/local/openjdk', '/usr/lib64/jvm'),
    { folder: '/opt', note: 'JetBrains', below: ['jbr'] },
    { folder: at('.local', 'share', 'JetBrains', 'Toolbox', 'apps'), note: 'JetBrains', below: ['jbr'] },
    ...shared,
  ]
}
