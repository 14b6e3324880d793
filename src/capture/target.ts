import { domainToASCII } from 'node:url'
import { RootcauseError } from '../model/error.ts'
import type { StarttlsProtocol, Target } from '../model/evidence.ts'
import { once } from '../model/once.ts'
import { ipVersion } from './ip-version.ts'
import { starttlsOf } from './starttls/registry.ts'
import { withoutDot } from '../model/dns-name.ts'

/** What may be said beside the text of a target. */
export interface TargetOptions {
  readonly starttls?: StarttlsProtocol
  readonly port?: number
}

interface Scheme {
  readonly port: number
  readonly starttls?: StarttlsProtocol
}

const implicit = (port: number): Scheme => ({ port })
const upgraded = (starttls: StarttlsProtocol, port = starttlsOf(starttls).port): Scheme => ({ port, starttls })

/** URL schemes and where they lead: IANA's "Service Name and Transport Protocol Port Number Registry"; RFC 8314 §3 for mail. */
const schemes = once(
  (): Readonly<Record<string, Scheme>> => ({
    https: implicit(443),
    wss: implicit(443),
    tls: implicit(443),
    ssl: implicit(443),
    smtps: implicit(465),
    submissions: implicit(465),
    imaps: implicit(993),
    pop3s: implicit(995),
    ldaps: implicit(636),
    ftps: implicit(990),
    nntps: implicit(563),
    ircs: implicit(6697),
    sips: implicit(5061),
    amqps: implicit(5671),
    mqtts: implicit(8883),
    rediss: implicit(6379),
    xmpps: implicit(5223),
    smtp: upgraded('smtp'),
    submission: upgraded('smtp', 587),
    lmtp: upgraded('lmtp'),
    imap: upgraded('imap'),
    pop3: upgraded('pop3'),
    pop: upgraded('pop3'),
    ftp: upgraded('ftp'),
    ftpes: upgraded('ftp'),
    xmpp: upgraded('xmpp'),
    ldap: upgraded('ldap'),
    postgres: upgraded('postgres'),
    postgresql: upgraded('postgres'),
    mysql: upgraded('mysql'),
    mariadb: upgraded('mysql'),
  }),
)

const usage = (message: string, hint: string): RootcauseError => new RootcauseError('usage', message, hint)
const example = 'give a host, host:port, [IPv6]:port or a URL such as https://example.org'

/**
 * Reads what a user calls a server: `example.org`, `example.org:8443`, `https://example.org/path`, `192.0.2.1`,
 * `[2001:db8::1]:443`, `2001:db8::1`, `smtp://mail.example.org`. Names become A-labels (RFC 5891 §4.4, as UTS 46 maps them),
 * in lower case and without the trailing dot, which no certificate and no SNI has (RFC 6066 §3).
 *
 * Throws `RootcauseError` of kind `usage`.
 */
export function parseTarget(text: string, options: TargetOptions = {}): Target {
  const trimmed = text.trim()
  refuseForeign(trimmed)
  const url = trimmed.includes('://') ? /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(trimmed) : null
  const scheme = url === null ? null : schemeOf(url[1] ?? '')
  const authority = authorityOf(url?.[2] ?? trimmed)
  // RFC 6874 §2: within a URL, the % before a zone is written %25.
  const { host: rawHost, port: rawPort } = splitAuthority(url === null ? authority : authority.replace(/^(\[[^\]%]*%)25/, '$1'))
  const host = hostOf(rawHost)
  const textPort = rawPort === '' ? null : portOf(rawPort)
  if (options.port !== undefined && textPort !== null && options.port !== textPort) {
    throw usage(`two ports: ${textPort} in the target, ${options.port} beside it`, 'give the port once')
  }
  if (options.starttls !== undefined && scheme !== null && scheme.starttls !== options.starttls) {
    throw usage(`${url?.[1] ?? ''} is not spoken with STARTTLS for ${options.starttls}`, 'give the target as host:port')
  }
  const starttls = options.starttls ?? scheme?.starttls
  const given = options.port === undefined ? textPort : portOf(String(options.port))
  const usual = scheme?.port ?? (starttls === undefined ? 443 : starttlsOf(starttls).port)
  const target = { host, port: given ?? usual }
  return starttls === undefined ? target : { ...target, starttls }
}

/**
 * Reads a name or an address that stands without a port, `[::1]` too, as `parseTarget` reads that of a target.
 *
 * Throws `RootcauseError` of kind `usage`.
 */
export function parseHost(text: string): string {
  const bare = text.trim()
  const bracketed = /^\[(.*)\]$/s.exec(bare)?.[1] ?? ''
  return hostOf(ipVersion(bracketed) === 6 ? bracketed : bare)
}

/** Addresses that other programs take, and what to type instead. */
function refuseForeign(text: string): void {
  // Expressions that ignore case are dear to make ready (ICU closes each of their sets over case), and hardly a target needs them.
  if (!/[/@]|^jdbc:/.test(text.toLowerCase())) return
  const jdbc = /^jdbc:(.*)$/is.exec(text)?.[1]
  if (jdbc !== undefined) {
    // `postgresql://host:5432/db`, `oracle:thin:@//host:2484/service`, `sqlserver://host:1433;encrypt=true`: each driver has its own form.
    const [, driver = '', place] = /^([a-z0-9]+)\b.*?\/\/(?:[^@/]*@)?([a-z0-9._-]+(?::\d+)?)/i.exec(jdbc) ?? []
    const scheme = Object.hasOwn(schemes(), driver.toLowerCase()) ? `${driver.toLowerCase()}://` : ''
    throw usage('a JDBC URL is not a target', place === undefined ? example : `give the server alone: ${scheme}${place}`)
  }
  // `git@host:path`, as scp and git write it: behind the colon stands no port.
  const [, host] = /^(?:ssh:\/\/(?:[^@/]*@)?|[\w.-]+@(?=[a-z0-9.-]+:(?!\d+(?:$|\/))))([a-z0-9.-]+)/i.exec(text) ?? []
  if (host !== undefined) throw usage('SSH has no certificates of TLS', `for git over HTTPS: ${host}`)
}

function schemeOf(name: string): Scheme {
  const lower = name.toLowerCase()
  const scheme = Object.hasOwn(schemes(), lower) ? schemes()[lower] : undefined
  if (scheme !== undefined) return scheme
  if (lower === 'http' || lower === 'ws') throw usage(`${lower} is not TLS`, `use ${lower}s://, or host:port for a TLS port`)
  throw usage(`unknown scheme ${JSON.stringify(lower)}`, example)
}

/** Without user information, path, query and fragment (RFC 3986 §3.2), with or without a scheme: a password goes no further than here. */
function authorityOf(rest: string): string {
  const authority = rest.split(/[/?#\\]/, 1)[0] ?? ''
  return authority.slice(authority.lastIndexOf('@') + 1)
}

function splitAuthority(authority: string): { readonly host: string; readonly port: string } {
  if (ipVersion(authority) === 6) return { host: authority, port: '' }
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(authority)
  if (bracketed !== null) {
    const host = bracketed[1] ?? ''
    if (ipVersion(host) !== 6) throw usage(`no IPv6 address between the brackets in ${JSON.stringify(authority)}`, example)
    return { host, port: bracketed[2] ?? '' }
  }
  const colon = authority.lastIndexOf(':')
  if (colon < 0) return { host: authority, port: '' }
  if (authority.indexOf(':') !== colon) throw usage(`no IPv6 address: ${JSON.stringify(authority)}`, example)
  if (colon === authority.length - 1) throw usage(`no port behind the colon in ${JSON.stringify(authority)}`, example)
  return { host: authority.slice(0, colon), port: authority.slice(colon + 1) }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw usage(`no port: ${JSON.stringify(text)}`, 'a port is a number from 1 to 65535')
  return port
}

function hostOf(raw: string): string {
  // A zone is a name of the machine's own, in which case may count (RFC 4007 §11.2).
  if (ipVersion(raw) !== 0) return raw.replace(/^[^%]*/, (address) => address.toLowerCase())
  if (raw === '') throw usage('no host in the target', example)
  const ascii = withoutDot(domainToASCII(raw))
  // RFC 1035 §2.3.4 and RFC 1123 §2.1. An underscore is no host name's, but servers have it.
  const isName = ascii.length <= 253 && ascii.split('.').every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label))
  if (!isName && ipVersion(ascii) !== 4) throw usage(`no host name: ${JSON.stringify(raw)}`, example)
  return ascii
}
