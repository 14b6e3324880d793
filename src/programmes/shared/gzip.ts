import type { ReadContext } from '../published-source.ts'

/** The content of a gzip file of one member (RFC 1952 §2.3), its checksum compared. `null`: damaged, or longer than allowed. */
export function gunzip(file: Uint8Array, inflate: ReadContext['inflate'], maxOctets: number): Uint8Array | null {
  const start = headerEnd(file)
  if (start === null || start + 8 > file.length) return null
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const size = view.getUint32(file.length - 4, true)
  if (size > maxOctets) return null
  try {
    const content = inflate(file.subarray(start, file.length - 8), new Uint8Array(0), maxOctets)
    return content.length === size && crc32(content) === view.getUint32(file.length - 8, true) ? content : null
  } catch {
    return null
  }
}

/** Behind the header with its optional fields; `null`: it is no gzip file. */
function headerEnd(file: Uint8Array): number | null {
  if (file[0] !== 0x1f || file[1] !== 0x8b || file[2] !== 8) return null
  const flags = file[3] ?? 0
  let pos = 10
  if ((flags & 0xe0) !== 0) return null
  if ((flags & 4) !== 0) pos += 2 + (file[pos] ?? 0) + 256 * (file[pos + 1] ?? 0)
  for (const text of [8, 16]) {
    if ((flags & text) === 0) continue
    const end = file.indexOf(0, pos)
    if (end < 0) return null
    pos = end + 1
  }
  return (flags & 2) !== 0 ? pos + 2 : pos
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = (c & 1) === 0 ? c >>> 1 : (c >>> 1) ^ 0xedb88320
  return c
})

/** RFC 1952 §8. */
function crc32(octets: Uint8Array): number {
  let c = 0xffffffff
  for (let i = 0; i < octets.length; i++) c = table[(c ^ octets[i]!) & 0xff]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
