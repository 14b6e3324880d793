import type { SignatureFact, SignatureVerifier } from '../model/signature.ts'
import { hasNoOctets } from '../x509/anchor-certificate.ts'
import type { RootTable } from './table.ts'

/**
 * Settles the signatures of anchors of the table, which themselves have none: what is known from the table. A key that made none of
 * the signatures known for an anchor of which one is valid is `invalid`; otherwise, and for any other certificate, it is `not-recorded`.
 */
export const tableSignatures =
  (table: RootTable): SignatureVerifier =>
  (child, issuerKey): SignatureFact => {
    const place = table.placeOf(child.sha256)
    if (place === null) return 'not-recorded'
    const facts = table.signaturesOf(place)
    const isSelfIssued = child.subject.raw === child.issuer.raw
    if (isSelfIssued && child.subjectPublicKeyInfo.raw === issuerKey.raw) return facts.get(place) ?? 'valid'
    for (const [issuer, fact] of facts) {
      if (table.anchorAt(issuer).certificate().subjectPublicKeyInfo.raw === issuerKey.raw) return fact
    }
    const isSigned = isSelfIssued ? !facts.has(place) : [...facts.values()].includes('valid')
    return isSigned ? 'invalid' : 'not-recorded'
  }

/** A verifier for a world with anchors of the table: everything else goes to `verify`. */
export function anchorSignatures(table: RootTable, verify: SignatureVerifier): SignatureVerifier {
  const ofAnchors = tableSignatures(table)
  return (child, issuerKey) => (hasNoOctets(child) ? ofAnchors : verify)(child, issuerKey)
}
