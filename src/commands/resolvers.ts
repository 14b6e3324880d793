import { isIP } from 'node:net'
import type { Host } from '../host/host.ts'
import type { Resolvers } from '../model/evidence.ts'
import { isInternalHost, isPrivateAddress } from '../report/internal-name.ts'
import { linesOf } from './lines-of.ts'
import { nrptDomains } from './nrpt-domains.ts'
import { asksResolved, resolvedDomains, resolvedList } from './resolved-domains.ts'
import { directives, namesIn, plainDomain, type ResolverDomain } from './resolver-domain.ts'

/**
 * Name servers whose answer for a name need not be everybody's: those of a domain that has its own; else those of the system, where a
 * public name got none but private addresses. `null`: nothing points to that, or what is asked for is no name of the DNS.
 */
export function resolvers(host: Host, asked: string, addresses: readonly string[]): Resolvers | null {
  const name = plainDomain(asked)
  if (name === '' || isIP(asked) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return null
  const own = mostSpecific(domainsOf(host), asked.endsWith('.') ? name : fullName(host, name))
  const [first] = own
  const servers = [...new Set(own.flatMap((d) => d.servers))]
  if (first !== undefined && servers.length > 0)
    return { kind: 'own-domain', domain: first.domain, servers, where: [...new Set(own.map((d) => d.where))] }
  if (addresses.length === 0 || isInternalHost(name) || !addresses.every(isPrivateAddress)) return null
  return { kind: 'private-address', domain: '', ...systemServers(host) }
}

function domainsOf(host: Host): readonly ResolverDomain[] {
  switch (host.platform) {
    case 'linux':
      return resolvedDomains(host)
    case 'darwin':
      return macDomains(host)
    case 'win32':
      return nrptDomains(host)
    case 'other':
      return []
  }
}

/** The settings for the longest domain that the name lies in. Empty: none is for less than all names. */
function mostSpecific(domains: readonly ResolverDomain[], name: string): readonly ResolverDomain[] {
  const meant = domains.filter(
    ({ domain, reach }) =>
      domain !== '' && ((name === domain && reach !== 'below') || (name.endsWith(`.${domain}`) && reach !== 'itself')),
  )
  const most = Math.max(...meant.map((d) => d.domain.length))
  return meant.filter((d) => d.domain.length === most)
}

/**
 * The name as the DNS is asked for it: one of a single label is completed from the search list (resolv.conf(5): `ndots` is 1 by default,
 * the last line counts). Which of several suffixes had an answer is not known; then it stays as it is.
 */
function fullName(host: Host, name: string): string {
  if (name.includes('.') || host.platform === 'win32') return name
  const lines = linesOf(host, resolvConf).map((line) => line.replace(/^\s*domain(?=\s)/, 'search'))
  const [suffix, another] = directives(lines, 'search').at(-1) ?? []
  return suffix === undefined || another !== undefined ? name : `${name}.${plainDomain(suffix)}`
}

const resolvConf = '/etc/resolv.conf'

/** Windows keeps the name servers of each interface apart, those of lines that are down too: which are asked is not known there. */
function systemServers(host: Host): Pick<Resolvers, 'servers' | 'where'> {
  if (host.platform === 'win32') return { servers: [], where: [] }
  const path = host.platform === 'linux' && asksResolved(host) ? resolvedList : resolvConf
  const servers = directives(linesOf(host, path), 'nameserver').flatMap(([server]) => server ?? [])
  return { servers, where: servers.length === 0 ? [] : [path] }
}

/**
 * macOS: each file of the folder is a client for the domain that it is named after, or that a `domain` line names; without a name
 * server it asks this machine (resolver(5), SEARCH STRATEGY). What a VPN sets without a file is not seen.
 */
function macDomains(host: Host): readonly ResolverDomain[] {
  return namesIn(host, '/etc/resolver').map((file) => {
    const where = `/etc/resolver/${file}`
    const lines = linesOf(host, where)
    const servers = directives(lines, 'nameserver').flatMap(([server]) => server ?? [])
    const [named = file] = directives(lines, 'domain').at(-1) ?? []
    return { domain: plainDomain(named), servers: servers.length === 0 ? ['127.0.0.1'] : servers, where }
  })
}
