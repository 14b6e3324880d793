import { boringsslToolTexts, envoyTexts, grpcTexts } from '../messages/boringssl.ts'
import type { ClientProfile } from '../model/client.ts'
import type { HostDialect } from '../model/policy.ts'
import { boringsslHostDialect, boringsslLibrary, boringsslRefusals } from './library/boringssl.ts'
import { once } from '../model/once.ts'
import { documented, observed, read } from './sources.ts'

/** BoringSSL's own test client, `bssl client -root-certs`: it checks no name. */
const tool: ClientProfile = {
  id: 'boringssl-tool',
  title: 'bssl client (BoringSSL, Android 13)',
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: ['data-after-certificate'],
  verifier: boringsslLibrary(),
  identity: { when: 'never', dialect: boringsslHostDialect },
  texts: once(boringsslToolTexts),
  known: 'observed',
  sources: [
    observed('android-boringssl 13.0.0+r24 on Debian 12, 28 cases'),
    read('google/boringssl: crypto/x509/x509_vfy.cc at a0689af29'),
  ],
}

/** HostNameCertificateVerifier::Verify and VerifySubjectAlternativeName (src/core/credentials/transport/tls). */
const grpcHostDialect: HostDialect = {
  commonName: 'without-dns-san',
  commonNames: 'first',
  partialWildcards: false,
  labelsAfterWildcard: 1,
  ipInNames: 'as-name',
  stripTrailingDot: true,
  stripPresentedDot: true,
}

/** gRPC core, on which Python, Ruby, PHP, C++ and Objective-C stand. It asks for X509_V_FLAG_PARTIAL_CHAIN. */
const grpc: ClientProfile = {
  id: 'grpc-1.84',
  title: 'gRPC core 1.84 (BoringSSL)',
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: boringsslRefusals,
  handshakeKeyUsage: 'always',
  verifier: boringsslLibrary({ partialChain: true }),
  identity: { when: 'after', dialect: grpcHostDialect },
  texts: once(grpcTexts),
  known: 'observed',
  sources: [
    observed('grpcio 1.84.0 for Python, 420 cases'),
    read('grpc/grpc: src/core/tsi/ssl_transport_security.cc at 003537ad3; src/core/credentials/transport/tls/tls_utils.cc'),
  ],
}

/** Utility::dnsNameMatch (source/common/tls/utility.cc), for alternative names alone; other kinds are compared as text. */
const envoyHostDialect: HostDialect = {
  commonName: 'never',
  partialWildcards: true,
  labelsAfterWildcard: 1,
  ipInNames: 'as-name',
  stripTrailingDot: false,
}

/**
 * Envoy with `trusted_ca`, and `auto_host_sni` with `auto_san_validation`, without which it compares no name. It asks for
 * X509_V_FLAG_PARTIAL_CHAIN. No Envoy was run.
 */
const envoy: ClientProfile = {
  id: 'envoy-1',
  title: 'Envoy 1 (BoringSSL)',
  hello: 'tls1.3',
  versions: ['1.2', '1.3'],
  refuses: boringsslRefusals,
  handshakeKeyUsage: 'always',
  verifier: boringsslLibrary({ partialChain: true }),
  identity: { when: 'after', dialect: envoyHostDialect },
  texts: once(envoyTexts),
  known: 'source',
  sources: [
    read('envoyproxy/envoy: source/common/tls/{utility,cert_validator/default_validator}.cc at 0ce4e8aad'),
    documented('the sentence in issue 42266 of envoyproxy/envoy, before the cause was put into it'),
    observed('the same library in grpcio 1.84.0, 420 cases; Envoy itself was not run'),
  ],
}

/** Programs on BoringSSL. */
export const boringssl = (): readonly ClientProfile[] => [tool, grpc, envoy]
