import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, NameConstraints } from '../../model/extension.ts'
import type { NameConstraintDialect } from '../../model/policy.ts'
import { parseIp } from './host-name-ip.ts'
import { checkNameConstraints, type NameConstraintViolation } from './name-constraints.ts'

const commonNameOid = '2.5.4.3'

/**
 * NameConstraintsExtension.verify (sun.security.x509) for one certificate, the target or an intermediate: its last common
 * name counts as a dNSName where it could be one and none stands, or as an iPAddress. One label is enough: an authority
 * called `CN=intermediate` does not stand below constraints on host names.
 */
export function javaConstraintViolation(
  certificate: Certificate,
  constraints: NameConstraints,
  dialect: NameConstraintDialect,
): NameConstraintViolation | null {
  const names = certificate.subjectAltName?.names ?? []
  const added = dialect.commonNameAsDns ? nameInCommonName(certificate) : null
  const isNew = added !== null && !names.some((name) => name.kind === added.kind)
  const judged = isNew ? withNames(certificate, [...names, added]) : certificate
  return checkNameConstraints(judged, true, constraints, { ...dialect, commonNameAsDns: false })
}

/** The certificate with other names. Its fields are accessors, so it is inherited from and not copied. */
function withNames(certificate: Certificate, names: readonly GeneralName[]): Certificate {
  const judged: Certificate = Object.create(certificate, { subjectAltName: { value: { critical: false, names } } })
  return judged
}

function nameInCommonName({ subject }: Certificate): GeneralName | null {
  const text = subject.rdns.flat().findLast((attribute) => attribute.type === commonNameOid)?.value
  if (text === undefined) return null
  const octets = parseIp(text)
  if (octets !== null) return { kind: 'ip', value: octets }
  // sun.security.x509.DNSName: labels of letters, digits and hyphens, no hyphen first.
  return /^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/i.test(text) ? { kind: 'dns', value: text } : null
}
