import { DerReader } from '../der/reader.ts'

/** Where one element of an encoding lies. */
export interface DerElement {
  readonly tag: number
  /** Offset of the identifier octet. */
  readonly at: number
  /** First octet of the content. */
  readonly start: number
  /** Behind the last octet of the content. */
  readonly end: number
}

/** The elements from `start` to `end`, one behind the other. BER's indefinite lengths are followed. `null`: one is cut, or is none. */
export function derElements(bytes: Uint8Array, start: number, end: number): readonly DerElement[] | null {
  const r = new DerReader(bytes)
  const found: DerElement[] = []
  for (let pos = start; pos < end; pos = r.next) {
    if (!r.read(pos, end) || r.breaks > 0) return null
    found.push({ tag: r.tag, at: r.at, start: r.start, end: r.end })
  }
  return found
}
