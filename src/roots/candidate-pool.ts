import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'

/** A certificate that may be what is missing, and where it was found. */
export interface PooledCertificate {
  readonly certificate: Certificate
  /** For the reader, in the order of finding, each once. */
  readonly where: readonly string[]
  /** Its octets are at hand: it is no record of the product's table. */
  readonly isHeld: boolean
}

/** Everything that was found anywhere, by subject. */
export interface CandidatePool {
  readonly bySha256: ReadonlyMap<Sha256, PooledCertificate>
  readonly named: (subject: string) => readonly PooledCertificate[]
}

/** What is put into a pool: one place with its certificates. */
export interface PoolSource {
  readonly where: string
  readonly certificates: readonly Certificate[]
  readonly isHeld: boolean
}

/** Puts together what several places hold; a certificate with octets stands for the record of the same one. */
export function candidatePool(sources: readonly PoolSource[]): CandidatePool {
  const bySha256 = new Map<Sha256, PooledCertificate>()
  for (const { where, certificates, isHeld } of sources) {
    for (const certificate of certificates) {
      const known = bySha256.get(certificate.sha256)
      const places = known === undefined ? [where] : known.where.includes(where) ? known.where : [...known.where, where]
      const keepsKnown = known !== undefined && (known.isHeld || !isHeld)
      bySha256.set(certificate.sha256, {
        certificate: keepsKnown ? known.certificate : certificate,
        where: places,
        isHeld: isHeld || (known?.isHeld ?? false),
      })
    }
  }
  const bySubject = grouped(bySha256)
  return { bySha256, named: (subject) => bySubject.get(subject) ?? [] }
}

function grouped(all: ReadonlyMap<Sha256, PooledCertificate>): ReadonlyMap<string, readonly PooledCertificate[]> {
  const found = new Map<string, PooledCertificate[]>()
  for (const entry of all.values()) {
    const subject = entry.certificate.subject.canonical
    const own = found.get(subject)
    if (own === undefined) found.set(subject, [entry])
    else own.push(entry)
  }
  return found
}

/** How many certificates may stand above one chain: our own bound. Names that are used a hundred times over are an attack. */
export const mostAbove = 200

/**
 * All that could stand above these certificates, by the names of their issuers (RFC 4158 §2); whether it does, signatures say. `own`: the one
 * that the user names, which is among them however many there are.
 */
export function above(
  pool: CandidatePool,
  below: readonly Certificate[],
  own: Sha256 | null = null,
): readonly PooledCertificate[] {
  const named = own === null ? undefined : pool.bySha256.get(own)
  const found = new Set<PooledCertificate>(named === undefined ? [] : [named])
  const names = new Set(below.map((c) => c.issuer.canonical))
  // Set iteration visits what is added on the way: a worklist.
  for (const name of names) {
    for (const entry of pool.named(name)) {
      if (found.size >= mostAbove) return [...found]
      found.add(entry)
      names.add(entry.certificate.issuer.canonical)
    }
  }
  return [...found]
}
