import { concatBytes } from '@noble/hashes/utils.js'
import { oidText } from '../der/oid.ts'
import { tag } from '../der/tag.ts'
import { type DerElement, derElements } from './der-elements.ts'
import { type BlockCipher, passwordCipher } from './pkcs12-cipher.ts'
import { decryptRc2 } from './rc2.ts'

/** What a PKCS #12 file holds of certificates, or why that cannot be known. */
export type Pkcs12 =
  | {
      readonly kind: 'read'
      /** In the order of the file, duplicates kept; keys and what else is in it are left out. */
      readonly certificates: readonly Pkcs12Certificate[]
      /** What opened the encrypted parts: `null`: there are none, or no password was needed. */
      readonly password: string | null
      readonly isEncrypted: boolean
    }
  /** `password`: none that was tried opens it. */
  | { readonly kind: 'password' }
  | { readonly kind: 'unreadable'; readonly why: string }

export interface Pkcs12Certificate {
  readonly der: Uint8Array
  /** Java's mark of a trusted certificate stands beside it: the bag attribute 2.16.840.1.113894.746875.1.1. */
  readonly isTrusted: boolean
}

/** Undoes a cipher in CBC mode and its padding (RFC 8018 §6.1.1). `wrong`: the padding is none, so the key was wrong. */
export type Decrypt = (
  cipher: Exclude<BlockCipher, 'rc2-cbc'>,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
) => Uint8Array | 'wrong' | 'unsupported'

/**
 * Reads a PKCS #12 file (RFC 7292 §4) with the first of `passwords` that opens its encrypted parts; `null` among them is no password.
 * The integrity code is not looked at: what was put in without it is shown all the same. Total.
 */
export function readPkcs12(bytes: Uint8Array, passwords: readonly (string | null)[], decrypt: Decrypt): Pkcs12 {
  try {
    const safes = authenticatedSafe(bytes)
    const sealed = safes.filter(({ type }) => type === encryptedData)
    const plain = safes.filter(({ type }) => type === data)
    const other = safes.find(({ type }) => type !== data && type !== encryptedData)
    if (other !== undefined)
      throw new Unreadable(`a part of it is ${other.type}, which only the holder of a private key can open`)
    const open = plain.flatMap(({ content }) => bags(octets(content.bytes, content.element)))
    if (sealed.length === 0) return { kind: 'read', certificates: open, password: null, isEncrypted: false }
    for (const password of passwords) {
      const opened = sealed.map(({ content }) => openSafe(content.bytes, content.element, password, decrypt))
      if (opened.includes(null)) continue
      return { kind: 'read', certificates: [...open, ...opened.flatMap((o) => o ?? [])], password, isEncrypted: true }
    }
    return { kind: 'password' }
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unreadable', why: error.message }
    throw error
  }
}

/** Why a file cannot be read; it never leaves this file. */
class Unreadable extends Error {}

const data = '1.2.840.113549.1.7.1'
const encryptedData = '1.2.840.113549.1.7.6'
const certBag = '1.2.840.113549.1.12.10.1.3'
const safeContentsBag = '1.2.840.113549.1.12.10.1.6'
const x509Certificate = '1.2.840.113549.1.9.22.1'
const trustedByJava = '2.16.840.1.113894.746875.1.1'

/** Bags in bags and strings in strings: our own bound. */
const maxNesting = 8

interface Content {
  readonly type: string
  readonly content: { readonly bytes: Uint8Array; readonly element: DerElement }
}

/** RFC 7292 §4 and §4.1: the ContentInfos inside the outer one. */
function authenticatedSafe(bytes: Uint8Array): readonly Content[] {
  const [pfx] = inside(bytes, { start: 0, end: bytes.length })
  const [, outer] = inside(bytes, expected(pfx, tag.sequence))
  const { type, content } = contentInfo(bytes, outer)
  if (type !== data) throw new Unreadable('it is signed with a key instead of a password')
  const safe = octets(content.bytes, content.element)
  const [list] = inside(safe, { start: 0, end: safe.length })
  return inside(safe, expected(list, tag.sequence)).map((element) => contentInfo(safe, element))
}

/** ContentInfo (RFC 5652 §3). */
function contentInfo(bytes: Uint8Array, element: DerElement | undefined): Content {
  const [type, content] = inside(bytes, expected(element, tag.sequence))
  const [only] = inside(bytes, expected(content, 0xa0))
  if (only === undefined) throw new Unreadable('a part of it is empty')
  return { type: oid(bytes, type), content: { bytes, element: only } }
}

/** The bags of an EncryptedData (RFC 5652 §8); `null`: the password does not open it. */
function openSafe(
  bytes: Uint8Array,
  element: DerElement,
  password: string | null,
  decrypt: Decrypt,
): readonly Pkcs12Certificate[] | null {
  const [, info] = inside(bytes, expected(element, tag.sequence))
  const [, algorithm, content] = inside(bytes, expected(info, tag.sequence))
  if (content === undefined) throw new Unreadable('an encrypted part of it is empty')
  const how = passwordCipher(bytes, expected(algorithm, tag.sequence))
  if (typeof how === 'string') throw new Unreadable(how)
  const { key, iv } = how.keyAndIv(password)
  const sealed = octets(bytes, content)
  const opened = how.cipher === 'rc2-cbc' ? decryptRc2(key, 8 * key.length, iv, sealed) : decrypt(how.cipher, key, iv, sealed)
  if (opened === 'unsupported') throw new Unreadable(`it is encrypted with ${how.cipher}, which this runtime cannot undo`)
  if (opened === 'wrong') return null
  try {
    return bags(opened)
  } catch (error) {
    // One wrong key in 256 leaves a padding that looks right.
    if (error instanceof Unreadable) return null
    throw error
  }
}

/** RFC 7292 §4.2: the certificates among the bags. */
function bags(bytes: Uint8Array, depth = 0): readonly Pkcs12Certificate[] {
  if (depth > maxNesting) throw new Unreadable('its bags are nested too deep')
  const list = inside(bytes, { start: 0, end: bytes.length })
  if (list.length !== 1) throw new Unreadable('a part of it is no list of bags')
  return inside(bytes, expected(list[0], tag.sequence)).flatMap((bag) => {
    const [type, value, attributes] = inside(bytes, expected(bag, tag.sequence))
    const kind = oid(bytes, type)
    if (kind !== certBag && kind !== safeContentsBag) return []
    const [content] = inside(bytes, expected(value, 0xa0))
    if (kind === safeContentsBag) return bags(bytes.subarray(content?.at, value?.end), depth + 1)
    const [certificateType, wrapped] = inside(bytes, expected(content, tag.sequence))
    if (oid(bytes, certificateType) !== x509Certificate) return []
    const [certificate] = inside(bytes, expected(wrapped, 0xa0))
    if (certificate === undefined) throw new Unreadable('a certificate in it is empty')
    return [{ der: octets(bytes, certificate), isTrusted: attributes !== undefined && isTrusted(bytes, attributes) }]
  })
}

function isTrusted(bytes: Uint8Array, attributes: DerElement): boolean {
  return inside(bytes, expected(attributes, tag.set)).some((attribute) => {
    const [type] = inside(bytes, attribute)
    return type?.tag === tag.oid && oidText(bytes, type.start, type.end) === trustedByJava
  })
}

/** The content of an OCTET STRING, explicit or implicit; BER's form in pieces is put together. */
function octets(bytes: Uint8Array, element: DerElement, depth = 0): Uint8Array {
  if ((element.tag & 0x20) === 0) return bytes.subarray(element.start, element.end)
  if (depth > maxNesting) throw new Unreadable('it is cut or damaged')
  return concatBytes(...inside(bytes, element).map((piece) => octets(bytes, piece, depth + 1)))
}

function inside(bytes: Uint8Array, { start, end }: Pick<DerElement, 'start' | 'end'>): readonly DerElement[] {
  const found = derElements(bytes, start, end)
  if (found === null) throw new Unreadable('it is cut or damaged')
  return found
}

function expected(element: DerElement | undefined, wanted: number): DerElement {
  if (element?.tag !== wanted) throw new Unreadable('it is cut or damaged')
  return element
}

const oid = (bytes: Uint8Array, element: DerElement | undefined): string => {
  const { start, end } = expected(element, tag.oid)
  return oidText(bytes, start, end)
}
