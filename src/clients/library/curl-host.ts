import type { HostDialect } from '../../model/policy.ts'

/** Curl_cert_hostcheck, lib/vtls/hostcheck.c: the last common name only where no dNSName and no iPAddress stands; no partial wildcards. */
export const curlHostDialect: HostDialect = {
  commonName: 'without-dns-or-ip-san',
  commonNames: 'last',
  partialWildcards: false,
  labelsAfterWildcard: 2,
  ipInNames: 'common-name',
  stripTrailingDot: true,
  stripPresentedDot: true,
}
