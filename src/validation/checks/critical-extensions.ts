import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'

/** RFC 5280 §4.2: the first critical extension that the verifier does not process, or `null`. */
export function unknownCriticalExtension(certificate: Certificate, known: readonly Oid[]): Oid | null {
  for (const { oid, critical } of certificate.extensions) if (critical && !known.includes(oid)) return oid
  return null
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
