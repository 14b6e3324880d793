import { type CurlRelease, curlOpensslTexts } from '../messages/curl.ts'
import type { OpensslGeneration } from '../messages/openssl-generation.ts'
import type { ClientProfile, Source } from '../model/client.ts'
import { curlHostDialect } from './library/curl-host.ts'
import { opensslLibrary, opensslRefusals } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

const generations: Readonly<Record<string, OpensslGeneration>> = { '1.1.1': '1', '3.0': '3', '3.5': '3.2', '3.6': '3.2' }

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
    sources: [observed('curl 8.14.1 with OpenSSL 3.5.7 on Debian 13, 28 cases')],
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

/** curl with OpenSSL: every certificate of the store ends a path (X509_V_FLAG_PARTIAL_CHAIN). Level 2 is Debian's. */
export const curl = (): readonly ClientProfile[] =>
  releases().map(
    ({ release, library, words, sources }): ClientProfile => ({
      id: `curl-${release}-openssl`,
      title: `curl ${release} (OpenSSL ${library})`,
      hello: 'tls1.3',
      versions: ['1.2', '1.3'],
      refuses: opensslRefusals,
      verifier: opensslLibrary(library, { level: 2, partialChain: true }),
      identity: { when: words === '8.17' ? 'before' : 'after', dialect: curlHostDialect },
      texts: once(() => curlOpensslTexts(words, generations[library] ?? '3')),
      known: 'observed',
      sources,
    }),
  )
