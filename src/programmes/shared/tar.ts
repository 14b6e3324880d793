import { latin1 } from '../../der/string.ts'

/** A file in an archive. */
export interface TarFile {
  /** As written, with its folders. */
  readonly name: string
  readonly content: Uint8Array
}

const block = 512

/**
 * The plain files of a tar archive (POSIX.1-2017 pax, ustar Interchange Format): extended headers and other kinds of members are passed
 * over. `null`: a header's checksum or size is wrong, or the archive is cut.
 */
export function readTar(archive: Uint8Array): readonly TarFile[] | null {
  const files: TarFile[] = []
  for (let pos = 0; pos + block <= archive.length; ) {
    const header = archive.subarray(pos, pos + block)
    // The archive ends with blocks of zeros.
    if (header.every((octet) => octet === 0)) return files
    const size = octal(header, 124, 136)
    if (size === null || octal(header, 148, 156) !== checksum(header)) return null
    const start = pos + block
    if (start + size > archive.length) return null
    const kind = header[156]
    const prefix = latin1(header, 257, 262) === 'ustar' ? text(header, 345, 500) : ''
    const name = prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`
    if (kind === 0x30 || kind === 0) files.push({ name, content: archive.subarray(start, start + size) })
    pos = start + Math.ceil(size / block) * block
  }
  return null
}

function text(header: Uint8Array, start: number, end: number): string {
  const zero = header.subarray(start, end).indexOf(0)
  return latin1(header, start, zero < 0 ? end : start + zero)
}

function octal(header: Uint8Array, start: number, end: number): number | null {
  const digits = text(header, start, end).trim()
  return /^[0-7]{1,11}$/.test(digits) ? Number.parseInt(digits, 8) : null
}

/** Sum of the octets with the field itself as blanks. */
const checksum = (header: Uint8Array): number => header.reduce((sum, octet, i) => sum + (i >= 148 && i < 156 ? 0x20 : octet), 0)
