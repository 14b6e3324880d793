import { opensslClientTexts, opensslVerifyTexts } from '../messages/openssl.ts'
import type { OpensslGeneration } from '../messages/openssl-generation.ts'
import type { ClientProfile, Known, Source } from '../model/client.ts'
import type { GreedyVerifier } from '../model/policy.ts'
import { opensslHostDialect, opensslLibrary } from './library/openssl.ts'
import { once } from './once.ts'
import { documented, observed, read } from './sources.ts'

interface Release {
  readonly release: string
  readonly generation: OpensslGeneration
  readonly versions: readonly string[]
  readonly known: Known
  /** Debian builds with level 2 since 1.1.1; s_client sees it, verify does not. */
  readonly level: number
  readonly sources: readonly Source[]
}

const legacy = ['1.0', '1.1', '1.2'] as const
const current = ['1.2', '1.3'] as const

const releases: readonly Release[] = [
  {
    release: '1.0.2',
    generation: '1.0.2',
    versions: legacy,
    known: 'source',
    level: 0,
    sources: [
      read('OpenSSL 1.0.2s crypto/x509/x509_vfy.c, X509_verify_cert'),
      observed('the same library in Node 4 (1.0.2o), 6 (1.0.2r) and 8 (1.0.2s), 28 cases; the program itself was not run'),
    ],
  },
  {
    release: '1.1.1',
    generation: '1',
    versions: ['1.0', '1.1', ...current],
    known: 'observed',
    level: 2,
    sources: [observed('1.1.1w on Debian 11, 28 cases'), read('openssl/openssl: crypto/x509/x509_vfy.c at 1.1.1')],
  },
  {
    release: '3.0',
    generation: '3',
    versions: current,
    known: 'observed',
    level: 2,
    sources: [
      observed('3.0 on Debian 12, 28 cases; verify 3.0.19 on 10,000 random chains'),
      read('openssl/openssl: crypto/x509/x509_vfy.c at 3.0'),
    ],
  },
  {
    release: '3.5',
    generation: '3.2',
    versions: current,
    known: 'observed',
    level: 2,
    sources: [observed('verify 3.5.7 on Debian 13, 28 cases; s_client was not run'), documented('CHANGES.md to 3.5')],
  },
]

/** `openssl verify`: no security level unless -auth_level is given, and the host only with -verify_hostname. */
function verifyProfile({ release, generation, versions, known, sources }: Release): ClientProfile {
  return profile(`openssl-verify-${release}`, `openssl verify ${release}`, versions, known, sources, {
    refuses: [],
    lacksKeys: [],
    verifier: opensslLibrary(release, { level: 0 }),
    texts: once(() => opensslVerifyTexts(generation)),
  })
}

/** `openssl s_client -verify_return_error`: the library inside TLS, with the level of the distribution. */
function clientProfile({ release, generation, versions, known, level, sources }: Release): ClientProfile {
  return profile(
    `openssl-s_client-${release}`,
    `openssl s_client ${release}`,
    versions,
    release === '3.5' ? 'source' : known,
    sources,
    {
      // ssl/statem/statem_clnt.c: d2i_X509 must use up the list entry.
      refuses: ['data-after-certificate'],
      // Ed25519 came with 1.1.1.
      lacksKeys: release === '1.0.2' ? ['ed25519', 'ed448'] : [],
      verifier: opensslLibrary(release, { level }),
      texts: once(() => opensslClientTexts(generation)),
    },
  )
}

function profile(
  id: string,
  title: string,
  versions: readonly string[],
  known: Known,
  sources: readonly Source[],
  {
    refuses,
    lacksKeys,
    verifier,
    texts,
  }: Pick<ClientProfile, 'refuses' | 'lacksKeys' | 'texts'> & { readonly verifier: GreedyVerifier },
): ClientProfile {
  return {
    id,
    title,
    hello: versions.includes('1.3') ? 'tls1.3' : 'tls1.2',
    versions,
    refuses,
    lacksKeys: lacksKeys ?? [],
    verifier,
    identity: { when: 'within', dialect: opensslHostDialect },
    texts,
    known,
    sources,
  }
}

const variants: readonly ClientProfile[] = releases
  .filter((r) => r.release === '3.0')
  .flatMap((r) => {
    const plain = verifyProfile(r)
    const sources = [observed('openssl verify 3.0 on Debian 12 with the option, 28 cases and 10,000 random chains')]
    return [
      {
        ...plain,
        id: 'openssl-verify-3.0-strict',
        title: 'openssl verify 3.0 -x509_strict',
        sources,
        verifier: opensslLibrary('3.0', { level: 0, strict: true }),
      },
      {
        ...plain,
        id: 'openssl-verify-3.0-partial',
        title: 'openssl verify 3.0 -partial_chain',
        sources,
        verifier: opensslLibrary('3.0', { level: 0, partialChain: true }),
      },
    ]
  })

/** OpenSSL's own programs. */
export const openssl: readonly ClientProfile[] = [...releases.flatMap((r) => [verifyProfile(r), clientProfile(r)]), ...variants]
