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
    const paths = stringsIn(bytes).filter((text) => /^\/(?:etc|usr|opt|nix|data)\/[\w./+-]*(?:cert|pki|ssl)[\w./+-]*$/.test(text))
    const file = paths.find((path) => /\.(pem|crt)$/.test(path)) ?? null
    const directory = paths.find((path) => !/\.\w+$/.test(path)) ?? null
    return file === null && directory === null ? null : { file, directory }
  } catch {
    return null
  }
}

/** Longest path that counts, in octets. Ours. */
const longest = 1024

/** Whole strings between zeros that begin with a slash. To make text of all of a library takes a tenth of a second. */
function stringsIn(bytes: Uint8Array): readonly string[] {
  const slash = 0x2f
  const found: string[] = []
  for (let at = bytes.indexOf(slash); at >= 0; at = bytes.indexOf(slash, at + 1)) {
    if (bytes[at - 1] !== 0) continue
    const end = bytes.subarray(at, at + longest).indexOf(0)
    if (end > 0) found.push(String.fromCharCode(...bytes.subarray(at, at + end)))
  }
  return found
}
