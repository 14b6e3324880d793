import type { MessageTable } from '../model/message.ts'
import { once } from '../model/once.ts'
import { boringsslToolTexts, envoyTexts, grpcTexts } from './boringssl.ts'
import { bsslPkiTexts, chromeTexts } from './chrome.ts'
import { botanTexts } from './botan.ts'
import { bunTexts } from './bun.ts'
import { cargoTexts, curlOpensslTexts } from './curl.ts'
import { dotnetTexts } from './dotnet.ts'
import { firefoxCodeTexts, firefoxTexts } from './firefox.ts'
import { gnutlsTexts } from './gnutls.ts'
import { curlGnutlsTexts, gitGnutlsTexts, wgetGnutlsTexts } from './gnutls-programs.ts'
import { goTexts } from './go.ts'
import { javaTexts } from './java.ts'
import { mbedtlsTexts } from './mbedtls.ts'
import { monoTexts } from './mono.ts'
import { nodeTexts } from './node.ts'
import { tstclntTexts, vfychainLineTexts } from './nss.ts'
import { gitOpensslTexts, wgetOpensslTexts } from './openssl-programs.ts'
import { opensslClientTexts, opensslTexts, opensslVerifyTexts } from './openssl.ts'
import { lwpTexts, perlTexts } from './perl.ts'
import { phpTexts } from './php.ts'
import { pythonTexts, pythonTextsWithoutCause } from './python.ts'
import { rfc5280Texts } from './rfc5280.ts'
import { rubyTexts } from './ruby.ts'
import { denoTexts, rustlsTexts } from './rustls.ts'
import { s2nTexts } from './s2n.ts'
import { wolfsslTexts } from './wolfssl.ts'

/** Every family of words by its identifier: `tool-version[-library]`, the version being the first that words things so. */
export const messageTables = once(
  (): Readonly<Record<string, MessageTable>> => ({
    'openssl-1': opensslTexts('1'),
    'openssl-3': opensslTexts('3'),
    'openssl-3.6': opensslTexts('3.6'),
    'openssl-verify-1.0.2': opensslVerifyTexts('1.0.2'),
    'openssl-verify-1.1.0': opensslVerifyTexts('1'),
    'openssl-verify-3': opensslVerifyTexts('3'),
    'openssl-verify-3.6': opensslVerifyTexts('3.6'),
    'openssl-s_client-1.0.2': opensslClientTexts('1.0.2'),
    'openssl-s_client-1': opensslClientTexts('1'),
    'openssl-s_client-3': opensslClientTexts('3'),
    'openssl-s_client-3.2': opensslClientTexts('3.2'),
    'openssl-s_client-3.6': opensslClientTexts('3.6'),
    'python-2.7': pythonTextsWithoutCause({ line: null, generation: '1' }, 'pythonNames27'),
    'python-3.6-openssl-3': pythonTextsWithoutCause({ line: null, generation: '3' }, 'pythonNames'),
    'python-3.7-openssl-1': pythonTexts({ line: null, generation: '1' }),
    'python-3.7-openssl-3': pythonTexts({ line: null, generation: '3' }),
    'python-3.7-openssl-3.2': pythonTexts({ line: null, generation: '3.2' }),
    'python-3.7-openssl-3.6': pythonTexts({ line: null, generation: '3.6' }),
    'node-0': nodeTexts(0),
    'node-4': nodeTexts(4),
    'node-10': nodeTexts(10),
    'node-12': nodeTexts(12),
    'node-18': nodeTexts(18),
    'node-22': nodeTexts(22),
    'node-24': nodeTexts(24),
    'curl-7-openssl-1': curlOpensslTexts('7', '1'),
    'curl-7-openssl-3': curlOpensslTexts('7', '3'),
    'curl-8.10-openssl': curlOpensslTexts('8.10', '3.2'),
    'curl-8.17-openssl': curlOpensslTexts('8.17', '3.2'),
    'curl-8.17-openssl-3.6': curlOpensslTexts('8.17', '3.6'),
    'cargo-1.95': cargoTexts('8.10'),
    'cargo-1.97': cargoTexts('8.17'),
    'wget-openssl': wgetOpensslTexts('3'),
    'git-openssl': gitOpensslTexts('7', '3'),
    'boringssl-tool': boringsslToolTexts(),
    'bun-1.4': bunTexts(),
    grpc: grpcTexts(),
    envoy: envoyTexts(),
    'perl-2.081': perlTexts('3'),
    'lwp-2.081': lwpTexts('3'),
    'php-8.2': phpTexts('3'),
    'ruby-3.1': rubyTexts('3'),
    'ruby-2.7': rubyTexts('1'),
    'go-1.15': goTexts('1.15'),
    'go-1.17': goTexts('1.17'),
    'go-1.18': goTexts('1.18'),
    'go-1.20': goTexts('1.20'),
    'go-1.24': goTexts('1.24'),
    'go-1.26': goTexts('1.26'),
    'java-8': javaTexts('17'),
    'java-21': javaTexts('21'),
    gnutls: gnutlsTexts(),
    'wget-gnutls': wgetGnutlsTexts(),
    'curl-gnutls': curlGnutlsTexts('7.88'),
    'curl-8.10-gnutls': curlGnutlsTexts('8.10'),
    'git-gnutls': gitGnutlsTexts('7.88'),
    'git-2.47-gnutls': gitGnutlsTexts('8.10'),
    'rustls-0.20': rustlsTexts('0.20'),
    'rustls-0.23': rustlsTexts('0.23'),
    'deno-2': denoTexts('plain'),
    'deno-2.4': denoTexts('named'),
    'deno-2.8': denoTexts('in-context'),
    'nss-tstclnt-3': tstclntTexts(),
    'nss-vfychain-3': vfychainLineTexts(),
    firefox: firefoxTexts(),
    'firefox-code': firefoxCodeTexts(),
    chrome: chromeTexts(),
    'chrome-pki': bsslPkiTexts(),
    mbedtls: mbedtlsTexts(),
    s2n: s2nTexts(),
    'mono-6': monoTexts(),
    'dotnet-8': dotnetTexts(),
    botan: botanTexts(),
    'wolfssl-5': wolfsslTexts(),
    rfc5280: rfc5280Texts(),
  }),
)
