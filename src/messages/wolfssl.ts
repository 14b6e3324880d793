import type { MessageTable } from '../model/message.ts'
import { ifKnown } from './own-words.ts'
import { sameFor } from './wrap.ts'

/**
 * wolfSSL's error number and wolfSSL_ERR_error_string (src/internal.c, wolfSSL_ERR_reason_error_string; wolfcrypt/src/error.c), as a
 * build with the OpenSSL layer prints them: -188 has OpenSSL's words there.
 */
export function wolfsslTexts(): MessageTable {
  return {
    'handshake-failed': '-188 certificate verify failed',
    ...sameFor('-188 certificate verify failed', ['issuer-not-found', 'path-not-found']),
    ...sameFor('-275 ASN self-signed certificate error', ['self-signed-target', 'self-signed-in-chain']),
    'signature-invalid': '-155 ASN sig error, confirm failure',
    'signature-unsupported': '-152 ASN signature error, mismatched oid',
    expired: '-151 ASN date error, current date after',
    'not-yet-valid': '-150 ASN date error, current date before',
    'critical-extension-unknown': '-160 X.509 Critical extension ignored or invalid',
    'path-length-exceeded': '-238 ASN CA path length larger than signer error',
    'not-a-ca': '-357 Not a CA by basic constraint error',
    'name-not-permitted': '-198 Name Constraint error',
    'key-usage-target': '-383 Key Use digitalSignature not set Error',
    'purpose-target': '-386 Ext Key Use server/client auth not set Error',
    ...sameFor('-409 RSA key too small', ['ca-key-weak', 'target-key-weak']),
    'host-mismatch': '-322 peer subject name mismatch',
    'chain-too-large': '-404 Handshake message too large Error',
    'certificate-malformed': ifKnown('wolfsslDecoding', '{wolfsslDecoding}', 'certificate-malformed'),
  }
}
