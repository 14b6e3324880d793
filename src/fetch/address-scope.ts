import { BlockList, isIP } from 'node:net'

/** Whom an address belongs to: `public` may be anybody on the internet, `private` a network or machine that the fetcher stands in. */
export type AddressScope = 'public' | 'private'

/** What is no host of the internet (RFC 6890, IANA special-purpose registries). */
const special: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'], // this network
  ['10.0.0.0', 8, 'ipv4'], // RFC 1918
  ['100.64.0.0', 10, 'ipv4'], // RFC 6598, shared by carriers
  ['127.0.0.0', 8, 'ipv4'], // loopback
  ['169.254.0.0', 16, 'ipv4'], // RFC 3927, link-local; clouds serve their credentials there
  ['172.16.0.0', 12, 'ipv4'], // RFC 1918
  ['192.0.0.0', 24, 'ipv4'], // RFC 6890
  ['192.0.2.0', 24, 'ipv4'], // documentation
  ['192.168.0.0', 16, 'ipv4'], // RFC 1918
  ['198.18.0.0', 15, 'ipv4'], // benchmarks
  ['198.51.100.0', 24, 'ipv4'], // documentation
  ['203.0.113.0', 24, 'ipv4'], // documentation
  ['224.0.0.0', 3, 'ipv4'], // multicast, reserved, broadcast
  ['::', 96, 'ipv6'], // unspecified, loopback, IPv4-compatible
  ['64:ff9b:1::', 48, 'ipv6'], // RFC 8215, local translation
  ['100::', 64, 'ipv6'], // discard
  ['2001::', 23, 'ipv6'], // Teredo and other protocols: carry an IPv4 address
  ['2001:db8::', 32, 'ipv6'], // documentation
  ['2002::', 16, 'ipv6'], // 6to4: carries an IPv4 address
  ['fc00::', 7, 'ipv6'], // RFC 4193
  ['fe80::', 9, 'ipv6'], // link-local, and the old site-local
  ['ff00::', 8, 'ipv6'], // multicast
]

const list = new BlockList()
for (const [net, prefix, family] of special) list.addSubnet(net, prefix, family)

/** The scope of an IP address in text; what is no address is private, for nobody may be sent there. */
export function addressScope(address: string): AddressScope {
  const [plain = ''] = address.split('%', 1)
  const family = isIP(plain)
  if (family === 0) return 'private'
  if (family === 4) return list.check(plain, 'ipv4') ? 'private' : 'public'
  const inner = embedded(plain)
  return list.check(plain, 'ipv6') || (inner !== null && list.check(inner, 'ipv4')) ? 'private' : 'public'
}

/** The IPv4 address in a mapped one (RFC 4291 §2.5.5.2) or behind a NAT64 (RFC 6052 §2.1); `null`: neither. */
function embedded(address: string): string | null {
  // As URL writes them: compressed, in hexadecimal.
  const [, high, low] =
    /^\[(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(new URL(`http://[${address}]/`).hostname) ?? []
  if (high === undefined || low === undefined) return null
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`
}
