import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, NameConstraints } from '../../model/extension.ts'
import type { NameConstraintDialect } from '../../model/policy.ts'
import { parseIp } from './host-name-ip.ts'
import { javaMailboxOffence, withoutMailboxes } from './java-mailboxes.ts'
import { checkNameConstraints, type NameConstraintViolation } from './name-constraints.ts'
import { matchDns } from './name-constraints-text.ts'

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
  const distance = baseDistance(constraints)
  if (distance !== null) return unsupported('min-max', { detail: distance })
  const names = certificate.subjectAltName?.names ?? []
  const added = dialect.commonNameAsDns ? nameInCommonName(certificate) : null
  const isNew = added !== null && !names.some((name) => name.kind === added.kind)
  const judged = isNew ? withNames(certificate, [...names, added]) : certificate
  const found =
    checkNameConstraints(judged, true, withoutMailboxes(constraints), { ...dialect, commonNameAsDns: false }) ??
    javaMailboxOffence(certificate, constraints)
  if (found?.params.kind !== 'directory name' && !isExcludedFirst(found, constraints) && comparesWithNothing(judged, constraints))
    return unsupported('constraint-syntax', { constraint: 'String index out of range: 0' })
  if (found?.code !== 'name-constraint-unsupported') return found
  // URIName.constrains.
  return found.params.kind === 'URI'
    ? unsupported('name-syntax', {
        constraint: 'Cannot invoke "String.equalsIgnoreCase(String)" because "otherHost" is null',
      })
    : { ...found, code: 'name-not-permitted' }
}

/** `detail`: what is not supported; `constraint`: what an exception that nobody catches says. */
const unsupported = (
  reason: NameConstraintViolation['params']['reason'],
  told: { readonly detail?: string; readonly constraint?: string },
): NameConstraintViolation => ({
  code: 'name-constraint-unsupported',
  params: { kind: '', name: '', constraint: '', reason, ...told },
})

/** calcMinMax: a minimum is told before a maximum (RFC 5280 §4.2.1.10 wants neither). */
function baseDistance({ permitted, excluded }: NameConstraints): string | null {
  const subtrees = [...permitted, ...excluded]
  if (subtrees.some(({ minimum }) => minimum !== 0)) return 'Non-zero minimum BaseDistance'
  return subtrees.some(({ maximum }) => maximum !== null) ? 'Maximum BaseDistance' : null
}

/** NameConstraintsExtension.verify: an excluded subtree that holds a name ends the comparison before a permitted one is met. */
const isExcludedFirst = (found: NameConstraintViolation | null, { excluded }: NameConstraints): boolean =>
  found?.code === 'name-excluded' && !excluded.some(({ base }) => base.kind === 'dns' && base.value === '')

/** DNSName.constrains takes the first letter of the constraint, whether it has one or not. Excluded subtrees come first. */
function comparesWithNothing({ subjectAltName }: Certificate, { permitted, excluded }: NameConstraints): boolean {
  const bases = (list: NameConstraints['permitted']): readonly string[] =>
    list.flatMap(({ base }) => (base.kind === 'dns' ? [base.value] : []))
  return (subjectAltName?.names ?? []).some((name) => {
    if (name.kind !== 'dns' || name.value === '') return false
    const met = bases(permitted).find((base) => base === '' || matchDns(name.value, base) === 'inside')
    return bases(excluded).includes('') || met === ''
  })
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
