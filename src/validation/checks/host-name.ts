import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName } from '../../model/extension.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { HostDialect } from '../../model/policy.ts'
import { ipText } from '../../model/ip-text.ts'
import { isAddressLength, parseIp, sameOctets, unmapped } from './host-name-ip.ts'
import { isLdh, lowerAscii, matchesHostName } from './host-name-match.ts'
import { nodeText } from './host-name-text.ts'
import { withoutDot } from '../../model/dns-name.ts'

/**
 * Whether the target certificate is for the host asked for (RFC 9525 §6); `null` when it is, or when `host` is empty.
 * `host` is a name as A-labels, or an IP address without brackets.
 *
 * - `ip-mismatch`: an address was asked for. Only iPAddress names are compared (RFC 9525 §6.4), by their octets;
 *   with `ipInNames` also the text of dNSNames and of the common name. Params `ips` empty: there is no iPAddress.
 * - `host-in-common-name-only`: no subjectAltName at all, the common name would have matched, and the dialect never
 *   asks it. Go's crypto/x509 verify.go, HostnameError.Error, tells this apart, for addresses as well.
 * - `host-no-names`: there is no name of the kind that is compared.
 * - `host-mismatch`: none of the names is the host. Params `names` empty: the common name `cn` was compared.
 */
export function checkHostName(target: Certificate, host: string, dialect: HostDialect): Failure | null {
  if (host === '') return null
  const read = readNames(target)
  const known = read.outcomes.get(dialect)
  if (known?.host === host) return known.failure
  const names = namesOf(read, dialect)
  const code = judge(target, names, host, dialect)
  const failure = code === null ? null : { code, at: 0, certificate: target, params: params(names, host, dialect) }
  read.outcomes.set(dialect, { host, failure })
  return failure
}

function judge(target: Certificate, presented: TargetNames, host: string, dialect: HostDialect): FailureCode | null {
  const asked = dialect.stripTrailingDot && host.endsWith('.') ? host.slice(0, -1) : host
  const octets = parseIp(asked)
  if (octets !== null && dialect.addressesPass === true) return null
  const { dns: names, common, addresses } = presented
  if (octets === null && dialect.needsSubject && target.subject.rdns.length === 0) return 'host-mismatch'
  if (octets === null && dialect.ldhLabels === true && !isLdh(asked)) return 'host-mismatch'

  const matches = matcher(host, asked, octets !== null && dialect.ipInNames !== 'as-name', dialect)
  const compared = octets === null || dialect.ipInNames === true || dialect.ipInNames === 'as-name'
  if (octets !== null && dialect.ignoresAddresses !== true && addresses.some(equals(octets, dialect))) return null
  if (compared && names.some((name) => matches(name, dialect.stripPresentedDot !== undefined))) return null
  const asksCommonName = commonNameIsAsked(presented, octets, dialect)
  const commonNames = comparedCommonNames(common, dialect)
  if (asksCommonName && commonNames.some((name) => matches(name, dialect.stripPresentedDot === true))) return null

  // Go's Subject.CommonName is the last one.
  const onlyInCommonName =
    dialect.commonName === 'never' &&
    target.subjectAltName === null &&
    common.slice(-1).some((name) => matches(name, dialect.stripPresentedDot === true))
  if (onlyInCommonName) return 'host-in-common-name-only'
  if (octets !== null) return 'ip-mismatch'
  // Where other names keep the common name from being asked, those were what the host was looked for in.
  const nothing =
    names.every((name) => name === '') && (dialect.commonName === 'never' || (asksCommonName && common.length === 0))
  return nothing ? 'host-no-names' : 'host-mismatch'
}

/** Whether a presented name is the one asked for; an address as text is, but for its letters, the same text. */
function matcher(host: string, asked: string, asText: boolean, dialect: HostDialect) {
  if (asText) return (name: string): boolean => lowerAscii(name) === lowerAscii(asked)
  return (name: string, dropsDot: boolean): boolean =>
    dialect.singleLabels === 'exact' && !name.replace(/\.+$/, '').includes('.')
      ? name === host
      : matchesHostName(dropsDot ? withoutDot(name) : name, asked, dialect)
}

const equals = (asked: Uint8Array, { mappedAddresses }: HostDialect) =>
  mappedAddresses === 'same'
    ? (address: Uint8Array): boolean => sameOctets(unmapped(address), unmapped(asked))
    : (address: Uint8Array): boolean => sameOctets(address, asked)

function comparedCommonNames(common: readonly string[], { commonNames, soleCommonName }: HostDialect): readonly string[] {
  if (soleCommonName === true && common.length > 1) return []
  if (commonNames === undefined) return common
  return commonNames === 'first' ? common.slice(0, 1) : common.slice(-1)
}

function commonNameIsAsked(
  { dns, general, hasExtension }: TargetNames,
  octets: Uint8Array | null,
  dialect: HostDialect,
): boolean {
  if (octets !== null && dialect.ipInNames === 'ipv4-in-common-name') return octets.length === 4
  if (octets !== null && dialect.ipInNames === false) return false
  switch (dialect.commonName) {
    case 'never':
      return false
    case 'always':
      return true
    case 'without-dns-san':
      return dns.length === 0
    case 'without-dns-or-ip-san':
      return !general.some(({ kind }) => kind === 'dns' || kind === 'ip')
    case 'without-dns-or-uri-san':
      return !general.some(({ kind }) => kind === 'dns' || kind === 'uri')
    case 'without-san-extension':
      return !hasExtension
    case 'without-san':
      return !general.some(({ kind }) => kind === 'dns' || kind === 'ip' || kind === 'uri')
  }
}

/** Values for the clients' texts; see `Failure.params`. What is absent is the empty string. */
function params(names: TargetNames, host: string, dialect: HostDialect): Readonly<Record<string, string>> {
  const { dns, general, addresses, common } = names
  const octets = parseIp(host)
  return {
    host,
    names: dns.join(', '),
    sans: general.map(nodeText).join(', '),
    ips: addresses.map(ipText).join(', '),
    cn: (dialect.commonNames === 'first' ? common[0] : common.at(-1)) ?? '',
    ...(commonNameIsAsked(names, octets, dialect) ? { inCommonName: 'yes' } : {}),
  }
}

/** What a host name may be compared with. */
interface TargetNames {
  readonly hasExtension: boolean
  readonly general: readonly GeneralName[]
  readonly dns: readonly string[]
  readonly addresses: readonly Uint8Array[]
  /** In encoded order; the last is the most specific (RFC 2818 §3.1). RFC 5280 appendix A.1: id-at-commonName. */
  readonly common: readonly string[]
}

/** Names that were read, and what they came to in each dialect for the host that was asked for last. */
interface ReadNames extends TargetNames {
  readonly outcomes: Map<HostDialect, { readonly host: string; readonly failure: Failure | null }>
}

/** Read once for each certificate: every client asks for the same ones. */
const kept = new WeakMap<Certificate, ReadNames>()

function readNames(target: Certificate): ReadNames {
  let names = kept.get(target)
  if (names === undefined) {
    const general = target.subjectAltName?.names ?? []
    names = {
      outcomes: new Map(),
      hasExtension: target.subjectAltName !== null,
      general,
      dns: general.flatMap((name) => (name.kind === 'dns' ? [name.value] : [])),
      addresses: general.flatMap((name) => (name.kind === 'ip' ? [name.value] : [])),
      common: target.subject.rdns.flat().flatMap(({ type, value }) => (type === '2.5.4.3' ? [value] : [])),
    }
    kept.set(target, names)
  }
  return names
}

function namesOf(names: TargetNames, dialect: HostDialect): TargetNames {
  const isVoid = dialect.oddAddressVoidsNames === true && !names.addresses.every(isAddressLength)
  return isVoid ? { ...names, hasExtension: false, general: [], dns: [], addresses: [] } : names
}
