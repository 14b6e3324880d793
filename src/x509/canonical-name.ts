import { isStringTag } from '../der/string.ts'
import { once } from '../model/once.ts'
import type { AttributeTypeAndValue, RelativeDistinguishedName } from '../model/name.ts'

/**
 * RFC 5280 §7.1: one text for all names that match. String types are folded, case and insignificant white space ignored, an RDN
 * is a set; a value that is no string compares by its encoding. The control characters that part the pieces cannot stand in one.
 */
export function canonicalName(rdns: readonly RelativeDistinguishedName[]): string {
  let text = ''
  for (const rdn of rdns) {
    if (text !== '') text += '\n'
    const only = rdn.length === 1 ? rdn[0] : undefined
    text += only === undefined ? rdn.map(attribute).sort().join('\t') : attribute(only)
  }
  return text
}

// A prepared string may begin with '#'; what is no string has another mark behind the type.
const attribute = ({ type, value, tag }: AttributeTypeAndValue): string =>
  isStringTag(tag) ? `${type}=${prepared(value)}` : `${type}${value}`

const plain = /^[!-@[-~]+( [!-@[-~]+)*$/

/** RFC 4518 §2, with the case folding that RFC 5280 §7.1 asks for (full folding, by way of upper case), and §2.6.1's spaces reduced to one. */
export function prepared(value: string): string {
  const lower = value.toLowerCase()
  if (plain.test(lower)) return lower
  const mapped = value.replace(spaces(), ' ').replace(ignored(), '')
  return mapped.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replace(/ +/g, ' ').replace(/^ | $/g, '')
}

/** RFC 4518 §2.2: characters mapped to SPACE. */
const spaces = once(() => /[\t\n\v\f\r\x85\p{Z}]/gu)
/** RFC 4518 §2.2: characters mapped to nothing, by the properties that Unicode has since given them. */
const ignored = once(() => /[\p{Cc}\p{Default_Ignorable_Code_Point}\u06dd\u070f\ufff9-\ufffc]/gu)
