import { fromHex } from './hex.ts'

/**
 * Decrypts RC2 (RFC 2268) in CBC mode and takes the padding off; `effectiveBits` is the RFC's T1. Only for reading key stores that Java up
 * to 15 and OpenSSL up to 1.1 wrote: OpenSSL 3 keeps the cipher in a provider that is not loaded. `wrong`: the padding is none.
 */
export function decryptRc2(key: Uint8Array, effectiveBits: number, iv: Uint8Array, data: Uint8Array): Uint8Array | 'wrong' {
  if (data.length === 0 || data.length % 8 !== 0) return 'wrong'
  const words = expandedKey(key, effectiveBits)
  const plain = new Uint8Array(data.length)
  let before = iv
  for (let at = 0; at < data.length; at += 8) {
    const block = data.subarray(at, at + 8)
    decryptBlock(words, block).forEach((octet, i) => (plain[at + i] = octet ^ before[i]!))
    before = block
  }
  const padding = plain.at(-1)!
  if (padding < 1 || padding > 8 || plain.subarray(-padding).some((octet) => octet !== padding)) return 'wrong'
  return plain.subarray(0, -padding)
}

/** §2: 64 words of 16 bits. */
function expandedKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const l = new Uint8Array(128)
  l.set(key)
  for (let i = key.length; i < 128; i++) l[i] = piTable[(l[i - 1]! + l[i - key.length]!) & 0xff]!
  const t8 = Math.ceil(effectiveBits / 8)
  const mask = 0xff >> (8 * t8 - effectiveBits)
  l[128 - t8] = piTable[l[128 - t8]! & mask]!
  for (let i = 127 - t8; i >= 0; i--) l[i] = piTable[l[i + 1]! ^ l[i + t8]!]!
  return Uint16Array.from({ length: 64 }, (_, i) => l[2 * i]! | (l[2 * i + 1]! << 8))
}

const rotations = [1, 2, 3, 5] as const

/** §4: five rounds, a mash, six rounds, a mash, five rounds, each backwards. */
function decryptBlock(words: Uint16Array, block: Uint8Array): Uint8Array {
  const r = Uint16Array.from({ length: 4 }, (_, i) => block[2 * i]! | (block[2 * i + 1]! << 8))
  const other = (i: number, back: number): number => r[(i + 4 - back) & 3]!
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const turned = (r[i]! >> rotations[i]!) | (r[i]! << (16 - rotations[i]!))
      r[i] = turned - words[4 * round + i]! - (other(i, 1) & other(i, 2)) - (~other(i, 1) & other(i, 3))
    }
    if (round === 11 || round === 5) for (let i = 3; i >= 0; i--) r[i] = r[i]! - words[other(i, 1) & 63]!
  }
  return Uint8Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? r[i >> 1]! : r[i >> 1]! >> 8))
}

/** §2: PITABLE, a permutation out of the digits of pi. */
const piTable = fromHex(`
  d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32
  bd8f40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626
  6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a
  961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731
  2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2e
  c5f3db47e5a59c770aa62068fe7fc1ad`)!
