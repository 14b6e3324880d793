import type { TarFile } from './tar.ts'

const block = 512

/** Plain files as a tar archive (POSIX.1-2017 pax, ustar Interchange Format), without days and owners: equal files give equal octets. Names of at most 100 ASCII characters. */
export function writeTar(files: readonly TarFile[]): Uint8Array {
  const size = files.reduce((sum, { content }) => sum + block + padded(content.length), 2 * block)
  const archive = new Uint8Array(size)
  let at = 0
  for (const { name, content } of files) {
    archive.set(header(name, content.length), at)
    archive.set(content, at + block)
    at += block + padded(content.length)
  }
  return archive
}

const padded = (size: number): number => Math.ceil(size / block) * block

function header(name: string, size: number): Uint8Array {
  const octets = new Uint8Array(block)
  const put = (at: number, text: string): void => octets.set(new TextEncoder().encode(text), at)
  const octal = (at: number, digits: number, value: number): void => put(at, value.toString(8).padStart(digits, '0'))
  put(0, name)
  octal(100, 7, 0o600)
  octal(108, 7, 0)
  octal(116, 7, 0)
  octal(124, 11, size)
  octal(136, 11, 0)
  put(148, ' '.repeat(8))
  put(156, '0')
  put(257, 'ustar\0')
  put(263, '00')
  const sum = octets.reduce((total, octet) => total + octet, 0)
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return octets
}
