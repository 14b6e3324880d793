import { type CurlRelease, curlOpensslTexts, phpCurlTexts } from '../messages/curl.ts'
import type { OpensslGeneration } from '../messages/openssl-generation.ts'
import type { ClientProfile, Source } from '../model/client.ts'
import { curlHostDialect } from './library/curl-host.ts'
import { opensslLibrary, opensslRefusalsAt, opensslUnfinished } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { anyRelease, type IsAsked } from './release.ts'
import { observed, read } from './sources.ts'

const generations: Readonly<Record<string, OpensslGeneration>> = { '1.1.1': '1', '3.0': '3', '3.5': '3.2', '3.6': '3.6' }

interface Release {
  readonly release: string
  readonly library: string
  readonly words: CurlRelease
  readonly sources: readonly Source[]
}

const releases = (): readonly Release[] => [
  { release: '7.74', library: '1.1.1', words: '7', sources: [observed('curl 7.74 with OpenSSL 1.1.1w on Debian 11, 28 cases')] },
  {
    release: '7.88',
    library: '3.0',
    words: '7',
    sources: [observed('curl 7.88 with OpenSSL 3.0 on Debian 12, 28 cases and 4,000 random chains')],
  },
  {
    release: '8.14',
    library: '3.5',
    words: '8.10',
    sources: [observed('curl 8.14.1 with OpenSSL 3.5.7 on Debian 13, 28 and 420 cases')],
  },
  {
    release: '8.17',
    library: '3.5',
    words: '8.17',
    sources: [
      read(
        'curl/curl: eefd03c572 (8.17.0), lib/vtls/openssl.c: the handshake does not verify, the name is looked at before the result',
      ),
      observed('curl 8.23.0 with OpenSSL 3.6.5, 28 cases'),
    ],
  },
  {
    release: '8.23',
    library: '3.6',
    words: '8.17',
    sources: [observed('curl 8.23.0 with OpenSSL 3.6.5 on Debian unstable, 28 cases')],
  },
]

/**
 * curl with OpenSSL: every certificate of the store ends a path (X509_V_FLAG_PARTIAL_CHAIN). Level 2 is Debian's. Beside each release of
 * the program the same library under PHP's ext/curl, which leaves all of verification to it.
 */
export const curl = (isAsked: IsAsked = anyRelease): readonly ClientProfile[] =>
  releases()
    .filter(({ release }) => isAsked(release))
    .flatMap(({ release, library, words, sources }): readonly ClientProfile[] => {
      const generation = generations[library] ?? '3'
      const program: ClientProfile = {
        id: `curl-${release}-openssl`,
        title: `curl ${release} (OpenSSL ${library})`,
        hello: 'tls1.3',
        // Later releases were not seen with such a server.
        ...(library === '3.0' ? opensslUnfinished('judged-before') : { versions: ['1.2', '1.3'] }),
        refuses: opensslRefusalsAt(library),
        verifier: opensslLibrary(library, { level: 2, partialChain: true }),
        identity: { when: words === '8.17' ? 'before' : 'after', dialect: curlHostDialect },
        texts: once(() => curlOpensslTexts(words, generation)),
        known: 'observed',
        sources,
      }
      return [
        program,
        {
          ...program,
          id: `php-curl-${release}-openssl`,
          title: `PHP ext/curl (libcurl ${release}, OpenSSL ${library})`,
          texts: once(() => phpCurlTexts(words, generation)),
          known: release === '7.88' ? 'observed' : 'source',
          sources: [phpSource, ...(release === '7.88' ? [phpSeen] : [])],
        },
      ]
    })

const phpSource = read(
  'php/php-src: ext/curl/interface.c: curl_error() is the error buffer of libcurl, as the program curl prints it',
)
const phpSeen = observed('ext/curl of PHP 8.2.36 with libcurl 7.88.1 and OpenSSL 3.0.19 on Debian 12, the faults of the lab')
