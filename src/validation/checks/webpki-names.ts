import { latin1 } from '../../der/string.ts'
import { lowerAscii } from './host-name-match.ts'
import { WebpkiReader } from './webpki-der.ts'
import type { WebpkiError } from './webpki-error.ts'

/** A GeneralName by its number (RFC 5280 §4.2.1.6); of those that are not compared the number alone counts. */
export interface WebpkiName {
  readonly kind: number
  readonly value: Uint8Array
}

/** The numbers of the kinds that have a meaning of their own. */
export const [dnsName, directoryName, uri, ipAddress] = [2, 4, 6, 7] as const

/** `GeneralName::from_der` (rustls/webpki 0.103.13: src/subject_name/mod.rs): identifier octets of the nine kinds; `null` is BadDer. */
export function readName(r: WebpkiReader): WebpkiName | null {
  const element = r.next()
  return element !== null && identifiers.includes(element.tag) ? { kind: element.tag & 31, value: element.content } : null
}

const identifiers: readonly number[] = [0xa0, 0x81, 0x82, 0xa3, 0xa4, 0xa5, 0x86, 0x87, 0x88]

const label = '(?!-)[A-Za-z0-9_-]{1,63}(?<!-)'
const name = `${label}(?:\\.${label})*`
const presentedForm = new RegExp(`^(?:${name}|\\*\\.${label}\\.${name})$`)
const constraintForm = new RegExp(`^(?:\\.?${name})?$`)

/** is_valid_dns_id (src/subject_name/dns_name.rs). */
const isValid = (text: string, form: RegExp): boolean => text.length <= 253 && form.test(text) && !/(?:^|\.)\d+$/.test(text)

/** How a dNSName meets what it is compared with: the name asked for, or a constraint. */
export type WebpkiRole = 'asked' | 'permitted' | 'excluded'

/**
 * presented_id_matches_reference_id. `wildcards`: whether one may lie in a permitted subtree because a name that it stands for does
 * (up to 0.103.11; RUSTSEC-2026-0099).
 */
export function matchesDns(
  presented: string,
  reference: string,
  role: WebpkiRole,
  wildcards: 'reach' | 'stay',
): boolean | WebpkiError {
  if (!isValid(presented, presentedForm)) return 'MalformedDnsIdentifier'
  if (role !== 'asked' && !isValid(reference, constraintForm)) return 'MalformedNameConstraint'
  const own = lowerAscii(presented)
  const other = lowerAscii(role === 'asked' ? reference.replace(/\.$/, '') : reference)
  if (role !== 'asked' && own.length > other.length) {
    if (other === '') return true
    return own.endsWith(other.startsWith('.') ? other : `.${other}`)
  }
  if (!own.startsWith('*') || (role === 'permitted' && wildcards === 'stay')) return own === other
  const dot = other.indexOf('.', 1)
  return dot > 0 && own.slice(1) === other.slice(dot)
}

/** presented_id_matches_constraint (src/subject_name/ip_address.rs): an address against an address with its mask, octet by octet. */
export function matchesAddress(address: Uint8Array, constraint: Uint8Array): boolean | WebpkiError {
  const size = address.length
  if (size !== 4 && size !== 16) return 'BadDer'
  if (constraint.length === 40 - 2 * size) return false
  if (constraint.length !== 2 * size) return 'InvalidNetworkMaskConstraint'
  let hasEnded = false
  for (let i = 0; i < size; i++) {
    const mask = constraint[size + i] ?? 0
    // Ones, and behind them noughts.
    const isMask = ((mask | (mask - 1)) & 0xff) === 0xff
    if (!isMask || (hasEnded && mask !== 0)) return 'InvalidNetworkMaskConstraint'
    hasEnded ||= mask !== 0xff
    if ((((address[i] ?? 0) ^ (constraint[i] ?? 0)) & mask) !== 0) return false
  }
  return true
}

/** verify_dns_names and verify_ip_address_names, as far as the alternative names can be read: whether one is the host, or the error met before. */
export function presentsHost(names: Uint8Array | undefined, host: string, address: Uint8Array | null): boolean | WebpkiError {
  const r = new WebpkiReader(names ?? new Uint8Array(0))
  while (!r.isAtEnd) {
    const presented = readName(r)
    if (presented === null) return 'BadDer'
    const { kind, value } = presented
    const isHost =
      address === null
        ? kind === dnsName && matchesDns(latin1(value, 0, value.length), host, 'asked', 'reach') === true
        : kind === ipAddress && value.length === address.length && value.every((octet, i) => octet === address[i])
    if (isHost) return true
  }
  return false
}
