import { BlockList } from 'node:net'
import { ipVersion } from '../ip-version.ts'
import { withoutDot } from '../../model/dns-name.ts'

/**
 * Whether a list in the form of NO_PROXY names the host, as curl reads it (lib/noproxy.c; CURLOPT_NOPROXY(3)): entries between
 * commas, and blanks as curl before 8 has it; `*` alone is every host; a name matches itself and every name under it, with or without a leading dot;
 * trailing dots do not count; an address matches an equal address or, since curl 7.86, a network in CIDR notation. No ports,
 * and no wildcard inside an entry.
 */
export function isExempt(host: string, list: string): boolean {
  if (list === '*') return true
  const entries = list.split(/[\s,]+/).filter((entry) => entry !== '')
  if (ipVersion(host) !== 0) return entries.some((entry) => coversAddress(entry, host))
  const name = withoutDot(host.toLowerCase())
  return entries.some((entry) => {
    const suffix = withoutDot(entry.toLowerCase()).replace(/^\./, '')
    return suffix !== '' && (name === suffix || name.endsWith(`.${suffix}`))
  })
}

function coversAddress(entry: string, address: string): boolean {
  const [network = '', bits, ...more] = entry.split('/')
  if (more.length > 0 || ipVersion(network) !== ipVersion(address)) return false
  const family = ipVersion(address) === 4 ? 'ipv4' : 'ipv6'
  const width = family === 'ipv4' ? 32 : 128
  // curl reads a missing or a zero number of bits as all of them.
  const prefix = bits === undefined || bits === '' || Number(bits) === 0 ? width : Number(bits)
  if (!Number.isInteger(prefix) || prefix > width) return false
  const list = new BlockList()
  list.addSubnet(network, prefix, family)
  return list.check(address, family)
}
