import { gitOpensslTexts, wgetOpensslTexts } from '../messages/openssl-programs.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import { curlHostDialect } from './library/curl-host.ts'
import { opensslLibrary, opensslRefusals, opensslUnfinished } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/**
 * ssl_check_certificate and pattern_match, src/openssl.c: wildcards stand anywhere in a label, the first common name is asked where no
 * name of the kind asked for is there. Not here: where a common name fits, its last one must be as long.
 */
const wgetHostDialect: HostDialect = {
  commonName: 'without-dns-san',
  commonNames: 'first',
  partialWildcards: true,
  wildcardsAnywhere: true,
  labelsAfterWildcard: 0,
  ipInNames: 'common-name',
  stripTrailingDot: true,
}

const shared = {
  hello: 'tls1.3',
  refuses: opensslRefusals,
  // Both ask for X509_V_FLAG_PARTIAL_CHAIN; level 2 is that of the library that they were built with.
  verifier: opensslLibrary('3.0', { level: 2, partialChain: true }),
  known: 'observed',
} as const

const wget = (release: string, patch: string, texts: ClientProfile['texts']): ClientProfile => ({
  ...shared,
  id: `wget-${release}-openssl`,
  title: `wget ${release} (OpenSSL 3.0)`,
  ...opensslUnfinished('judged-after'),
  identity: { when: 'after', dialect: wgetHostDialect },
  texts,
  sources: [
    observed(`wget ${patch} built with OpenSSL 3.0.19 of Debian 12 (level 2 is Debian's), 397 cases`),
    read('wget 1.21.3 and 1.25.0: src/openssl.c, ssl_init and ssl_check_certificate'),
  ],
})

/** Programs of which most distributions have a build with GnuTLS, here with OpenSSL: wget, and git over libcurl. */
export const opensslPrograms = (): readonly ClientProfile[] => {
  const texts = once(() => wgetOpensslTexts('3'))
  return [
    wget('1.21', '1.21.3', texts),
    wget('1.25', '1.25.0', texts),
    {
      ...shared,
      id: 'git-2.39-openssl',
      title: 'git 2.39 (libcurl 7.88, OpenSSL 3.0)',
      ...opensslUnfinished('judged-before'),
      identity: { when: 'after', dialect: curlHostDialect },
      texts: once(() => gitOpensslTexts('7', '3')),
      sources: [
        observed("git 2.39.5 built with libcurl 7.88.1 and OpenSSL 3.0.19 of Debian 12 (level 2 is Debian's), 420 cases"),
        read('git/git: http.c and remote-curl.c at 2.39.5: the name and the chain are left to libcurl'),
      ],
    },
  ]
}
