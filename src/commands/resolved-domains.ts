import type { Host } from '../host/host.ts'
import { linesOf } from './lines-of.ts'
import { directives, namesIn, plainDomain, type ResolverDomain } from './resolver-domain.ts'

/** All name servers that systemd-resolved knows, as it writes them for others (systemd-resolved.service(8), /etc/resolv.conf). */
export const resolvedList = '/run/systemd/resolve/resolv.conf'

/**
 * Whether names are looked for by systemd-resolved: nss-resolve(8) stands before the DNS in nsswitch.conf(5), or the DNS is its stub
 * (127.0.0.53, and 127.0.0.54 from 251 on).
 */
export function asksResolved(host: Host): boolean {
  const sources = (linesOf(host, '/etc/nsswitch.conf').find((line) => /^\s*hosts:/.test(line)) ?? '')
    .replace(/^\s*hosts:|#.*$|\[[^\]]*\]/g, ' ')
    .split(/\s+/)
  const [resolve, dns] = [sources.indexOf('resolve'), sources.indexOf('dns')]
  if (resolve !== -1 && (dns === -1 || resolve < dns)) return true
  // Without the line, or on a system without the file, the DNS is asked.
  const isDnsAsked = dns !== -1 || sources.every((source) => source === '')
  const servers = directives(linesOf(host, '/etc/resolv.conf'), 'nameserver').flat()
  return isDnsAsked && servers.some((server) => server === '127.0.0.53' || server === '127.0.0.54')
}

/**
 * Domains whose names systemd-resolved sends to some of its name servers and not to others: a query goes to all servers of the links,
 * or of the global settings, that have the longest matching domain, for search or for routing (systemd-resolved.service(8), PROTOCOLS
 * AND ROUTING). Nothing where it is not asked. Folders that this user may not read are not known.
 */
export function resolvedDomains(host: Host): readonly ResolverDomain[] {
  if (!asksResolved(host)) return []
  const lines = linksOf(host)
  const all = new Set(
    [...directives(linesOf(host, resolvedList), 'nameserver').flat(), ...lines.flatMap((l) => l.servers)].map(bare),
  )
  const domains = lines.flatMap(({ domains, servers, where }) =>
    domains.map((domain) => ({ domain: plainDomain(domain), servers, where })),
  )
  // Where no other name server is known the domain sets nothing apart: so it is with the search list of a usual network.
  return domains.map((one) => {
    const theirs = new Set(domains.flatMap((d) => (d.domain === one.domain ? d.servers : [])).map(bare))
    return [...all].some((server) => !theirs.has(server)) ? one : { ...one, servers: [] }
  })
}

/** Where name servers and domains are set together. */
interface Line {
  readonly servers: readonly string[]
  readonly domains: readonly string[]
  readonly where: string
}

/**
 * The links and the global settings. A link is set by systemd-networkd, which says so in a file of its own, or by others (NetworkManager,
 * VPNs, resolvectl), and resolved notes that in a folder of its own, which only root may enter by default. Of the first it asks no others
 * (src/resolve/resolved-link.c: link_is_managed, link_load_user, link_save_user; 250).
 */
function linksOf(host: Host): readonly Line[] {
  const [networkd, others] = ['/run/systemd/netif/links', '/run/systemd/resolve/netif']
  const managed = namesIn(host, networkd).flatMap((index) => {
    const where = `${networkd}/${index}`
    const lines = linesOf(host, where)
    const state = assigned(lines, 'ADMIN_STATE').at(-1) ?? ''
    if (['', 'pending', 'initialized', 'unmanaged'].includes(state)) return []
    const domains = [...assigned(lines, 'DOMAINS'), ...assigned(lines, 'ROUTE_DOMAINS')]
    return [{ index, servers: assigned(lines, 'DNS'), domains, where }]
  })
  const set = namesIn(host, others).flatMap((index) => {
    const where = `${others}/${index}`
    const lines = linesOf(host, where)
    return managed.some((link) => link.index === index)
      ? []
      : [{ servers: assigned(lines, 'SERVERS'), domains: assigned(lines, 'DOMAINS'), where }]
  })
  return [...managed, ...set, ...globalLine(host)]
}

/** resolved.conf(5): a file in a folder beside it adds to the main one; an empty value takes back what stood before. */
function globalLine(host: Host): readonly Line[] {
  const folder = '/etc/systemd/resolved.conf.d'
  const added = namesIn(host, folder).flatMap((file) => (file.endsWith('.conf') ? [`${folder}/${file}`] : []))
  const files = ['/etc/systemd/resolved.conf', ...added].filter((path) => assigned(linesOf(host, path), 'Domains').length > 0)
  const lines = ['/etc/systemd/resolved.conf', ...added].flatMap((path) => linesOf(host, path))
  const where = files.at(-1)
  return where === undefined ? [] : [{ servers: assigned(lines, 'DNS'), domains: assigned(lines, 'Domains'), where }]
}

/** Words that lines give to a key; an empty value takes back those before it. */
function assigned(lines: readonly string[], key: string): readonly string[] {
  let words: readonly string[] = []
  for (const line of lines) {
    const [, value] = new RegExp(`^\\s*${key}\\s*=(.*)$`).exec(line) ?? []
    if (value === undefined) continue
    const more = value.replace(/^\s*"|"\s*$/g, '').trim()
    words = more === '' ? [] : [...words, ...more.split(/\s+/)]
  }
  return words
}

/** The address alone: `10.0.0.1:53%eth0#name`, `[fd00::1]:53` (resolved.conf(5), DNS=). */
function bare(server: string): string {
  const plain = server.replace(/[%#].*$/, '')
  const [, inner] = /^\[(.*?)\]/.exec(plain) ?? []
  return inner ?? plain.replace(/^([\d.]+):\d+$/, '$1')
}
