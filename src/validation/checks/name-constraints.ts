import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, GeneralSubtree, NameConstraints } from '../../model/extension.ts'
import type { FailureCode } from '../../model/failure.ts'
import type { AttributeTypeAndValue } from '../../model/name.ts'
import type { Oid } from '../../model/oid.ts'
import type { NameConstraintDialect, NameConstraintReading } from '../../model/policy.ts'
import { ipText } from '../../model/ip-text.ts'
import { toHex } from '../../x509/hex.ts'
import { emailAddress } from './email-address.ts'
import { formatDirectory, matchDirectory } from './name-constraints-directory.ts'
import { formatIpConstraint, matchIp } from './name-constraints-ip.ts'
import {
  type ConstraintMatch,
  dnsNameInCommonName,
  matchDns,
  matchEmail,
  matchUri,
  wildcardReaches,
} from './name-constraints-text.ts'

/**
 * The first name that a constraint does not allow. Params, for the clients' texts:
 * `kind` as Go words it (`DNS name`, `email address`, `URI`, `IP address`; others likewise), `name`,
 * `constraint` (the subtree met; empty for `name-not-permitted`, where none was), and
 * `reason`: `subtree`, or for `name-constraint-unsupported` `min-max`, `type`, `name-syntax`, `constraint-syntax`
 * or `too-many`, which OpenSSL tells as X509_V_ERR 49, 51, 53, 53 and 1.
 */
export interface NameConstraintViolation {
  readonly code: Extract<FailureCode, 'name-not-permitted' | 'name-excluded' | 'name-constraint-unsupported'>
  readonly params: {
    readonly kind: string
    readonly name: string
    readonly constraint: string
    readonly reason: 'subtree' | 'min-max' | 'type' | 'name-syntax' | 'constraint-syntax' | 'too-many'
  }
}

/** RFC 5280 §4.2.1.10 and §6.1.3. */
const byStandard: NameConstraintReading = {
  order: 'permitted-first',
  hosts: 'exact',
  sequence: 'as-encoded',
  unreadable: 'compared',
}

/** Names times constraints beyond which nothing is compared. The limit is OpenSSL's: v3_ncons.c NAME_CHECK_MAX. */
const maxComparisons = 2 ** 20

/**
 * One certificate against the constraints of one issuer above it (RFC 5280 §4.2.1.10, §6.1.3 b and c); `null` when
 * they hold. The caller walks the path, and skips self-issued certificates that are not the target.
 *
 * Names in this order: the subject, its emailAddress attributes where no rfc822Name stands, the subjectAltName as encoded, and
 * then the target's common names if the dialect asks them. `opensslConstraintViolation` has other ones.
 * A dialect that neither compares directory names nor asks common names (Go, webpki) does not look at the subject at all.
 * `dialect.names` is the caller's matter, but for `target`.
 */
export function checkNameConstraints(
  certificate: Certificate,
  isTarget: boolean,
  constraints: NameConstraints,
  dialect: NameConstraintDialect,
  reading: NameConstraintReading = byStandard,
): NameConstraintViolation | null {
  if (dialect.names === 'target' && !isTarget) return null
  return checkNames(namesOf(certificate, isTarget, dialect), constraints, dialect, reading)
}

/**
 * These names, one after the other (v3_ncons.c nc_match): each meets the permitted subtrees first, then the excluded ones, and
 * the first offence is told. With `reading.order` `excluded-first` it is the other way about.
 */
export function checkNames(
  encoded: readonly GeneralName[],
  constraints: NameConstraints,
  dialect: NameConstraintDialect,
  reading: NameConstraintReading = byStandard,
): NameConstraintViolation | null {
  const names = reading.sequence === 'as-encoded' ? encoded : byKind(encoded)
  const subtrees = constraints.permitted.length + constraints.excluded.length
  const [first] = names
  if (first !== undefined && names.length * subtrees > maxComparisons)
    return violation('name-constraint-unsupported', 'too-many', first)
  for (const name of names) {
    if (reading.unreadable === 'refused' && !isReadable(name))
      return violation('name-constraint-unsupported', 'name-syntax', name)
    const permitted = () => checkPermitted(name, constraints.permitted, dialect, reading)
    const excluded = () => checkExcluded(name, constraints.excluded, dialect, reading)
    const found = reading.order === 'permitted-first' ? (permitted() ?? excluded()) : (excluded() ?? permitted())
    if (found !== null) return found
  }
  return null
}

const byKind = (names: readonly GeneralName[]): readonly GeneralName[] =>
  kindOrder.flatMap((kind) => names.filter((name) => name.kind === kind))

const kindOrder: readonly GeneralName['kind'][] = ['ip', 'dns', 'uri', 'email']

/** Go's domainToReverseLabels and, but for quoted local parts, parseRFC2821Mailbox (crypto/x509/verify.go). */
function isReadable(name: GeneralName): boolean {
  if (name.kind === 'dns') return name.value === '' || labels.test(name.value)
  return name.kind !== 'email' || name.value.startsWith('"') || mailbox.test(name.value)
}

const labels = /^[\x21-\x2d\x2f-\x7e]+(?:\.[\x21-\x2d\x2f-\x7e]+)*$/
const mailbox =
  /^[\w!#$%&'*+/=?^`{|}~\\-]+(?:\.[\w!#$%&'*+/=?^`{|}~\\-]+)*@(?:[\x21-\x2d\x2f-\x7e]+(?:\.[\x21-\x2d\x2f-\x7e]+)*)?$/

function namesOf(certificate: Certificate, isTarget: boolean, dialect: NameConstraintDialect): readonly GeneralName[] {
  const alternatives = certificate.subjectAltName?.names ?? []
  const looksAtSubject = dialect.kinds.includes('directory') || dialect.commonNameAsDns
  const mailboxes =
    looksAtSubject && !alternatives.some(({ kind }) => kind === 'email') ? attributes(certificate, emailAddress) : []
  return [
    ...subjectName(certificate),
    ...mailboxes.map(({ value }): GeneralName => ({ kind: 'email', value })),
    ...alternatives,
    ...(isTarget ? hostsInCommonNames(certificate, dialect) : []),
  ]
}

/** Attributes of one type in the subject, in their order. */
export const attributes = ({ subject }: Certificate, oid: Oid): readonly AttributeTypeAndValue[] =>
  subject.rdns.flat().filter(({ type }) => type === oid)

/** The subject as a name that constraints hold; an empty one is none. */
export const subjectName = ({ subject }: Certificate): readonly GeneralName[] =>
  subject.rdns.length > 0 ? [{ kind: 'directory', value: subject }] : []

/** Common names that stand for hosts where the certificate has no dNSName, if the dialect asks them. */
export function hostsInCommonNames(certificate: Certificate, dialect: NameConstraintDialect): readonly GeneralName[] {
  if (!dialect.commonNameAsDns || certificate.subjectAltName?.names.some(({ kind }) => kind === 'dns') === true) return []
  return attributes(certificate, '2.5.4.3').flatMap(({ value }): readonly GeneralName[] => {
    const host = dnsNameInCommonName(value)
    return host === null ? [] : [{ kind: 'dns', value: host }]
  })
}

/** RFC 5280 §6.1.3 (b): where subtrees of its kind are permitted, the name lies in one of them. */
function checkPermitted(
  name: GeneralName,
  permitted: readonly GeneralSubtree[],
  dialect: NameConstraintDialect,
  { hosts }: NameConstraintReading,
) {
  let state: 'free' | 'outside' | 'inside' = 'free'
  for (const subtree of permitted) {
    if (!sameKind(name, subtree.base)) continue
    const refused = cannotCompare(name, subtree, dialect)
    if (refused === 'skip') continue
    if (refused !== null) return refused
    if (state === 'inside') continue
    const match = compare(name, subtree.base, hosts)
    if (match === 'inside' || match === 'outside') state = match
    else return violation('name-constraint-unsupported', match, name, subtree.base)
  }
  return state === 'outside' ? violation('name-not-permitted', 'subtree', name) : null
}

/** RFC 5280 §6.1.3 (c): the name lies in no excluded subtree. */
function checkExcluded(
  name: GeneralName,
  excluded: readonly GeneralSubtree[],
  dialect: NameConstraintDialect,
  { hosts }: NameConstraintReading,
) {
  for (const subtree of excluded) {
    if (!sameKind(name, subtree.base)) continue
    const refused = cannotCompare(name, subtree, dialect)
    if (refused === 'skip') continue
    if (refused !== null) return refused
    const match = compare(name, subtree.base, hosts)
    if (match === 'inside' || (dialect.wildcardMatchesExcluded && reaches(name, subtree.base))) {
      return violation('name-excluded', 'subtree', name, subtree.base)
    }
    if (match !== 'outside') return violation('name-constraint-unsupported', match, name, subtree.base)
  }
  return null
}

/** Names of another form are of one kind when their types are the same (OpenSSL from 3.0). */
const sameKind = (name: GeneralName, base: GeneralName): boolean =>
  name.kind === 'other' && base.kind === 'other' ? name.type === base.type : name.kind === base.kind

/**
 * A constraint that cannot be applied. RFC 5280 §4.2.1.10: minimum is 0 and maximum absent; a kind is processed or the
 * certificate refused. Go and GnuTLS, which let unknown kinds pass, do not look at minimum and maximum either.
 */
function cannotCompare(
  name: GeneralName,
  subtree: GeneralSubtree,
  dialect: NameConstraintDialect,
): NameConstraintViolation | 'skip' | null {
  const compared = dialect.kinds.some((kind) => kind === name.kind)
  if (dialect.unsupported === 'ignore') return compared ? null : 'skip'
  if (subtree.minimum !== 0 || subtree.maximum !== null)
    return violation('name-constraint-unsupported', 'min-max', name, subtree.base)
  return compared ? null : violation('name-constraint-unsupported', 'type', name, subtree.base)
}

function compare(name: GeneralName, base: GeneralName, hosts: NameConstraintReading['hosts']): ConstraintMatch | 'type' {
  if (name.kind === 'dns' && base.kind === 'dns') return matchDns(name.value, base.value)
  if (name.kind === 'ip' && base.kind === 'ip') return matchIp(name.value, base.value)
  if (name.kind === 'email' && base.kind === 'email') return matchEmail(name.value, base.value, hosts)
  if (name.kind === 'uri' && base.kind === 'uri') return matchUri(name.value, base.value, hosts)
  if (name.kind === 'directory' && base.kind === 'directory') return matchDirectory(name.value, base.value)
  return 'type'
}

const reaches = (name: GeneralName, base: GeneralName): boolean =>
  name.kind === 'dns' && base.kind === 'dns' && wildcardReaches(name.value, base.value)

/** One as it is told; `constraint`: the subtree met. */
export function violation(
  code: NameConstraintViolation['code'],
  reason: NameConstraintViolation['params']['reason'],
  name: GeneralName,
  constraint?: GeneralName,
): NameConstraintViolation {
  const base =
    constraint === undefined ? '' : constraint.kind === 'ip' ? formatIpConstraint(constraint.value) : textOf(constraint)
  return { code, params: { kind: kindText[name.kind], name: textOf(name), constraint: base, reason } }
}

/** The first four are Go's words: crypto/x509 verify.go isValid, constraints.go. */
const kindText: Readonly<Record<GeneralName['kind'], string>> = {
  dns: 'DNS name',
  email: 'email address',
  uri: 'URI',
  ip: 'IP address',
  directory: 'directory name',
  'registered-id': 'registered ID',
  other: 'other name',
  x400: 'X.400 address',
  'edi-party': 'EDI party name',
  unknown: 'unknown name',
}

function textOf(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
    case 'email':
    case 'uri':
    case 'registered-id':
      return name.value
    case 'ip':
      return ipText(name.value)
    case 'directory':
      return formatDirectory(name.value)
    case 'other':
      return name.type
    case 'x400':
    case 'edi-party':
    case 'unknown':
      return toHex(name.value)
  }
}
