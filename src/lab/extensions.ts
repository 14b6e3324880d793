import { createHash } from 'node:crypto'
import type { Oid } from '../model/oid.ts'
import { boolean, implicit, integer, namedBits, octetString, oid, sequence, tlv } from './der-writer.ts'
import type { LabKey } from './key.ts'

/** RFC 5280 §4.2: one extension to be written. `value` is the content of extnValue, well formed or not. */
export interface ExtensionSpec {
  readonly oid: Oid
  readonly critical: boolean
  readonly value: Uint8Array
}

/** Object identifiers of the extensions that the lab writes. */
export const extensionOid = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
} as const satisfies Record<string, Oid>

/** Object identifiers for `extKeyUsage`. */
export const purpose = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
} as const satisfies Record<string, Oid>

/** A dNSName or an iPAddress (octets). */
export type LabGeneralName = { readonly dns: string } | { readonly ip: Uint8Array }

/** RFC 5280 §4.1: Extension; critical FALSE is the default and so not written. */
export const writeExtension = (extension: ExtensionSpec): Uint8Array =>
  sequence(oid(extension.oid), ...(extension.critical ? [boolean(true)] : []), octetString(extension.value))

/** RFC 5280 §4.2.1.9. `pathLength` `null`: without limit. */
export function basicConstraints(cA: boolean, pathLength: number | null = null, critical = true): ExtensionSpec {
  const limit = pathLength === null ? [] : [integer(pathLength)]
  return { oid: extensionOid.basicConstraints, critical, value: sequence(...(cA ? [boolean(true)] : []), ...limit) }
}

/** RFC 5280 §4.2.1.3. `bits` as in `keyUsageBit`. */
export const keyUsage = (bits: number, critical = true): ExtensionSpec => ({
  oid: extensionOid.keyUsage,
  critical,
  value: namedBits(bits),
})

/** RFC 5280 §4.2.1.12. */
export const extKeyUsage = (...purposes: readonly Oid[]): ExtensionSpec => ({
  oid: extensionOid.extKeyUsage,
  critical: false,
  value: sequence(...purposes.map(oid)),
})

/** RFC 5280 §4.2.1.2. */
export const subjectKeyIdentifier = (key: LabKey): ExtensionSpec => ({
  oid: extensionOid.subjectKeyIdentifier,
  critical: false,
  value: octetString(keyIdentifier(key)),
})

/** RFC 5280 §4.2.1.1, the key identifier alone. */
export const authorityKeyIdentifier = (key: LabKey): ExtensionSpec => ({
  oid: extensionOid.authorityKeyIdentifier,
  critical: false,
  value: sequence(implicit(0, keyIdentifier(key))),
})

/** RFC 5280 §4.2.1.6. */
export const subjectAltName = (...names: readonly LabGeneralName[]): ExtensionSpec => ({
  oid: extensionOid.subjectAltName,
  critical: false,
  value: sequence(...names.map(generalName)),
})

/** RFC 5280 §4.2.1.10; an empty list is left out. An address here is address and mask. */
export function nameConstraints(permitted: readonly LabGeneralName[], excluded: readonly LabGeneralName[]): ExtensionSpec {
  const subtrees = (tag: number, bases: readonly LabGeneralName[]): Uint8Array[] =>
    bases.length === 0 ? [] : [tlv(0xa0 | tag, ...bases.map((base) => sequence(generalName(base))))]
  return {
    oid: extensionOid.nameConstraints,
    critical: true,
    value: sequence(...subtrees(0, permitted), ...subtrees(1, excluded)),
  }
}

/** RFC 7633 §4: the TLS extensions, by number, that the server has to answer; 5 (status_request) is "must staple". */
export const tlsFeatures = (...extensions: readonly number[]): ExtensionSpec => ({
  oid: extensionOid.tlsFeature,
  critical: false,
  value: sequence(...extensions.map(integer)),
})

/** RFC 5280 §4.2.1.2, method (1): SHA-1 over the content of subjectPublicKey. */
function keyIdentifier(key: LabKey): Uint8Array {
  return new Uint8Array(createHash('sha1').update(subjectPublicKey(key.spki)).digest())
}

/** SubjectPublicKeyInfo is a SEQUENCE of one SEQUENCE and one BIT STRING; keys of the lab are well formed. */
function subjectPublicKey(spki: Uint8Array): Uint8Array {
  const outer = header(spki, 0)
  const algorithm = header(spki, outer.start)
  const key = header(spki, algorithm.end)
  return spki.subarray(key.start + 1, key.end)
}

function header(der: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0
  const count = first < 0x80 ? 0 : first & 0x7f
  const length = count === 0 ? first : der.subarray(at + 2, at + 2 + count).reduce((sum, octet) => sum * 256 + octet, 0)
  return { start: at + 2 + count, end: at + 2 + count + length }
}

function generalName(name: LabGeneralName): Uint8Array {
  return 'dns' in name ? implicit(2, Buffer.from(name.dns, 'latin1')) : implicit(7, name.ip)
}
