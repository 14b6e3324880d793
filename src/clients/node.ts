import { type NodeMajor, nodeTexts } from '../messages/node.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { GreedyVerifier } from '../model/verifier.ts'
import { nodeHostDialect } from './library/node-host.ts'
import { opensslFileRefusalsAt, opensslLibrary, opensslRefusalsAt } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { anyRelease, compareReleases, type IsAsked } from './release.ts'
import { observed, read } from './sources.ts'

/** Up to 8 an iPAddress or a URI keeps the common name from being asked as well, and a subject is wanted (`Cert is empty`). */
const oldHostDialect: HostDialect = { ...nodeHostDialect, commonName: 'without-san', needsSubject: true }

interface Release {
  readonly release: string
  readonly library: string
  readonly level: number
  readonly words: NodeMajor
  /** 10 to 14: 1.1.1h made issuers without keyCertSign eligible, and lib/tls.js asks for the certificates in detail. */
  readonly errors?: GreedyVerifier['errors']
  readonly runs: string
}

const cases = '28 cases'
const walk = 'last-then-issuer-walk'
const guarded = 'last-then-guarded-issuer-walk'

const releases = (): readonly Release[] => [
  { release: '0.12', library: '1.0.1u', level: 0, words: 0, runs: cases },
  { release: '4', library: '1.0.2o', level: 0, words: 4, runs: cases },
  { release: '6', library: '1.0.2r', level: 0, words: 4, runs: cases },
  { release: '8', library: '1.0.2s', level: 0, words: 4, runs: `${cases} and 5,000 random chains` },
  { release: '10', library: '1.1.1k', level: 1, words: 10, errors: walk, runs: cases },
  { release: '12', library: '1.1.1n', level: 1, words: 12, errors: walk, runs: cases },
  { release: '14', library: '1.1.1t', level: 1, words: 12, errors: walk, runs: cases },
  { release: '16', library: '1.1.1v', level: 1, words: 12, errors: guarded, runs: `${cases} and 5,000 random chains` },
  { release: '18', library: '3.0.16', level: 1, words: 18, errors: guarded, runs: cases },
  { release: '20', library: '3.0.19', level: 1, words: 18, errors: guarded, runs: `${cases} and 5,000 random chains` },
  { release: '22', library: '3.5.8', level: 1, words: 22, errors: guarded, runs: cases },
  { release: '24', library: '3.5.8', level: 2, words: 24, errors: guarded, runs: `${cases} and 5,000 random chains` },
  { release: '26', library: '3.5.8', level: 2, words: 24, errors: guarded, runs: cases },
]

/** lib/_tls_common.js and tls.DEFAULT_MIN_VERSION: 1.3 came with 12, which offers nothing below 1.2. */
const isCurrent = (release: string): boolean => compareReleases(release, '12') >= 0

/**
 * Node's tls with its own OpenSSL. Its verify callback always goes on, so that the last failure is told; the name is
 * compared only when the chain was accepted.
 */
export const node = (isAsked: IsAsked = anyRelease): readonly ClientProfile[] =>
  releases()
    .filter(({ release }) => isAsked(release))
    .map(
      ({ release, library, level, words, errors = 'last', runs }): ClientProfile => ({
        id: `node-${release}`,
        title: `Node ${release} (OpenSSL ${library})`,
        hello: isCurrent(release) ? 'tls1.3' : 'tls1.2',
        versions: isCurrent(release) ? ['1.2', '1.3'] : ['1.0', '1.1', '1.2'],
        refuses: opensslRefusalsAt(library),
        // Seen in Node 20.20.2: what cannot be decoded ends the text that it stands in, and nothing is said.
        skips: opensslFileRefusalsAt(library),
        // Ed25519 came with OpenSSL 1.1.1.
        ...(library.startsWith('1.0') ? { lacksKeys: ['ed25519', 'ed448'] as const } : {}),
        verifier: opensslLibrary(library, { level, errors }),
        identity: { when: 'after', dialect: compareReleases(release, '8') <= 0 ? oldHostDialect : nodeHostDialect },
        texts: once(() => nodeTexts(words)),
        known: 'observed',
        sources: [
          observed(`Node ${release}, last release, ${runs}`),
          read('nodejs/node: src/crypto/crypto_common.cc (src/node_crypto.cc before 14), lib/tls.js, lib/_tls_wrap.js'),
        ],
      }),
    )
