import { lwpTexts, perlTexts } from '../messages/perl.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import { opensslLibrary, opensslRefusals, opensslUnfinished } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/**
 * verify_hostname_of_cert with the scheme `www`, which LWP::Protocol::https and HTTP::Tiny (`http`) ask for. What a wildcard may
 * stand above is asked of the list of public suffixes; here each suffix is one label.
 */
const hostDialect: HostDialect = {
  commonName: 'without-dns-san',
  commonNames: 'first',
  partialWildcards: true,
  wildcardsNeedLetters: true,
  partialInALabels: 'leading',
  labelsAfterWildcard: 2,
  ipInNames: 'ipv4-in-common-name',
  stripTrailingDot: true,
  stripPresentedDot: true,
}

const verified: Omit<ClientProfile, 'id' | 'title' | 'texts' | 'sources'> = {
  hello: 'tls1.3',
  ...opensslUnfinished('judged-before'),
  refuses: opensslRefusals,
  verifier: opensslLibrary('3.0', {
    level: 2,
    partialChain: true,
    stages: ['extensions', 'level', 'signatures-and-time', 'identity', 'name-constraints'],
  }),
  identity: { when: 'within', dialect: hostDialect },
  known: 'observed',
}

/**
 * Perl's IO::Socket::SSL, alone and under LWP: any certificate of the store ends a path. The name is compared in the verification's callback,
 * when the target has passed its signature and time, so before name constraints.
 */
export const perl = (): readonly ClientProfile[] => [
  {
    ...verified,
    id: 'perl-2.081',
    title: 'Perl IO::Socket::SSL 2.081 (OpenSSL 3.0)',
    texts: once(() => perlTexts('3')),
    sources: [
      observed("IO::Socket::SSL 2.081 with OpenSSL 3.0 on Debian 12 (level 2 is Debian's), 28 cases"),
      read('IO::Socket::SSL 2.081: lib/IO/Socket/SSL.pm'),
    ],
  },
  {
    ...verified,
    id: 'lwp-2.081',
    title: 'Perl LWP::UserAgent (IO::Socket::SSL 2.081, OpenSSL 3.0)',
    texts: once(() => lwpTexts('3')),
    sources: [
      observed('LWP 6.68 with LWP::Protocol::https 6.10 and IO::Socket::SSL 2.081 on Debian 12, the faults of the lab'),
      read('libwww-perl/libwww-perl: lib/LWP/Protocol/http.pm, _new_socket'),
    ],
  },
]
