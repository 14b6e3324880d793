import type { Host } from '../../host/host.ts'
import { mentions } from './mentions.ts'
import { folderOf, namesIn, placeIn, realPlace } from './place.ts'

/**
 * The library of OpenSSL that an interpreter's `_ssl` module needs, as `ssl.OPENSSL_VERSION` begins; empty: files do not tell, as where
 * it is part of the module. `libssl.so.3` is observed (Debian 12, pyenv); the other names are from memory.
 */
export function pythonOpenssl(host: Host, program: string, prefix: string, version: string | null): string {
  // A virtual environment has no modules of its own: those of the interpreter behind it are loaded.
  const real = folderOf(realPlace(host, program))
  if (host.platform === 'win32') {
    const names = [...namesIn(host, placeIn(host, prefix, 'DLLs')), ...namesIn(host, placeIn(host, real, 'DLLs'))]
    return libraries.find(({ windows }) => names.some((name) => windows.test(name)))?.openssl ?? ''
  }
  const release = /^\d+\.\d+/.exec(version ?? '')?.[0]
  if (release === undefined) return ''
  const folder = placeIn(host, folderOf(real), 'lib', `python${release}`, 'lib-dynload')
  const module = namesIn(host, folder).find((name) => /^_ssl\b.*\.so$/.test(name))
  if (module === undefined) return ''
  const words = libraries.flatMap(({ unix }) => unix)
  const needed = mentions(host, placeIn(host, folder, module), words)
  return libraries.find(({ unix }) => needed !== null && unix.includes(needed))?.openssl ?? ''
}

const libraries: readonly { readonly openssl: string; readonly unix: readonly string[]; readonly windows: RegExp }[] = [
  { openssl: 'OpenSSL 3', unix: ['libssl.so.3', 'libssl.3.dylib'], windows: /^libssl-3(?:-x64|-arm64)?\.dll$/i },
  { openssl: 'OpenSSL 1.1', unix: ['libssl.so.1.1', 'libssl.1.1.dylib'], windows: /^libssl-1_1(?:-x64|-arm64)?\.dll$/i },
  { openssl: 'OpenSSL 1.0', unix: ['libssl.so.1.0', 'libssl.so.10', 'libssl.1.0'], windows: /^ssleay32\.dll$/i },
]
