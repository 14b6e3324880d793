import { describe, expect, it } from 'vitest'
import { messageTables } from '../../src/messages/index.ts'
import { recognise } from '../../src/messages/recognise.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import type { FailureCode } from '../../src/model/failure.ts'
import { seconds } from '../../src/model/time.ts'

type Params = Readonly<Record<string, string>>
type Row = readonly [table: string, code: FailureCode, params: Params, said: string]

const issued = { targetIssuer: 'CN=Oracle CA,O=Agreement' }
const grpc = 'UNAVAILABLE: failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:46519: '
const peer = { peer: 'ipv4:127.0.0.1:46519' }

/** What wget 1.21.3 and git 2.39.5 with OpenSSL 3.0.19, and gRPC 1.84.0, said on loopback; wget's advice is left out. */
const rows: readonly Row[] = [
  [
    'wget-openssl',
    'issuer-not-found',
    issued,
    "ERROR: cannot verify localhost's certificate, issued by ‘CN=Oracle CA,O=Agreement’:\n  Unable to locally verify the issuer's authority.",
  ],
  [
    'wget-openssl',
    'self-signed-target',
    { targetIssuer: 'CN=localhost,O=Agreement' },
    "ERROR: cannot verify localhost's certificate, issued by ‘CN=localhost,O=Agreement’:\n  Self-signed certificate encountered.",
  ],
  [
    'wget-openssl',
    'expired',
    issued,
    "ERROR: cannot verify localhost's certificate, issued by ‘CN=Oracle CA,O=Agreement’:\n  Issued certificate has expired.",
  ],
  [
    'wget-openssl',
    'critical-extension-unknown',
    issued,
    "ERROR: cannot verify localhost's certificate, issued by ‘CN=Oracle CA,O=Agreement’:\n  unhandled critical extension",
  ],
  [
    'wget-openssl',
    'host-mismatch',
    { names: 'other.test' },
    'ERROR: no certificate subject alternative name matches\n\trequested host name ‘localhost’.',
  ],
  [
    'wget-openssl',
    'host-mismatch',
    { cn: 'Lab Server' },
    "ERROR: certificate common name ‘Lab Server’ doesn't match requested host name ‘localhost’.",
  ],
  [
    'git-openssl',
    'issuer-not-found',
    {},
    "fatal: unable to access 'https://localhost/': SSL certificate problem: unable to get local issuer certificate",
  ],
  [
    'git-openssl',
    'host-mismatch',
    { sans: 'DNS:other.test' },
    "fatal: unable to access 'https://localhost/': SSL: no alternative certificate subject name matches target host name 'localhost'",
  ],
  [
    'grpc',
    'expired',
    peer,
    `${grpc}Tls handshake failed (TSI_PROTOCOL_FAILURE): SSL_ERROR_SSL: error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED: certificate has expired: OK`,
  ],
  [
    'grpc',
    'key-usage-target',
    peer,
    `${grpc}Tls handshake failed (TSI_PROTOCOL_FAILURE): SSL_ERROR_SSL: error:1000012e:SSL routines:OPENSSL_internal:KEY_USAGE_BIT_INCORRECT: Invalid certificate verification context: OK`,
  ],
  [
    'grpc',
    'host-mismatch',
    peer,
    `${grpc}Custom verification check failed with error: UNAUTHENTICATED: Hostname Verification Check failed.`,
  ],
]

describe('programs in front of OpenSSL and BoringSSL', () => {
  it.each(rows)('%s: %s', (name, code, params, said) => {
    const table = messageTables()[name]
    if (table === undefined) throw new Error(`no table ${name}`)
    const failure = { code, at: null, certificate: null, params }
    expect(render(says(table, failure, { host: 'localhost' }), seconds(0))).toBe(said)
    expect(codesOf(said)).toContain(code)
  })

  // git 2.39.5 with libcurl-gnutls 7.88.1, on loopback: the URL has the port unless it is https' own, and no bundle was set.
  it('git tells the port that it connected to', () => {
    const table = messageTables()['git-gnutls']
    if (table === undefined) throw new Error('git has no words')
    const failure = { code: 'expired', at: null, certificate: null, params: {} } as const
    const said = (port: number) => render(says(table, failure, { host: 'localhost', port }), seconds(0))
    const refused = 'server certificate verification failed. CAfile: none CRLfile: none'
    expect(said(21003)).toBe(`fatal: unable to access 'https://localhost:21003/': ${refused}`)
    expect(said(443)).toBe(`fatal: unable to access 'https://localhost/': ${refused}`)
    expect(recognise(said(21003)).length).toBeGreaterThan(0)
  })

  // envoyproxy/envoy issue 42266, and 5 logs of 2025 and 2026 that people published.
  it.each([
    [
      'TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: X509_verify_cert: certificate verification error at depth 0: unable to get local issuer certificate:TLS_error_end',
      'issuer-not-found',
    ],
    [
      'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, transport failure reason: TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: verify SAN list:TLS_error_end',
      'host-mismatch',
    ],
    [
      'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, transport failure reason: TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end',
      'expired',
    ],
    ['TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED', 'expired'],
  ] as const)('Envoy: %s', (said, code) => {
    expect(codesOf(said)).toContain(code)
  })

  it('Envoy’s text with a cause has that cause alone', () => {
    const said =
      'TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: X509_verify_cert: certificate verification error at depth 1: certificate has expired:TLS_error_end'
    expect(codesOf(said)).toEqual(['expired'])
  })

  it('a build of wget without catalogues is recognised by its own line', () => {
    const said =
      "ERROR: cannot verify localhost's certificate, issued by 'CN=Oracle CA,O=Agreement':\n  Issued certificate not yet valid.\nTo connect to localhost insecurely, use `--no-check-certificate'."
    expect(codesOf(said)).toEqual(['not-yet-valid'])
  })
})

const codesOf = (text: string): readonly FailureCode[] => [...new Set(recognise(text).map(({ code }) => code))]
