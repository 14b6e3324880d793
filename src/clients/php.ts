import { phpTexts } from '../messages/php.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import { opensslLibrary, opensslRefusals, opensslUnfinished } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/**
 * php_openssl_matches_wildcard_name, php_openssl_matches_san_list and php_openssl_matches_common_name (ext/openssl/xp_ssl.c).
 * That a dNSName or a URI keeps the common name from being asked is what 8.2 shows; other releases were not looked at.
 */
const hostDialect: HostDialect = {
  commonName: 'without-dns-or-uri-san',
  commonNames: 'first',
  partialWildcards: true,
  partialInALabels: 'any',
  labelsAfterWildcard: 0,
  ipInNames: 'as-name',
  stripTrailingDot: false,
  stripPresentedDot: 'alternative-names',
}

/**
 * PHP's streams with verify_peer and verify_peer_name: the name is compared behind the handshake. Its callback refuses what stands
 * deeper than verify_depth, 9 by default, the anchor included.
 */
export const php = (): readonly ClientProfile[] => [
  {
    id: 'php-8.2',
    title: 'PHP 8.2 streams (OpenSSL 3.0)',
    hello: 'tls1.3',
    ...opensslUnfinished('judged-before'),
    refuses: opensslRefusals,
    verifier: opensslLibrary('3.0', { level: 2, maxDepth: 8 }),
    identity: { when: 'after', dialect: hostDialect },
    texts: once(() => phpTexts('3')),
    known: 'observed',
    sources: [
      observed("PHP 8.2 with OpenSSL 3.0 on Debian 12 (level 2 is Debian's), 28 cases"),
      read('php/php-src: ext/openssl/xp_ssl.c at 8.2'),
    ],
  },
]
