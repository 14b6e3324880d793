import { noOctets } from '../der/reader.ts'
import { latin1 } from '../der/string.ts'
import type { Sha256 } from '../model/sha256.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { toHex } from '../x509/hex.ts'
import { imposedNames } from '../roots/authenticity/imposed-names.ts'
import type { PublishedSource } from './published-source.ts'
import { isoDay, type Said, said, unreadable } from './shared/content.ts'
import { carried } from './shared/pem-certificates.ts'

/**
 * Mozilla's own list: NSS lib/ckfw/builtins/certdata.txt. Certificates and trust are objects apart, joined by the SHA-1 of
 * the certificate, or by issuer and serial number where the trust object has none. It does not tell its day.
 */
export const certdata: PublishedSource = {
  id: 'certdata',
  title: "Mozilla's certdata.txt (NSS)",
  programmes: ['mozilla'],
  believed: 'transport',
  maxOctets: 8_000_000,
  read: (bytes, { fetchedAt, sha1 }) => {
    const objects = readObjects(latin1(bytes, 0, bytes.length))
    if (typeof objects === 'string') return unreadable(objects)
    const trusts = new Map<string, Attributes[]>()
    for (const o of objects) {
      if (!trustClasses.has(bare(o, 'CKA_CLASS'))) continue
      group(trusts, nameOf(o)).push(o)
      const hash = octets(o, 'CKA_CERT_SHA1_HASH')
      if (hash !== null) group(trusts, toHex(hash)).push(o)
    }
    const statements: Said[] = []
    const certificates: Uint8Array[] = []
    for (const o of objects) {
      if (bare(o, 'CKA_CLASS') !== 'CKO_CERTIFICATE') continue
      const value = octets(o, 'CKA_VALUE')
      const certificate = value === null ? null : carried(value)
      if (certificate === null) return unreadable('a certificate cannot be read')
      const { der, sha256 } = certificate
      const named = trusts.get(nameOf(o)) ?? []
      const trust = trusts.get(toHex(sha1(der)))?.[0] ?? named.find((t) => octets(t, 'CKA_CERT_SHA1_HASH') === null)
      if (trust === undefined && named.length === 0) return unreadable('a certificate has no trust object: the file is cut')
      const after = distrustAfter(o)
      if (after === 'malformed') return unreadable('a date of distrust cannot be read')
      certificates.push(der)
      // Trust that is bound to another certificate of that name says nothing of this one.
      if (trust !== undefined) statements.push(statement(sha256, trust, after))
    }
    return statements.length === 0
      ? unreadable('it holds no certificate')
      : { kind: 'content', asOf: fetchedAt, issue: '', statements, certificates }
  },
}

/** Lines of an object by the name of the attribute; the value as written, or the octets of a MULTILINE_OCTAL. */
type Attributes = ReadonlyMap<string, string | Uint8Array>

/** NSS's own class, its name until 3.12, and PKCS #11 3.2's. */
const trustClasses: ReadonlySet<string> = new Set(['CKO_NSS_TRUST', 'CKO_NETSCAPE_TRUST', 'CKO_TRUST'])

/** A text: why it cannot be read. Each object begins with its class. */
function readObjects(text: string): readonly Attributes[] | string {
  const lines = text.split(/\r?\n/)
  const begin = lines.findIndex((line) => line.trim() === 'BEGINDATA')
  if (begin < 0) return 'this is no certdata.txt'
  const objects: Map<string, string | Uint8Array>[] = []
  for (let i = begin + 1; i < lines.length; i++) {
    const line = lines[i]?.trim() ?? ''
    if (line === '' || line.startsWith('#')) continue
    const [name = '', type, ...rest] = line.split(' ')
    if (name === 'CKA_CLASS') objects.push(new Map())
    const object = objects.at(-1)
    if (object === undefined || type === undefined || !name.startsWith('CKA_')) return `line ${i + 1}: not an attribute`
    if (type !== 'MULTILINE_OCTAL') {
      object.set(name, rest.join(' '))
      continue
    }
    const from = i + 1
    while (i < lines.length && lines[i]?.trim() !== 'END') i++
    if (i === lines.length) return 'the file is cut'
    const value = octalOctets(lines.slice(from, i))
    if (value === null) return `line ${from + 1}: not octets`
    object.set(name, value)
  }
  return objects
}

function octalOctets(lines: readonly string[]): Uint8Array | null {
  const text = lines.map((line) => line.trim()).join('')
  if (!/^(?:\\[0-3][0-7]{2})*$/.test(text)) return null
  return Uint8Array.from({ length: text.length / 4 }, (_, i) => Number.parseInt(text.slice(4 * i + 1, 4 * i + 4), 8))
}

function group(groups: Map<string, Attributes[]>, key: string): Attributes[] {
  const found = groups.get(key) ?? []
  groups.set(key, found)
  return found
}

const bare = (o: Attributes, name: string): string => {
  const value = o.get(name)
  return typeof value === 'string' ? value : ''
}

const octets = (o: Attributes, name: string): Uint8Array | null => {
  const value = o.get(name)
  return value instanceof Uint8Array ? value : null
}

const nameOf = (o: Attributes): string =>
  ['CKA_ISSUER', 'CKA_SERIAL_NUMBER'].map((name) => toHex(octets(o, name) ?? noOctets)).join('/')

/** `null`: none is set. The value is the content of a UTCTime. */
function distrustAfter(o: Attributes): UnixSeconds | null | 'malformed' {
  const value = octets(o, 'CKA_NSS_SERVER_DISTRUST_AFTER')
  if (value === null) return null
  const [, yy, month, day, hour, minute, second] =
    /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(latin1(value, 0, value.length)) ?? []
  if (yy === undefined) return 'malformed'
  const at = Date.parse(`20${yy}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? 'malformed' : seconds(at / 1000)
}

function statement(sha256: Sha256, trust: Attributes, after: UnixSeconds | null): Said {
  const server = standing(trust, 'SERVER_AUTH')
  if (server === 'distrusted') return said('mozilla', sha256, 'blocked')
  if (server === 'none')
    return said(
      'mozilla',
      sha256,
      'other-purpose',
      standing(trust, 'EMAIL_PROTECTION') === 'anchor' ? 'for e-mail' : 'for no purpose',
    )
  const names = imposedNames.get(sha256)
  if (names !== undefined) return said('mozilla', sha256, 'limited', `for names under ${names} alone`)
  return after === null
    ? said('mozilla', sha256, 'included')
    : said('mozilla', sha256, 'dated', `not for certificates issued after ${isoDay(after)}`)
}

/** CK_TRUST by its names in NSS (pkcs11n.h), in NSS up to 3.12, and in PKCS #11 3.2. What is not known is no trust. */
function standing(trust: Attributes, purpose: string): 'anchor' | 'distrusted' | 'none' {
  const value = bare(trust, `CKA_TRUST_${purpose}`) || bare(trust, `CKA_PKCS_TRUST_${purpose}`)
  if (['CKT_NSS_TRUSTED_DELEGATOR', 'CKT_NETSCAPE_TRUSTED_DELEGATOR', 'CKT_TRUST_ANCHOR'].includes(value)) return 'anchor'
  return ['CKT_NSS_NOT_TRUSTED', 'CKT_NETSCAPE_UNTRUSTED', 'CKT_NOT_TRUSTED'].includes(value) ? 'distrusted' : 'none'
}
