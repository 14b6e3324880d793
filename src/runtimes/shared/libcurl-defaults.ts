import type { Host } from '../../host/host.ts'
import { kindAt, namesIn, placeIn } from './place.ts'

/** The bundle and the directory that a libcurl was built with; `null`: it was built without one. */
export interface LibcurlDefaults {
  readonly file: string | null
  readonly directory: string | null
  /** The library that says so. */
  readonly library: string
}

/**
 * The paths that stand in the library itself (CURL_CA_BUNDLE and CURL_CA_PATH, fixed when it was built): no program prints them.
 * `names`: file names of the library, the likelier first. `null`: none of them was found, or holds a path. Observed on Debian 12:
 * libcurl.so.4 holds both, libcurl-gnutls.so.4 the directory alone.
 */
export function libcurlDefaults(host: Host, names: readonly string[]): LibcurlDefaults | null {
  for (const folder of libraryFolders(host)) {
    for (const name of names) {
      const library = placeIn(host, folder, name)
      if (kindAt(host, library) !== 'file') continue
      const found = pathsIn(host, library)
      if (found !== null) return { ...found, library }
    }
  }
  return null
}

const libraryFolders = (host: Host): readonly string[] => [
  ...namesIn(host, '/usr/lib')
    .filter((name) => /-linux-(gnu|musl)/.test(name))
    .map((name) => `/usr/lib/${name}`),
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
]

function pathsIn(host: Host, library: string): Omit<LibcurlDefaults, 'library'> | null {
  try {
    const bytes = host.readFile(library)
    if (bytes === null) return null
    // Octets as characters: only whole ASCII strings between zeros count.
    const text = new TextDecoder('latin1').decode(bytes)
    const paths = [...text.matchAll(/\0(\/(?:etc|usr|opt|nix|data)\/[\w./+-]*(?:cert|pki|ssl)[\w./+-]*)(?=\0)/g)].map(
      ([, path = '']) => path,
    )
    const file = paths.find((path) => /\.(pem|crt)$/.test(path)) ?? null
    const directory = paths.find((path) => !/\.\w+$/.test(path)) ?? null
    return file === null && directory === null ? null : { file, directory }
  } catch {
    return null
  }
}
