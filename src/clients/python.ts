import type { OpensslGeneration } from '../messages/openssl-generation.ts'
import { pythonTexts } from '../messages/python.ts'
import type { ClientProfile, Known, Source } from '../model/client.ts'
import type { GreedyVerifier, HostDialect } from '../model/policy.ts'
import { opensslHostDialect, opensslLibrary } from './library/openssl.ts'
import { once } from './once.ts'
import { observed, read, remembered } from './sources.ts'

/** Modules/_ssl.c sets X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS; the common name stays. */
const hostDialect: HostDialect = { ...opensslHostDialect, partialWildcards: false }

interface Release {
  readonly release: string
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

/** 3.13: create_default_context sets VERIFY_X509_STRICT and VERIFY_X509_PARTIAL_CHAIN. From 3.10 contexts ask for level 2. */
const releases: readonly Release[] = [
  {
    release: '3.8',
    library: '1.1.1',
    generation: '1',
    line: 1108,
    set: { level: 1 },
    known: 'source',
    sources: [
      read('python/cpython: Lib/ssl.py and Modules/_ssl.c at 3.8'),
      observed('the text of 30 May 2020, (_ssl.c:1108), in issue threads'),
      remembered("security level of python.org's OpenSSL 1.1.1 build: the library's default"),
    ],
  },
  {
    release: '3.9',
    library: '1.1.1',
    generation: '1',
    line: 1123,
    set: { level: 2 },
    known: 'observed',
    sources: [observed("Python 3.9.2 with OpenSSL 1.1.1w on Debian 11 (level 2 is Debian's), 28 cases")],
  },
  {
    release: '3.11',
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
  {
    release: '3.13',
    library: '3.5',
    generation: '3.2',
    line: 1029,
    set: { level: 2, strict: true, partialChain: true },
    known: 'observed',
    sources: [observed('Python 3.13.5 with OpenSSL 3.5.7 on Debian 13, 28 cases')],
  },
]

/** CPython's ssl module with create_default_context. */
export const python: readonly ClientProfile[] = releases.map(
  ({ release, library, generation, line, set, known, sources }): ClientProfile => ({
    id: `python-${release}`,
    title: `Python ${release} (OpenSSL ${library})`,
    hello: 'tls1.3',
    versions: library === '1.1.1' ? ['1.0', '1.1', '1.2', '1.3'] : ['1.2', '1.3'],
    // ssl/statem/statem_clnt.c: d2i_X509 must use up the list entry.
    refuses: ['data-after-certificate'],
    verifier: opensslLibrary(library, set),
    identity: { when: 'within', dialect: hostDialect },
    texts: once(() => pythonTexts({ line, generation })),
    known,
    sources,
  }),
)
