import { DerReader } from '../der/reader.ts'
import { isStringTag, latin1 } from '../der/string.ts'
import { tag } from '../der/tag.ts'
import type { AttributeTypeAndValue, Name, RelativeDistinguishedName } from '../model/name.ts'
import { canonicalName } from './canonical-name.ts'
import { attributeName } from './oids.ts'
import { escapeUnprintable } from './printable.ts'
import { readRdns } from './rdn.ts'

/** The name without attributes. Its `der` is what an empty SEQUENCE encodes to. */
export const emptyName: Name = { der: new Uint8Array([0x30, 0]), raw: '0\0', canonical: '', rdns: [] }

/** A Name from its DER. Total; a reader that wants to know what was wrong uses `readNameAt`. */
export function readName(der: Uint8Array): Name {
  const r = new DerReader(der)
  if (r.readTag(tag.sequence, 0, der.length)) return readNameAt(r)
  return { der, raw: latin1(der, 0, der.length), canonical: unreadable(der), rdns: [] }
}

/** The Name whose SEQUENCE the reader has just read. What is wrong in it is noted when `rdns` is first asked for. */
export function readNameAt(r: DerReader): Name {
  return new LazyName(r, r.at, r.start, r.end, r.next)
}

/** Common names in encoded order. */
export function commonNames(name: Name): string[] {
  return name.rdns.flatMap((rdn) => rdn.filter((a) => a.type === '2.5.4.3').map((a) => a.value))
}

/**
 * A name as RFC 4514 writes it, most specific part first: `CN=example.com,O=Example\\, Inc.,C=US`. The empty name is ''.
 *
 * Safe to print, see `escapeUnprintable`. Beyond RFC 4514 §3 a few attributes have the name that OpenSSL gives them (`emailAddress`,
 * `serialNumber`; all in `oids.ts`); the others show their identifier and the text, where §2.4 would have the encoding in hexadecimal.
 */
export function formatName(name: Name): string {
  const rdns = name.rdns.map((rdn) => rdn.map(formatAttribute).join('+'))
  return rdns.reverse().join(',')
}

function formatAttribute({ type, value, tag }: AttributeTypeAndValue): string {
  // RFC 4514 §2.4. A value that is no string is hexadecimal behind '#' already.
  const text = isStringTag(tag) ? escapeUnprintable(value.replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&')) : value
  return `${attributeName(type) ?? type}=${text}`
}

/** A name's parts are costly beside the rest of a certificate, and often only its `raw` form is asked for. */
class LazyName implements Name {
  private readonly reader: DerReader
  private readonly at: number
  private readonly start: number
  private readonly end: number
  private readonly next: number
  private derOnce: Uint8Array | null
  private rawOnce: string | null
  private canonicalOnce: string | null
  private rdnsOnce: readonly RelativeDistinguishedName[] | null
  private sound: boolean

  constructor(reader: DerReader, at: number, start: number, end: number, next: number) {
    this.reader = reader
    this.at = at
    this.start = start
    this.end = end
    this.next = next
    this.derOnce = null
    this.rawOnce = null
    this.canonicalOnce = null
    this.rdnsOnce = null
    this.sound = true
  }

  get der(): Uint8Array {
    this.derOnce ??= this.reader.slice(this.at, this.next)
    return this.derOnce
  }

  get raw(): string {
    this.rawOnce ??= latin1(this.reader.bytes, this.at, this.next)
    return this.rawOnce
  }

  get canonical(): string {
    if (this.canonicalOnce === null) {
      const { rdns } = this
      this.canonicalOnce = this.sound ? canonicalName(rdns) : unreadable(this.der)
    }
    return this.canonicalOnce
  }

  get rdns(): readonly RelativeDistinguishedName[] {
    if (this.rdnsOnce === null) {
      const read = readRdns(this.reader, this.start, this.end)
      this.sound = read.sound
      this.rdnsOnce = read.rdns
    }
    return this.rdnsOnce
  }
}

/** A name that cannot be read matches its own encoding only. A canonical name never begins with NUL. */
const unreadable = (der: Uint8Array): string => `\0${latin1(der, 0, der.length)}`
