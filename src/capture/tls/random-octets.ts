import { randomBytes } from 'node:crypto'

const poolOctets = 8192
let pool = Buffer.alloc(0)
let at = 0

/** Random octets, at most 32 at a time, cut from a pool: a call to the generator costs more than its octets. None is given twice. */
export function randomOctets(count: number): Uint8Array {
  if (at + count > pool.length) {
    pool = randomBytes(poolOctets)
    at = 0
  }
  at += count
  return pool.subarray(at - count, at)
}
