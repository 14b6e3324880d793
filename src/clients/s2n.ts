import { s2nTexts } from '../messages/s2n.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { GreedyVerifier } from '../model/verifier.ts'
import { boringsslLibrary } from './library/boringssl.ts'
import { opensslLibrary } from './library/openssl.ts'
import { once } from '../model/once.ts'
import { read } from './sources.ts'

/** s2n_verify_host_information and s2n_default_verify_host: texts are compared, addresses too; a wildcard is the whole first label. */
const hostDialect: HostDialect = {
  commonName: 'without-san',
  partialWildcards: false,
  labelsAfterWildcard: 1,
  ipInNames: true,
  stripTrailingDot: false,
}

/** What s2n sets: X509_V_FLAG_PARTIAL_CHAIN, and DEFAULT_MAX_CHAIN_DEPTH. */
const set: Partial<GreedyVerifier> = { partialChain: true, maxDepth: 7 }

const texts = once(s2nTexts)

const profile = (backend: string, title: string, verifier: GreedyVerifier): ClientProfile => ({
  id: `s2n-1.5-${backend}`,
  title: `s2n-tls 1.5 (${title})`,
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: ['data-after-certificate'],
  takes: { certificates: 7, octets: 65_536 },
  verifier,
  // The target's names are looked at while the chain is read.
  identity: { when: 'before', dialect: hostDialect },
  texts,
  known: 'source',
  sources: [read('aws/s2n-tls at 8cbf81ad7: tls/{s2n_x509_validator,s2n_connection}.c, error/s2n_errno.c')],
})

/** s2n-tls as a client with its default host callback. Purposes are looked at behind the path there, here among its extensions. */
export const s2n = (): readonly ClientProfile[] => [
  profile('awslc', 'AWS-LC', boringsslLibrary(set)),
  profile('openssl', 'OpenSSL 3.0', opensslLibrary('3.0', { ...set, level: 1 })),
]
