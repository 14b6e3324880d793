import { ipText } from '../../model/ip-text.ts'
import { toHex } from '../../x509/hex.ts'
import type { ConstraintMatch } from './name-constraints-text.ts'

/**
 * An iPAddress against an address and its mask (RFC 5280 §4.2.1.10: 8 octets, or 32 for IPv6). The mask is applied bit
 * by bit, whether its ones are adjacent or not (OpenSSL v3_ncons.c nc_ip; Go and webpki refuse such a mask). An address
 * of one family lies outside every constraint of the other.
 */
export function matchIp(address: Uint8Array, constraint: Uint8Array): ConstraintMatch {
  if (address.length !== 4 && address.length !== 16) return 'name-syntax'
  if (constraint.length !== 8 && constraint.length !== 32) return 'constraint-syntax'
  const size = constraint.length / 2
  if (address.length !== size) return 'outside'
  const inside = address.every((octet, i) => ((octet ^ (constraint[i] ?? 0)) & (constraint[size + i] ?? 0)) === 0)
  return inside ? 'inside' : 'outside'
}

/** As Go's net.IPNet prints it: `10.0.0.0/8`; a mask whose ones are not adjacent in hexadecimal. */
export function formatIpConstraint(constraint: Uint8Array): string {
  if (constraint.length !== 8 && constraint.length !== 32) return toHex(constraint)
  const size = constraint.length / 2
  const mask = constraint.slice(size)
  return `${ipText(constraint.slice(0, size))}/${prefixLength(mask) ?? toHex(mask)}`
}

/** How many ones a mask begins with (RFC 4632 §5.1); `null`: there are others behind a zero. */
export function prefixLength(mask: Uint8Array): number | null {
  const bits = Array.from(mask, (octet) => octet.toString(2).padStart(8, '0')).join('')
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : null
}
