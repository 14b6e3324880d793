import { situationOf } from '../diagnose.ts'
import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import { reach } from '../findings/facts/reach.ts'
import { isSelfIssued, namesChain } from '../graph/issuers.ts'
import type { Workshop } from '../graph/world.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Evidence } from '../model/evidence.ts'
import { anchorsHolding } from '../roots/anchors-named.ts'
import { toHex } from '../x509/hex.ts'
import { evidenceSources } from './candidate-sources.ts'
import { type Places, sourcesOf } from './find-missing.ts'
import { Asked, byKeyIdentifier, type Locating, most } from './locating.ts'

/**
 * The places with the issuers that a rejected server does not send and nothing here holds, up to an anchor of the product's table. crt.sh is
 * asked by the authority key identifier of what was sent (RFC 5280 §4.2.1.1), and only where that carries timestamps of certificate
 * transparency logs (RFC 6962 §3.3): its authority then published it itself. Nothing that is located attests: an issuer must have the name
 * and have made the signature, and the path that it makes is judged like every other. Throws when it is stopped.
 */
export async function withIssuersLocated(places: Places, evidence: Evidence, shop: Workshop, own: Locating): Promise<Places> {
  const { world, judgements } = situationOf(evidence, shop)
  if (judgements.every(({ verdict }) => verdict.kind !== 'rejected')) return places
  const held = [...evidenceSources(evidence, places.read), ...sourcesOf(places)].flatMap(({ certificates }) => certificates)
  const issued = (child: Certificate, c: Certificate): boolean =>
    namesChain(child, c, 'canonical') && shop.verify(child, c.subjectPublicKeyInfo) === 'valid'
  const isCurrent = ({ notBefore, notAfter }: Certificate): boolean => notBefore <= evidence.clock && evidence.clock <= notAfter
  const isOpen = (child: Certificate): boolean =>
    !isSelfIssued(child) &&
    !held.some((c) => isCurrent(c) && issued(child, c)) &&
    !anchorsHolding(places.table, [child.issuer.der]).some((a) => issued(child, a.certificate()))
  const tops = new Set(world.chains.flatMap((chain) => reach(world, chain).tops).filter(isOpen))
  const asked = new Asked(own)
  const found: Certificate[] = []
  let searches = 0
  // Set iteration visits what is added on the way: who issued an issuer.
  for (const child of tops) {
    const keys = keyOfIssuer(child, found)
    if ('unknown' in keys || searches++ >= most.searches) {
      const why = 'unknown' in keys ? keys.unknown : 'enough was looked for'
      own.onFailed(`who issued ${certificateSummary(child).label} was not looked for: ${why}`)
      continue
    }
    const located = await byKeyIdentifier(keys.hex, 'issuer', (c) => hexOf(c) === keys.hex, asked)
    const issuers = (located ?? []).map((der) => places.read(der)).filter((c) => issued(child, c))
    if (issuers.length === 0) {
      const why = located === null ? asked.why : 'crt.sh knows nobody who made its signature'
      own.onFailed(`who issued ${certificateSummary(child).label} was not located: ${why}`)
    }
    found.push(...issuers)
    if (issuers.every(isOpen)) for (const issuer of issuers) tops.add(issuer)
  }
  return {
    ...places,
    located: [...places.located, { where: 'located by the key that its child names', certificates: found, isHeld: true }],
    contacted: [...new Set([...places.contacted, ...asked.contacted])],
  }
}

const hexOf = ({ subjectKeyIdentifier: own }: Certificate): string => (own === null ? '' : toHex(own.keyIdentifier))

/** By what the issuer is asked for, or why nobody is asked. What was located is public already. */
function keyOfIssuer(
  child: Certificate,
  located: readonly Certificate[],
): { readonly hex: string } | { readonly unknown: string } {
  const { authorityKeyIdentifier, signedCertificateTimestamps } = child
  const isPublic = located.includes(child) || (signedCertificateTimestamps ?? []).length > 0
  if (!isPublic) return { unknown: 'it carries no timestamp of a public log, so its authority may be a private one' }
  const hex = toHex(authorityKeyIdentifier?.keyIdentifier ?? new Uint8Array())
  return hex === '' ? { unknown: 'it does not name the key that signed it' } : { hex }
}
