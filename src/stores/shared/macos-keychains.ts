import type { Host, Ran } from '../../host/host.ts'
import { readCertificate } from '../../x509/certificate.ts'
import { readPem } from '../../x509/pem.ts'
import { thumbprint } from '../../x509/thumbprint.ts'
import type { StoreContent, StoredCertificate } from '../store.ts'
import { isForServers, judge, readTrustSettings, type TrustDomain } from './macos-trust-settings.ts'

/** The keychains that hold anchors, by the name that we use. */
export const keychains = ['SystemRoots', 'System', 'login'] as const
export type Keychain = (typeof keychains)[number]

/** Where a keychain lies. `null`: this user has none. */
function pathOf(host: Host, keychain: Keychain): string | null {
  switch (keychain) {
    case 'SystemRoots':
      return '/System/Library/Keychains/SystemRootCertificates.keychain'
    case 'System':
      return '/Library/Keychains/System.keychain'
    case 'login': {
      // `-db` from macOS 10.12 on.
      const paths = ['login.keychain-db', 'login.keychain'].map((name) => `${host.home}/Library/Keychains/${name}`)
      return host.home === '' ? null : (paths.find((path) => host.stat(path) !== null) ?? null)
    }
  }
}

/**
 * One keychain with its trust settings applied: in `System` and `login` only what the settings trust or deny counts, for the rest are
 * intermediates and people's own certificates; in `SystemRoots` everything does. `null`: there is no such keychain.
 */
export async function readKeychain(host: Host, keychain: Keychain): Promise<StoreContent | null> {
  const domains = await trustDomains(host)
  return readJudged(host, keychain, domains)
}

/**
 * What macOS trusts for TLS servers: the three keychains together, and the others of the user's search list where trust settings name a
 * certificate that lies in none of the three; each certificate once, less what is denied or for other purposes only. One that is there and
 * cannot be read makes the whole unreadable. `null`: there are none.
 */
export async function readMacosAnchors(host: Host): Promise<StoreContent | null> {
  const domains = await trustDomains(host)
  const contents: Judged[] = []
  for (const keychain of keychains) {
    const content = await readJudged(host, keychain, domains)
    if (content !== null && 'unreadable' in content) return content
    if (content !== null) contents.push(content)
  }
  if (contents.length === 0) return null
  const known = new Set(contents.flatMap(({ ids }) => [...ids]))
  if (
    'domains' in domains &&
    domains.domains.some((domain) => [...domain.keys()].some((id) => isHash.test(id) && !known.has(id)))
  ) {
    const listed = await readList(host, [], 'other keychains', { domains: domains.domains, otherwise: 'unspecified' })
    if ('unreadable' in listed) return listed
    // What lies in the three was judged there, as the roots that they are.
    const others = listed.certificates.filter(({ der }) => !known.has(thumbprint(der)))
    if (others.length > 0) contents.push({ ...listed, certificates: others })
  }
  const all = contents.flatMap(({ certificates }) => certificates)
  const once = new Map(all.filter(({ settings }) => isForServers(settings)).map((c) => [thumbprint(c.der), c]))
  return { origin: `macOS keychains: ${contents.map(({ origin }) => origin).join(', ')}`, certificates: [...once.values()] }
}

/** Other keys of trust settings are no certificates (TrustSettingsSchema.h: kSecTrustRecordDefaultRootCert). */
const isHash = /^[0-9a-f]{40}$/

interface Judged {
  readonly origin: string
  readonly certificates: readonly StoredCertificate[]
  /** All that lie there, anchors or not, by SHA-1. */
  readonly ids: ReadonlySet<string>
}

async function readJudged(host: Host, keychain: Keychain, domains: Domains): Promise<Judged | Unreadable | null> {
  try {
    const path = pathOf(host, keychain)
    if (path === null || host.stat(path) === null) return null
    if ('unreadable' in domains) return { origin: path, unreadable: domains.unreadable }
    const otherwise = keychain === 'SystemRoots' ? 'trusted' : 'unspecified'
    return await readList(host, [path], path, { domains: domains.domains, otherwise })
  } catch (error) {
    return { origin: `keychain ${keychain}`, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

type Unreadable = { readonly origin: string; readonly unreadable: string }

interface Judging {
  readonly domains: readonly TrustDomain[]
  readonly otherwise: 'trusted' | 'unspecified'
}

/** `paths`: keychains; none: those of the user's search list (security(1): find-certificate). */
async function readList(host: Host, paths: readonly string[], origin: string, how: Judging): Promise<Judged | Unreadable> {
  const found = certificatesIn(await security(host, ['find-certificate', '-a', '-p', ...paths]))
  if ('unreadable' in found) return { origin, ...found }
  const ids = new Set(found.ders.map(thumbprint))
  return { origin, ids, certificates: found.ders.flatMap((der) => judged(der, how)) }
}

/**
 * Of the domains that have settings for a certificate, even empty ones, the first alone counts (trust/trustd/SecCertificateSource.c,
 * SecLegacyAnchorSourceCopyUsageConstraints).
 */
function judged(der: Uint8Array, { domains, otherwise }: Judging): readonly StoredCertificate[] {
  const id = thumbprint(der)
  const { subject, issuer } = readCertificate(der)
  const list = domains.find((domain) => domain.has(id))?.get(id) ?? null
  const settings = judge(list, subject.canonical === issuer.canonical, otherwise)
  return settings === 'silent' ? [] : [{ der, settings }]
}

/** Ten seconds: a keychain of hundreds takes a fraction of one. */
const timeout = 10_000

const security = (host: Host, args: readonly string[]): Promise<Ran> =>
  host.run(['/usr/bin/security', ...args], { timeout, env: environment(host) })

/** The user's domain and keychain are found by HOME. No other variable reaches the program. */
const environment = ({ home }: Host): Readonly<Record<string, string>> => (home === '' ? {} : { HOME: home })

/** What is kept of a program's output (`Ran`): text of that length may be cut. */
const longest = 1 << 20

function certificatesIn(ran: Ran): { readonly ders: readonly Uint8Array[] } | { readonly unreadable: string } {
  if (ran.kind !== 'ended' || ran.code !== 0) return { unreadable: failure(ran) }
  if (ran.stdout.length >= longest) return { unreadable: 'it holds more certificates than are read' }
  const blocks = readPem(new TextEncoder().encode(ran.stdout))
  const problem = blocks.find((block) => block.problem !== null)?.problem
  if (problem !== undefined && problem !== null)
    return { unreadable: `line ${problem.line} of what security printed: ${problem.text}` }
  if (blocks.length === 0 && ran.stdout.trim() !== '') return { unreadable: 'security printed something else than certificates' }
  return { ders: blocks.map(({ der }) => der) }
}

function failure(ran: Ran): string {
  switch (ran.kind) {
    case 'timeout':
      return `security did not end within ${timeout / 1000} s`
    case 'refused':
      return ran.why
    case 'ended':
      return `security ended with ${ran.code}: ${(ran.stderr.trim() || ran.stdout.trim()).split('\n')[0] ?? ''}`
  }
}

type Domains = { readonly domains: readonly TrustDomain[] } | { readonly unreadable: string }

/**
 * The program writes its export to a file that it opens itself (SecurityTool, trust_settings_impexp.c). So a fixed script lets it write
 * into the empty folder in which programs are run, and prints that; `plutil` makes XML of whatever form it has.
 */
const script =
  '/usr/bin/security trust-settings-export $1 settings.plist >/dev/null && /usr/bin/plutil -convert xml1 -o - settings.plist'

/** The administrator's settings, then those of the user: so since macOS 11; before, the user's came first (Security 59306.140.5, the same function). */
async function trustDomains(host: Host): Promise<Domains> {
  const domains: TrustDomain[] = []
  for (const [whose, flags] of [
    ["the administrator's", ['-d']],
    ["the user's", []],
  ] as const) {
    const ran = await host.run(['/bin/sh', '-c', script, 'sh', ...flags], { timeout, env: environment(host) })
    if (ran.kind === 'ended' && ran.code !== 0 && (await saysNone(host, ran.stderr))) continue
    const domain = ran.kind === 'ended' && ran.code === 0 && ran.stdout.length < longest ? readTrustSettings(ran.stdout) : null
    if (domain !== null) domains.push(domain)
    else {
      const why = ran.kind === 'ended' && ran.code === 0 ? 'what security exported is no list of trust settings' : failure(ran)
      return { unreadable: `${whose} trust settings cannot be read, without which the keychain trusts too much: ${why}` }
    }
  }
  return { domains }
}

/**
 * Whether the domain has no settings at all: errSecNoTrustSettings, -25263, which is told in words only, in the user's language
 * (OSX/libsecurity_keychain/lib/SecBase.cpp, cssmErrorString; SecurityTool/macOS/trust_settings_impexp.c). `security error` prints those
 * words behind the number (SecurityTool/macOS/display_error_code.c), and ends with 1 always.
 */
async function saysNone(host: Host, said: string): Promise<boolean> {
  if (said.includes('No Trust Settings were found')) return true
  const told = await security(host, ['error', '-25263'])
  const words = told.kind === 'ended' ? / -25263 (.+)/.exec(told.stdout)?.[1]?.trim() : undefined
  return words !== undefined && said.includes(words)
}
