import type { Host } from '../host/host.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { dotnetAsking, dotnetClient } from './shared/dotnet-asking.ts'
import { folderOf, kindAt, namesIn, placeIn, realPlace } from './shared/place.ts'
import { isAtLeast } from './shared/release-order.ts'

/** .NET and what runs on it, NuGet among it. */
export const dotnet: Runtime = {
  id: 'dotnet',
  title: '.NET',
  names: ['nuget'],
  find: async (host) => {
    const program = host.platform === 'win32' ? 'dotnet.exe' : 'dotnet'
    const roots = [host.env['DOTNET_ROOT'] ?? '', placeIn(host, host.home, '.dotnet'), ...usualRoots(host)]
    const places = roots.filter((root) => root !== '').map((root) => placeIn(host, root, program))
    const found = [...onSearchPath(host, 'dotnet'), ...places.filter((path) => kindAt(host, path) === 'file')]
    const real = found.map((path) => realPlace(host, path))
    return found
      .filter((_, i) => real.indexOf(real[i] ?? '') === i)
      .map((path) => {
        const version = versionOf(host, path)
        return { runtime: 'dotnet', path, version, client: dotnetClient(host, version), note: '' }
      })
  },
  asks: async (host, installation) => dotnetAsking(host, installation, installation.version),
}

const usualRoots = (host: Host): readonly string[] =>
  host.platform === 'win32'
    ? [host.env['ProgramFiles'] ?? ''].filter((folder) => folder !== '').map((folder) => placeIn(host, folder, 'dotnet'))
    : ['/usr/lib/dotnet', '/usr/share/dotnet', '/usr/local/share/dotnet', '/opt/dotnet', '/usr/local/bin']

/** The newest shared framework beside the program: the one that new programs get. */
function versionOf(host: Host, program: string): string | null {
  const folder = placeIn(host, folderOf(realPlace(host, program)), 'shared', 'Microsoft.NETCore.App')
  const releases = namesIn(host, folder).filter((name) => /^\d+\.\d+\.\d+/.test(name))
  return releases.toSorted((a, b) => (isAtLeast(a, b) ? -1 : 1))[0] ?? null
}
