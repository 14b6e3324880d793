import { withoutDot } from '../model/dns-name.ts'

/**
 * Last labels under which no public name stands: RFC 6762 §3 and appendix G, RFC 8375, ICANN's `internal`, and those that home routers
 * and Active Directory use. `localhost` and the names of RFC 2606 name nobody and are not among them.
 */
export const internalSuffixes = [
  'corp',
  'home',
  'home.arpa',
  'internal',
  'intern',
  'intra',
  'intranet',
  'lan',
  'local',
  'localdomain',
  'private',
] as const

/**
 * Whether a host stands in no public name space: a single label, a suffix that is never public, or an address of a private network.
 * What lies below a public suffix is public here, although only some networks may be able to resolve it.
 */
export function isInternalHost(host: string): boolean {
  const name = withoutDot(host.toLowerCase().replace(/^\[|\]$/g, ''))
  if (name === '' || name === 'localhost') return false
  if (name.includes(':') || /^[\d.]+$/.test(name)) return isPrivateAddress(name)
  return /^[\w-]+$/.test(name) || internalSuffixes.some((suffix) => name.endsWith(`.${suffix}`))
}

/** RFC 1918, RFC 6598, link-local (RFC 3927, RFC 4291 §2.5.6) and unique local (RFC 4193). Loopback is everybody's and not one. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)
  const octets = (mapped?.[1] ?? address).split('.').map(Number)
  const [a = 0, b = 0] = octets
  if (octets.length === 4 && octets.every((n) => Number.isInteger(n) && n >= 0 && n <= 255))
    return (
      a === 10 ||
      (a === 172 && b >= 16 && b <= 31) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b <= 127)
    )
  return /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i.test(address)
}
