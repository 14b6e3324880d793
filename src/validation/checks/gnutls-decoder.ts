import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import { withoutAnchors } from './decoder.ts'

/** What gnutls_x509_crt_import cannot read of what was sent, beside what a profile refuses by its anomaly; `null`: nothing. */
export function gnutlsUndecoded({ sent }: Scenario): Failure | null {
  const index = sent.findIndex(hasOddVersion)
  const certificate = sent[index]
  if (certificate === undefined) return null
  const params = { anomaly: 'version-unknown', offset: '0' }
  return { code: 'certificate-malformed', at: index === 0 ? 0 : null, certificate, params }
}

/** The scenario without the anchors that cannot be read. */
export const gnutlsLoaded = (scenario: Scenario): Scenario => withoutAnchors(scenario, hasOddVersion)

/**
 * lib/x509/common.c, _gnutls_x509_get_version (the same at 3.6.13, 3.7.9 and 3.8.9): the INTEGER has one octet and is not below
 * zero. Any other number is taken, unless the library was built with STRICT_X509.
 */
const hasOddVersion = ({ version, anomalies }: Certificate): boolean =>
  (version < 1 || version > 128) && anomalies.some(({ code }) => code === 'version-unknown')
