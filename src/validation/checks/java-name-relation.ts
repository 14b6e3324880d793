import type { GeneralName } from '../../model/extension.ts'
import type { Name } from '../../model/name.ts'
import type { SentThenBuildVerifier } from '../../model/verifier.ts'
import { canonicalName } from '../../x509/canonical-name.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { lowerAscii } from './host-name-match.ts'
import { uriHost } from './name-constraints-text.ts'

/** What a name is to a subtree: what GeneralNameInterface.constrains answers (sun.security.x509). */
export type JavaRelation = 'other-kind' | 'match' | 'narrows' | 'widens' | 'same-kind'

/** What the second name is to the first. Both may be subtrees. Throws `UnexpectedByJava`. */
export type JavaRelate = (base: GeneralName, name: GeneralName) => JavaRelation

/** An exception that none of Java's callers expects: it ends the validation. `message`: what it says. */
export class UnexpectedByJava extends Error {}

/**
 * Each class of sun.security.x509 has a `constrains` of its own: DNSName, RFC822Name, URIName, IPAddressName, X500Name, OIDName, OtherName,
 * X400Address, EDIPartyName. Read in JDK 25, and asked of 17.0.15.
 */
export const javaRelation =
  (families: SentThenBuildVerifier['addressFamilies']): JavaRelate =>
  (base, name) => {
    if (base.kind === 'dns' && name.kind === 'dns') return ofHosts(base.value, name.value)
    if (base.kind === 'email' && name.kind === 'email') return ofMailboxes(base.value, name.value)
    if (base.kind === 'uri' && name.kind === 'uri') return ofUris(base.value, name.value)
    if (base.kind === 'ip' && name.kind === 'ip') return ofAddresses(base.value, name.value, families)
    if (base.kind === 'directory' && name.kind === 'directory') return ofDirectories(base.value, name.value)
    const unsupported = base.kind === name.kind ? notCompared[base.kind] : undefined
    if (unsupported === undefined) return 'other-kind'
    if (base.kind === 'registered-id' && base.value === name.value) return 'match'
    throw new UnexpectedByJava(unsupported)
  }

const notCompared: Readonly<Partial<Record<GeneralName['kind'], string>>> = {
  'registered-id': 'Narrowing and widening are not supported for OIDNames',
  other: 'Narrowing, widening, and matching are not supported for OtherName.',
  x400: 'Narrowing, widening, and match are not supported for X400Address.',
  'edi-party': 'Narrowing, widening, and matching of names not supported for EDIPartyName',
}

/** It looks at the first letter of the shorter name, whether it has one or not. */
function ofHosts(base: string, name: string): JavaRelation {
  const [wide, narrow] = [lowerAscii(base), lowerAscii(name)]
  if (wide === narrow) return 'match'
  if (wide === '' || narrow === '') throw new UnexpectedByJava('String index out of range: 0')
  if (wide.endsWith(narrow)) return isParted(wide, narrow) ? 'widens' : 'same-kind'
  return narrow.endsWith(wide) && isParted(narrow, wide) ? 'narrows' : 'same-kind'
}

/** One dot stands between a name and the end of it that is compared. */
const isParted = (name: string, end: string): boolean => (before(name, end) === '.') !== end.startsWith('.')

const before = (text: string, end: string): string => text.charAt(text.length - end.length - 1)

function ofMailboxes(base: string, name: string): JavaRelation {
  const [wide, narrow] = [base.toLowerCase(), name.toLowerCase()]
  if (wide === narrow) return 'match'
  if (wide.endsWith(narrow)) return isDomainOf(narrow, wide) ? 'widens' : 'same-kind'
  return narrow.endsWith(wide) && isDomainOf(wide, narrow) ? 'narrows' : 'same-kind'
}

/** A mailbox is that mailbox alone, `.domain` what ends so, and a host the mailboxes on it. */
const isDomainOf = (end: string, mailbox: string): boolean =>
  !end.includes('@') && (end.startsWith('.') || before(mailbox, end) === '@')

/** The hosts of the two. A constraint with a dot in front is a domain, and is not the host of that name. */
function ofUris(base: string, name: string): JavaRelation {
  const [host, other] = [hostOf(base), hostOf(name)]
  if (other === '') throw new UnexpectedByJava('Cannot invoke "String.equalsIgnoreCase(String)" because "otherHost" is null')
  if (lowerAscii(host) === lowerAscii(other)) return 'match'
  if (other.startsWith('[')) return 'same-kind'
  const [isDomain, isOtherDomain] = [host.startsWith('.'), other.startsWith('.')]
  const relation = ofHosts(host.replace(/^\./, ''), other.replace(/^\./, ''))
  if (relation === 'match') return isDomain ? 'widens' : 'narrows'
  return isDomain || isOtherDomain ? relation : 'same-kind'
}

/** A constraint is a host, without a scheme; an address begins with a bracket. Empty: it has none. */
const hostOf = (text: string): string => (/[:/]/.test(text) ? uriHost(text) : text)

/** Subtrees are an address and its mask, of 8 or 32 octets. An address that has more bits than the mask lets through is no subtree of anything. */
function ofAddresses(base: Uint8Array, name: Uint8Array, families: SentThenBuildVerifier['addressFamilies']): JavaRelation {
  if (families === 'apart' && (base.length % 16 === 0) !== (name.length % 16 === 0)) return 'same-kind'
  const isSubnet = (octets: Uint8Array): boolean => octets.length === 8 || octets.length === 32
  if (isSubnet(base) && base.length === name.length) return ofSubnets(base, name)
  if (sameBytes(base, name)) return 'match'
  if (isSubnet(name)) return holds(name, base) ? 'widens' : 'same-kind'
  return isSubnet(base) && holds(base, name) ? 'narrows' : 'same-kind'
}

/** As many octets are compared as the subnet has, also where the other one is of the other family. */
function holds(subnet: Uint8Array, address: Uint8Array): boolean {
  const size = subnet.length / 2
  for (let i = 0; i < size; i++) {
    const octet = address[i]
    if (octet === undefined) throw new UnexpectedByJava(`Index ${i} out of bounds for length ${i}`)
    if ((octet & (subnet[i + size] ?? 0)) !== subnet[i]) return false
  }
  return true
}

function ofSubnets(base: Uint8Array, name: Uint8Array): JavaRelation {
  const size = base.length / 2
  const [address, mask] = [base.subarray(0, size), base.subarray(size)]
  const [other, otherMask] = [name.subarray(0, size), name.subarray(size)]
  if (sameBytes(mask, otherMask) && sameBytes(masked(address, mask), masked(other, mask))) return 'match'
  const [isNone, isOtherNone] = [!sameBytes(masked(address, mask), address), !sameBytes(masked(other, otherMask), other)]
  if (isNone) return isOtherNone ? 'match' : 'widens'
  if (isOtherNone) return 'narrows'
  const both = masked(mask, otherMask)
  if (sameBytes(both, mask) && sameBytes(masked(address, mask), masked(other, mask))) return 'narrows'
  const isWithin = sameBytes(both, otherMask) && sameBytes(masked(other, otherMask), masked(address, otherMask))
  return isWithin ? 'widens' : 'same-kind'
}

const masked = (octets: Uint8Array, mask: Uint8Array): Uint8Array => octets.map((octet, i) => octet & (mask[i] ?? 0))

function ofDirectories(base: Name, name: Name): JavaRelation {
  const isPrefix = (short: Name, long: Name): boolean =>
    short.rdns.length <= long.rdns.length && canonicalName(short.rdns) === canonicalName(long.rdns.slice(0, short.rdns.length))
  if (!isPrefix(base, name)) return isPrefix(name, base) ? 'widens' : 'same-kind'
  return base.rdns.length === name.rdns.length ? 'match' : 'narrows'
}
