/*
 * Numbers and text in octets, big-endian (RFC 8446 §3.3). Buffer's own readers and writers are compiled anew in every process, for what
 * Node ships compiled does not hold them: without those that a hello needs a check takes one part in a hundred fewer instructions.
 */

/** The number in the two octets at `at`. */
export const uint16At = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

/** The number in the three octets at `at`. */
export const uint24At = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 16) | uint16At(bytes, at + 1)

/** Writes a number of 16 bits; gives the index behind it. */
export function putUint16(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value >> 8
  bytes[at + 1] = value
  return at + 2
}

/** Writes text of Latin-1 characters, an octet each; gives the index behind it. */
export function putLatin1(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
  return at + text.length
}

/** All parts in a row. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
