/**
 * Hosts that stand where only hosts stand, and that no form of theirs gives away: of proxies and what they except, of settings that name
 * servers, of name servers and their domains. Without ports. These are masked also where they lie below a public suffix, for they tell
 * whose network it is; `localhost`, loopback and what stands for all are not among them.
 */
export function hostsInSettings(value: unknown): readonly string[] {
  if (typeof value === 'string') return inText(value)
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(hostsInSettings)
  const fields = new Map<string, unknown>(Object.entries(value))
  const text = (key: string): string => {
    const field = fields.get(key)
    return typeof field === 'string' ? field : ''
  }
  return [
    ...(namesHosts.test(text('name')) ? hostsOf(text('value')) : []),
    // Where an answer in plain HTTP sends to.
    ...(fields.has('status') ? hostsOf(text('to')) : []),
    // An entry of macOS' trust settings.
    ...(fields.has('says') && text('host') !== '' ? [text('host')] : []),
    ...[...fields].flatMap(([key, inner]) => {
      if (typeof inner === 'string' && (namesHosts.test(key) || hostKeys.has(key))) return hostsOf(inner)
      return key === 'resolvers' ? [...resolverHosts(inner), ...hostsInSettings(inner)] : hostsInSettings(inner)
    }),
  ]
}

/** Variables and keys whose values are hosts or lists of them: those of proxies, pip, uv, Docker. */
const namesHosts =
  /^(?:(?:https?|all|no|ftp)_proxy|http\.proxy|proxy|trusted[-_]host|pip_trusted_host|(?:uv_)?(?:allow[-_])?insecure[-_]host|insecure-registries)$/i

/** Members of evidence and reports that hold one host. */
const hostKeys = new Set(['servername', 'redirectsTo', 'proxies', 'worksProxies', 'failsProxies', 'besides'])

/** Name servers are told by addresses, their domain by its name. */
const resolverHosts = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && 'domain' in value && typeof value.domain === 'string'
    ? hostsOf(value.domain)
    : []

const inText = (text: string): readonly string[] => [
  ...[...text.matchAll(/^proxy (\S+)$/g)].flatMap(([, host = '']) => hostsOf(host)),
  ...[...text.matchAll(/\bcerts\.d[\\/]+([^\\/\s,;)'"]+)/g)].flatMap(([, host = '']) => hostsOf(host)),
  ...[...text.matchAll(/\bhttp\.(https?:\/\/\S+?)\.(?:ssl\w+|proxy)\b/gi)].flatMap(([, url = '']) => hostsOf(url)),
  ...[...text.matchAll(/\b([\w-]+)=([^()]*)/g)].flatMap(([, name = '', list = '']) =>
    namesHosts.test(name) ? hostsOf(list) : [],
  ),
]

/** The hosts of a list: with schemes, users, ports and paths or without, with a point or a star before them. */
const hostsOf = (list: string): readonly string[] =>
  list.split(/[\s,]+/).flatMap((item) => {
    const place = item.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/@]*@/, '')
    const host = (/^\[([^\]]+)\]/.exec(place)?.[1] ?? place.replace(/[/?#].*$/, '').replace(/:\d*$/, '')).replace(
      /^(?:\*?\.)+/,
      '',
    )
    return !/^[\w.:-]*[\p{L}\p{N}]$/u.test(host) || isEverybodys(host) ? [] : [host]
  })

/** RFC 2606 names nobody. */
const isEverybodys = (host: string): boolean =>
  /(?:^|\.)(?:example|test|invalid|example\.(?:com|net|org))$/i.test(host) ||
  /^(?:\*|localhost(?:\..*)?|127\.[\d./]+|::1|0\.0\.0\.0|\[?masked\]?|true|false|yes|no|on|off|null|\d+)$/i.test(host)
