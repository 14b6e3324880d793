import type { Oid } from '../model/oid.ts'
import type { DerReader } from './reader.ts'

/** BOOLEAN content (X.690 §8.2, §11.1). `null`: not one octet. Any octet but zero is true; other than 0xFF it is `boolean-not-canonical`. */
export function readBoolean(r: DerReader, start: number, end: number, about: Oid = ''): boolean | null {
  if (end - start !== 1) return null
  const octet = r.bytes[start]!
  if (octet !== 0 && octet !== 0xff) r.note('boolean-not-canonical', start, about)
  return octet !== 0
}
