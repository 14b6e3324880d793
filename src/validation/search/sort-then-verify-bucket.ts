import type { Certificate } from '../../model/certificate.ts'
import type { Name } from '../../model/name.ts'
import type { TrustStore } from '../../model/trust-store.ts'

/** DEFAULT_SIZE of a trust list, lib/x509/verify-high.c. */
const buckets = 127

const indexes = new WeakMap<TrustStore, ReadonlyMap<number, readonly Certificate[]>>()

/**
 * The certificates of the store that GnuTLS looks at when it asks for a name: all whose subject falls into the same of 127
 * buckets, in the order of the store. Whoever compares keys or whole certificates only meets those with another name
 * in it as well, and that decides some verdicts.
 */
export function bucketOf(store: TrustStore, name: Name): readonly Certificate[] {
  let index = indexes.get(store)
  if (index === undefined) indexes.set(store, (index = indexed(store)))
  return index.get(bucketNumber(name)) ?? []
}

function indexed({ anchors }: TrustStore): ReadonlyMap<number, readonly Certificate[]> {
  const index = new Map<number, Certificate[]>()
  for (const { certificate } of anchors) {
    const number = bucketNumber(certificate.subject)
    const found = index.get(number)
    if (found === undefined) index.set(number, [certificate])
    else found.push(certificate)
  }
  return index
}

/** Kept by name, for every client of the family asks for the same ones. */
const numbers = new WeakMap<Name, number>()

function bucketNumber(name: Name): number {
  let number = numbers.get(name)
  if (number === undefined) numbers.set(name, (number = hashed(name)))
  return number
}

/**
 * hash_pjw_bare over the encoded name, for a size_t of 64 bits (gnulib, lib/hash-pjw-bare.c): turned left by nine bits, then
 * the octet added. In two halves, for numbers hold 53 bits.
 */
function hashed({ der }: Name): number {
  let high = 0
  let low = 0
  for (const octet of der) {
    const turned = ((low << 9) | (high >>> 23)) >>> 0
    high = ((high << 9) | (low >>> 23)) >>> 0
    low = (turned + octet) >>> 0
    if (low < octet) high = (high + 1) >>> 0
  }
  // 2^32 is 16 more than a multiple of 127.
  return ((high % buckets) * (2 ** 32 % buckets) + low) % buckets
}
