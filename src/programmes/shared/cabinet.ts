import { latin1 } from '../../der/string.ts'
import type { ReadContext } from '../published-source.ts'

/** Whether the octets begin as a cabinet. */
export const isCabinet = (bytes: Uint8Array): boolean => latin1(bytes, 0, 4) === 'MSCF'

/** Most that one block holds uncompressed, and how far back it may refer (MS-MCI §2.1). */
const window = 32_768

/**
 * One file of a cabinet (MS-CAB §2) by its name, stored or compressed with MSZIP (MS-MCI). Cabinets that go on in another one are
 * not read. A text: why it cannot be had.
 */
export function cabinetFile(
  cabinet: Uint8Array,
  name: string,
  inflate: ReadContext['inflate'],
  maxOctets: number,
): Uint8Array | string {
  const cut = 'the cabinet is cut'
  if (!isCabinet(cabinet) || cabinet.length < 36) return 'this is no cabinet'
  const view = new DataView(cabinet.buffer, cabinet.byteOffset, cabinet.byteLength)
  const flags = view.getUint16(30, true)
  if ((flags & 3) !== 0) return 'the cabinet is part of a set'
  let pos = 36
  let [folderReserve, dataReserve] = [0, 0]
  if ((flags & 4) !== 0) {
    if (cabinet.length < 40) return cut
    pos += 4 + view.getUint16(36, true)
    folderReserve = view.getUint8(38)
    dataReserve = view.getUint8(39)
  }
  const found = findFile(cabinet, view, name)
  if (found === null) return `the cabinet holds no file ${name}`
  const { size, offset, folder } = found
  if (size > maxOctets || offset > maxOctets) return 'the file in the cabinet is too large'
  pos += folder * (8 + folderReserve)
  if (folder >= view.getUint16(26, true) || pos + 8 > cabinet.length) return cut
  const [data, blocks, kind] = [view.getUint32(pos, true), view.getUint16(pos + 4, true), view.getUint16(pos + 6, true) & 0x0f]
  if (kind > 1) return 'the cabinet is compressed in a way that is not read here'
  const folderContent = unpack(cabinet, view, { data, blocks, dataReserve, kind, wanted: offset + size }, inflate)
  if (folderContent === null) return 'the cabinet is damaged'
  return folderContent.length < offset + size ? cut : folderContent.subarray(offset, offset + size)
}

/** CFFILE (MS-CAB §2.3). */
function findFile(cabinet: Uint8Array, view: DataView, name: string) {
  let pos = view.getUint32(16, true)
  for (let left = view.getUint16(28, true); left > 0 && pos + 16 < cabinet.length; left--) {
    const end = cabinet.indexOf(0, pos + 16)
    if (end < 0) return null
    if (latin1(cabinet, pos + 16, end).toLowerCase() === name.toLowerCase())
      return { size: view.getUint32(pos, true), offset: view.getUint32(pos + 4, true), folder: view.getUint16(pos + 8, true) }
    pos = end + 1
  }
  return null
}

interface Folder {
  readonly data: number
  readonly blocks: number
  readonly dataReserve: number
  /** 0: stored, 1: MSZIP. */
  readonly kind: number
  /** Octets from the folder's beginning that are wanted. */
  readonly wanted: number
}

/** CFDATA (MS-CAB §2.4). Each block of MSZIP is DEFLATE behind `CK`, and may refer to the block before it. `null`: damaged. */
function unpack(cabinet: Uint8Array, view: DataView, folder: Folder, inflate: ReadContext['inflate']): Uint8Array | null {
  const parts: Uint8Array[] = []
  let [pos, size] = [folder.data, 0]
  let before: Uint8Array = new Uint8Array(0)
  for (let i = 0; i < folder.blocks && size < folder.wanted; i++) {
    const start = pos + 8 + folder.dataReserve
    if (start > cabinet.length) return null
    const [sum, packed, plain] = [view.getUint32(pos, true), view.getUint16(pos + 4, true), view.getUint16(pos + 6, true)]
    const end = start + packed
    if (end > cabinet.length || plain > window || plain === 0) return null
    const content = cabinet.subarray(start, end)
    if (sum !== 0 && sum !== checksum(cabinet.subarray(pos + 4, pos + 8), checksum(content, 0))) return null
    let part = content
    if (folder.kind === 1) {
      if (latin1(content, 0, 2) !== 'CK') return null
      try {
        part = inflate(content.subarray(2), before, window)
      } catch {
        return null
      }
    }
    if (part.length !== plain) return null
    parts.push(part)
    size += plain
    before = part
    pos = end
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** MS-CAB §3.1: words of four octets, little-endian, exclusive or; the last one to three octets count from the other end. */
function checksum(octets: Uint8Array, seed: number): number {
  let sum = seed
  const whole = octets.length & ~3
  for (let i = 0; i < whole; i += 4) sum ^= octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24)
  let rest = 0
  for (let i = whole; i < octets.length; i++) rest = (rest << 8) | octets[i]!
  return (sum ^ rest) >>> 0
}
