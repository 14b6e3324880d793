import { randomFillSync } from 'node:crypto'

const poolOctets = 8192
let pool = new Uint8Array(0)
let at = 0

/** Random octets, at most 32 at a time, cut from a pool: a call to the generator costs more than its octets. None is given twice. */
export function randomOctets(count: number): Uint8Array {
  if (at + count > pool.length) {
    pool = randomFillSync(new Uint8Array(poolOctets))
    at = 0
  }
  at += count
  return pool.subarray(at - count, at)
}
