import type { Certificate } from '../../model/certificate.ts'
import type { NameConstraints } from '../../model/extension.ts'
import { emailAddress } from './email-address.ts'
import { attributes, type NameConstraintViolation } from './name-constraints.ts'

/**
 * Mail addresses against the constraints of one issuer as sun.security.x509 compares them; `null` when they hold.
 * NameConstraintsExtension.verify looks at those of the subject only where there is no subjectAltName at all. RFC822Name takes what has no at
 * sign for an address as well, and RFC822Name.constrains holds it to be the same as a constraint that reads the same. From memory of that
 * code; OpenJDK 17.0.15 answers so on the cases of test/oracle/fuzz-found.test.ts.
 */
export function javaMailboxOffence(certificate: Certificate, constraints: NameConstraints): NameConstraintViolation | null {
  const held = (name: string): NameConstraintViolation | null => {
    const covering = (list: NameConstraints['permitted']) =>
      list.find(({ base }) => base.kind === 'email' && covers(base.value, name))
    const excluded = covering(constraints.excluded)?.base
    if (excluded?.kind === 'email') return offence('name-excluded', name, excluded.value)
    const isHeld = constraints.permitted.some(({ base }) => base.kind === 'email')
    return isHeld && covering(constraints.permitted) === undefined ? offence('name-not-permitted', name, '') : null
  }
  for (const name of addressesOf(certificate)) {
    const found = held(name)
    if (found !== null) return found
  }
  return null
}

/** The constraints without those on addresses. */
export const withoutMailboxes = ({ critical, permitted, excluded }: NameConstraints): NameConstraints => {
  const others = (list: NameConstraints['permitted']) => list.filter(({ base }) => base.kind !== 'email')
  return { critical, permitted: others(permitted), excluded: others(excluded) }
}

function addressesOf(certificate: Certificate): readonly string[] {
  const { subjectAltName } = certificate
  if (subjectAltName === null) return attributes(certificate, emailAddress).map(({ value }) => value)
  return subjectAltName.names.flatMap((name) => (name.kind === 'email' ? [name.value] : []))
}

/** RFC822Name.constrains: the same, below a domain that begins with a dot, or a mailbox on that very host. */
function covers(base: string, name: string): boolean {
  const [wide, narrow] = [base.toLowerCase(), name.toLowerCase()]
  if (wide === narrow) return true
  if (!narrow.endsWith(wide) || wide.includes('@')) return false
  return wide.startsWith('.') || narrow.charAt(narrow.lastIndexOf(wide) - 1) === '@'
}

const offence = (code: NameConstraintViolation['code'], name: string, constraint: string): NameConstraintViolation => ({
  code,
  params: { kind: 'email address', name, constraint, reason: 'subtree' },
})
