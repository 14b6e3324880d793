import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, NameConstraints } from '../../model/extension.ts'
import type { NameConstraintDialect } from '../../model/policy.ts'
import { emailAddress } from './email-address.ts'
import {
  attributes,
  checkNameConstraints,
  checkNames,
  hostsInCommonNames,
  type NameConstraintViolation,
  subjectName,
} from './name-constraints.ts'

/** X.680 §8.4: the tag that RFC 2985 §5.2.1 wants of an emailAddress. */
const ia5String = 22

/**
 * NAME_CONSTRAINTS_check (crypto/x509/v3_ncons.c at 1.0.2s, 3 and BoringSSL): emailAddress attributes of the subject are held to the
 * constraints beside every rfc822Name too, and before these; RFC 5280 §4.2.1.10 wants it only where no alternative name stands. One
 * that is no IA5String ends it, whatever kind is constrained. Else as `checkNameConstraints`.
 */
export function opensslConstraintViolation(
  certificate: Certificate,
  isTarget: boolean,
  constraints: NameConstraints,
  dialect: NameConstraintDialect,
): NameConstraintViolation | null {
  const mailboxes = attributes(certificate, emailAddress)
  if (mailboxes.length === 0) return checkNameConstraints(certificate, isTarget, constraints, dialect)
  const odd = mailboxes.findIndex(({ tag }) => tag !== ia5String)
  const readable = odd < 0 ? mailboxes : mailboxes.slice(0, odd)
  const subject = [...subjectName(certificate), ...readable.map(({ value }): GeneralName => ({ kind: 'email', value }))]
  if (odd >= 0) return checkNames(subject, constraints, dialect) ?? noMailbox(mailboxes[odd]?.value ?? '')
  const names = [...subject, ...(certificate.subjectAltName?.names ?? [])]
  return checkNames(isTarget ? [...names, ...hostsInCommonNames(certificate, dialect)] : names, constraints, dialect)
}

const noMailbox = (name: string): NameConstraintViolation => ({
  code: 'name-constraint-unsupported',
  params: { kind: 'email address', name, constraint: '', reason: 'name-syntax' },
})
