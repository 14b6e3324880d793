import { isSelfIssued, namesChain } from '../graph/issuers.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Certificate } from '../model/certificate.ts'
import type { FoundReport } from '../model/found.ts'
import type { Sha256 } from '../model/sha256.ts'
import { locators } from '../programmes/addresses.ts'
import { readGivenCertificate } from '../programmes/crt-sh.ts'
import { isRefused } from '../report/found/refused.ts'
import { anchorsHolding } from '../roots/anchors-named.ts'
import { trustHistory } from '../roots/trust-history.ts'
import { toHex } from '../x509/hex.ts'
import type { Places } from './find-missing.ts'
import { Asked, byKeyIdentifier, type Locating, most, mostOctets } from './locating.ts'

/**
 * The places with the octets of what the report names and nobody here holds, and with cross-certificates of the roots that a target needs.
 * Asked for are public things alone: fingerprints of anchors that a platform of the product's table trusted, and key identifiers of such;
 * so nothing that a server sent, and nothing of a private authority, is told to anybody. What is refused is not looked for. Nothing that
 * is located attests: an anchor must have the SHA-256 that was asked for, a cross-certificate the name and key of the root and the
 * signature of another public anchor. Throws when it is stopped.
 */
export async function withLocated(places: Places, { candidates, target }: FoundReport, own: Locating): Promise<Places> {
  const { table } = places
  const isPublic = (sha256: Sha256): boolean => table.placeOf(sha256) !== null && trustHistory(table, sha256).length > 0
  const usable = candidates.flatMap((c) => c.needed).filter((n) => n.as === 'anchor' && !isRefused(n))
  const anchors = [...new Map(usable.map((n) => [n.certificate.sha256, n] as const)).values()].filter((n) =>
    isPublic(n.certificate.sha256),
  )
  const asked = new Asked(own)
  const found: Certificate[] = []
  for (const { certificate } of anchors.filter((n) => !n.isHeld).slice(0, most.certificates)) {
    const der = await anchorOf(certificate.sha256, asked)
    if (der === null) own.onFailed(`${certificate.label} was not located: ${asked.why}`)
    else found.push(places.read(der))
  }
  const crosses: Certificate[] = []
  // For a chain that a server sends: clients that have the older root alone accept by it.
  for (const { certificate } of target === null ? [] : anchors.slice(0, most.searches)) {
    const anchor = table.anchor(certificate.sha256)?.certificate()
    if (anchor === undefined) continue
    if (anchor.subjectKeyIdentifier === null) continue
    const hex = toHex(anchor.subjectKeyIdentifier.keyIdentifier)
    const located = await byKeyIdentifier(hex, 'cross', (c) => isCross(c, anchor, places), asked)
    if (located === null) own.onFailed(`cross-certificates of ${certificate.label} were not looked for: ${asked.why}`)
    for (const der of located ?? []) crosses.push(places.read(der))
  }
  return {
    ...places,
    located: [
      ...places.located,
      { where: 'located by its SHA-256', certificates: found, isHeld: true },
      { where: 'located by the key of its subject', certificates: crosses, isHeld: true },
    ],
    contacted: [...new Set([...places.contacted, ...asked.contacted])],
  }
}

/** A certificate for the name and key of a public anchor, by another public anchor of the table: what it says of itself is verified. */
function isCross(certificate: Certificate, anchor: Certificate, { table }: Places): boolean {
  if (isSelfIssued(certificate) || certificate.subject.canonical !== anchor.subject.canonical) return false
  if (certificate.subjectPublicKeyInfo.raw !== anchor.subjectPublicKeyInfo.raw) return false
  const verify = nodeSignatureVerifier()
  return anchorsHolding(table, [certificate.issuer.der]).some((a) => {
    const issuer = a.certificate()
    if (trustHistory(table, a.sha256).length === 0 || !namesChain(certificate, issuer, 'canonical')) return false
    return verify(certificate, issuer.subjectPublicKeyInfo) === 'valid'
  })
}

/** The octets of a certificate by its SHA-256: kept, or of whoever has it. */
async function anchorOf(sha256: Sha256, asked: Asked): Promise<Uint8Array | null> {
  const kept = asked.kept(sha256)
  if (kept !== null) return kept
  const isIt = (bytes: Uint8Array): Uint8Array | null => readGivenCertificate(bytes, sha256)
  const thumbprint = await asked.thumbprintOf(sha256)
  const der =
    (await asked.ask(locators.bySha256(sha256), mostOctets.certificate, isIt, 'what it gives is not the certificate')) ??
    // Plain HTTP, as Windows fetches it: the SHA-256 says whether it is the one, whoever gave it.
    (thumbprint === null
      ? null
      : await asked.ask(locators.byMicrosoft(thumbprint), mostOctets.certificate, isIt, 'what it gives is not the certificate'))
  if (der !== null) asked.keep(`${sha256}.der`, der)
  return der
}
