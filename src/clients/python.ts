import type { OpensslGeneration } from '../messages/openssl-generation.ts'
import { pythonTexts, pythonTextsWithoutCause } from '../messages/python.ts'
import type { ClientProfile, Known, Source } from '../model/client.ts'
import { once } from '../model/once.ts'
import type { HostDialect } from '../model/policy.ts'
import type { GreedyVerifier } from '../model/verifier.ts'
import { opensslHostDialect, opensslLibrary, opensslRefusalsAt, opensslUnfinished } from './library/openssl.ts'
import { anyRelease, compareReleases, type IsAsked } from './release.ts'
import { documented, observed, read } from './sources.ts'

/** Modules/_ssl.c sets X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS; the common name stays. */
const hostDialect: HostDialect = { ...opensslHostDialect, partialWildcards: false }

/** ssl.match_hostname, which compared the name behind the handshake up to 3.6 (Lib/ssl.py). */
const oldHostDialect: HostDialect = {
  commonName: 'without-dns-or-ip-san',
  partialWildcards: true,
  labelsAfterWildcard: 0,
  ipInNames: 'common-name',
  stripTrailingDot: false,
}

/** Lib/ssl.py of 2.7: dNSName and common names are all that it reads, and an address is one more name to it. */
const oldestHostDialect: HostDialect = {
  ...oldHostDialect,
  commonName: 'without-dns-san',
  ipInNames: 'as-name',
  ignoresAddresses: true,
}

interface Release {
  readonly release: string
  /** Another library than it shipped with: the distributions' builds. Absent: `library` is the one of its installers. */
  readonly variant?: 'openssl1' | 'openssl3'
  /** The library it ships with: python.org's build, or the distribution's where that was observed. */
  readonly library: string
  readonly generation: OpensslGeneration
  /**
   * Line of Modules/_ssl.c that appears in the text. Seen on other builds: 2.7.18 727, 3.6.15 852, 3.7.16 1091, 3.8.18 1131, 3.9.18 1129,
   * 3.10.13 1007, 3.11.2 992, 3.12.1 1000, 3.13.0 1020, 3.14.10 1130.
   */
  readonly line: number
  readonly set: Partial<GreedyVerifier>
  readonly known: Known
  readonly sources: readonly Source[]
}

/** Up to 3.9 the level is left to the library: who builds it chooses. */
const builders = documented(
  "SSL_CTX_set_security_level(3): OpenSSL 1.1.1 has level 1 by default, python.org's build too; Debian and Ubuntu build it with 2",
)
const level2 = read('python/cpython: Modules/_ssl.c at 3.10, PY_SSL_DEFAULT_CIPHERS: @SECLEVEL=2')
/** The program with another library: its flags, order and words were seen, not the library that it ships with. */
const withDebian = (release: string): Source =>
  observed(`CPython ${release} built against OpenSSL 3.0.19, 420 cases and 1,000 random chains under that library's profile`)

/** 3.13: create_default_context sets VERIFY_X509_STRICT and VERIFY_X509_PARTIAL_CHAIN. From 3.10 contexts ask for level 2. */
const releases: Readonly<Record<string, (release: string) => readonly Release[]>> = {
  '2.7': (release) => withoutCause(release, 727, '2.7.18'),
  '3.6': (release) => withoutCause(release, 852, '3.6.15'),
  '3.7': (release) => [
    {
      release,
      library: '1.1.1',
      generation: '1',
      line: 1091,
      set: { level: 1, otherLevel: 2 },
      known: 'source',
      sources: [read('python/cpython: Lib/ssl.py and Modules/_ssl.c at 3.7'), builders, withDebian('3.7.16')],
    },
    withOpenssl3(release, 1091, '3.7.16'),
  ],
  '3.8': (release) => [
    {
      release,
      library: '1.1.1',
      generation: '1',
      line: 1108,
      set: { level: 1, otherLevel: 2 },
      known: 'source',
      sources: [
        read('python/cpython: Lib/ssl.py and Modules/_ssl.c at 3.8'),
        observed('the text of 30 May 2020, (_ssl.c:1108), in issue threads'),
        builders,
        withDebian('3.8.18'),
      ],
    },
    withOpenssl3(release, 1131, '3.8.18'),
  ],
  '3.9': (release) => [
    {
      release,
      library: '1.1.1',
      generation: '1',
      line: 1123,
      set: { level: 2 },
      known: 'observed',
      sources: [observed("Python 3.9.2 with OpenSSL 1.1.1w on Debian 11 (level 2 is Debian's), 28 cases")],
    },
    withOpenssl3(release, 1129, '3.9.18'),
  ],
  '3.10': (release) => [
    {
      release,
      library: '1.1.1',
      generation: '1',
      line: 997,
      set: { level: 2 },
      known: 'source',
      sources: [level2, withDebian('3.10.13')],
    },
    withOpenssl3(release, 1007, '3.10.13'),
  ],
  '3.11': (release) => [
    {
      release,
      library: '3.0',
      generation: '3',
      line: 1006,
      set: { level: 2 },
      known: 'observed',
      sources: [
        observed('Python 3.11.7 with OpenSSL 3.0, 28 cases and 4,900 random chains'),
        read('python/cpython: Lib/ssl.py at 3.11'),
      ],
    },
  ],
  '3.12': (release) => [
    {
      release,
      library: '3.0',
      generation: '3',
      line: 1000,
      set: { level: 2 },
      known: 'observed',
      sources: [observed('Python 3.12.1 with OpenSSL 3.0.19, 420 cases and 1,000 random chains'), level2],
    },
  ],
  '3.13': (release) => [
    {
      release,
      library: '3.5',
      generation: '3.2',
      line: 1029,
      set: { level: 2, strict: true, partialChain: true },
      known: 'observed',
      sources: [
        observed('Python 3.13.5 with OpenSSL 3.5.7 on Debian 13, 28 and 420 cases'),
        read('python/cpython: Lib/ssl.py at 3.13, create_default_context: VERIFY_X509_PARTIAL_CHAIN and VERIFY_X509_STRICT'),
      ],
    },
  ],
  '3.14': (release) => [
    {
      release,
      library: '3.6',
      generation: '3.6',
      line: 1130,
      set: { level: 2, strict: true, partialChain: true },
      known: 'observed',
      sources: [observed('Python 3.14.10 with OpenSSL 3.6.5 on Debian unstable, 28 cases')],
    },
  ],
}

/** A release with the library that distributions and version managers gave it later; level 2 is Debian's up to 3.9, then its own. */
const withOpenssl3 = (release: string, line: number, patch: string): Release => ({
  release,
  variant: 'openssl3',
  library: '3.0',
  generation: '3',
  line,
  set: { level: 2 },
  known: 'observed',
  sources: [withDebian(patch), compareReleases(release, '3.10') < 0 ? builders : level2],
})

/** Modules/_ssl.c, context_new, wherever the library has X509_V_FLAG_TRUSTED_FIRST (bpo-23476): OpenSSL 1.0.2 then makes no alternate paths. */
const trustedFirst: Partial<GreedyVerifier> = { first: 'store', alternatePaths: false }

/** Releases that tell no cause, with the library of their time, and with those that distributions gave them later. */
function withoutCause(release: string, line: number, patch: string): readonly Release[] {
  const code = read(`python/cpython: Lib/ssl.py and Modules/_ssl.c at ${release}`)
  const flag = observed(`verify_flags of CPython ${patch}: VERIFY_X509_TRUSTED_FIRST, where OpenSSL's own contexts have no flag`)
  const of = { release, line, known: 'source' } as const
  return [
    { ...of, library: '1.0.2u', generation: '1.0.2', set: trustedFirst, sources: [code, flag] },
    {
      ...of,
      variant: 'openssl1',
      library: '1.1.1',
      generation: '1',
      set: { level: 1, otherLevel: 2 },
      sources: [code, builders, observed(`CPython ${patch} built against OpenSSL 3.0.19, 420 cases`)],
    },
    {
      ...of,
      variant: 'openssl3',
      library: '3.0',
      generation: '3',
      set: { level: 2 },
      known: 'observed',
      sources: [
        observed(`CPython ${patch} built against OpenSSL 3.0.19 of Debian 12 (level 2 is Debian's), 420 cases`),
        builders,
        code,
      ],
    },
  ]
}

const tellsCause = (release: string): boolean => compareReleases(release, '3.7') >= 0

/** CPython's ssl module with create_default_context; where the level is the builder's, one more profile for either. */
export const python = (isAsked: IsAsked = anyRelease): readonly ClientProfile[] =>
  Object.entries(releases)
    .flatMap(([release, of]) => (isAsked(release) ? of(release) : []))
    .flatMap((of) => {
      const { set } = of
      const { otherLevel, ...own } = set
      if (otherLevel === undefined || of.variant !== undefined) return [profile(of)]
      return [
        profile(of),
        {
          ...profile({ ...of, set: own }, 'upstream'),
          title: `Python ${of.release} (OpenSSL ${of.library}, security level ${own.level})`,
        },
        {
          ...profile({ ...of, set: { ...own, level: otherLevel } }, 'debian'),
          title: `Python ${of.release} (OpenSSL ${of.library}, security level ${otherLevel} as on Debian and Ubuntu)`,
        },
      ]
    })

/**
 * 3.10 asks for TLS 1.2 at least; before, the library decides: OpenSSL 3 see `opensslUnfinished`; with a level 2 that a distribution chose
 * 1.1.1 comes with TLS 1.2 (bugs.python.org, msg389003: by MinProtocol in openssl.cnf, on Ubuntu by the level itself).
 */
function versionsOf(release: string, library: string, isOfDistribution: boolean): readonly string[] {
  if (library.startsWith('1.0')) return ['1.0', '1.1', '1.2']
  const isOld = compareReleases(release, '3.10') < 0 && library.startsWith('1.') && !isOfDistribution
  return isOld ? ['1.0', '1.1', '1.2', '1.3'] : ['1.2', '1.3']
}

const profile = (
  { release, variant: builtWith, library, generation, line, set, known, sources }: Release,
  variant: 'upstream' | 'debian' | Release['variant'] | null = builtWith ?? null,
): ClientProfile => ({
  id: `python-${release}${variant === null ? '' : `-${variant}`}`,
  title: `Python ${release} (OpenSSL ${library})`,
  hello: library.startsWith('1.0') ? 'tls1.2' : 'tls1.3',
  ...(library === '3.0' && compareReleases(release, '3.10') < 0
    ? opensslUnfinished('judged-before')
    : { versions: versionsOf(release, library, variant === 'debian' || set.level === 2) }),
  refuses: opensslRefusalsAt(library),
  // Ed25519 came with OpenSSL 1.1.1.
  ...(library.startsWith('1.0') ? { lacksKeys: ['ed25519', 'ed448'] as const } : {}),
  verifier: opensslLibrary(library, set),
  identity: tellsCause(release)
    ? { when: 'within', dialect: hostDialect }
    : { when: 'after', dialect: release === '2.7' ? oldestHostDialect : oldHostDialect },
  texts: once(() =>
    tellsCause(release)
      ? pythonTexts({ line, generation, ...(release === '3.7' && { legacySymbol: 'BAD_MAC_LENGTH' }) })
      : pythonTextsWithoutCause({ line, generation }, release === '2.7' ? 'pythonNames27' : 'pythonNames'),
  ),
  known,
  sources,
})
