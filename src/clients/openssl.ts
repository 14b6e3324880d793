import { opensslClientTexts, opensslVerifyTexts } from '../messages/openssl.ts'
import type { OpensslGeneration } from '../messages/openssl-generation.ts'
import type { ClientProfile, Known, Source } from '../model/client.ts'
import type { GreedyVerifier } from '../model/verifier.ts'
import {
  opensslFileRefusalsAt,
  opensslHostDialect,
  opensslLibrary,
  opensslRefusalsAt,
  opensslUnfinished,
} from './library/openssl.ts'
import { once } from '../model/once.ts'
import { anyRelease, compareReleases, type IsAsked } from './release.ts'
import { documented, observed, read } from './sources.ts'

interface Release {
  readonly release: string
  /** The last release of that line: which library it is. */
  readonly library: string
  readonly generation: OpensslGeneration
  readonly versions: readonly string[]
  readonly verify: Program
  readonly client: Program
  /** The level that s_client sees; verify sees none. Debian builds with 2 since 1.1.1. */
  readonly level: number
  readonly sources: readonly Source[]
}

/** How a program is known, and where it was read or seen, beside the library. */
interface Program {
  readonly known: Known
  readonly sources: readonly Source[]
}

const legacy = ['1.0', '1.1', '1.2'] as const
const current = ['1.2', '1.3'] as const

const fromLibrary = (where: string): Program => ({ known: 'source', sources: [observed(where)] })
const run = (where: string): Program => ({ known: 'observed', sources: [observed(where)] })

const releases: Readonly<Record<string, (release: string) => Release>> = {
  '1.0.1': (release) => ({
    release,
    library: '1.0.1u',
    generation: '1.0.2',
    versions: legacy,
    verify: fromLibrary('the same library in Node 0.12 (1.0.1u), 28 cases; the program itself was not run'),
    client: fromLibrary('the same library in Node 0.12 (1.0.1u), 28 cases; the program itself was not run'),
    level: 0,
    sources: [read('openssl/openssl: CHANGES, 1.0.1n: alternate chains')],
  }),
  '1.0.2': (release) => ({
    release,
    library: '1.0.2u',
    generation: '1.0.2',
    versions: legacy,
    verify: fromLibrary(
      'the same library in Node 4 (1.0.2o), 6 (1.0.2r) and 8 (1.0.2s), 28 cases; the program, which goes on and ends with OK after some failures, was not run',
    ),
    client: fromLibrary(
      'the same library in Node 4 (1.0.2o), 6 (1.0.2r) and 8 (1.0.2s), 28 cases; the program itself was not run',
    ),
    level: 0,
    sources: [read('OpenSSL 1.0.2s crypto/x509/x509_vfy.c, X509_verify_cert')],
  }),
  '1.1.0': (release) => ({
    release,
    library: '1.1.0l',
    generation: '1',
    versions: legacy,
    verify: { known: 'source', sources: [] },
    client: { known: 'source', sources: [documented('Debian 9: the default level of OpenSSL 1.1.0 is 1')] },
    level: 1,
    sources: [read('openssl/openssl: crypto/x509/x509_vfy.c and crypto/x509v3/v3_purp.c at 1.1.0, and the commits up to 1.1.0l')],
  }),
  '1.1.1': (release) => ({
    release,
    library: '1.1.1w',
    generation: '1',
    versions: ['1.0', '1.1', ...current],
    verify: run('verify 1.1.1w on Debian 11, 28 cases'),
    client: run("s_client 1.1.1w on Debian 11 (level 2 is the distribution's), 28 cases"),
    level: 2,
    sources: [read('openssl/openssl: crypto/x509/x509_vfy.c at 1.1.1')],
  }),
  '3.0': (release) => ({
    release,
    library: '3.0',
    generation: '3',
    versions: current,
    verify: run('verify 3.0.19 on Debian 12, 28 cases and 10,000 random chains'),
    client: run("s_client 3.0 on Debian 12 (level 2 is the distribution's), 28 cases"),
    level: 2,
    sources: [read('openssl/openssl: crypto/x509/x509_vfy.c at 3.0')],
  }),
  '3.2': (release) => ({
    release,
    library: '3.2',
    generation: '3.2',
    versions: current,
    verify: { known: 'source', sources: [] },
    client: { known: 'source', sources: [] },
    level: 2,
    sources: [read('openssl/openssl: crypto/x509/x509_vfy.c at 3.3.0'), documented('CHANGES.md, 3.2: default security level 2')],
  }),
  '3.5': (release) => ({
    release,
    library: '3.5',
    generation: '3.2',
    versions: current,
    verify: run('verify 3.5.7 on Debian 13, 28 and 420 cases'),
    client: run('s_client 3.5.7 on Debian 13, 420 cases'),
    level: 2,
    sources: [documented('CHANGES.md to 3.5')],
  }),
  '3.6': (release) => ({
    release,
    library: '3.6',
    generation: '3.6',
    versions: current,
    verify: run('verify 3.6.5 on Debian unstable, 28 cases'),
    client: fromLibrary('the same library in Python 3.14 (3.6.5), 28 cases; s_client was not run'),
    level: 2,
    sources: [documented('CHANGES.md to 3.6'), read('openssl/openssl: crypto/x509/x509_txt.c at 0223dfc: the text of 9')],
  }),
}

/** X509_check_host came with 1.0.2: before it the programs compare no name. */
const checksNames = (release: string): boolean => release !== '1.0.1'

/** `openssl verify`: no security level unless -auth_level is given, and the host only with -verify_hostname. */
function verifyProfile({ release, library, generation, versions, verify, sources }: Release): ClientProfile {
  return profile(`openssl-verify-${release}`, `openssl verify ${release}`, {
    versions,
    refuses: opensslFileRefusalsAt(library),
    skips: opensslFileRefusalsAt(library),
    lacksKeys: [],
    verifier: opensslLibrary(library, { level: 0 }),
    identity: { when: checksNames(release) ? 'within' : 'never', dialect: opensslHostDialect },
    texts: once(() => opensslVerifyTexts(generation)),
    known: verify.known,
    sources: [...verify.sources, ...sources],
  })
}

/** `openssl s_client -verify_return_error`: the library inside TLS, with the level of the distribution. */
function clientProfile({ release, library, generation, versions, client, level, sources }: Release): ClientProfile {
  return profile(`openssl-s_client-${release}`, `openssl s_client ${release}`, {
    ...(release === '3.0' ? opensslUnfinished('judged-before') : { versions }),
    refuses: opensslRefusalsAt(library),
    skips: opensslFileRefusalsAt(library),
    // Ed25519 came with 1.1.1.
    lacksKeys: compareReleases(release, '1.1.1') < 0 ? ['ed25519', 'ed448'] : [],
    verifier: opensslLibrary(library, { level }),
    identity: { when: checksNames(release) ? 'within' : 'never', dialect: opensslHostDialect },
    texts: once(() => opensslClientTexts(generation)),
    known: client.known,
    sources: [...client.sources, ...sources],
  })
}

function profile(
  id: string,
  title: string,
  rest: Omit<ClientProfile, 'id' | 'title' | 'hello'> & { readonly verifier: GreedyVerifier },
): ClientProfile {
  return { id, title, hello: rest.versions.includes('1.3') ? 'tls1.3' : 'tls1.2', ...rest }
}

const optional = (where: string): Source =>
  observed(`openssl verify 3.0 on Debian 12 with ${where}, 28 cases and 10,000 random chains`)

/** `verify` with an option, and `s_client` as upstream and not a distribution builds it. */
function variantsOf(of: Release): readonly ClientProfile[] {
  const { release, library } = of
  const plain = verifyProfile(of)
  const options =
    release === '3.0'
      ? [
          {
            ...plain,
            id: `${plain.id}-strict`,
            title: `${plain.title} -x509_strict`,
            sources: [optional('-x509_strict')],
            verifier: opensslLibrary(library, { level: 0, strict: true }),
          },
          {
            ...plain,
            id: `${plain.id}-partial`,
            title: `${plain.title} -partial_chain`,
            sources: [optional('-partial_chain')],
            verifier: opensslLibrary(library, { level: 0, partialChain: true }),
          },
        ]
      : []
  const client = clientProfile(of)
  const upstream = opensslLibrary(library)
  if (upstream.level === of.level) return options
  return [
    ...options,
    {
      ...client,
      id: `${client.id}-upstream`,
      title: `${client.title}, security level ${upstream.level}`,
      known: 'source',
      sources: [documented(`SSL_CTX_set_security_level(3) at ${release}: the default is ${upstream.level}`), ...of.sources],
      verifier: upstream,
    },
  ]
}

/** OpenSSL's own programs. */
export const openssl = (isAsked: IsAsked = anyRelease): readonly ClientProfile[] =>
  Object.entries(releases)
    .flatMap(([release, of]) => (isAsked(release) ? of(release) : []))
    .flatMap((r) => [verifyProfile(r), clientProfile(r), ...variantsOf(r)])
