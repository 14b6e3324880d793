import type { TrustSettings } from '../../model/evidence.ts'
import type { Oid } from '../../model/oid.ts'
import type { AnchorRule } from '../../model/programme.ts'
import { seconds, type UnixSeconds } from '../../model/time.ts'
import { readObjectIdentifiers } from '../../x509/object-identifiers.ts'
import type { StoredCertificate } from '../store.ts'

/** Numbers of certificate properties (wincrypt.h: CERT_..._PROP_ID; MS-GPEF §2.2.1.1.1.1 for those up to 92). */
export const property = {
  sha1: 3,
  /** Purposes for which it is trusted, as the extension extKeyUsage. */
  purposes: 9,
  certificate: 32,
  rootProgrammePolicies: 83,
  authrootSha256: 98,
  disallowedSince: 104,
  rootProgrammeChainPolicies: 105,
  disallowedPurposes: 122,
  notBefore: 126,
  notBeforePurposes: 127,
} as const

const serverAuth = '1.3.6.1.5.5.7.3.1'
const anyPurpose = '2.5.29.37.0'

/**
 * The properties in a `Blob` of the registry, by their number: records of number, 1 and length, each of 32 bits and little-endian, and
 * the value (MS-GPEF §2.2.1.1.1). `isCut`: the last record is longer than what is there, and is left out.
 */
export function readBlob(blob: Uint8Array): { readonly properties: ReadonlyMap<number, Uint8Array>; readonly isCut: boolean } {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  const properties = new Map<number, Uint8Array>()
  let at = 0
  while (at + 12 <= blob.length) {
    const end = at + 12 + view.getUint32(at + 8, true)
    if (end > blob.length) break
    properties.set(view.getUint32(at, true), blob.subarray(at + 12, end))
    at = end
  }
  return { properties, isCut: at < blob.length }
}

/** The properties that say what a certificate is trusted for, or whose it is. */
export const trustProperties: readonly number[] = [
  property.purposes,
  property.rootProgrammePolicies,
  property.authrootSha256,
  property.disallowedSince,
  property.rootProgrammeChainPolicies,
  property.disallowedPurposes,
  property.notBefore,
  property.notBeforePurposes,
]

/** A certificate of a store, or why it cannot be read: purposes that cannot be read do not become "for all". */
export type ReadEntry = StoredCertificate | { readonly problem: string }

/** The certificate of a blob with what its properties say of it; see `certificateWith`. */
export function certificateOf(blob: Uint8Array, source: string, isOfPlatform: boolean): ReadEntry {
  const { properties, isCut } = readBlob(blob)
  const der = properties.get(property.certificate)
  if (der === undefined || der.length === 0) return { problem: isCut ? 'it is cut' : 'it holds no certificate' }
  return certificateWith(der, properties, source, isOfPlatform)
}

/** A certificate with what its properties say of it. `isOfPlatform`: it stands where only Microsoft's programme puts certificates. */
export function certificateWith(
  der: Uint8Array,
  properties: ReadonlyMap<number, Uint8Array>,
  source: string,
  isOfPlatform: boolean,
): ReadEntry {
  const purposes = purposesIn(properties, property.purposes)
  const disallowed = purposesIn(properties, property.disallowedPurposes)
  if (purposes === 'malformed' || disallowed === 'malformed') return { problem: 'its purposes cannot be read' }
  const isProgramme = isOfPlatform || programmeProperties.some((id) => properties.has(id))
  const hasDate = properties.has(property.disallowedSince)
  const settings: TrustSettings = {
    trusts: purposes ?? [],
    // A list without purposes is no absent list: the certificate is good for nothing (CertGetEnhancedKeyUsage).
    rejects: purposes?.length === 0 ? [anyPurpose] : hasDate ? [] : (disallowed ?? []),
    ...(isProgramme ? { programme: rulesIn(properties, source) } : {}),
  }
  const isPlain = settings.trusts.length === 0 && settings.rejects.length === 0 && !isProgramme
  return { der, settings: isPlain ? null : settings }
}

const programmeProperties = [
  property.rootProgrammePolicies,
  property.authrootSha256,
  property.rootProgrammeChainPolicies,
  property.disallowedSince,
  property.notBefore,
]

/** `null`: there is no such property. */
function purposesIn(properties: ReadonlyMap<number, Uint8Array>, id: number): readonly Oid[] | null | 'malformed' {
  const value = properties.get(id)
  return value === undefined ? null : (readObjectIdentifiers(value) ?? 'malformed')
}

/** Purposes that stand beside a date narrow it. */
function rulesIn(properties: ReadonlyMap<number, Uint8Array>, source: string): readonly AnchorRule[] {
  const rules: AnchorRule[] = []
  const from = dateOf(properties.get(property.disallowedSince))
  if (from !== null && concernsServers(purposesIn(properties, property.disallowedPurposes)))
    rules.push({ kind: 'disabled', from, source: `property ${property.disallowedSince} in ${source}` })
  const after = dateOf(properties.get(property.notBefore))
  if (after !== null && concernsServers(purposesIn(properties, property.notBeforePurposes)))
    rules.push({
      kind: 'distrust-after',
      after,
      policy: 'microsoft',
      exceptions: [],
      source: `property ${property.notBefore} in ${source}`,
    })
  return rules
}

/** 1601-01-01, where Windows' time begins: a case is JSON, which knows no infinity. */
const beginning = seconds(-11_644_473_600)

/** A date without octets is "always", as lists of the programme have it; one that cannot be read binds no less. */
const dateOf = (value: Uint8Array | undefined): UnixSeconds | null =>
  value === undefined ? null : (fileTime(value) ?? beginning)

const concernsServers = (purposes: readonly Oid[] | null | 'malformed'): boolean =>
  purposes === null || purposes === 'malformed' || purposes.includes(serverAuth)

/** A FILETIME, 64 bits little-endian of 100 ns since 1601, in whole seconds. `null`: there are no eight octets. */
export function fileTime(octets: Uint8Array | undefined): UnixSeconds | null {
  if (octets?.length !== 8) return null
  const ticks = new DataView(octets.buffer, octets.byteOffset, 8).getBigUint64(0, true)
  return seconds(Number(ticks / 10_000_000n) - 11_644_473_600)
}
