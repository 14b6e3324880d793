import type { Certificate } from '../../model/certificate.ts'
import type { Scenario } from '../../model/path.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { isEligibleIssuer, preferredIssuer } from './greedy-select.ts'

/**
 * Whether collecting the issuers of an accepted target never ends (`last-then-issuer-walk`): first through what was sent,
 * each certificate once, then through the store. nodejs/node at v14.21.3, src/crypto/crypto_common.cc, AddIssuerChainToObject
 * and GetLastIssuedCert; X509_check_issued heeds keyUsage, X509_STORE_CTX_get1_issuer from 1.1.1h does not, so that a pinned self-signed
 * target without keyCertSign is its own issuer for ever. Later releases end where a certificate is its own issuer (at 020ffbfbdb), and go
 * round for ever where authorities of the store certify each other: Node 20.20.2 was seen to, with more memory each time.
 */
export function isEndlessIssuerWalk({ sent, store }: Scenario, verifier: GreedyVerifier, at: UnixSeconds): boolean {
  const issued = (child: Certificate, issuer: Certificate): boolean =>
    isEligibleIssuer(child, issuer, verifier) && maySignCertificates(issuer)
  const [target, ...pool] = sent
  let last = target
  for (let next = target; next !== undefined; ) {
    last = next
    const child = next
    const i = pool.findIndex((issuer) => issued(child, issuer))
    next = i === -1 ? undefined : pool.splice(i, 1)[0]
  }
  const seen = new Set<Certificate>()
  for (let cert: Certificate | null | undefined = last; cert && !issued(cert, cert); ) {
    if (seen.has(cert)) return true
    seen.add(cert)
    const child: Certificate = cert
    const anchors = store.bySubject.get(child.issuer.canonical) ?? []
    const eligible = anchors.map((a) => a.certificate).filter((issuer) => isEligibleIssuer(child, issuer, verifier))
    cert = preferredIssuer(eligible, verifier, at)
    if (cert === child && verifier.errors === 'last-then-guarded-issuer-walk') return false
  }
  return false
}
