import { tag } from '../der/tag.ts'
import type { Oid } from '../model/oid.ts'
import { derElements } from './der-elements.ts'
import { readObjectIdentifiers } from './object-identifiers.ts'

/**
 * The purposes in an ExtKeyUsageSyntax (RFC 5280 §4.2.1.12: SEQUENCE OF OBJECT IDENTIFIER), bare or inside a whole Extension (§4.1), as
 * p11-kit writes both. `null`: it is neither.
 */
export function readPurposeList(der: Uint8Array): readonly Oid[] | null {
  const bare = readObjectIdentifiers(der)
  if (bare !== null) return bare
  const [outer, ...more] = derElements(der, 0, der.length) ?? []
  if (outer?.tag !== tag.sequence || more.length > 0) return null
  const members = derElements(der, outer.start, outer.end) ?? []
  const value = members.at(-1)
  return members[0]?.tag === tag.oid && value?.tag === tag.octetString
    ? readObjectIdentifiers(der.subarray(value.start, value.end))
    : null
}
