import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, NameConstraints } from '../../model/extension.ts'
import type { AttributeTypeAndValue, Name } from '../../model/name.ts'
import type { Oid } from '../../model/oid.ts'
import { lowerAscii } from './host-name-match.ts'
import { matchIp } from './name-constraints-ip.ts'
import { uriHost } from './name-constraints-text.ts'
import { attributes, type NameConstraintViolation, violation } from './name-constraints.ts'

const commonNameId = '2.5.4.3'
/** emailAddress (RFC 2985 §5.2.1) and mail (RFC 4524 §2.16): what NSS takes for mail addresses in a name. */
export const nssMailAttributes: readonly Oid[] = ['1.2.840.113549.1.9.1', '0.9.2342.19200300.100.1.3']

/**
 * One certificate against the constraints of one issuer above it (CERT_CheckNameSpace, lib/certdb/genname.c, NSS 3.87): name by name, the
 * excluded subtrees first. Minimum and maximum are not looked at. `commonNameIsHost`: the last common name is a dNSName where the
 * subjectAltName holds neither a host nor an address.
 */
export function nssConstraintViolation(
  certificate: Certificate,
  { permitted, excluded }: NameConstraints,
  commonNameIsHost: boolean,
): NameConstraintViolation | null {
  for (const name of namesOf(certificate, commonNameIsHost)) {
    const isOfKind = ({ base }: NameConstraints['permitted'][number]): boolean => base.kind === name.kind
    const [without, within] = [excluded.filter(isOfKind), permitted.filter(isOfKind)]
    if (without.length + within.length === 0) continue
    if (name.kind === 'uri' && uriHost(name.value) === '') return violation('name-constraint-unsupported', 'name-syntax', name)
    const offended = without.find(({ base }) => isCompared(name) && isInside(name, base))
    if (offended !== undefined) return violation('name-excluded', 'subtree', name, offended.base)
    if (within.length > 0 && !within.some(({ base }) => isInside(name, base)))
      return violation('name-not-permitted', 'subtree', name)
  }
  return null
}

/** CERT_GetConstrainedCertificateNames: the subject, even an empty one; the mail addresses in it; the subjectAltName. */
function namesOf(certificate: Certificate, commonNameIsHost: boolean): readonly GeneralName[] {
  const mails = certificate.subject.rdns.flat().filter(({ type }) => nssMailAttributes.includes(type))
  const names = certificate.subjectAltName?.names ?? []
  const isHostGiven = names.some(({ kind }) => kind === 'dns' || kind === 'ip')
  const commonName = commonNameIsHost && !isHostGiven ? attributes(certificate, commonNameId).at(-1) : undefined
  return [
    { kind: 'directory', value: certificate.subject },
    ...mails.map(({ value }): GeneralName => ({ kind: 'email', value })),
    ...names,
    ...(commonName === undefined ? [] : [{ kind: 'dns', value: commonName.value } as const]),
  ]
}

/** Names of other kinds are never excluded. */
const isCompared = ({ kind }: GeneralName): boolean => ['dns', 'email', 'uri', 'ip', 'directory'].includes(kind)

/** cert_CompareNameWithConstraints, for a subtree of the kind of the name. Of names that it cannot compare it takes each for permitted, of `other` by its type. */
function isInside(name: GeneralName, base: GeneralName): boolean {
  if (name.kind === 'dns' && base.kind === 'dns') return base.value === '' || isBelow(name.value, base.value)
  if (name.kind === 'email' && base.kind === 'email') return isMailOf(lowerAscii(name.value), lowerAscii(base.value))
  if (name.kind === 'uri' && base.kind === 'uri') return isHostOf(uriHost(name.value), base.value)
  if (name.kind === 'ip' && base.kind === 'ip') return matchIp(name.value, base.value) === 'inside'
  if (name.kind === 'directory' && base.kind === 'directory') return isAlong(name.value, base.value)
  return name.kind !== 'other' || base.kind !== 'other' || name.type === base.type
}

/** compareDNSN2C: the same host, or one dot between what is in front and what is compared. */
function isBelow(name: string, base: string): boolean {
  const [inner, outer] = [lowerAscii(name), lowerAscii(base)]
  if (inner === outer) return true
  const before = inner.charAt(inner.length - outer.length - 1)
  return inner.endsWith(outer) && (before === '.') !== outer.startsWith('.')
}

/** compareURIN2C: a host stands for itself; nothing stands for no host. */
const isHostOf = (host: string, base: string): boolean =>
  base.startsWith('.') ? isBelow(host, base) : base !== '' && lowerAscii(host) === lowerAscii(base)

/** compareRFC822N2C. */
function isMailOf(mail: string, base: string): boolean {
  if (base === '' || base === '.') return mail.length >= base.length
  if (base.includes('@')) return mail === base
  return mail.endsWith(base) && (base.startsWith('.') || mail.charAt(mail.length - base.length - 1) === '@')
}

/** As far as both go: a name that ends before the subtree does is inside, and so is an empty one. */
function isAlong({ rdns }: Name, base: Name): boolean {
  return base.rdns.every((rdn, i) => {
    const own = rdns[i]
    return own === undefined || rdn.every((wanted) => own.some((one) => isSame(wanted, one)))
  })
}

const printableString = 19

/** CERT_CompareAVA (lib/certdb/secname.c): the same text in whatever string type; case and white space are folded between PrintableStrings alone. */
function isSame(a: AttributeTypeAndValue, b: AttributeTypeAndValue): boolean {
  if (a.type !== b.type) return false
  const isFolded = a.tag === printableString && b.tag === printableString
  return isFolded ? folded(a.value) === folded(b.value) : a.value === b.value
}

const folded = (value: string): string =>
  lowerAscii(value)
    .replace(/[ \t\r\n]+/g, ' ')
    .replace(/^ | $/g, '')
