import type { DerReader } from '../../der/reader.ts'
import type { Extension } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'

/** An extension and where its value stands in the certificate; `value` is sliced when asked for. */
export class ExtensionValue implements Extension {
  readonly oid: Oid
  readonly critical: boolean
  readonly offset: number
  /** First octet of extnValue's content. */
  readonly start: number
  /** After the last. */
  readonly end: number
  /** Whether an extension of the same type stands before it. */
  readonly isRepeated: boolean
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array, oid: Oid, critical: boolean, offset: number, start: number, end: number, isRepeated: boolean) {
    this.bytes = bytes
    this.oid = oid
    this.critical = critical
    this.offset = offset
    this.start = start
    this.end = end
    this.isRepeated = isRepeated
  }

  get value(): Uint8Array {
    return this.bytes.subarray(this.start, this.end)
  }
}

/** Decodes one extension's value. `null`: malformed; the caller notes that. What is odd but readable is noted here. */
export type ExtensionDecoder<T> = (r: DerReader, e: ExtensionValue) => T | null
