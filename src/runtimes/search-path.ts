import type { Host } from '../host/host.ts'

/**
 * Where a program lies: the places on the search path that hold one of that name, in their order, each real file once. On Windows
 * the suffixes of PATHEXT are tried. Relative places are passed over: what they mean hangs on where one stands.
 */
export function onSearchPath(host: Host, name: string): readonly string[] {
  const isWindows = host.platform === 'win32'
  const [separator, slash] = isWindows ? [';', '\\'] : [':', '/']
  const path = (isWindows ? (host.env['Path'] ?? host.env['PATH']) : host.env['PATH']) ?? ''
  const suffixes = isWindows ? (host.env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';') : ['']
  const seen = new Set<string>()
  return path
    .split(separator)
    .filter((folder) => (isWindows ? /^[A-Za-z]:[\\/]/.test(folder) : folder.startsWith('/')))
    .flatMap((folder) => suffixes.map((suffix) => `${folder.replace(/[\\/]$/, '')}${slash}${name}${suffix}`))
    .filter((file) => {
      const real = isFile(host, file) ? host.realPath(file) : null
      if (real === null || seen.has(real)) return false
      seen.add(real)
      return true
    })
}

function isFile(host: Host, path: string): boolean {
  try {
    return host.stat(path) === 'file'
  } catch {
    // A folder that may not be looked into.
    return false
  }
}
