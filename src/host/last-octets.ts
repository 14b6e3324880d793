/** The end of a stream: however much goes by, no more than a bound is kept. */
export interface LastOctets {
  readonly add: (chunk: Uint8Array) => void
  /** What is kept, in order. */
  readonly all: () => Uint8Array
}

/** Keeps the last `most` octets of what is added, in a ring. */
export function lastOctets(most: number): LastOctets {
  const ring = new Uint8Array(most)
  let seen = 0
  return {
    add: (chunk) => {
      const tail = chunk.subarray(Math.max(0, chunk.length - most))
      const start = (seen + chunk.length - tail.length) % most
      const first = tail.subarray(0, most - start)
      ring.set(first, start)
      ring.set(tail.subarray(first.length), 0)
      seen += chunk.length
    },
    all: () => {
      if (seen <= most) return ring.slice(0, seen)
      const start = seen % most
      return new Uint8Array([...ring.subarray(start), ...ring.subarray(0, start)])
    },
  }
}
