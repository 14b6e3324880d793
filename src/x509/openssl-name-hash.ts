import { sha1 } from '@noble/hashes/legacy.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { decodeString } from '../der/string.ts'
import { tag } from '../der/tag.ts'
import { type DerElement, derElements } from './der-elements.ts'
import { toHex } from './hex.ts'

/**
 * The eight hexadecimal digits under which OpenSSL 1.0.0 and later looks for a name in a directory (X509_NAME_hash: the first four octets
 * of a SHA-1, little-endian), as `openssl x509 -subject_hash` prints them. `name`: the DER of a Name. `null`: it cannot be read.
 */
export function opensslNameHash(name: Uint8Array): string | null {
  const canonical = canonicalEncoding(name)
  return canonical === null ? null : toHex(sha1(canonical).subarray(0, 4).reverse())
}

/** crypto/x509/x_name.c, x509_name_canon: the RDNs without the SEQUENCE around them, their strings made alike. `null`: it is no Name. */
function canonicalEncoding(bytes: Uint8Array): Uint8Array | null {
  const [whole] = derElements(bytes, 0, bytes.length) ?? []
  const rdns = whole?.tag === tag.sequence ? derElements(bytes, whole.start, whole.end) : null
  if (rdns === null) return null
  const sets: Uint8Array[] = []
  for (const rdn of rdns) {
    const attributes = derElements(bytes, rdn.start, rdn.end)?.map((attribute) => canonicalAttribute(bytes, attribute))
    if (rdn.tag !== tag.set || attributes === undefined || attributes.some((a) => a === null)) return null
    const sorted = attributes.filter((a) => a !== null).sort(compareOctets)
    sets.push(element(tag.set, ...sorted))
  }
  return concatBytes(...sets)
}

function canonicalAttribute(bytes: Uint8Array, attribute: DerElement): Uint8Array | null {
  const [type, value, ...more] = derElements(bytes, attribute.start, attribute.end) ?? []
  if (type?.tag !== tag.oid || value === undefined || more.length > 0) return null
  const content = folded.has(value.tag)
    ? element(tag.utf8String, canonicalString(decodeString(bytes, value.tag, value.start, value.end).text))
    : bytes.subarray(value.at, value.end)
  return element(tag.sequence, bytes.subarray(type.at, type.end), content)
}

/** ASN1_MASK_CANON; NumericString and GeneralString are not of it. */
const folded: ReadonlySet<number> = new Set([
  tag.utf8String,
  tag.bmpString,
  tag.universalString,
  tag.printableString,
  tag.teletexString,
  tag.ia5String,
  tag.visibleString,
])

/** asn1_string_canon: ASCII white space trimmed and collapsed, ASCII letters lowered, all else as it is. */
const canonicalString = (text: string): Uint8Array =>
  new TextEncoder().encode(
    text
      .replace(/[ \t\n\v\f\r]+/g, ' ')
      .replace(/^ | $/g, '')
      .replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  )

/** X.690 §8.1.3 in the fewest octets. */
function element(identifier: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents)
  const size = content.length
  const length =
    size < 0x80
      ? [size]
      : size < 0x100
        ? [0x81, size]
        : size < 0x10000
          ? [0x82, size >> 8, size]
          : [0x83, size >> 16, size >> 8, size]
  return concatBytes(Uint8Array.of(identifier, ...length), content)
}

/** X.690 §11.6. */
function compareOctets(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
