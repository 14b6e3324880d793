import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { seconds } from '../../src/model/time.ts'
import type { StoreContent } from '../../src/stores/store.ts'

/** A self-signed authority of this name, DER, valid from 2020 to 2040. */
export const testRoot = (name: string): Uint8Array =>
  rootCertificate(
    { subject: { C: 'DE', O: 'Test', CN: name }, key: labKey('p-256', name) },
    { notBefore: seconds(1_577_836_800), notAfter: seconds(2_208_988_800) },
  )

/** The certificates of a store in hexadecimal, in their order; the reason where it could not be read. */
export function told(content: StoreContent | null): readonly string[] | string | null {
  if (content === null) return null
  return 'unreadable' in content ? content.unreadable : content.certificates.map(({ der }) => hex(der))
}

/** The same, sorted; throws the reason where the store could not be read. */
export function heldIn(content: StoreContent | null): readonly string[] {
  const held = told(content)
  if (held === null || typeof held === 'string') throw new Error(held ?? 'there is no such store')
  return [...held].sort()
}

/** Octets in hexadecimal. */
export const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')

/** The octets up to every 97th, and none. */
export const cuts = (octets: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(octets.length / 97) }, (_, i) => octets.subarray(0, i * 97))
