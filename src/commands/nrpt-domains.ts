import type { Host, RegistryKey } from '../host/host.ts'
import { plainDomain, type ResolverDomain } from './resolver-domain.ts'

const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig'
const local = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig'

/**
 * Rules of the Name Resolution Policy Table that send the names of a domain to name servers of its own ([MS-GPNRPT] 2.2.2). Where group
 * policy has the key, even an empty one, the local table is not looked at (as Tailscale's net/dns/nrpt_windows.go found). Rules that
 * name no server except their names from others. Rules for a first label in any domain, for subnets and for all names are left out.
 */
export function nrptDomains({ registry }: Host): readonly ResolverDomain[] {
  const read = (key: string): RegistryKey | null => {
    try {
      return registry(key)
    } catch {
      return null
    }
  }
  const path = read(policy) === null ? local : policy
  return (read(path)?.keys ?? []).flatMap((id): readonly ResolverDomain[] => {
    const where = `${path}\\${id}`
    const values = read(where)?.values ?? {}
    const names = textOf(values['Name']).split('\n')
    const servers = serversOf(values)
    return names.flatMap((name): readonly ResolverDomain[] => {
      const domain = plainDomain(name.trim())
      if (!domain.includes('.') && !name.startsWith('.')) return []
      // A suffix has a dot before it, and means what ends in it with that dot; without one it is a host.
      return domain === '' ? [] : [{ domain, reach: name.startsWith('.') ? 'below' : 'itself', servers, where }]
    })
  })
}

const textOf = (value: string | number | Uint8Array | undefined): string => (typeof value === 'string' ? value : '')

/** 2.2.2.2 ConfigOptions: 0x8 generic servers (2.2.2.13), 0x4 those of DirectAccess (2.2.2.12); both are divided by semicolons. */
function serversOf(values: RegistryKey['values']): readonly string[] {
  const options = values['ConfigOptions']
  const bits = typeof options === 'number' ? options : 0
  const lists = [
    (bits & 8) === 0 ? '' : textOf(values['GenericDNSServers']),
    (bits & 4) === 0 ? '' : textOf(values['DirectAccessDNSServers']),
  ]
  return lists.flatMap((list) => list.split(/[;,\s]+/)).filter((server) => server !== '')
}
