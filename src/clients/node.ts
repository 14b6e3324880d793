import { type NodeMajor, nodeTexts } from '../messages/node.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import { opensslLibrary } from './library/openssl.ts'
import { once } from './once.ts'
import { observed, read } from './sources.ts'

/** tls.checkServerIdentity, lib/tls.js: the common name where there is no dNSName; partial wildcards; a trailing dot is dropped. */
const hostDialect: HostDialect = {
  commonName: 'without-dns-san',
  partialWildcards: true,
  labelsAfterWildcard: 2,
  ipInNames: false,
  stripTrailingDot: true,
  stripPresentedDot: true,
}

/** Up to 8 an iPAddress or a URI keeps the common name from being asked as well, and a subject is wanted (`Cert is empty`). */
const oldHostDialect: HostDialect = { ...hostDialect, commonName: 'without-san', needsSubject: true }

interface Release {
  readonly major: number
  readonly library: string
  readonly level: number
  readonly words: NodeMajor
}

const releases: readonly Release[] = [
  { major: 8, library: '1.0.2', level: 0, words: 4 },
  { major: 16, library: '1.1.1', level: 1, words: 12 },
  { major: 20, library: '3.0', level: 1, words: 18 },
  { major: 22, library: '3.5', level: 1, words: 22 },
  { major: 24, library: '3.5', level: 2, words: 24 },
]

/**
 * Node's tls with its own OpenSSL. Its verify callback always goes on, so that the last failure is told; the name is
 * compared only when the chain was accepted.
 */
export const node: readonly ClientProfile[] = releases.map(
  ({ major, library, level, words }): ClientProfile => ({
    id: `node-${major}`,
    title: `Node ${major} (OpenSSL ${library})`,
    hello: major < 12 ? 'tls1.2' : 'tls1.3',
    versions: major < 12 ? ['1.0', '1.1', '1.2'] : ['1.2', '1.3'],
    // ssl/statem/statem_clnt.c: d2i_X509 must use up the list entry.
    refuses: ['data-after-certificate'],
    // Ed25519 came with OpenSSL 1.1.1.
    ...(library === '1.0.2' ? { lacksKeys: ['ed25519', 'ed448'] as const } : {}),
    verifier: opensslLibrary(library, { level, errors: 'last' }),
    identity: { when: 'after', dialect: major <= 8 ? oldHostDialect : hostDialect },
    texts: once(() => nodeTexts(words)),
    known: 'observed',
    sources: [
      observed(`Node ${major}, last release, 28 cases${major === 22 ? '' : ' and 5,000 random chains'}`),
      read('nodejs/node: src/crypto/crypto_common.cc, lib/tls.js'),
    ],
  }),
)
