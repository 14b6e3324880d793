import { checkInteger } from '../../der/integer.ts'
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
