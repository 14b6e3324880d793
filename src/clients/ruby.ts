import { rubyTexts } from '../messages/ruby.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import { opensslLibrary, opensslRefusals, opensslUnfinished } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/** OpenSSL::SSL.verify_certificate_identity (lib/openssl/ssl.rb): `*.com` is a name like any other, and dots at the end are dropped. */
const hostDialect: HostDialect = {
  commonName: 'without-dns-or-ip-san',
  partialWildcards: true,
  wildcardsNeedLetters: true,
  labelsAfterWildcard: 1,
  singleLabels: 'exact',
  ipInNames: 'as-name',
  stripTrailingDot: true,
  stripPresentedDot: true,
}

/**
 * Net::HTTP of Ruby. The name is compared in the verification's callback when the target has passed its signature and time, so
 * before name constraints (ossl_ssl_verify_callback, ext/openssl/ossl_ssl.c).
 */
export const ruby = (): readonly ClientProfile[] => [
  {
    id: 'ruby-3.1',
    title: 'Ruby 3.1 (OpenSSL 3.0)',
    hello: 'tls1.3',
    ...opensslUnfinished('judged-before'),
    refuses: opensslRefusals,
    verifier: opensslLibrary('3.0', {
      level: 2,
      stages: ['extensions', 'level', 'signatures-and-time', 'identity', 'name-constraints'],
    }),
    identity: { when: 'within', dialect: hostDialect },
    texts: once(() => rubyTexts('3')),
    known: 'observed',
    sources: [
      observed("Ruby 3.1.2 with OpenSSL 3.0 on Debian 12 (level 2 is Debian's), 28 cases"),
      read('ruby/openssl: lib/openssl/ssl.rb and ext/openssl/ossl_ssl.c at 3.0'),
    ],
  },
]
