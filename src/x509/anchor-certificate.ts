import { DerReader, noOctets } from '../der/reader.ts'
import type { Certificate } from '../model/certificate.ts'
import { readCertificate } from './certificate.ts'
import type { AnchorRecord } from './anchor-record.ts'

/**
 * An anchor of the table where the engine takes a certificate. Every field that a verifier reads of an anchor equals that of the
 * real certificate, its SHA-256 and anomalies too. Deliberately not there:
 *
 * - `der`, `tbsCertificate` and `signatureValue` are empty: the table has no certificate. Signatures of anchors are facts that
 *   stand beside them;
 * - extensions that bind nobody (`droppedExtensions`) are neither in `extensions` nor decoded, and `offset` of an extension counts
 *   in a structure that is put together here.
 *
 * Two calls give two objects; the engine compares certificates by identity, so intern them by `sha256`.
 */
export function anchorCertificate(record: AnchorRecord): Certificate {
  const inner = readCertificate(assemble(record), record.sha256)
  // The fields of a certificate are accessors that are worked out when asked for; these shadow four of them.
  return Object.create(inner, {
    der: { value: noOctets, enumerable: true },
    tbsCertificate: { value: noOctets, enumerable: true },
    signatureValue: { value: noOctets, enumerable: true },
    anomalies: { value: record.anomalies, enumerable: true },
  }) as Certificate
}

/** Whether a certificate was made by `anchorCertificate`: no certificate that was read has a key and no octets. */
export const hasNoOctets = ({ der, subjectPublicKeyInfo }: Certificate): boolean =>
  der.length === 0 && subjectPublicKeyInfo.raw !== ''

/**
 * Extensions that are left out of the table: where to fetch something (RFC 5280 §4.2.1.13, §4.2.2.1), what to show people
 * (RFC 3709, Netscape's comment and addresses), how long the private key is used, qualified statements (RFC 3739), the issuer's
 * other names, and private ones without meaning for a verifier. None is critical in any anchor.
 */
export const droppedExtensions: readonly string[] = [
  '1.2.840.113533.7.65.0', // Entrust's version
  '1.2.840.113635.100.6.2.6',
  '1.3.6.1.4.1.18332.19.1',
  '1.3.6.1.4.1.18332.42.6',
  '1.3.6.1.4.1.311.21.2', // previous certificate's hash
  '1.3.6.1.5.5.7.1.1', // authorityInfoAccess
  '1.3.6.1.5.5.7.1.3', // qcStatements
  '1.3.6.1.5.5.7.1.11', // subjectInfoAccess
  '1.3.6.1.5.5.7.1.12', // logotype
  '1.3.6.1.5.5.7.48.1.5',
  '2.16.840.1.113730.1.2', // Netscape's addresses
  '2.16.840.1.113730.1.3',
  '2.16.840.1.113730.1.4',
  '2.16.840.1.113730.1.7',
  '2.16.840.1.113730.1.8',
  '2.16.840.1.113730.1.13', // Netscape's comment
  '2.16.840.113901.100.2.1',
  '2.16.840.113901.100.2.3',
  '2.16.840.113901.100.2.4',
  '2.16.840.113901.100.2.6',
  '2.16.840.113901.100.2.7',
  '2.16.840.113901.100.2.8',
  '2.23.42.7.0',
  '2.5.29.1', // authorityKeyIdentifier of 1996
  '2.5.29.16', // privateKeyUsagePeriod
  '2.5.29.18', // issuerAltName
  '2.5.29.31', // cRLDistributionPoints
]

/** RFC 5280 §4.1 with the issuer put back in its place and a signature of no octets. */
function assemble({ fields, selfIssued }: AnchorRecord): Uint8Array {
  const r = new DerReader(fields)
  const limit = fields.length
  let pos = 0
  const skip = (): Uint8Array => {
    const from = pos
    pos = r.read(pos, limit) ? r.next : limit
    return fields.subarray(from, pos)
  }
  const version = fields[0] === 0xa0 ? skip() : noOctets
  const serial = skip()
  const signature = skip()
  const issuer = selfIssued ? null : skip()
  const validity = skip()
  const subject = skip()
  const tbs = sequence([version, serial, signature, issuer ?? subject, validity, subject, fields.subarray(pos)])
  return sequence([tbs, signature, emptyBitString])
}

const emptyBitString = new Uint8Array([3, 1, 0])

/** X.690 §8.1.3, definite and minimal. */
function sequence(parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const head = size < 0x80 ? [0x30, size] : size < 0x100 ? [0x30, 0x81, size] : [0x30, 0x82, size >> 8, size & 0xff]
  const out = new Uint8Array(head.length + size)
  out.set(head)
  let at = head.length
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
