import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { SortThenVerifyVerifier } from '../../model/verifier.ts'

/** RFC 7633 §4.2.3.1 with RFC 6066 §8: status_request. GnuTLS does not look for status_request_v2 (17). */
const statusRequest = 5

/** What the demand for a staple comes to. `unknown`: the certificate whose staple was not seen. */
export interface StapleOutcome {
  readonly failures: readonly Failure[]
  readonly unknown: Certificate | null
}

/**
 * _gnutls_ocsp_verify_mandatory_stapling (lib/cert-session.c): each certificate that was sent, the target or not, needs a
 * response of its own if it demands one. Only TLS 1.3 can carry one for an issuer, and whether it did is not observed.
 * What a response says is not looked at here.
 */
export function gnutlsStaples(
  scenario: Scenario,
  path: readonly Certificate[],
  { staple }: SortThenVerifyVerifier,
): StapleOutcome {
  const failures: Failure[] = []
  let unknown: Certificate | null = null
  if (staple === 'ignored') return { failures, unknown }
  for (const [i, certificate] of scenario.sent.entries()) {
    if (certificate.tlsFeatures?.includes(statusRequest) !== true) continue
    const came = i === 0 ? (scenario.stapled ?? 'not-seen') : issuerStapled(scenario)
    const at = path.indexOf(certificate)
    if (came === 'no') failures.push({ code: 'staple-missing', at: at < 0 ? null : at, certificate })
    if (came === 'not-seen') unknown ??= certificate
  }
  return { failures, unknown }
}

/** Before TLS 1.3 a server staples for its own certificate alone (RFC 6066 §8). */
function issuerStapled({ tlsVersion }: Scenario): 'no' | 'not-seen' {
  return tlsVersion === null || tlsVersion === '1.3' ? 'not-seen' : 'no'
}
