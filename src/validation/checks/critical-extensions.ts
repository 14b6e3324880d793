import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { CertificatePolicies, GeneralName } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import { toHex } from '../../x509/hex.ts'

/** RFC 5280 §4.2: the first critical extension that the verifier does not process, or `null`. */
export function unknownCriticalExtension(certificate: Certificate, known: readonly Oid[]): Oid | null {
  for (const { oid, critical } of certificate.extensions) if (critical && !known.includes(oid)) return oid
  return null
}

/** RFC 5280 §4.2: every critical extension that the verifier does not process, in their order. */
export const unknownCriticalExtensions = (certificate: Certificate, known: readonly Oid[]): readonly Oid[] =>
  certificate.extensions.flatMap(({ oid, critical }) => (critical && !known.includes(oid) ? [oid] : []))

/** OBJECT IDENTIFIERs of id-qt-cps and id-qt-unotice, 1.3.6.1.5.5.7.2.1 and .2, as DER. */
const knownQualifiers = ['06082b06010505070201', '06082b06010505070202']

/**
 * RFC 5280 §4.2.1.4: a critical certificatePolicies is processed with its qualifiers or refused. Whether one of them is none that
 * the standard defines; the DER of each list is looked at only as far as the identifiers of its members.
 */
export function hasUnknownQualifier({ policies }: CertificatePolicies): boolean {
  return policies.some(
    ({ qualifiers }) => qualifiers !== null && !qualifierIds(qualifiers).every((id) => knownQualifiers.includes(id)),
  )
}

/** The identifiers of PolicyQualifierInfo in a SEQUENCE of them, each as hexadecimal of its DER. What cannot be followed is an unknown one. */
function qualifierIds(list: Uint8Array): readonly string[] {
  const outer = contentOf(list, 0)
  if (outer === null) return ['']
  const ids: string[] = []
  for (let at = outer.start; at < outer.end; ) {
    const member = contentOf(list, at)
    const id = member === null ? null : contentOf(list, member.start)
    if (member === null || id === null) return ['']
    ids.push(toHex(list.subarray(member.start, id.end)))
    at = member.end
  }
  return ids
}

function contentOf(der: Uint8Array, at: number): { readonly start: number; readonly end: number } | null {
  const first = der[at + 1]
  if (first === undefined) return null
  const more = first < 0x80 ? 0 : first & 0x7f
  if (more > 3) return null
  let length = more === 0 ? first : 0
  for (const octet of der.subarray(at + 2, at + 2 + more)) length = length * 256 + octet
  const start = at + 2 + more
  return start + length > der.length ? null : { start, end: start + length }
}

/**
 * Whether an extension that the verifier processes cannot be decoded: by its structure, or with `names` also because of a name
 * in it that is none (an iPAddress of three octets, a dNSName beyond ASCII).
 */
export function hasUndecodedExtension({ anomalies }: Certificate, known: readonly Oid[], depth: 'structure' | 'names'): boolean {
  const isMeant = (code: AnomalyCode): boolean =>
    code === 'extension-malformed' || (depth === 'names' && (code === 'field-malformed' || code === 'string-malformed'))
  return anomalies.some(({ code, about }) => about !== undefined && isMeant(code) && known.includes(about))
}

const subjectAltName = '2.5.29.17'
const nameConstraints = '2.5.29.30'

/**
 * A critical extension that the verifier processes, but not as it stands: a subjectAltName without any name of these kinds,
 * or nameConstraints on names of others (RFC 5280 §4.2: processed or refused). `null`: there is none.
 */
export function halfKnownCriticalExtension(certificate: Certificate, kinds: readonly GeneralName['kind'][]): Oid | null {
  const isCritical = (oid: Oid): boolean => certificate.extensions.some((e) => e.oid === oid && e.critical)
  const isKnown = ({ kind }: GeneralName): boolean => kinds.includes(kind)
  const { subjectAltName: names, nameConstraints: constraints } = certificate
  if (names !== null && !names.names.some(isKnown) && isCritical(subjectAltName)) return subjectAltName
  if (constraints === null || !isCritical(nameConstraints)) return null
  return [...constraints.permitted, ...constraints.excluded].every(({ base }) => isKnown(base)) ? null : nameConstraints
}
