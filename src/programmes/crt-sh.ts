import type { Sha256 } from '../model/sha256.ts'
import { readPem } from '../x509/pem.ts'
import { carried } from './shared/pem-certificates.ts'

/** A certificate that crt.sh's search found: the number by which it gives it out. */
export interface LocatedCertificate {
  readonly id: number
  /** As crt.sh writes it. Data: escape it where it is shown. */
  readonly issuer: string
}

/** Most that one answer of a search is read for. Ours. */
const mostLocated = 200

/**
 * What a search with `output=json` found (`?ski=...`). crt.sh locates and does not attest: nothing of it becomes a statement. `null`: it is
 * not such an answer.
 */
export function readLocated(bytes: Uint8Array): readonly LocatedCertificate[] | null {
  let answer: unknown
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
  if (!Array.isArray(answer)) return null
  const found = new Map<number, LocatedCertificate>()
  for (const entry of answer.slice(0, mostLocated)) {
    if (typeof entry !== 'object' || entry === null || !('id' in entry)) return null
    const { id } = entry
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return null
    found.set(id, { id, issuer: 'issuer_name' in entry && typeof entry.issuer_name === 'string' ? entry.issuer_name : '' })
  }
  return [...found.values()]
}

/**
 * The certificate that crt.sh gave for `?d=` (PEM, or DER). `wanted`: it must have this fingerprint; `null`: any, for it was asked for by
 * its number. `null`: none, another one, or several.
 */
export function readGivenCertificate(bytes: Uint8Array, wanted: Sha256 | null): Uint8Array | null {
  const blocks = readPem(bytes)
  const [block, ...more] = blocks
  if (more.length > 0 || (block !== undefined && (block.problem !== null || block.label !== 'CERTIFICATE'))) return null
  const certificate = carried(block?.der ?? bytes)
  return certificate === null || (wanted !== null && certificate.sha256 !== wanted) ? null : certificate.der
}
