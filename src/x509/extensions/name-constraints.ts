import { readCount } from '../../der/integer.ts'
import type { DerReader } from '../../der/reader.ts'
import { tag } from '../../der/tag.ts'
import type { GeneralSubtree, NameConstraints } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import type { ExtensionDecoder } from './extension-value.ts'
import { readGeneralName } from './general-name.ts'

/** RFC 5280 §4.2.1.10. Neither list, or an empty one, is `extension-empty`. */
export const nameConstraints: ExtensionDecoder<NameConstraints> = (r, e) => {
  if (!r.readOnly(tag.sequence, e.start, e.end, e.oid)) return null
  const { start, end } = r
  let permitted: readonly GeneralSubtree[] | null = []
  let excluded: readonly GeneralSubtree[] | null = []
  let pos = start
  if (r.readTag(0xa0, pos, end)) {
    pos = r.next
    permitted = readSubtrees(r, e)
  }
  if (r.readTag(0xa1, pos, end)) {
    pos = r.next
    excluded = readSubtrees(r, e)
  }
  if (pos < end || permitted === null || excluded === null) return null
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  return { critical: e.critical, permitted, excluded }
}

/** Content of GeneralSubtrees: SEQUENCE SIZE (1..MAX) OF GeneralSubtree, the list's own tag replaced. */
function readSubtrees(r: DerReader, e: { readonly oid: Oid; readonly offset: number }): GeneralSubtree[] | null {
  const { start, end } = r
  if (start === end) r.note('extension-empty', e.offset, e.oid)
  const subtrees: GeneralSubtree[] = []
  for (let pos = start; pos < end; ) {
    if (!r.readTag(tag.sequence, pos, end)) return null
    pos = r.next
    const subtree = readSubtree(r, e.oid)
    if (subtree === null) return null
    subtrees.push(subtree)
  }
  return subtrees
}

/** GeneralSubtree: SEQUENCE { base GeneralName, minimum [0] INTEGER DEFAULT 0, maximum [1] INTEGER OPTIONAL }. */
function readSubtree(r: DerReader, about: Oid): GeneralSubtree | null {
  const { end } = r
  if (!r.read(r.start, end)) return null
  let pos = r.next
  const base = readGeneralName(r, about, 8)
  let minimum: number | null = 0
  let maximum: number | null = null
  if (r.readTag(0x80, pos, end)) {
    pos = r.next
    minimum = readCount(r, r.start, r.end, about)
    if (minimum === 0) r.note('default-encoded', r.at, about)
  }
  if (minimum === null) return null
  if (r.readTag(0x81, pos, end)) {
    pos = r.next
    maximum = readCount(r, r.start, r.end, about)
    if (maximum === null) return null
  }
  return pos < end ? null : { base, minimum, maximum }
}
