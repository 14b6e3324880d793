import { failureCodes } from '../model/failure.ts'
import type { MessageTable, Template } from '../model/message.ts'
import { opensslTexts } from './openssl.ts'
import { sameFor, wrapTable } from './wrap.ts'

const entry = (code: string, library: string, reason: string, where: string): Template =>
  `error:${code}:${library} routines:OPENSSL_internal:${reason}:src/${where}:`

const failed = entry('1000007d', 'SSL', 'CERTIFICATE_VERIFY_FAILED', 'ssl/handshake.cc:393')
const computed = entry('0b000006', 'X.509 certificate', 'public key routines', 'crypto/x509/a_verify.c:108')
const padding = entry('0400006b', 'RSA', 'BLOCK_TYPE_IS_NOT_01', 'crypto/fipsmodule/rsa/padding.c:109')
const checked = entry('04000088', 'RSA', 'PADDING_CHECK_FAILED', 'crypto/fipsmodule/rsa/rsa_impl.c:682')
const curve = entry('1a000064', 'ECDSA', 'BAD_SIGNATURE', 'crypto/fipsmodule/ecdsa/ecdsa.c:191')

/**
 * `bssl client` (tool/client.cc): the reason that its queue holds first and the queue, which but for a wrong signature names no
 * cause. The number of the thread before each entry is left out.
 */
export function boringsslToolTexts(): MessageTable {
  const rsa = `BLOCK_TYPE_IS_NOT_01\n${padding}\n${checked}\n`
  return {
    ...sameFor(
      `Error while connecting: CERTIFICATE_VERIFY_FAILED\n${failed}`,
      failureCodes.filter((code) => !/^(?:handshake-(?!failed)|chain-|certificate-)/.test(code)),
    ),
    'signature-invalid': `Error while connecting: {?rsaSignature}${rsa}{/rsaSignature}{!rsaSignature}BAD_SIGNATURE\n${curve}\n{/rsaSignature}${computed}\n${failed}`,
  }
}

const notConnected = 'UNAVAILABLE: failed to connect to all addresses; last error: UNKNOWN: {?peer}{peer}: {/peer}'
const handshake = (reason: Template): Template =>
  `${notConnected}Tls handshake failed (TSI_PROTOCOL_FAILURE): SSL_ERROR_SSL: error:${reason}: OK`
const verification = '1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED'
/** What is said of a status that no verification has set. */
const unset = ': Invalid certificate verification context'
const wrongRsa = '0400006b:RSA routines:OPENSSL_internal:BLOCK_TYPE_IS_NOT_01'
const wrongCurve = '1a000064:ECDSA routines:OPENSSL_internal:BAD_SIGNATURE'
const signature = 'certificate signature failure'

/**
 * gRPC core: the status of a call on a channel that could not be made, with the first entry of BoringSSL's queue and the text of the
 * verification (src/core/tsi/ssl_transport_security.cc). Seen on 1.84; for a wrong RSA signature the entry is that of `bssl client`.
 */
export function grpcTexts(): MessageTable {
  const unmatched = `${notConnected}Custom verification check failed with error: UNAUTHENTICATED: Hostname Verification Check failed.`
  return {
    ...wrapTable(opensslTexts('1'), handshake(`${verification}: {text}`)),
    'signature-invalid': handshake(
      `{?rsaSignature}${wrongRsa}{/rsaSignature}{!rsaSignature}${wrongCurve}{/rsaSignature}: ${signature}`,
    ),
    'signature-key-kind': handshake(`0c0000bd:ASN.1 encoding routines:OPENSSL_internal:WRONG_PUBLIC_KEY_TYPE: ${signature}`),
    'key-usage-target': handshake(`1000012e:SSL routines:OPENSSL_internal:KEY_USAGE_BIT_INCORRECT${unset}`),
    'certificate-malformed': handshake(
      `{?longLeafEntry}10000110:SSL routines:OPENSSL_internal:CANNOT_PARSE_LEAF_CERT{/longLeafEntry}{!longLeafEntry}0c00006d:ASN.1 encoding routines:OPENSSL_internal:DECODE_ERROR{/longLeafEntry}${unset}`,
    ),
    'certificate-unreadable': handshake(`0c00006d:ASN.1 encoding routines:OPENSSL_internal:DECODE_ERROR${unset}`),
    ...sameFor(unmatched, ['host-mismatch', 'ip-mismatch', 'host-no-names']),
  }
}

/**
 * Envoy as a client of an upstream: `%UPSTREAM_TRANSPORT_FAILURE_REASON%`, which also ends the body of its 503
 * (source/common/tls/{ssl_socket,utility,cert_validator/default_validator}.cc).
 */
export function envoyTexts(): MessageTable {
  const queued = (details: Template): Template =>
    `TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: ${details}:TLS_error_end`
  return {
    ...wrapTable(opensslTexts('1'), queued('X509_verify_cert: certificate verification error at depth {at}: {text}')),
    ...sameFor(queued('verify SAN list'), ['host-mismatch', 'ip-mismatch', 'host-no-names']),
  }
}
