import type { MessageTable } from '../model/message.ts'
import { mapTable, sameFor } from './wrap.ts'

/** to_string of Certificate_Status_Code, src/lib/x509/cert_status.cpp, the same in 2.19.3 and 3.7.1. */
const statuses: MessageTable = {
  'handshake-failed': 'Unknown error',
  'issuer-not-found': 'Certificate issuer not found',
  'path-not-found': 'Loop in certificate chain',
  ...sameFor('Cannot establish trust', ['self-signed-target', 'self-signed-in-chain']),
  'signature-invalid': 'Signature error',
  'signature-unsupported': 'Certificate signature has invalid parameters',
  'issuer-key-unreadable': 'Certificate public key invalid',
  'extension-invalid': '{botanExtension}',
  'critical-extension-unknown': 'Unknown critical extension encountered',
  'host-mismatch': 'Certificate does not match provided name',
  'name-not-permitted': 'Certificate does not pass name constraint',
  'not-a-ca': 'CA certificate not allowed to issue certs',
  'path-length-exceeded': 'Certificate chain too long',
  'purpose-target': 'Certificate does not allow the requested usage',
  expired: 'Certificate has expired',
  'not-yet-valid': 'Certificate is not yet valid',
  'ca-digest-weak': 'Hash function used is considered too weak for security',
  'ca-key-weak': 'Signature method too weak',
}

/** `botan tls_client`, which prints the status and goes on (2.19), or does so with --ignore-cert-error (3). */
export const botanTexts = (): MessageTable => mapTable(statuses, (text) => `Certificate validation status: ${text}`)
