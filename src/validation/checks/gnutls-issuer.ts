import type { Certificate } from '../../model/certificate.ts'
import { namesChain, sameBytes } from '../../graph/issuers.ts'

/**
 * is_issuer of GnuTLS (lib/x509/verify.c): names as octets, and the key identifiers where both certificates have one.
 * A certificate that fits itself counts as self-signed.
 */
export function gnutlsIssued(child: Certificate, issuer: Certificate): boolean {
  if (!namesChain(child, issuer, 'raw')) return false
  const asked = child.authorityKeyIdentifier?.keyIdentifier ?? null
  const given = issuer.subjectKeyIdentifier?.keyIdentifier
  return asked === null || given === undefined || sameBytes(asked, given)
}
