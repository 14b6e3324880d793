import type { Host } from '../../host/host.ts'
import type { ClientId } from '../../model/client.ts'
import type { Installation } from '../../model/machine.ts'
import { certifiIn, certifiTitle } from './certifi.ts'
import { pythonClient } from './python-defaults.ts'
import { type PythonEnvironment, pythonEnvironments } from './python-environments.ts'
import { isAtLeast } from './release-order.ts'
import { type InstalledPackage, packageIn } from './site-packages.ts'

/** A library in the environment that it was found in. */
export interface LibraryIn {
  readonly environment: PythonEnvironment
  readonly library: InstalledPackage
}

/** Every environment that has a library, each copy of it once. */
export function librariesNamed(host: Host, name: string, distribution: string = name): readonly LibraryIn[] {
  const seen = new Set<string>()
  return pythonEnvironments(host).flatMap((environment) => {
    const library = packageIn(host, environment.site, name, distribution)
    if (library === null || seen.has(library.folder)) return []
    seen.add(library.folder)
    return [{ environment, library }]
  })
}

/** The same as installations. `client`: the profile that answers for it, by the environment. */
export function libraryInstallations(
  host: Host,
  runtime: string,
  libraries: readonly LibraryIn[],
  client: (found: LibraryIn) => ClientId | null = ({ environment }) => pythonClient(environment.version, environment.openssl),
): readonly Installation[] {
  return libraries.map((found) => {
    const { environment, library } = found
    const certifi = certifiIn(host, environment.site)
    const parts = [
      environment.note,
      `of Python ${environment.version ?? ''}`.trim(),
      certifi === null ? '' : certifiTitle(certifi),
    ]
    return {
      runtime,
      path: library.folder,
      version: library.version,
      client: client(found),
      note: parts.filter((p) => p !== '').join(', '),
    }
  })
}

/** The one that an installation stands for; `null`: it is gone. */
export const libraryAt = (libraries: readonly LibraryIn[], { path }: Installation): LibraryIn | null =>
  libraries.find(({ library }) => library.folder === path) ?? null

/**
 * Python 3.13 made create_default_context strict; urllib3 makes contexts of its own, and follows from 2.4.0 on (urllib3: CHANGES.rst).
 * Before, it verifies as 3.12 does.
 */
export function urllib3Client(host: Host, { environment }: LibraryIn): ClientId | null {
  const client = pythonClient(environment.version, environment.openssl)
  if (client === null || environment.version === null || !isAtLeast(environment.version, '3.13')) return client
  const urllib3 = packageIn(host, environment.site, 'urllib3')?.version ?? null
  return urllib3 !== null && !isAtLeast(urllib3, '2.4.0') ? 'python-3.12' : client
}
