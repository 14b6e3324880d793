import { decodeBase64 } from '../x509/base64.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { SignatureFact } from '../model/signature.ts'
import { anchorCertificate } from '../x509/anchor-certificate.ts'
import { type AnchorRecord, packedSha256, unpackAnchor } from '../x509/anchor-record.ts'

/** The generated data as it lies in the package. Anchors are named by their place in `anchors`, in text as decimal numbers with spaces. */
export interface RawRootTable {
  /** Pieces of DER that many records have, base64. */
  readonly fragments: readonly string[]
  /** Packed records (`unpackAnchor`), by SHA-256. */
  readonly anchors: readonly string[]
  /** Fingerprints of certificates that a platform blocks and that are no anchor of the table. */
  readonly strangers: readonly string[]
  /** Signatures among anchors, whose names chain: child, issuer and v, i or u. A self-issued anchor that is not listed is signed by its own key. */
  readonly signatures: readonly string[]
  readonly stores: readonly RawStore[]
  readonly microsoft: readonly RawMicrosoftRule[]
  readonly chrome: readonly RawChromeRule[]
}

/** What is known of one platform, as differences from one snapshot to the next. */
export interface RawStore {
  readonly id: string
  readonly snapshots: readonly RawSnapshot[]
}

export interface RawSnapshot {
  /** ISO day from which the content is known; '' where there is no date that can be relied on. */
  readonly date: string
  /** ISO day on which the same content was last seen; absent: the day of `date`. */
  readonly seen?: string
  /** Releases that have this content, the first one first; may be empty. */
  readonly versions: readonly string[]
  /** Release line for which alone the snapshot answers. */
  readonly line?: number
  /** Where this snapshot is from, if not from the platform's own source: a place in `sources` of the platform. */
  readonly via?: number
  readonly add?: string
  readonly drop?: string
  /** Blocked outright: anchors, and strangers as numbers past the anchors. */
  readonly block?: string
  readonly unblock?: string
  /** `anchor=ISO time`: a target whose notBefore is later is not trusted. The whole list whenever it changes. */
  readonly distrust?: readonly string[]
}

/** An entry of Microsoft's list as far as it concerns server authentication. Times are ISO days, '' where there is none, `always` for those that hold since ever. */
export interface RawMicrosoftRule {
  readonly anchor: number
  /** ISO day of the list that has it. */
  readonly list: string
  /** From then on the anchor is disabled. */
  readonly disabled: string
  /** A target whose notBefore is later is not trusted. */
  readonly notBefore: string
  /** Server authentication is not among its purposes. */
  readonly notForServers: boolean
}

/** A constraint of the Chrome Root Store. */
export interface RawChromeRule {
  readonly anchor: number
  /** ISO time. */
  readonly sctNotAfter: string
  /** First milestone that has the constraint; 0: any. */
  readonly since: number
  /** Where it was read. */
  readonly source: string
}

/** An anchor of the table. */
export interface RootAnchor {
  readonly sha256: Sha256
  /** Its certificate as the engine takes it; the same object each time. */
  readonly certificate: () => Certificate
}

/** The table ready for look-ups. Nothing is decoded before it is asked for. */
export interface RootTable {
  readonly raw: RawRootTable
  readonly size: number
  readonly anchorAt: (place: number) => RootAnchor
  /** `null`: not in the table. */
  readonly anchor: (sha256: Sha256) => RootAnchor | null
  /** Fingerprint by place, strangers behind the anchors. */
  readonly sha256At: (place: number) => Sha256
  readonly placeOf: (sha256: Sha256) => number | null
  readonly record: (place: number) => AnchorRecord
  /** Facts about an anchor's own signature: those of the table that are not `a self-issued anchor signed by its own key`. */
  readonly signaturesOf: (place: number) => ReadonlyMap<number, SignatureFact>
}

/** Makes the generated data usable. `raw` comes from `loadRoots`, or in a test from the generator. */
export function rootTable(raw: RawRootTable): RootTable {
  const fragments = raw.fragments.map((text) => decodeBase64(text).bytes)
  const size = raw.anchors.length
  const anchors = new Map<number, RootAnchor>()
  let signatures: Map<number, Map<number, SignatureFact>> | null = null
  const packed = (place: number): string => raw.anchors[place] ?? ''
  const sha256At = (place: number): Sha256 =>
    place < size ? packedSha256(packed(place)) : ((raw.strangers[place - size] ?? '') as Sha256)
  const record = (place: number): AnchorRecord => unpackAnchor(packed(place), fragments)
  const anchorAt = (place: number): RootAnchor => {
    let known = anchors.get(place)
    if (known === undefined) anchors.set(place, (known = makeAnchor(sha256At(place), () => record(place))))
    return known
  }
  // The records are in the order of their fingerprints.
  const placeOf = (sha256: Sha256): number | null => {
    let [low, high] = [0, size]
    while (low < high) {
      const middle = (low + high) >> 1
      if (packedSha256(packed(middle)) < sha256) low = middle + 1
      else high = middle
    }
    return low < size && packedSha256(packed(low)) === sha256 ? low : null
  }
  return {
    raw,
    size,
    anchorAt,
    sha256At,
    placeOf,
    record,
    anchor: (sha256) => {
      const place = placeOf(sha256)
      return place === null ? null : anchorAt(place)
    },
    signaturesOf: (place) => (signatures ??= readSignatures(raw.signatures)).get(place) ?? noFacts,
  }
}

const noFacts: ReadonlyMap<number, SignatureFact> = new Map()

function makeAnchor(sha256: Sha256, record: () => AnchorRecord): RootAnchor {
  let once: Certificate | null = null
  return { sha256, certificate: () => (once ??= anchorCertificate(record())) }
}

const factOf: Readonly<Record<string, SignatureFact>> = { v: 'valid', i: 'invalid', u: 'unsupported' }

function readSignatures(lines: readonly string[]): Map<number, Map<number, SignatureFact>> {
  const byChild = new Map<number, Map<number, SignatureFact>>()
  for (const line of lines) {
    const [child, issuer, fact] = line.split(' ')
    const place = Number(child)
    const ofChild = byChild.get(place) ?? new Map<number, SignatureFact>()
    ofChild.set(Number(issuer), factOf[fact ?? ''] ?? 'not-recorded')
    byChild.set(place, ofChild)
  }
  return byChild
}

/** Places in a text of the table. */
export const places = (text: string | undefined): readonly number[] =>
  text === undefined || text === '' ? [] : text.split(' ').map(Number)
