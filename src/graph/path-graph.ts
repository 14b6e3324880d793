import type { Certificate } from '../model/certificate.ts'
import type { Entity, PathGraph } from '../model/path.ts'
import type { SignatureFact, SignatureVerifier } from '../model/signature.ts'
import type { TrustStore } from '../model/trust-store.ts'

/**
 * The graph above one chain: every certificate of the chain and of the stores that can be reached from the
 * chain by issuer name (RFC 4158 §2). Sent certificates are always part of it.
 *
 * Signatures are settled when first asked for, each pair of certificate and issuer key once.
 */
export function pathGraph(sent: readonly Certificate[], stores: readonly TrustStore[], verify: SignatureVerifier): PathGraph {
  const certificates = reachable(sent, stores)
  return { certificates, entities: entities(certificates), signed: settled(verify) }
}

function reachable(sent: readonly Certificate[], stores: readonly TrustStore[]): readonly Certificate[] {
  const found = new Set<Certificate>(sent)
  // Set iteration visits what is added on the way: a worklist.
  for (const child of found) {
    for (const store of stores) {
      for (const { certificate } of (store.withEntries ?? store).bySubject.get(child.issuer.canonical) ?? [])
        found.add(certificate)
    }
  }
  return [...found]
}

function entities(certificates: readonly Certificate[]): readonly Entity[] {
  const byNameAndKey = new Map<string, Entity & { readonly certificates: Certificate[] }>()
  for (const certificate of certificates) {
    const { subject, subjectPublicKeyInfo } = certificate
    const id = `${subject.canonical}\u0000${subjectPublicKeyInfo.raw}`
    const known = byNameAndKey.get(id)
    if (known === undefined) byNameAndKey.set(id, { name: subject, key: subjectPublicKeyInfo, certificates: [certificate] })
    else known.certificates.push(certificate)
  }
  return [...byNameAndKey.values()]
}

/** One fact for each (certificate, issuer key): the issuer's other fields cannot change it. */
function settled(verify: SignatureVerifier): PathGraph['signed'] {
  const facts = new Map<Certificate, Map<string, SignatureFact>>()
  return (child, issuer) => {
    const key = issuer.subjectPublicKeyInfo
    let ofChild = facts.get(child)
    if (ofChild === undefined) facts.set(child, (ofChild = new Map()))
    let fact = ofChild.get(key.raw)
    if (fact === undefined) ofChild.set(key.raw, (fact = verify(child, key)))
    return fact
  }
}

/** Every pair whose names chain: what a saved case must hold to be replayed for any client. */
export function issuerPairs(
  certificates: readonly Certificate[],
): readonly { readonly child: Certificate; readonly issuer: Certificate }[] {
  return certificates.flatMap((child) =>
    certificates.filter((c) => c.subject.canonical === child.issuer.canonical).map((issuer) => ({ child, issuer })),
  )
}
