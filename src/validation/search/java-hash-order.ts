import type { Certificate } from '../../model/certificate.ts'

/**
 * The order in which java.util.HashSet gives certificates back: by bucket, in a bucket as they were added. `size`: how many it holds,
 * these and others; the table is the least power of two of which they fill three quarters, and not below `least`.
 */
export function javaHashOrder(certificates: readonly Certificate[], size: number, least: number): readonly Certificate[] {
  if (certificates.length < 2) return certificates
  let buckets = least
  while (size > buckets * 0.75) buckets *= 2
  const bucket = (certificate: Certificate): number => {
    const hash = hashOf(certificate)
    // HashMap.hash: the high half is mixed in.
    return (hash ^ (hash >>> 16)) & (buckets - 1)
  }
  return certificates.toSorted((a, b) => bucket(a) - bucket(b))
}

/** java.security.cert.Certificate.hashCode: Arrays.hashCode of the octets, which have a sign. */
function hashOf({ der }: Certificate): number {
  let hash = 1
  for (const octet of der) hash = (Math.imul(31, hash) + ((octet << 24) >> 24)) | 0
  return hash
}
