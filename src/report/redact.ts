import {
  captureFailureCodes,
  clockCauses,
  clockStates,
  type Evidence,
  observedPlatforms,
  observedVerdicts,
  pastInstantKinds,
  resolversKinds,
  starttlsProtocols,
} from '../model/evidence.ts'
import { helloClasses } from '../model/hello.ts'
import type { Comparison } from '../model/comparison.ts'
import type { CertificateSummary, ChainReport, Report } from '../model/report.ts'
import { hostsInSettings } from './hosts-in-settings.ts'
import { isInternalHost, isPrivateAddress } from './internal-name.ts'
import { redactor } from './redact-text.ts'
import { withoutDot } from '../model/dns-name.ts'

/** Members that hold octets, settings by certificate or a platform's rules: nothing of the machine stands in them. Its variables are settings too, and texts. */
const isOctets = (key: string, value: object): boolean =>
  ['certs', 'anchors', 'signatures', 'platform', 'keeps'].includes(key) ||
  (key === 'settings' && Object.values(value).every((v) => typeof v === 'object' && v !== null && !('entries' in v)))
/** Texts that are digests, octets, or names of our own. */
const ours: ReadonlySet<string> = new Set(
  'sha256 ocsp scts serial client clients askedAs code kind known certificates anchors chain path about'.split(' '),
)

/** Words that are choices of ours wherever they are a whole text: a user may be called so, and a case in which they are masked is none. */
const fixed: ReadonlySet<string> = new Set([
  ...helloClasses,
  ...starttlsProtocols,
  ...captureFailureCodes,
  ...observedVerdicts,
  ...observedPlatforms,
  ...clockStates,
  ...clockCauses,
  ...resolversKinds,
  ...pastInstantKinds,
  ...'prober node-tls peer network self not-proved'.split(' '),
  ...'accepted rejected undetermined hangs same words verdict open error warning notice'.split(' '),
  ...'trusts rejects nothing one dates name everyone'.split(' '),
  ...'server-operator operating-system runtime project user explained reversed alike differs decides'.split(' '),
])

/** Clients are numbered by `id`, as stores are by paths. */
const memberOf = (of: string, name: string): string => (of === 'clients' && name === 'id' ? 'client' : name)

const isOurs = (key: string, text: string): boolean => ours.has(key) || fixed.has(text)

/**
 * A report that can be shown to strangers: names of users and internal hosts, private addresses, home folders, passwords and tokens are
 * masked, each the same throughout (`host-1`, `user-1`, `address-1`). Verdicts, fingerprints and dates are as they were.
 */
export function redactReport(report: Report): Report {
  // The domain of a name that is known inside alone gives the name away.
  const isInternal = isInternalTarget(report)
  const hosts = isInternal ? [report.target.host, ...report.findings.map((f) => f.params['domain'] ?? '')] : []
  return redacted(report, [...hosts, ...targetNames(report)], isInternal ? [] : [report.target.host])
}

/** As `redactReport`, of a comparison: the names that both sides ask for, and the files of the cases, are masked too. */
export function redactComparison(comparison: Comparison): Comparison {
  const sends = comparison.chains.flatMap((chain) => chain.seen)
  const asked = [comparison.target, comparison.works, comparison.fails].map(({ host }) => host)
  const isInternal = (host: string): boolean => isInternalTarget({ target: { host }, sends })
  const kept = asked.filter((host) => !isInternal(host))
  return redacted(comparison, [...asked.filter(isInternal), ...targetNames(comparison)], kept)
}

/** `kept`: public names that were asked for. */
const redacted = <T>(value: T, hosts: readonly string[], kept: readonly string[]): T => {
  const keep = kept.map(plain)
  return mapTexts(value, redactor(textsOf(value), { hosts: [...hosts, ...hostsInSettings(value)], keep }).text)
}

const plain = (host: string): string => withoutDot(host.toLowerCase())

/** Names in the servers' own certificates that only their own network knows. */
function targetNames({
  chains,
  certificates,
}: {
  readonly chains: readonly ChainReport[]
  readonly certificates: Readonly<Record<string, CertificateSummary>>
}): readonly string[] {
  const targets = new Set(chains.flatMap((c) => c.certificates.slice(0, 1)))
  const names = Object.values(certificates).flatMap((c) => (targets.has(c.sha256) ? [...c.names, c.label] : []))
  return names.filter(isSingleHost)
}

/** By its name, or because it stands for an address of a private network: then a public name is known inside alone (split DNS). */
const isInternalTarget = ({
  target: { host },
  sends,
}: {
  readonly target: Pick<Evidence['target'], 'host'>
  readonly sends: readonly Pick<Evidence['sends'][number], 'address'>[]
}): boolean => host !== '' && host !== 'localhost' && (isInternalHost(host) || sends.some((s) => isPrivateAddress(s.address)))

/** A name of the server's certificate that only its own network knows, without the `*.` of a wildcard. */
const isSingleHost = (name: string): boolean => /^[a-z0-9][\w-]*$/i.test(name) && isInternalHost(name)

/**
 * Evidence as it may be given away, which still replays to the same verdicts. Certificates are octets that cannot be masked, and the
 * name that was asked for stays, for another name would be another verdict: `keptHost` is that name where it is an internal one.
 */
export function redactEvidence<E extends Evidence>(evidence: E): { readonly evidence: E; readonly keptHost: string | null } {
  const { host } = evidence.target
  const keep = host === '' ? [] : [plain(host)]
  const { text } = redactor(textsOf(evidence), { hosts: hostsInSettings(evidence), keep })
  const masked = mapTexts(evidence, text)
  return {
    evidence: { ...masked, target: { ...masked.target, host } },
    keptHost: isInternalTarget(evidence) ? host : null,
  }
}

function textsOf(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return isOurs(key, value) ? [] : [value]
  if (Array.isArray(value)) return value.flatMap((inner) => textsOf(inner, key))
  if (typeof value !== 'object' || value === null || isOctets(key, value)) return []
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, memberOf(key, name)))
}

/** The same shape with other texts: only strings are exchanged for strings. */
function mapTexts<T>(value: T, text: (text: string) => string): T {
  return mapped(value, '', text) as T
}

function mapped(value: unknown, key: string, text: (text: string) => string): unknown {
  if (typeof value === 'string') return isOurs(key, value) ? value : text(value)
  if (Array.isArray(value)) return value.map((inner) => mapped(inner, key, text))
  if (typeof value !== 'object' || value === null || isOctets(key, value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapped(inner, memberOf(key, name), text)]))
}
