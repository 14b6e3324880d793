import type { HostDialect } from '../../model/policy.ts'

/** tls.checkServerIdentity, lib/tls.js: the common name where there is no dNSName; partial wildcards; a trailing dot is dropped. */
export const nodeHostDialect: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: true,
  stripPresentedDot: true,
}
