/** A text file with one octet for each character: without byte order mark, and UTF-16 that has one narrowed (what has no octet becomes NUL). */
export function singleOctets(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3)
  const little = bytes[0] === 0xff && bytes[1] === 0xfe
  if (!little && !(bytes[0] === 0xfe && bytes[1] === 0xff)) return bytes
  const narrow = new Uint8Array((bytes.length - 2) >> 1)
  for (let i = 0; i < narrow.length; i++) {
    const low = bytes[2 * i + (little ? 2 : 3)]!
    const high = bytes[2 * i + (little ? 3 : 2)]!
    narrow[i] = high === 0 ? low : 0
  }
  return narrow
}
