import { bunTexts } from '../messages/bun.ts'
import type { ClientProfile } from '../model/client.ts'
import { boringsslLibrary, boringsslRefusals } from './library/boringssl.ts'
import { nodeHostDialect } from './library/node-host.ts'
import { once } from '../model/once.ts'
import { observed, read } from './sources.ts'

/** Bun: BoringSSL with a callback that always goes on, and the name compared as Node does, when the chain was accepted. */
export const bun = (): readonly ClientProfile[] => [
  {
    id: 'bun-1.4',
    title: 'Bun 1.4 (BoringSSL)',
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    refuses: boringsslRefusals,
    handshakeKeyUsage: 'always',
    verifier: boringsslLibrary({
      errors: 'last',
      extensions: 'all',
      prefer: 'valid-else-latest',
      loneTargetTime: true,
      stages: ['anchor-time', 'extensions', 'identity', 'signatures-and-time', 'name-constraints', 'policies'],
    }),
    identity: { when: 'after', dialect: nodeHostDialect },
    texts: once(bunTexts),
    known: 'observed',
    sources: [
      observed('Bun 1.4.5, 28 cases, and 420 for what it decodes'),
      read('google/boringssl: crypto/x509/x509_vfy.cc at a0689af29'),
    ],
  },
]
