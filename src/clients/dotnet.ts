import { dotnetTexts } from '../messages/dotnet.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import type { Verifier } from '../model/verifier.ts'
import { once } from '../model/once.ts'
import { opensslHostDialect, opensslLibrary, opensslRefusals, opensslUnfinished } from './library/openssl.ts'
import { observed, read } from './sources.ts'

/** X509_check_host and X509_check_ip under X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS (pal_x509.c); an address may be a common name. */
const hostDialect: HostDialect = { ...opensslHostDialect, partialWildcards: false, ipInNames: 'common-name' }

/** No purpose, no level: OpenSSL is asked for a path, and .NET judges the rest. */
const verifier = (): Verifier => {
  const library = opensslLibrary('3.0', {
    level: 0,
    errors: 'last',
    stages: ['extensions', 'signatures-and-time', 'name-constraints'],
  })
  return {
    strategy: 'gathered',
    library,
    purpose: { anyIsEnough: false, gatedIsEnough: false, issuers: 'all' },
    aia: true,
    names: library.names,
    notAfter: library.notAfter,
  }
}

/** .NET where OpenSSL verifies: on Linux, and PowerShell 7 there. */
export const dotnet = (): readonly ClientProfile[] => [
  {
    id: 'dotnet-8-openssl',
    title: '.NET 8 (OpenSSL 3.0)',
    hello: 'tls1.3',
    ...opensslUnfinished('judged-after'),
    refuses: opensslRefusals,
    verifier: verifier(),
    identity: { when: 'beside', dialect: hostDialect },
    texts: once(dotnetTexts),
    known: 'observed',
    sources: [
      observed('SslStream of .NET 8.0.30 on OpenSSL 3.0.19 of Debian 12, 420 cases'),
      read('dotnet/runtime: OpenSslX509ChainProcessor.cs, pal_x509.c, CertificateValidation.Unix.cs, SslStream.IO.cs'),
    ],
  },
]
