import { cargoTexts } from '../messages/curl.ts'
import { once } from '../model/once.ts'
import type { ClientProfile } from '../model/client.ts'
import { curlHostDialect } from './library/curl-host.ts'
import { opensslLibrary, opensslRefusalsAt } from './library/openssl.ts'
import { observed, read } from './sources.ts'

/** Releases whose libcurl words things in another way. Between them nobody looked: 1.95 stands for 1.96. */
const releases = [
  { release: '1.95', library: '3.5', curl: '8.15', words: '8.10' },
  { release: '1.97', library: '3.6', curl: '8.20', words: '8.17' },
] as const

/**
 * Cargo as it is built for rustup: a libcurl and an OpenSSL of its own, whatever the system has. Every certificate of the store ends a path,
 * as with curl. What git repositories are fetched with (libgit2, or the program git) has other words.
 */
export const cargo = (): readonly ClientProfile[] =>
  releases.map(({ release, library, curl, words }) => ({
    id: `cargo-${release}`,
    title: `Cargo ${release} (libcurl ${curl}, OpenSSL ${library})`,
    hello: 'tls1.3',
    versions: ['1.2', '1.3'],
    refuses: opensslRefusalsAt(library),
    // The library's own level, for nobody raised it (SSL_CTX_set_security_level(3): 2 from 3.2 on).
    verifier: opensslLibrary(library, { level: 2, partialChain: true }),
    identity: { when: words === '8.17' ? 'before' : 'after', dialect: curlHostDialect },
    texts: once(() => cargoTexts(words)),
    known: 'observed',
    sources: [
      observed(`Cargo ${release}.0 of rustup on Debian 12, a sparse registry on loopback: chains of the lab`),
      read('rust-lang/cargo af373f761: src/util/network/http.rs'),
    ],
  }))
