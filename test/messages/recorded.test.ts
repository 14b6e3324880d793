import { describe, expect, test } from 'vitest'
import type { FailureCode } from '../../src/model/failure.ts'
import { seconds } from '../../src/model/time.ts'
import { messageTables } from '../../src/messages/index.ts'
import { recognise } from '../../src/messages/recognise.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import { sameSentence } from '../oracle/normalise.ts'

type Row = readonly [family: string, code: FailureCode, recorded: string, params?: Readonly<Record<string, string>>]

const unknown = 'x509: certificate signed by unknown authority'
const cannotSign = 'x509: invalid signature: parent certificate cannot sign this kind of certificate'
const java = 'javax.net.ssl.SSLHandshakeException: '
const javaPath = `${java}PKIX path validation failed: java.security.cert.CertPathValidatorException: `
const python = '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed:'

/**
 * What clients said of servers of src/lab on 2026-11-22, in causes that ../shared/oracle does not hold: OpenSSL 3.0.19,
 * curl 7.88.1, Python 3.11.2 and Node 20.20.2 with it, Go 1.19.8, OpenJDK 17, GnuTLS 3.7.9.
 */
const rows: readonly Row[] = [
  [
    'openssl-s_client-3',
    'self-signed-in-chain',
    'verify error:num=19:self-signed certificate in certificate chain | Verify return code: 19 (self-signed certificate in certificate chain)',
  ],
  [
    'openssl-s_client-3',
    'critical-extension-unknown',
    'verify error:num=34:unhandled critical extension | Verify return code: 34 (unhandled critical extension)',
  ],
  [
    'openssl-s_client-3',
    'ec-explicit-parameters',
    'verify error:num=94:Certificate public key has explicit ECC parameters | Verify return code: 94 (Certificate public key has explicit ECC parameters)',
  ],
  [
    'openssl-s_client-3',
    'name-excluded',
    'verify error:num=48:excluded subtree violation | Verify return code: 48 (excluded subtree violation)',
  ],
  [
    'openssl-s_client-3',
    'signature-invalid',
    'verify error:num=7:certificate signature failure | Verify return code: 7 (certificate signature failure)',
  ],
  [
    'openssl-s_client-3',
    'target-key-weak',
    'verify error:num=66:EE certificate key too weak | Verify return code: 66 (EE certificate key too weak)',
  ],
  [
    'openssl-s_client-3',
    'not-yet-valid',
    'verify error:num=9:certificate is not yet valid | Verify return code: 9 (certificate is not yet valid)',
  ],
  [
    'curl-7-openssl-3',
    'signature-invalid',
    'curl: (35) OpenSSL/3.0.19: error:06880006:asn1 encoding routines::EVP lib',
    { library: '3.0.19', opensslVerification: 'error:06880006:asn1 encoding routines::EVP lib' },
  ],
  [
    'curl-7-openssl-3',
    'certificate-unreadable',
    'curl: (35) OpenSSL/3.0.19: error:0680009B:asn1 encoding routines::too long',
    { library: '3.0.19', truncated: 'yes' },
  ],
  [
    'curl-7-openssl-3',
    'chain-empty',
    'curl: (35) OpenSSL/3.0.19: error:0A00009F:SSL routines::length mismatch',
    { library: '3.0.19' },
  ],
  ['python-3.7-openssl-3', 'critical-extension-unknown', `${python} unhandled critical extension (_ssl.c:992)`],
  ['python-3.7-openssl-3', 'certificate-unreadable', '[SSL] ASN1 lib (_ssl.c:992)'],
  ['python-3.7-openssl-3', 'chain-empty', '[SSL: LENGTH_MISMATCH] length mismatch (_ssl.c:992)'],
  ['python-2.7', 'host-mismatch', "hostname 'localhost' doesn't match 'other.test'", { pythonNames27: "'other.test'" }],
  ['python-2.7', 'expired', '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:852)'],
  ['node-18', 'self-signed-in-chain', 'REJECT SELF_SIGNED_CERT_IN_CHAIN | self-signed certificate in certificate chain'],
  ['node-18', 'key-usage-cert-sign', 'REJECT UNSPECIFIED | key usage does not include certificate signing'],
  ['node-18', 'critical-extension-unknown', 'REJECT UNSPECIFIED | unhandled critical extension'],
  ['node-18', 'signature-invalid', 'REJECT CERT_SIGNATURE_FAILURE | certificate signature failure'],
  ['node-18', 'not-yet-valid', 'REJECT CERT_NOT_YET_VALID | certificate is not yet valid'],
  [
    'go-1.18',
    'not-yet-valid',
    'x509: certificate has expired or is not yet valid: current time 2026-11-22T03:48:26Z is before 2026-11-25T03:48:22Z',
    { notBefore: '2026-11-25T03:48:22Z' },
  ],
  ['go-1.18', 'version-too-old', 'x509: certificate is not authorized to sign other certificates'],
  [
    'go-1.18',
    'name-excluded',
    'x509: a root or intermediate certificate is not authorized to sign for this name: DNS name "localhost" is excluded by constraint "localhost"',
    { kind: 'DNS name', name: 'localhost', constraint: 'localhost' },
  ],
  [
    'go-1.18',
    'signature-invalid',
    `${unknown} (possibly because of "x509: ECDSA verification failure" while trying to verify candidate authority certificate "Lab Intermediate CA")`,
    { goVerification: 'x509: ECDSA verification failure', issuerCn: 'Lab Intermediate CA' },
  ],
  [
    'go-1.18',
    'key-usage-cert-sign',
    `${unknown} (possibly because of "${cannotSign}" while trying to verify candidate authority certificate "Lab Intermediate CA")`,
    { cn: 'Lab Intermediate CA' },
  ],
  [
    'go-1.18',
    'path-not-found',
    `${unknown} (possibly because of "${cannotSign}" while trying to verify candidate authority certificate "Lab Intermediate CA")`,
    { hint: cannotSign, candidate: 'Lab Intermediate CA' },
  ],
  [
    'go-1.18',
    'ca-digest-weak',
    `${unknown} (possibly because of "x509: cannot verify signature: insecure algorithm MD5-RSA" while trying to verify candidate authority certificate "Lab Root CA")`,
    { goAlgorithm: 'MD5-RSA', issuerCn: 'Lab Root CA' },
  ],
  ['go-1.18', 'certificate-unreadable', 'tls: failed to parse certificate from server: x509: malformed certificate'],
  [
    'go-1.18',
    'certificate-malformed',
    'tls: failed to parse certificate from server: x509: certificate contains duplicate extensions',
    { anomaly: 'extension-duplicate' },
  ],
  [
    'go-1.18',
    'chain-empty',
    'tls: received unexpected handshake message of type *tls.certificateMsg when waiting for *tls.certificateMsg',
  ],
  ['java-8', 'not-yet-valid', `${javaPath}validity check failed`],
  ['java-8', 'signature-invalid', `${javaPath}signature check failed`],
  ['java-8', 'critical-extension-unknown', `${javaPath}unrecognized critical extension(s)`],
  ['java-8', 'not-a-ca', `${javaPath}basic constraints check failed: this is not a CA certificate`],
  ['java-8', 'version-too-old', `${javaPath}basic constraints check failed: this is not a CA certificate`],
  ['java-8', 'key-usage-cert-sign', `${javaPath}CA key usage check failed: keyCertSign bit is not set`],
  [
    'java-8',
    'ca-digest-weak',
    `${javaPath}Algorithm constraints check failed on signature algorithm: MD5withRSA`,
    { javaAlgorithm: 'MD5withRSA' },
  ],
  ['java-8', 'certificate-malformed', `${java}Failed to parse server certificates`],
  ['java-8', 'chain-empty', `${java}Empty server certificate chain`],
  ['gnutls', 'not-yet-valid', '- Status: The certificate is NOT trusted. The certificate chain uses not yet valid certificate. '],
  ['gnutls', 'signature-invalid', '- Status: The certificate is NOT trusted. The signature in the certificate is invalid. '],
  ['gnutls', 'not-a-ca', '- Status: The certificate is NOT trusted. The certificate issuer is not a CA. '],
  [
    'gnutls',
    'key-usage-cert-sign',
    "- Status: The certificate is NOT trusted. The certificate chain violates the signer's constraints. ",
  ],
  [
    'gnutls',
    'ec-explicit-parameters',
    '- Status: The certificate is NOT trusted. The certificate chain uses insecure algorithm. ',
  ],
  ['gnutls', 'certificate-malformed', '*** Fatal error: Error in the certificate.'],
]

describe('recorded from servers of the lab', () => {
  test.each(rows.map(([family, code, recorded, params = {}]) => ({ family, code, recorded, params })))(
    '$family $code: $recorded',
    ({ family, code, recorded, params }) => {
      const told = says(messageTables()[family] ?? {}, { code, at: 0, certificate: null, params }, { host: 'localhost' })
      const ours = render(told, seconds(1_795_310_840))
      expect(sameSentence(ours, recorded), `ours: ${ours}`).toBe(true)
      expect(recognise(recorded).map((m) => m.code)).toContain(code)
    },
  )
})
