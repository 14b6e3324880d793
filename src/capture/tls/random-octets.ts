import { randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(8192)
let at = pool.length

/** Random octets from a pool, at most 32 at a time, valid for as long as wanted. */
export function randomOctets(count: number): Uint8Array {
  if (at + count > pool.length) {
    randomFillSync(pool)
    at = 0
  }
  at += count
  return Uint8Array.from(pool.subarray(at - count, at))
}
