import type { Certificate } from '../model/certificate.ts'
import type { SignatureFact, SignatureVerifier } from '../model/signature.ts'
import type { RootTable } from './table.ts'

/**
 * A verifier for a world with anchors of the table: what their signatures are is known from the table, for they themselves have
 * none. Everything else goes to `verify`. A key that made none of the signatures known for an anchor of which one is valid is
 * `invalid`; otherwise it is `not-recorded`.
 */
export function anchorSignatures(table: RootTable, verify: SignatureVerifier): SignatureVerifier {
  return (child, issuerKey) => (isFromTable(child) ? factOf(table, child, issuerKey.raw) : verify(child, issuerKey))
}

/** Whether a certificate was made by `anchorCertificate`: no certificate that was read has a key and no octets. */
export const isFromTable = ({ der, subjectPublicKeyInfo }: Certificate): boolean =>
  der.length === 0 && subjectPublicKeyInfo.raw !== ''

function factOf(table: RootTable, child: Certificate, issuerKey: string): SignatureFact {
  const place = table.placeOf(child.sha256)
  if (place === null) return 'not-recorded'
  const facts = table.signaturesOf(place)
  if (child.subject.raw === child.issuer.raw && child.subjectPublicKeyInfo.raw === issuerKey) return facts.get(place) ?? 'valid'
  for (const [issuer, fact] of facts) {
    if (table.anchorAt(issuer).certificate().subjectPublicKeyInfo.raw === issuerKey) return fact
  }
  const isSigned = child.subject.raw === child.issuer.raw ? !facts.has(place) : [...facts.values()].includes('valid')
  return isSigned ? 'invalid' : 'not-recorded'
}
