import { monoTexts } from '../messages/mono.ts'
import type { ClientProfile } from '../model/client.ts'
import { boringsslHostDialect, boringsslLibrary } from './library/boringssl.ts'
import { once } from '../model/once.ts'
import { observed } from './sources.ts'

/**
 * Mono's SslStream on its own BoringSSL (btls), of 2018: a verifier of the age of OpenSSL 1.0.2, which looks among what was sent
 * first, and cuts a path that ends nowhere to try the store. The store is that of cert-sync.
 */
export const mono = (): readonly ClientProfile[] => [
  {
    id: 'mono-6.8',
    title: 'Mono 6.8 (BoringSSL of 2018)',
    hello: 'tls1.2',
    versions: ['1.0', '1.1', '1.2'],
    refuses: ['data-after-certificate'],
    verifier: boringsslLibrary({ first: 'sent', alternatePaths: true }),
    identity: { when: 'before', dialect: { ...boringsslHostDialect, partialWildcards: true } },
    texts: once(monoTexts),
    known: 'observed',
    sources: [observed('Mono 6.8.0 on Debian 12, 28 cases')],
  },
]
