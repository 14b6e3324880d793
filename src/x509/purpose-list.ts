import { oidText } from '../der/oid.ts'
import { tag } from '../der/tag.ts'
import type { Oid } from '../model/oid.ts'
import { derElements } from './der-elements.ts'

/**
 * The purposes in an ExtKeyUsageSyntax (RFC 5280 §4.2.1.12: SEQUENCE OF OBJECT IDENTIFIER), bare or inside a whole Extension (§4.1), as
 * p11-kit writes both. `null`: it is neither.
 */
export function readPurposeList(der: Uint8Array): readonly Oid[] | null {
  const outer = derElements(der, 0, der.length)
  const list = outer?.length === 1 && outer[0]?.tag === tag.sequence ? derElements(der, outer[0].start, outer[0].end) : null
  if (list === null || list === undefined) return null
  const value = list.at(-1)
  if (value?.tag === tag.octetString && list[0]?.tag === tag.oid) return readPurposeList(der.subarray(value.start, value.end))
  if (list.some((element) => element.tag !== tag.oid)) return null
  return list.map(({ start, end }) => oidText(der, start, end))
}
