import type { Host, Ran, RegistryKey } from '../../src/host/host.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { seconds } from '../../src/model/time.ts'

/** What lies at a path: text, octets, a symbolic link, or something that cannot be read. A path that ends in `/` is an empty folder. */
export type Entry = string | Uint8Array | { readonly link: string } | { readonly error: string }

/** A machine that exists in memory alone. */
export interface Machine {
  readonly platform?: Host['platform']
  readonly env?: Readonly<Record<string, string>>
  readonly home?: string
  /** Where one stands; without it the variable PWD, which Windows has not. */
  readonly cwd?: string
  /** By absolute path. Folders are there when something lies below them. */
  readonly files?: Readonly<Record<string, Entry>>
  /** Seconds since 1970 by path; 0 where none is given. */
  readonly modified?: Readonly<Record<string, number>>
  readonly registry?: Readonly<Record<string, RegistryKey>>
  /** What programs print, by their whole command line joined by blanks; what is not here is refused. */
  readonly runs?: Readonly<Record<string, string | Ran>>
  readonly roots?: Readonly<Partial<Record<'bundled' | 'system', readonly Uint8Array[]>>>
}

/** The host port to a machine in memory. */
export function machine({
  platform = 'linux',
  env = {},
  home = '/home/u',
  cwd = env['PWD'] ?? '',
  files = {},
  modified = {},
  registry = {},
  runs = {},
  roots = {},
}: Machine): Host {
  const slash = platform === 'win32' ? '\\' : '/'
  const paths = Object.keys(files)
  const entry = (path: string): Entry | undefined => (Object.hasOwn(files, path) ? files[path] : undefined)
  /** Links are followed in every component, at most 40 in all, as systems do. */
  const resolved = (path: string, left = 40): string | null => {
    let at = ''
    const parts = path.split(slash)
    for (const [i, part] of parts.entries()) {
      if (part === '.' || (part === '' && i > 0)) continue
      if (part === '..') {
        at = at.slice(0, at.lastIndexOf(slash))
        continue
      }
      at = i === 0 ? part : `${at}${slash}${part}`
      const found = entry(at)
      if (typeof found === 'object' && 'link' in found) {
        if (left === 0) return null
        const target = found.link.startsWith(slash) ? found.link : `${at.slice(0, at.lastIndexOf(slash))}${slash}${found.link}`
        return resolved([target, ...parts.slice(i + 1)].join(slash), left - 1)
      }
    }
    return isThere(at) ? at : null
  }
  const isThere = (path: string): boolean => entry(path) !== undefined || isFolder(path)
  const isFolder = (path: string): boolean => {
    const prefix = path.endsWith(slash) ? path : `${path}${slash}`
    return path === '' || paths.some((p) => p.startsWith(prefix))
  }
  return {
    platform,
    env,
    home,
    cwd,
    runtime: 'Node 20.20.2',
    readFile: (path) => {
      const real = resolved(path)
      if (real === null) return null
      const found = entry(real)
      if (found === undefined) throw new Error('EISDIR: illegal operation on a directory, read')
      if (typeof found === 'string') return new TextEncoder().encode(found)
      if (found instanceof Uint8Array) return found
      throw new Error('error' in found ? found.error : 'ELOOP: too many symbolic links encountered')
    },
    list: (path) => {
      const real = resolved(path)
      if (real === null || !isFolder(real)) return null
      const prefix = real.endsWith(slash) ? real : `${real}${slash}`
      const names = paths.filter((p) => p.startsWith(prefix)).map((p) => p.slice(prefix.length).split(slash)[0] ?? '')
      return [...new Set(names)].filter((name) => name !== '').sort()
    },
    stat: (path) => {
      const real = resolved(path)
      if (real === null) return null
      return isFolder(real) ? 'directory' : 'file'
    },
    realPath: (path) => resolved(path),
    modified: (path) => {
      const real = resolved(path)
      return real === null ? null : seconds(modified[real] ?? 0)
    },
    registry: (key) => (Object.hasOwn(registry, key) ? (registry[key] ?? null) : null),
    run: async (argv) => {
      const known = runs[argv.join(' ')]
      if (known === undefined) return { kind: 'refused', why: `${argv[0]} is not there` }
      return typeof known === 'string' ? { kind: 'ended', code: 0, stdout: known, stderr: '' } : known
    },
    // Arithmetic: the same on every machine.
    decrypt: nodeHost.decrypt,
    runtimeRoots: (kind) => roots[kind] ?? (kind === 'bundled' ? [] : null),
  }
}
