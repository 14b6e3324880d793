import { type FailureCode, noIssuerCodes } from '../model/failure.ts'
import type { MessageTable } from '../model/message.ts'
import { ifKnown } from './own-words.ts'
import { sameFor } from './wrap.ts'

/** One bit of the result (MBEDTLS_X509_BADCERT_*, include/mbedtls/x509.h) and its line. */
interface ResultBit {
  readonly bit: number
  readonly text: string
  readonly codes: readonly FailureCode[]
}

/** The lines of mbedtls_x509_crt_verify_info, library/x509_crt.c, in its order. */
const bits: readonly ResultBit[] = [
  { bit: 0x1, text: 'The certificate validity has expired', codes: ['expired'] },
  {
    bit: 0x4,
    text: 'The certificate Common Name (CN) does not match with the expected CN',
    codes: ['host-mismatch', 'ip-mismatch', 'host-in-common-name-only', 'host-no-names'],
  },
  {
    bit: 0x8,
    text: 'The certificate is not correctly signed by the trusted CA',
    codes: [...noIssuerCodes, 'signature-invalid', 'issuer-key-unreadable'],
  },
  { bit: 0x200, text: 'The certificate validity starts in the future', codes: ['not-yet-valid'] },
  { bit: 0x800, text: 'Usage does not match the keyUsage extension', codes: ['key-usage-target'] },
  { bit: 0x1000, text: 'Usage does not match the extendedKeyUsage extension', codes: ['purpose-target', 'purpose-ca'] },
  { bit: 0x4000, text: 'The certificate is signed with an unacceptable hash.', codes: ['ca-digest-weak'] },
  {
    bit: 0x8000,
    text: 'The certificate is signed with an unacceptable PK alg (eg RSA vs ECDSA).',
    codes: ['signature-unsupported'],
  },
  {
    bit: 0x10000,
    text: 'The certificate is signed with an unacceptable key (eg bad curve, RSA too short).',
    codes: ['ca-key-weak', 'target-key-weak'],
  },
]

const setBy = (codes: readonly FailureCode[]): readonly ResultBit[] =>
  bits.filter((bit) => bit.codes.some((code) => codes.includes(code)))

/** Values for the templates out of all failures of one result: the number in hexadecimal, and the lines behind the first. */
export function mbedtlsParams(codes: readonly FailureCode[]): Readonly<Record<'mbedtlsFlags' | 'mbedtlsFurther', string>> {
  const set = setBy(codes)
  return {
    mbedtlsFlags: set.reduce((sum, { bit }) => sum + bit, 0).toString(16),
    mbedtlsFurther: set
      .slice(1)
      .map(({ text }) => ` ${text};`)
      .join(''),
  }
}

/** Bits that a client on the way cannot set, in the order of their lines, for the result with every bit. */
const everyLine = [
  'The certificate validity has expired',
  'The certificate has been revoked (is on a CRL)',
  'The certificate Common Name (CN) does not match with the expected CN',
  'The certificate is not correctly signed by the trusted CA',
  'The CRL is not correctly signed by the trusted CA',
  'The CRL is expired',
  'Certificate was missing',
  'Certificate verification was skipped',
  'Other reason (can be used by verify callback)',
  'The certificate validity starts in the future',
  'The CRL is from the future',
  'Usage does not match the keyUsage extension',
  'Usage does not match the extendedKeyUsage extension',
  'Usage does not match the nsCertType extension',
  'The certificate is signed with an unacceptable hash.',
  'The certificate is signed with an unacceptable PK alg (eg RSA vs ECDSA).',
  'The certificate is signed with an unacceptable key (eg bad curve, RSA too short).',
  'The CRL is signed with an unacceptable hash.',
  'The CRL is signed with an unacceptable PK alg (eg RSA vs ECDSA).',
  'The CRL is signed with an unacceptable key (eg bad curve, RSA too short).',
  'Unknown reason (this should not happen)',
]

/**
 * mbedTLS has numbers and no sentence of its own: the number of mbedtls_ssl_get_verify_result with the lines of
 * mbedtls_x509_crt_verify_info on one line, or the number with which the handshake ended.
 */
export function mbedtlsTexts(): MessageTable {
  return {
    'handshake-failed': 'handshake -0x{?code}{code}{/code}{!code}4e00{/code}',
    ...Object.assign({}, ...bits.map((bit) => sameFor(`flags=0x{mbedtlsFlags} ${bit.text};{mbedtlsFurther}`, bit.codes))),
    'path-too-long': `flags=0xffffffff ${everyLine.join('; ')};`,
    'certificate-malformed': ifKnown('code', 'handshake -0x{code}', 'certificate-malformed'),
  }
}
