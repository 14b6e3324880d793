import { withoutDot } from '../model/dns-name.ts'
/** A host and a port that stand in a text. `port` is `null` where neither a number nor a scheme tells it. */
export interface TextTarget {
  readonly host: string
  readonly port: number | null
}

/** Schemes that mean TLS from the first octet, and their ports (IANA's registry). */
const ports: Readonly<Record<string, number>> = {
  https: 443,
  wss: 443,
  ssl: 443,
  tls: 443,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  smtps: 465,
  amqps: 5671,
  mqtts: 8883,
  rediss: 6379,
  ftps: 990,
}

/** What programs print around the address that they asked; the groups are host and port, or a URL. */
const addressed: readonly RegExp[] = [
  /\bhost='(?<host>[^'\s]{1,255})', port=(?<port>\d{1,5})/,
  /Cannot connect to host (?<host>[^\s:]{1,255}|\[[0-9a-f:.]+\]):(?<port>\d{1,5})/i,
  /\b(?:Get|Head|Post|Put|Patch|Delete|Options) "?(?<url>https?:\/\/[^\s"]{1,2000}?)"?(?::? |$)/m,
  /unable to access '(?<url>[^'\s]{1,2000})'/,
  /request to (?<url>https?:\/\/\S{1,2000}) failed/,
  /(?:Could not fetch URL|SSL validation failed for|error sending request for url \(|download from|while downloading|Failed to (?:fetch|download|connect to)|Import|request for|for url:?|for URL|fetching|GET|HEAD|POST|connect to|FetchError:|FETCH_FAIL) ?["'`<(]*(?<url>(?:https|wss):\/\/[^\s"'`<>)]{1,2000})/,
  /connection to server at "(?<host>[^"\s]{1,255})"(?: \([^)\n]{1,60}\))?, port (?<port>\d{1,5})/,
  /connect to (?<host>[\w.-]{1,255}) port (?<port>\d{1,5})/,
  /Resolving '(?<host>[\w.-]{1,255}):(?<port>\d{1,5})'/,
  /-connect (?<host>[\w.-]{1,255}|\[[0-9a-f:.]+\]):(?<port>\d{1,5})/i,
  /Connecting to (?<host>[\w.-]{1,255})(?: \([^)\n]{1,255}\))?\|[0-9a-f.:]+\|:(?<port>\d{1,5})/i,
  /(?:Can't connect to|connect(?:ing|ed|ion)? (?:to|with)(?: server)?|unable to connect to|Unable to connect to (?:ssl|tls):\/\/|could not connect to|server|host|endpoint|registry|broker|address|dial(?: tcp)?|for) ["'`(]?(?<host>(?:[\w-]{1,63}\.)+[A-Za-z][\w-]{0,62}|localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])(?:\/[0-9.]+)?:(?<port>\d{1,5})(?![\w.])/i,
  /validate the SSL certificate for (?<host>[\w.-]{1,255}):(?<port>\d{1,5})/i,
  /(?:pinning|Pin validation) failed for (?:host )?(?<host>(?:[\w-]{1,63}\.)+[A-Za-z]{2,24})/,
  /verification failed for (?<host>[\w.-]{1,255})\[[0-9a-f.:]+\]:(?<port>\d{1,5})/i,
  /\((?<host>(?:[\w-]{1,63}\.)+(?!(?:java|kt|scala|cs|py|rb|go|rs|js|mjs|ts|c|cc|cpp|php|p[lm]|swift|m)\b)[A-Za-z][\w-]{1,62}|localhost):(?<port>\d{1,5})\)/,
  /Connected to (?<host>[\w.-]{1,255}) \([0-9a-f.:]+\) port (?<port>\d{1,5})/i,
]

/** Names that were asked for, in sentences on names that do not fit. */
const asked: readonly RegExp[] = [
  /certificate is not valid for '(?<host>[^'\s]{1,255})'/,
  /hostname '(?<host>[^'\s]{1,255})' doesn't match/,
  /(?:Host: (?<host>[^\s]{1,255}?)\.? is not (?:in the cert|cert))/,
  /IP: (?<host>[^\s]{1,60}) is not in the cert/,
  /x509: certificate is valid for [^\n]{0,2000}?, not (?<host>[^\s"',;)]{1,255})/,
  /but wanted to match (?<host>[^\s"',;)]{1,255})/,
  /cannot validate certificate for (?<host>\S{1,60}) because/,
  /(?:does not|doesn't) match target (?:host ?name|(?:ipv[46] )?address) '(?<host>[^'\s]{1,255})'/i,
  /matches target (?:host ?name|(?:ipv[46] )?address) '(?<host>[^'\s]{1,255})'/i,
  /(?:DNS name|name|IP address) matching (?:IP address )?(?<host>\S{1,255}) found/,
  /not valid for name "(?<host>[^"\s]{1,255})"/,
  /did not match expected (?:CN=|name )[`'](?<host>[^'`\s]{1,255})'/,
  /hostname "(?<host>[^"\s]{1,255})" does not match the server/,
  /does not match host name "(?<host>[^"\s]{1,255})"/,
  /[Tt]he certificate of '?(?<host>[^'\s]{1,255}?)'? (?:is not|has|does|hasn|was)/,
  /certificate signer of '?(?<host>[^'\s]{1,255}?)'? was not/,
  /owner does not match hostname '?(?<host>[^'\s]{1,255})'?/,
  /cannot verify (?<host>[\w.-]{1,255})'s certificate/,
  /(?:matches|match) requested host name '?(?<host>[^'\s]{1,255}?)'?\.?$/m,
  /Certificate for <(?<host>[^>\s]{1,255})>/,
  /Hostname (?<host>[\w.-]{1,255}) not verified/,
  /HTTPS hostname wrong: +should be <(?<host>[^>\s]{1,255})>/,
  /^(?<host>(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}) uses (?:an invalid security certificate|security technology)/m,
  /(?:error occurred during a connection to|trying to connect to) (?<host>(?:[\w-]{1,63}\.)+[A-Za-z]{2,24})/,
  /could not prove that it is (?<host>(?:[\w-]{1,63}\.)+[A-Za-z]{2,24})/,
  /steal your information from (?<host>(?:[\w-]{1,63}\.)+[A-Za-z]{2,24})/,
  /did not continue to (?<host>(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}) because/,
  /^ *Pinned certificates for (?<host>(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}):/m,
  /(?:server certificate|certificate) for "(?<host>[^"\s]{1,255})"/,
  /upstream SSL certificate does not match "(?<host>[^"\s]{1,255})"/,
]

const properties = [
  /["']?(?:host|hostname|servername|server_name)["']?(?:: |=|:)\s*["'](?<host>[^'"\s]{1,255})["']/,
  /peeraddr=(?<host>\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]):(?<port>\d{1,5})/,
  /Could not handshake: [^\n]{0,200}\[IP: (?<host>[0-9a-f.:]{3,45}) (?<port>\d{1,5})\]/,
]

const anyUrl = /\b(?<url>(?:https|wss|ssl|tls|ldaps|imaps|pop3s|smtps|amqps|mqtts|rediss|ftps):\/\/[^\s"'`<>)\]]{1,2000})/g

/** A bare name with a port on which TLS is usual; `_ssl.c:1108` and `Main.java:443` are none. */
const bare =
  /(?<![\w./@-])(?<host>(?:[a-z0-9][\w-]{0,62}\.){1,8}[a-z]{2,24}|localhost|\d{1,3}(?:\.\d{1,3}){3}):(?<port>443|8443|465|587|993|995|636|6443|5671|8883|9093|2376|9443|5432|3306|6379|6380|27017)(?![\w.])/i

/** Where advice and documentation stand. */
const pages =
  /^(?:curl\.(?:se|haxx\.se)|go\.microsoft\.com|aka\.ms|bit\.ly|stackoverflow\.com|(?:docs?|learn|help|support|errors|bugs|wiki|forums?)\.|[\w.-]*readthedocs\.io|pip\.pypa\.io|nodejs\.org\/(?:api|docs|dist\/latest)|go\.dev\/|pkg\.go\.dev|yarnpkg\.com\/en\/docs|www\.openssl\.org\/docs|github\.com\/[\w.-]+\/[\w.-]+\/(?:issues|pull|blob|wiki|discussions)|letsencrypt\.org\/docs|developer\.(?:mozilla|apple)|www\.rfc-editor|curl\.se)/i

/** The host that a program asked, as the text has it; `null` where it has none. Nothing is guessed but the port that a scheme means. */
export function targetOf(text: string): TextTarget | null {
  const byName = first(asked, text)
  const byAddress = first(addressed, text)
  if (byAddress !== null && (byName === null || byName.host === byAddress.host || isAddress(byName.host))) return byAddress
  const byUrl = urls(text)
  if (byName !== null) {
    const same = [byAddress, ...byUrl].find((target) => target?.host === byName.host)
    return same ?? byName
  }
  const page = byUrl[0]
  if (page !== undefined) return page
  const property = first(properties, text)
  if (property !== null) {
    if (property.port !== null) return property
    const port = /["']?\bport["']?(?:: |=|:)\s*["']?(\d{1,5})\b/.exec(text)?.[1]
    return target(property.host, port) ?? property
  }
  return first([bare], text)
}

const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host)

function first(patterns: readonly RegExp[], text: string): TextTarget | null {
  for (const pattern of patterns) {
    const { host, port, url } = pattern.exec(text)?.groups ?? {}
    const found = url !== undefined ? ofUrl(url) : host !== undefined ? target(host, port) : null
    if (found !== null) return found
  }
  return null
}

function urls(text: string): readonly TextTarget[] {
  const out: TextTarget[] = []
  for (const { groups, index } of text.matchAll(anyUrl)) {
    const url = groups?.['url'] ?? ''
    if (isCut(url, text.slice(index + url.length, index + url.length + 5))) continue
    if (pages.test(url.replace(/^\w+:\/\/(?:[^/@\s]*@)?/, ''))) continue
    const found = ofUrl(url)
    if (found !== null) out.push(found)
    if (out.length >= 20) break
  }
  return out
}

/** PowerShell shows as much of the line as fits, and a mark where it cuts: there the name may not be whole. */
const isCut = (url: string, behind: string): boolean => /^\w+:\/\/[^/?#]*$/.test(url) && /^ ?(?:\u2026|\.{3})/.test(behind)

/** RFC 3986 §3.2: what stands before the last `@` of the authority is a name and a password, and is left out. */
function ofUrl(url: string): TextTarget | null {
  const [, scheme = '', authority = ''] = /^(\w+):\/\/([^/?#\s]*)/.exec(url) ?? []
  const [, host = '', port] =
    /^(\[[0-9a-fA-F:.]+\]|[^:]*)(?::(\d{1,5}))?[.,;:]*$/.exec(authority.slice(authority.lastIndexOf('@') + 1)) ?? []
  return target(host, port ?? String(ports[scheme.toLowerCase()] ?? ''))
}

/** Names and addresses alone: what else a text holds never becomes part of a command. */
function target(host: string, port: string | undefined): TextTarget | null {
  const name = withoutDot(host.replace(/^\[([0-9a-fA-F:.]+)\]$/, '$1'))
  const isName = name.length <= 253 && /^(?:[a-z0-9_](?:[\w-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[\w-]{0,61}[a-z0-9_])?$/i.test(name)
  const isV6 = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/i.test(name)
  if (!isName && !isV6) return null
  const number = port === undefined || port === '' ? null : Number(port)
  if (number !== null && (number < 1 || number > 65_535)) return { host: name, port: null }
  return { host: name, port: number }
}
