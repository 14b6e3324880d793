import { oidText, readOid } from '../der/oid.ts'
import { DerReader } from '../der/reader.ts'
import { tag } from '../der/tag.ts'
import type { Oid } from '../model/oid.ts'

/** The identifiers in a SEQUENCE OF OBJECT IDENTIFIER that stands alone, as purposes do beside a certificate. `null`: it is none, or is malformed. */
export function readObjectIdentifiers(der: Uint8Array): readonly Oid[] | null {
  const r = new DerReader(der)
  if (!r.readOnly(tag.sequence, 0, der.length)) return null
  const { end } = r
  const oids: Oid[] = []
  for (let pos = r.start; pos < end; pos = r.next) {
    if (!r.readTag(tag.oid, pos, end)) return null
    oids.push(readOid(r, r.start, r.end))
  }
  return r.anomalies.length > 0 ? null : oids
}

/** Dotted form of an identifier of which only the content octets are given, without tag and length. Empty: malformed. */
export const objectIdentifier = (content: Uint8Array): Oid => oidText(content, 0, content.length)
