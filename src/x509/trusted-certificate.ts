import { readOid } from '../der/oid.ts'
import { DerReader } from '../der/reader.ts'
import { tag } from '../der/tag.ts'
import type { TrustSettings } from '../model/evidence.ts'
import type { Oid } from '../model/oid.ts'

/** A certificate and the settings that OpenSSL keeps behind it; `null` settings restrict nothing. */
export interface TrustedCertificate {
  readonly der: Uint8Array
  readonly settings: TrustSettings | null
}

/**
 * OpenSSL's `TRUSTED CERTIFICATE` (`openssl x509 -trustout`): a certificate, then optionally
 * SEQUENCE { trust SEQUENCE OF OID, reject [0] IMPLICIT SEQUENCE OF OID, alias UTF8String, keyid OCTET STRING, other [1] }, each part
 * optional. `null`: no certificate, or settings that cannot be read; OpenSSL then reads nothing either.
 */
export function readTrustedCertificate(bytes: Uint8Array): TrustedCertificate | null {
  const r = new DerReader(bytes)
  if (!r.readTag(tag.sequence, 0, bytes.length) || r.breaks > 0) return null
  const der = r.slice(0, r.next)
  if (r.next === bytes.length) return { der, settings: null }
  if (!r.readTag(tag.sequence, r.next, bytes.length) || r.next < bytes.length) return null
  const { end } = r
  let pos = r.start
  let trusts: Oid[] = []
  let rejects: Oid[] = []
  if (r.readTag(tag.sequence, pos, end)) {
    pos = r.next
    trusts = readPurposes(r)
  }
  if (r.readTag(0xa0, pos, end)) {
    pos = r.next
    rejects = readPurposes(r)
  }
  // The rest is for people: alias, key identifier, and algorithms.
  while (pos < end && r.read(pos, end)) pos = r.next
  if (r.anomalies.length > 0) return null
  return { der, settings: trusts.length + rejects.length === 0 ? null : { trusts, rejects } }
}

/** The identifiers in the list that the reader has just read; another element is noted. */
function readPurposes(r: DerReader): Oid[] {
  const { end } = r
  const purposes: Oid[] = []
  for (let pos = r.start; pos < end && r.read(pos, end); pos = r.next) {
    if (r.tag === tag.oid) purposes.push(readOid(r, r.start, r.end))
    else r.note('field-unexpected', r.at)
  }
  return purposes
}
