import type { Host } from '../host/host.ts'
import type { Asking, Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { kindAt, placeIn, realPlace } from './shared/place.ts'
import { builtIn } from './shared/setting.ts'

/** PowerShell on Windows, where CryptoAPI decides for both of its kinds; elsewhere it is .NET and looked at as such. */
export const powershell: Runtime = {
  id: 'powershell',
  title: 'PowerShell on Windows',
  names: [],
  find: async (host) => (host.platform === 'win32' ? [...current(host), ...builtInOne(host)] : []),
  asks: async (_, installation): Promise<Asking> => ({
    installation,
    stores: [{ store: 'windows:ROOT', ifUnreadable: 'fails' }],
    unknown: '',
    why: builtIn('CryptoAPI', ''),
    overrides: [],
    withoutEffect: [],
    dangers: [],
    source:
      'documented: learn.microsoft.com, SslStream and "Differences between Windows PowerShell 5.1 and PowerShell 7.x"; none was run',
  }),
}

/** PowerShell 6 and later, which bring a .NET of their own; installers put each under its major release. */
function current(host: Host): readonly Installation[] {
  const folder = placeIn(host, host.env['ProgramFiles'] ?? 'C:\\Program Files', 'PowerShell')
  const places = ['7', '6'].map((release) => placeIn(host, folder, release, 'pwsh.exe'))
  const found = [...onSearchPath(host, 'pwsh'), ...places.filter((path) => kindAt(host, path) === 'file')]
  const real = found.map((path) => realPlace(host, path).toLowerCase())
  return found
    .filter((_, i) => real.indexOf(real[i] ?? '') === i)
    .map((path) => installation(path, /\\PowerShell\\(\d+)\\[^\\]+$/i.exec(path)?.[1] ?? null, 'PowerShell'))
}

/** Windows PowerShell 5.1, a part of Windows, on the .NET Framework. */
function builtInOne(host: Host): readonly Installation[] {
  const root = host.env['SystemRoot'] ?? 'C:\\Windows'
  const path = placeIn(host, root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
  return kindAt(host, path) === 'file' ? [installation(path, '5.1', 'Windows PowerShell')] : []
}

const installation = (path: string, version: string | null, note: string): Installation => ({
  runtime: 'powershell',
  path,
  version,
  client: 'dotnet-windows',
  note,
})
