import type { Certificate } from '../../model/certificate.ts'
import type { Scenario } from '../../model/path.ts'

const caIssuers = '1.3.6.1.5.5.7.48.2'

/**
 * The address from which a verifier that fetches would get an issuer that is not there (RFC 5280 §4.2.2.1, id-ad-caIssuers); `null`: something
 * sent or stored has the issuer's name, or no address is of that scheme. `scheme`: `http:`; absent: any.
 */
export function missingIssuerAddress(
  { issuer, authorityInfoAccess }: Certificate,
  { sent, store }: Pick<Scenario, 'sent' | 'store'>,
  scheme?: string,
): string | null {
  if (authorityInfoAccess === null || store.bySubject.has(issuer.canonical)) return null
  if (sent.some((c) => c.subject.canonical === issuer.canonical)) return null
  for (const { method, location } of authorityInfoAccess) {
    if (method !== caIssuers || location.kind !== 'uri') continue
    if (scheme === undefined || location.value.toLowerCase().startsWith(scheme)) return location.value
  }
  return null
}

/** How such an issuer is named among the unknown inputs of a verdict. */
export const servedIssuer = (address: string): string => `the intermediate that ${address} serves`
