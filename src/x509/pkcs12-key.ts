import { concatBytes } from '@noble/hashes/utils.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { noOctets } from '../der/reader.ts'

/** What a derived key is for (RFC 7292 §B.3). */
export const pkcs12Use = { key: 1, iv: 2 } as const

/**
 * RFC 7292 §B.2 with SHA-1: `length` octets out of a password, for the cipher suites of §C. `null`: no password, which is another
 * thing than an empty one (§B.1: that still has its two zero octets at the end).
 */
export function pkcs12Key(
  use: (typeof pkcs12Use)[keyof typeof pkcs12Use],
  password: string | null,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Uint8Array {
  const block = 64
  const diversifier = new Uint8Array(block).fill(use)
  const input = concatBytes(filled(salt, block), filled(password === null ? noOctets : bmpString(password), block))
  const derived: Uint8Array[] = []
  for (let size = 0; size < length; size += 20) {
    let digest = sha1(concatBytes(diversifier, input))
    for (let i = 1; i < iterations; i++) digest = sha1(digest)
    derived.push(digest)
    const addend = Uint8Array.from({ length: block }, (_, i) => digest[i % digest.length]!)
    for (let at = 0; at < input.length; at += block) add(input.subarray(at, at + block), addend)
  }
  return concatBytes(...derived).subarray(0, length)
}

/** RFC 7292 §B.1: big-endian UTF-16 and two zero octets. */
export function bmpString(text: string): Uint8Array {
  const octets = new Uint8Array(2 * text.length + 2)
  for (let i = 0; i < text.length; i++) {
    octets[2 * i] = text.charCodeAt(i) >> 8
    octets[2 * i + 1] = text.charCodeAt(i)
  }
  return octets
}

/** Repeated until whole blocks are filled; nothing stays nothing. */
function filled(octets: Uint8Array, block: number): Uint8Array {
  const size = block * Math.ceil(octets.length / block)
  return Uint8Array.from({ length: size }, (_, i) => octets[i % octets.length]!)
}

/** §B.2 step 6 C: the block, plus the addend, plus one, both as big-endian numbers, what overflows lost. */
function add(block: Uint8Array, addend: Uint8Array): void {
  let carry = 1
  for (let i = block.length - 1; i >= 0; i--) {
    carry += block[i]! + addend[i]!
    block[i] = carry
    carry >>= 8
  }
}
