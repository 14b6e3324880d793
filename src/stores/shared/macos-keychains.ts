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
 * What macOS trusts for TLS servers: the three keychains together, each certificate once, less what is denied or for other purposes
 * only. One that is there and cannot be read makes the whole unreadable. `null`: there are none.
 */
export async function readMacosAnchors(host: Host): Promise<StoreContent | null> {
  const domains = await trustDomains(host)
  const contents: StoreContent[] = []
  for (const keychain of keychains) {
    const content = await readJudged(host, keychain, domains)
    if (content !== null && 'unreadable' in content) return content
    if (content !== null) contents.push(content)
  }
  if (contents.length === 0) return null
  const all = contents.flatMap((content) => ('certificates' in content ? content.certificates : []))
  const once = new Map(all.filter(({ settings }) => isForServers(settings)).map((c) => [thumbprint(c.der), c]))
  return { origin: `macOS keychains: ${contents.map(({ origin }) => origin).join(', ')}`, certificates: [...once.values()] }
}

async function readJudged(host: Host, keychain: Keychain, domains: Domains): Promise<StoreContent | null> {
  try {
    const path = pathOf(host, keychain)
    if (path === null || host.stat(path) === null) return null
    if ('unreadable' in domains) return { origin: path, unreadable: domains.unreadable }
    const ran = await security(host, ['find-certificate', '-a', '-p', path])
    const certificates = certificatesIn(ran)
    if ('unreadable' in certificates) return { origin: path, ...certificates }
    const otherwise = keychain === 'SystemRoots' ? 'trusted' : 'unspecified'
    return { origin: path, certificates: certificates.ders.flatMap((der) => judged(der, domains.domains, otherwise)) }
  } catch (error) {
    return { origin: `keychain ${keychain}`, unreadable: error instanceof Error ? error.message : String(error) }
  }
}

function judged(
  der: Uint8Array,
  domains: readonly TrustDomain[],
  otherwise: 'trusted' | 'unspecified',
): readonly StoredCertificate[] {
  const id = thumbprint(der)
  const { subject, issuer } = readCertificate(der)
  const lists = domains.flatMap((domain) => (domain.has(id) ? [domain.get(id) ?? []] : []))
  const settings = judge(lists, subject.canonical === issuer.canonical, otherwise)
  return settings === 'silent' ? [] : [{ der, settings }]
}

/** Ten seconds: a keychain of hundreds takes a fraction of one. */
const timeout = 10_000

const security = (host: Host, args: readonly string[]): Promise<Ran> =>
  host.run(['/usr/bin/security', ...args], { timeout, env: environment(host) })

/** The user's domain and keychain are found by HOME. No other variable reaches the program. */
const environment = ({ home }: Host): Readonly<Record<string, string>> => (home === '' ? {} : { HOME: home })

/** How `security` ends where nothing was found: errSecItemNotFound, -25300, in the eight bits that an exit code has. */
const notFound = 44

/** What is kept of a program's output (`Ran`): text of that length may be cut. */
const longest = 1 << 20

function certificatesIn(ran: Ran): { readonly ders: readonly Uint8Array[] } | { readonly unreadable: string } {
  if (ran.kind !== 'ended') return { unreadable: failure(ran) }
  if (ran.code === notFound) return { ders: [] }
  if (ran.code !== 0) return { unreadable: failure(ran) }
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

/** The settings of the user, then those of the administrator: the first that says something counts. */
async function trustDomains(host: Host): Promise<Domains> {
  const domains: TrustDomain[] = []
  for (const [whose, flags] of [
    ["the user's", []],
    ["the administrator's", ['-d']],
  ] as const) {
    const ran = await host.run(['/bin/sh', '-c', script, 'sh', ...flags], { timeout, env: environment(host) })
    if (ran.kind === 'ended' && ran.code !== 0 && hasNone.test(ran.stderr)) continue
    const domain = ran.kind === 'ended' && ran.code === 0 && ran.stdout.length < longest ? readTrustSettings(ran.stdout) : null
    if (domain !== null) domains.push(domain)
    else {
      const why = ran.kind === 'ended' && ran.code === 0 ? 'what security exported is no list of trust settings' : failure(ran)
      return { unreadable: `${whose} trust settings cannot be read, without which the keychain trusts too much: ${why}` }
    }
  }
  return { domains }
}

/** errSecNoTrustSettings, -25263: nobody has set any. */
const hasNone = /No Trust Settings were found|-25263/i
