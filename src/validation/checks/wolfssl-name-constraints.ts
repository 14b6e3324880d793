import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName, GeneralSubtree } from '../../model/extension.ts'
import { sameBytes } from '../../graph/issuers.ts'

/**
 * ConfirmNameConstraints (wolfcrypt/src/asn.c, 5.5.4): the names of a certificate against the constraints of the one that signed
 * it, and of no other above. Alternative names that are neither addresses of mail nor directory names are all read as dNSName;
 * where there is none, the common name is.
 */
export function wolfsslAllowsNames(certificate: Certificate, { nameConstraints }: Certificate): boolean {
  if (nameConstraints === null) return true
  const general = certificate.subjectAltName?.names ?? []
  const attributes = (type: string) => certificate.subject.rdns.flat().flatMap((a) => (a.type === type ? [a.value] : []))
  const hosts = general.flatMap((name) => hostText(name) ?? [])
  const commonName = attributes('2.5.4.3').at(-1)
  const dns = hosts.length === 0 && commonName !== undefined ? [commonName] : hosts
  const mail = general.flatMap((name) => (name.kind === 'email' ? [name.value] : []))
  const allows = (names: readonly string[], kind: 'dns' | 'email'): boolean =>
    names.every((name) =>
      isAllowed(nameConstraints.permitted, nameConstraints.excluded, kind, (base) => matches(kind, name, base)),
    )
  return (
    allows(mail, 'email') &&
    allows(attributes('1.2.840.113549.1.9.1').slice(-1), 'email') &&
    allows(dns, 'dns') &&
    isAllowedDirectory(certificate, nameConstraints.permitted, nameConstraints.excluded)
  )
}

/** What stands in the list of alternative names beside mail and directory names; an address as its octets. */
function hostText(name: GeneralName): string | null {
  if (name.kind === 'dns' || name.kind === 'uri') return name.value
  return name.kind === 'ip' ? String.fromCharCode(...name.value) : null
}

function isAllowed(
  permitted: readonly GeneralSubtree[],
  excluded: readonly GeneralSubtree[],
  kind: 'dns' | 'email',
  matchesBase: (base: string) => boolean,
): boolean {
  const bases = (subtrees: readonly GeneralSubtree[]) => subtrees.flatMap(({ base }) => (base.kind === kind ? [base.value] : []))
  if (bases(excluded).some(matchesBase)) return false
  const inside = bases(permitted)
  return inside.length === 0 || inside.some(matchesBase)
}

/** MatchBaseName: the end of the name is the base, wherever its labels part; a mail address without a dot before it whole. */
function matches(kind: 'dns' | 'email', name: string, base: string): boolean {
  const [own, wanted] = [name.toLowerCase(), base.toLowerCase()]
  if (wanted === '' || own === '' || own.startsWith('.') || own.length < wanted.length) return false
  if (kind === 'dns' || wanted.startsWith('.')) return own.endsWith(wanted)
  return wanted.includes('@') ? own === wanted : own.slice(own.indexOf('@') + 1) === wanted
}

/** Directory names: the octets of the base begin those of the name. */
function isAllowedDirectory(
  { subject, subjectAltName }: Certificate,
  permitted: readonly GeneralSubtree[],
  excluded: readonly GeneralSubtree[],
): boolean {
  const content = (der: Uint8Array): Uint8Array => der.subarray((der[1] ?? 0) < 0x80 ? 2 : 2 + ((der[1] ?? 0) & 0x7f))
  const bases = (subtrees: readonly GeneralSubtree[]) =>
    subtrees.flatMap(({ base }) => (base.kind === 'directory' ? [content(base.value.der)] : []))
  const [inside, outside] = [bases(permitted), bases(excluded)]
  const names = [
    ...(subjectAltName?.names ?? []).flatMap((name) => (name.kind === 'directory' ? [content(name.value.der)] : [])),
    ...(subject.rdns.length > 0 ? [content(subject.der)] : []),
  ]
  const begins = (name: Uint8Array) => (base: Uint8Array) => base.length > 0 && sameBytes(name.subarray(0, base.length), base)
  return names.every((name) => !outside.some(begins(name)) && (inside.length === 0 || inside.some(begins(name))))
}
