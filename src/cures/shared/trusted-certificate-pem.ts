import { writePem } from '../../x509/pem.ts'

/** Purposes that a store tells apart (RFC 5280 §4.2.1.12): the last arc under 1.3.6.1.5.5.7.3. */
export const purposes = { serverAuth: 1, clientAuth: 2, codeSigning: 3, emailProtection: 4, timeStamping: 8 } as const

/** One of them. */
export type Purpose = keyof typeof purposes

/**
 * A certificate with purposes for which it is trusted and refused, as OpenSSL writes it (`openssl x509 -trustout -addtrust -addreject`;
 * crypto/x509/x_x509a.c: the certificate, then SEQUENCE { trust SEQUENCE OF OID, reject [0] SEQUENCE OF OID }). p11-kit reads it as well:
 * observed with 0.24, `trust extract --purpose`.
 */
export function trustedCertificatePem(der: Uint8Array, trusts: readonly Purpose[], rejects: readonly Purpose[]): string {
  const settings = tlv(0x30, [
    ...(trusts.length === 0 ? [] : tlv(0x30, trusts.flatMap(oidOf))),
    ...(rejects.length === 0 ? [] : tlv(0xa0, rejects.flatMap(oidOf))),
  ])
  return writePem('TRUSTED CERTIFICATE', Uint8Array.of(...der, ...settings))
}

/** id-kp (RFC 5280 §4.2.1.12), and the purpose. */
const oidOf = (purpose: Purpose): readonly number[] => tlv(0x06, [0x2b, 6, 1, 5, 5, 7, 3, purposes[purpose]])

/** Five purposes at most: every length fits one octet. */
const tlv = (tag: number, content: readonly number[]): readonly number[] => [tag, content.length, ...content]
