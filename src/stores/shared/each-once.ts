import type { StoreContent, StoredCertificate } from '../store.ts'

/**
 * The same store with every certificate once, at its first place. Of entries that differ in their settings one that distrusts counts
 * before one that trusts, and a restricted one before one that is not.
 */
export function eachOnce(content: Extract<StoreContent, { readonly certificates: unknown }>): StoreContent {
  // The last octets are of the signature: hardly two certificates share them.
  const byEnd = new Map<string, number[]>()
  const kept: StoredCertificate[] = []
  for (const one of content.certificates) {
    const end = one.der.subarray(-8).join()
    const places = byEnd.get(end) ?? []
    const place = places.find((i) => isSame(kept[i]?.der, one.der))
    const known = place === undefined ? undefined : kept[place]
    if (place === undefined || known === undefined) {
      byEnd.set(end, [...places, kept.length])
      kept.push(one)
    } else if (weight(one) > weight(known)) kept[place] = one
  }
  return { origin: content.origin, certificates: kept }
}

const weight = ({ settings }: StoredCertificate): number => (settings === null ? 0 : settings.rejects.length > 0 ? 2 : 1)

const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a?.length === b.length && b.every((octet, i) => octet === a[i])
