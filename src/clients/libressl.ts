import { opensslClientTexts } from '../messages/openssl.ts'
import type { ClientProfile, Known, Source } from '../model/client.ts'
import type { GreedyVerifier, Verifier } from '../model/verifier.ts'
import { opensslHostDialect, opensslLibrary } from './library/openssl.ts'
import { extensionIds as id, rfc5280Extensions } from './extensions-known.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/** The builder up to 3.1, forked from OpenSSL 1.0.1: what was sent first, and alternate paths. */
const legacy: GreedyVerifier = {
  ...opensslLibrary('1.0.2r'),
  prefer: 'valid-else-last',
  invalid: ['extension-malformed', 'any-path-length-without-ca'],
  knownExtensions: [...rfc5280Extensions, id.netscapeCertType, id.ipAddrBlocks, id.autonomousSysIds],
}

/** The verifier of 3.2 and later: see the search. */
const current = (set: Partial<GreedyVerifier>): Verifier => ({
  strategy: 'store-then-sent',
  library: { ...legacy, invalid: ['extension-malformed', 'any-path-length-without-ca', 'extensions-before-v3'], ...set },
  names: { ...legacy.names, commonNameAsDns: true, kinds: ['dns', 'ip', 'email', 'uri', 'directory'] },
  notAfter: 'inclusive',
})

interface Release {
  readonly known: Known
  readonly release: string
  readonly verifier: Verifier
  readonly versions: readonly string[]
  readonly sources: readonly Source[]
}

const releases = (): readonly Release[] => [
  {
    release: '2.8',
    verifier: legacy,
    versions: ['1.0', '1.1', '1.2'],
    known: 'source',
    sources: [read('libressl/openbsd at v2.8.0: src/lib/libcrypto/x509/x509_vfy.c, X509_verify_cert')],
  },
  {
    release: '3.1',
    verifier: legacy,
    versions: ['1.0', '1.1', '1.2', '1.3'],
    known: 'source',
    sources: [read('libressl/openbsd at v3.1.0: src/lib/libcrypto/x509/x509_vfy.c, X509_verify_cert')],
  },
  {
    release: '3.2',
    verifier: current({}),
    versions: ['1.0', '1.1', '1.2', '1.3'],
    known: 'source',
    sources: [
      read(
        'libressl/openbsd at v4.3: src/lib/libcrypto/x509/x509_verify.c, which came with 3.2 (0a0ab80238); which failure 3.2 and 3.3 tell was corrected later (1ffcaaaebd)',
      ),
    ],
  },
  {
    release: '3.7',
    verifier: current({ level: 1, unreadableKeys: ['ed448', 'x448'] }),
    versions: ['1.2', '1.3'],
    known: 'observed',
    sources: [
      observed('s_client 4.3.1, built from libressl/portable at v4.3.1, 918 random chains: 34 differ'),
      read(
        'libressl/openbsd: src/lib/libcrypto/x509/x509_vfy.c, x509_vfy_check_security_level (3.6); Ed25519 (3.7); x509_verify.c at v4.3',
      ),
    ],
  },
]

/** `openssl s_client` of LibreSSL. */
export const libressl = (): readonly ClientProfile[] =>
  releases().map(
    ({ release, verifier, versions, known, sources }): ClientProfile => ({
      id: `libressl-${release}`,
      title: `LibreSSL ${release} (openssl s_client)`,
      hello: versions.includes('1.3') ? 'tls1.3' : 'tls1.2',
      versions,
      refuses: ['data-after-certificate'],
      lacksKeys: ['ed25519', 'ed448'],
      verifier,
      identity: { when: 'within', dialect: opensslHostDialect },
      texts: once(() => opensslClientTexts('1')),
      known,
      sources,
    }),
  )
