import { checkInteger } from '../../der/integer.ts'
import { DerReader } from '../../der/reader.ts'
import { tag } from '../../der/tag.ts'
import type { AuthorityKeyIdentifier, GeneralName } from '../../model/extension.ts'
import type { ExtensionDecoder } from './extension-value.ts'
import { readGeneralNames } from './general-name.ts'

/** RFC 5280 §4.2.1.1: SEQUENCE { keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2] }, each optional. */
export const authorityKeyIdentifier: ExtensionDecoder<AuthorityKeyIdentifier> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { end } = r
  let pos = r.start
  let keyIdentifier: Uint8Array | null = null
  let authorityCertIssuer: readonly GeneralName[] | null = null
  let authorityCertSerialNumber: Uint8Array | null = null
  if (r.readTag(0x80, pos, end)) {
    pos = r.next
    keyIdentifier = r.slice(r.start, r.end)
  }
  if (r.readTag(0xa1, pos, end)) {
    pos = r.next
    authorityCertIssuer = readGeneralNames(r, r.start, r.end, e.oid)
    if (authorityCertIssuer === null) return null
  }
  if (r.readTag(0x82, pos, end)) {
    pos = r.next
    if (r.start === r.end) return null
    checkInteger(r, r.start, r.end, e.oid)
    authorityCertSerialNumber = r.slice(r.start, r.end)
  }
  return pos < end ? null : { critical: e.critical, keyIdentifier, authorityCertIssuer, authorityCertSerialNumber }
}

/**
 * The value of the extension by its keyIdentifier alone, where that comes first, whatever stands behind it. `null`: not even
 * that can be read. Go reads it so (crypto/x509/parser.go at 1.19, processExtensions).
 */
export function leadingKeyIdentifier(value: Uint8Array, critical: boolean): AuthorityKeyIdentifier | null {
  const r = new DerReader(value)
  if (!r.readTag(tag.sequence, 0, value.length)) return null
  const keyIdentifier = r.readTag(0x80, r.start, r.end) ? r.slice(r.start, r.end) : null
  const isWhole = r.breaks === 0 && r.anomalies.length === 0
  return isWhole ? { critical, keyIdentifier, authorityCertIssuer: null, authorityCertSerialNumber: null } : null
}
