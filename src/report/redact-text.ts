import { internalSuffixes, isInternalHost, isPrivateAddress } from './internal-name.ts'
import { withoutDot } from '../model/dns-name.ts'

/** What one output masks, the same everywhere in it. */
export interface Redactor {
  /** The text with everything masked that must not leave the house. Idempotent. */
  readonly text: (text: string) => string
}

/** What a redactor is told beside the texts themselves. */
export interface RedactorOptions {
  /** Names that are hosts, which a text alone does not show: single labels, names that resolved to private addresses. */
  readonly hosts: readonly string[]
  /** Hosts that stay, lower case. */
  readonly keep: readonly string[]
}

/**
 * A redactor for these texts: people and hosts are numbered in the order in which they are first met, so that a text means the same
 * wherever it stands. Masked: names of users and their home folders, credentials in URLs, tokens, passwords, the local parts of mail
 * addresses, names and addresses of internal hosts. What is called `user-1` or `host-1` already stays so.
 */
export function redactor(texts: readonly string[], { hosts, keep }: RedactorOptions): Redactor {
  const all = texts.map(withoutSecrets)
  const people = numbered('user', all.flatMap(usersIn), all)
  const internal = [...new Set([...hosts, ...all.flatMap(hostsIn)].map(plainName))].filter((h) => h !== '' && !keep.includes(h))
  const names = numbered(
    'host',
    internal.filter((h) => !isPrivateAddress(h)),
    all,
  )
  const addresses = numbered('address', internal.filter(isPrivateAddress), all)
  const known = new Map([...names, ...addresses])
  const words = [...people].filter(([name]) => name.length >= 3 && !everybody.has(name.toLowerCase()))
  const withUsers = replacer(words, '(?<![\\w.-])', 'g')
  const withHosts = replacer([...known], start, 'gi')
  return {
    text: (text) => {
      const homes = withoutSecrets(text).replace(home, (_, before: string, user: string) => before + (people.get(user) ?? user))
      return withHosts(withUsers(homes))
    },
  }
}

/** Exchanges whole names, the longest first, so that no part of one is taken for another. `before`: where a name can begin. */
function replacer(names: readonly (readonly [string, string])[], before: string, flags: 'g' | 'gi'): (text: string) => string {
  if (names.length === 0) return (text) => text
  const masks = new Map(names)
  const longestFirst = names.map(([name]) => escaped(name)).toSorted((a, b) => b.length - a.length)
  const pattern = new RegExp(`${before}(?:${longestFirst.join('|')})(?![\\w-]|\\.\\w)`, flags)
  return (text) => text.replace(pattern, (name) => masks.get(flags === 'gi' ? name.toLowerCase() : name) ?? name)
}

/** `user-1`, `user-2`, … past those numbers that the texts use already. */
function numbered(kind: string, found: readonly string[], texts: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(
    texts.flatMap((text) => [...text.matchAll(new RegExp(`\\b${kind}-(\\d+)\\b`, 'g'))].map((m) => Number(m[1]))),
  )
  const masks = new Map<string, string>()
  let n = 0
  for (const name of found) {
    if (masks.has(name) || isMask(name)) continue
    do n += 1
    while (taken.has(n))
    masks.set(name, `${kind}-${n}`)
  }
  return masks
}

/** Collectors say `masked` of every host. */
const isMask = (name: string): boolean => /^(?:(?:user|host|address)-\d+|masked)$/.test(name)

/** The folder above homes (Linux, FreeBSD, macOS, Windows, WSL), and the user's own; shared ones name nobody. */
const home =
  /((?:\/home|\/Users|[A-Za-z]:(?:\\{1,2}|\/)(?:Users|Documents and Settings)|\/(?:mnt\/)?[a-z]\/Users)(?:\\{1,2}|\/))(?!(?:Public|Shared|Default|All Users|linuxbrew)(?![\w.-]))([^\\/:*?"<>|\s,;)'\]]+(?:(?: [^\\/:*?"<>|\s]+){1,3}(?=\\))?)/g

const usersIn = (text: string): readonly string[] => [...text.matchAll(home)].map((m) => m[2] ?? '')

/** Accounts that machines have and people do not. Their folders are masked as all are, but not the words. */
const everybody = new Set(
  'root admin administrator user node npm python java ruby test tester build builder runner jenkins ubuntu debian fedora vagrant docker app www server client host default public git proxy'.split(
    ' ',
  ),
)

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** Secrets by their form, and by what stands before them (key names of npm, git, curl, pip, and headers). */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"<>]+@/gi, '$1[masked]@'],
  [/\b((?:proxy-)?authorization\s*[:=]\s*)(?:(?:basic|bearer|negotiate|ntlm|digest|token)\s+)?[^\s'",;]+/gi, '$1[masked]'],
  [/\b(bearer\s+)[\w.~+/=-]{8,}/gi, '$1[masked]'],
  [
    /((?:^|[^\w-])(?:[\w-]*_?(?:password|passwd|passphrase|secret|token|api[_-]?key|apikey|access[_-]?key)|pwd|_auth)["']?\s*[=:]\s*["']?)(?!\[masked\])[^\s'"&;,]+/gi,
    '$1[masked]',
  ],
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|npm_\w{20,}|pypi-[\w-]{20,}|xox[abeoprs]-[\w-]{10,})/g,
    '[masked]',
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[masked]'],
  [/\bsk-[\w-]{20,}/g, '[masked]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, '[masked]'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[masked]'],
  // Not a client on a platform (go-1.15@nss-3.53): what stands behind @ must end as a domain does.
  [/(?<![\w.+@-])(?!\[?masked)[\w.+-]+@(?=[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w-]))/gi, '[masked]@'],
]

const withoutSecrets = (text: string): string => secrets.reduce((t, [pattern, mask]) => t.replace(pattern, mask), text)

/** Where a name can begin: not within another, but behind the `*.` of a wildcard or the point of a whole domain. */
const start = '(?<![\\w-]|(?<=[\\w-])\\.)'
const dotted = new RegExp(`${start}(?:[a-z0-9_-]+\\.)+(?:${internalSuffixes.map(escaped).join('|')})(?![\\w-]|\\.\\w)`, 'gi')
const ipv4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\w)/g
const ipv6 = /(?<![\w:])(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):[0-9a-f:]*[0-9a-f](?:%[\w.]+)?(?![\w:])/gi
/** In a URL, and of a share on Windows, even a single label is a host. */
const inUrl = /(?<=:\/\/(?:\[masked\]@)?)[a-z0-9_-]+(?=[:/\s]|$)/gi
const ofShare = /(?<=(?<![\w:\\])\\\\)[a-z0-9_-]+(?=\\[\w$])/gi
/** As the list of third parties names it: `proxy cache:3128`. */
const ofProxy = /(?<=^proxy )[a-z0-9_-]+(?=:\d+$)/gi

const hostsIn = (text: string): readonly string[] =>
  [dotted, ipv4, ipv6, inUrl, ofShare, ofProxy]
    .flatMap((pattern) => [...text.matchAll(pattern)].map(([host]) => plainName(host)))
    .filter((host) => isInternalHost(host) && !isMask(host))

const plainName = (host: string): string => withoutDot(host.toLowerCase())
