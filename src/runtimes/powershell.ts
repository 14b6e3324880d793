import type { Host } from '../host/host.ts'
import type { Asking, Installation } from '../model/machine.ts'
import type { Runtime } from './runtime.ts'
import { onSearchPath } from './search-path.ts'
import { dotnetAsking, dotnetClient } from './shared/dotnet-asking.ts'
import { folderOf, kindAt, placeIn, realPlace, textAt } from './shared/place.ts'
import { builtIn } from './shared/setting.ts'

/** PowerShell: on Windows CryptoAPI decides for both of its kinds; elsewhere it brings a .NET of its own, which does as any. */
export const powershell: Runtime = {
  id: 'powershell',
  title: 'PowerShell',
  names: ['pwsh'],
  find: async (host) => (host.platform === 'win32' ? [...onWindows(host), ...builtInOne(host)] : elsewhere(host)),
  asks: async (host, installation): Promise<Asking> =>
    host.platform === 'win32' ? asksWindows(installation) : dotnetAsking(host, installation, dotnetOf(host, installation.path)),
}

const asksWindows = (installation: Installation): Asking => ({
  installation,
  stores: [{ store: 'windows:ROOT', ifUnreadable: 'fails' }],
  unknown: '',
  why: builtIn('CryptoAPI', ''),
  overrides: [],
  withoutEffect: [],
  dangers: [],
  source:
    'documented: learn.microsoft.com, SslStream and "Differences between Windows PowerShell 5.1 and PowerShell 7.x"; none was run on Windows',
})

/** Where Microsoft's packages put it ("Install PowerShell on Linux"); its release is the folder's name, its major at least. */
function elsewhere(host: Host): readonly Installation[] {
  const usual = '/opt/microsoft/powershell/7/pwsh'
  const found = [...onSearchPath(host, 'pwsh'), ...(kindAt(host, usual) === 'file' ? [usual] : [])]
  const real = found.map((path) => realPlace(host, path))
  return found
    .filter((_, i) => real.indexOf(real[i] ?? '') === i)
    .map((path) => ({
      ...installation(path, /\/powershell\/(\d[\w.-]*)\/[^/]+$/.exec(realPlace(host, path))?.[1] ?? null, 'PowerShell'),
      client: dotnetClient(host, dotnetOf(host, path)),
    }))
}

/** The release of the .NET in its folder: `includedFrameworks` of a self-contained application (as in one of .NET 8.0.30); `null`: not told. */
function dotnetOf(host: Host, program: string): string | null {
  const text = textAt(host, placeIn(host, folderOf(realPlace(host, program)), 'pwsh.runtimeconfig.json')) ?? ''
  return /"name":\s*"Microsoft\.NETCore\.App",\s*"version":\s*"(\d[^"]*)"/.exec(text)?.[1] ?? null
}

/** PowerShell 6 and later, which bring a .NET of their own; installers put each under its major release. */
function onWindows(host: Host): readonly Installation[] {
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
