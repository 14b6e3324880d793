// Packs records: pieces of DER that many of them have stand once, and are named by number.
import { DerReader } from '../src/der/reader.ts'
import type { Sha256 } from '../src/model/sha256.ts'

export interface Unpacked {
  readonly sha256: Sha256
  readonly body: Uint8Array
  /** Stretches beside whole elements that others may have as well. */
  readonly pieces: readonly Uint8Array[]
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Numbers fit in an octet; 0 stands for the mark itself. */
const most = 255
const mark = 0xff

/** Fragments and packed records: what `unpackAnchor` reads. */
export function pack(records: readonly Unpacked[]): {
  readonly fragments: readonly string[]
  readonly anchors: readonly string[]
} {
  const open = records.map(({ body, pieces }) => stretches(body, pieces))
  const placed = records.map((): { stretch: Stretch; number: number }[] => [])
  const fragments: string[] = []
  while (fragments.length < most) {
    const best = mostWorth(open)
    if (best === null) break
    fragments.push(best)
    for (const [i, candidates] of open.entries()) {
      const taken: Stretch[] = []
      for (const s of candidates) if (s.text === best && !taken.some((t) => overlaps(s, t))) taken.push(s)
      for (const stretch of taken) placed[i]?.push({ stretch, number: fragments.length })
      if (taken.length > 0) open[i] = candidates.filter((s) => !taken.some((t) => overlaps(s, t)))
    }
  }
  const anchors = records.map(({ sha256, body }, i) => {
    const packed = write(body, placed[i] ?? [])
    return Buffer.concat([Buffer.from(sha256, 'hex'), packed]).toString('base64')
  })
  return { fragments: fragments.map((hex) => Buffer.from(hex, 'hex').toString('base64')), anchors }
}

const overlaps = (a: Stretch, b: Stretch): boolean => a.start < b.end && b.start < a.end

/** The text that saves most octets, beyond what naming it costs. Ties go to the text that sorts first, so that every run gives the same. */
function mostWorth(open: readonly (readonly Stretch[])[]): string | null {
  const counts = new Map<string, number>()
  for (const candidates of open) for (const { text } of candidates) counts.set(text, (counts.get(text) ?? 0) + 1)
  let best: string | null = null
  let worth = 8
  for (const [text, count] of counts) {
    const size = text.length / 2
    const saves = count * (size - 2) - size
    if (saves > worth || (saves === worth && best !== null && text < best)) {
      best = text
      worth = saves
    }
  }
  return best
}

/** Every element in the body, whole and without its last octets where these differ from record to record, and the pieces. */
function stretches(body: Uint8Array, pieces: readonly Uint8Array[]): readonly Stretch[] {
  const found: Stretch[] = []
  const bytes = Buffer.from(body)
  const add = (start: number, end: number): void => {
    if (end - start > 3) found.push({ start, end, text: bytes.toString('hex', start, end) })
  }
  for (const piece of pieces) {
    const start = bytes.indexOf(piece)
    if (start >= 0) add(start, start + piece.length)
  }
  // The fields end the body; what stands before them is found by trying, for the head is short.
  const walk = (from: number, to: number): void => {
    const r = new DerReader(body)
    for (let pos = from; pos < to; ) {
      if (!r.read(pos, to)) return
      const { at, start, end, next, tag } = r
      add(at, next)
      if ((tag & 0x20) !== 0) walk(start, end)
      else if (end - start === 20 && tag === 0x04) add(at - 9 >= from ? at - 9 : at, start)
      // A key identifier in its wrapper: all but the 20 octets.
      if (tag === 0x04 && (end - start === 22 || end - start === 24)) add(at, end - 20)
      pos = next
    }
  }
  walk(fieldsAt(body), body.length)
  return found
}

const fieldsAt = (body: Uint8Array): number => ((body[0] ?? 0) & 2 ? 3 + ((body[1] ?? 0) << 8) + (body[2] ?? 0) : 1)

function write(body: Uint8Array, placed: readonly { readonly stretch: Stretch; readonly number: number }[]): Buffer {
  const at = new Map(placed.map(({ stretch, number }) => [stretch.start, { end: stretch.end, number }]))
  const out: number[] = []
  for (let pos = 0; pos < body.length; ) {
    const fragment = at.get(pos)
    if (fragment !== undefined) {
      out.push(mark, fragment.number)
      pos = fragment.end
      continue
    }
    const octet = body[pos++] ?? 0
    if (octet === mark) out.push(mark, 0)
    else out.push(octet)
  }
  return Buffer.from(out)
}
