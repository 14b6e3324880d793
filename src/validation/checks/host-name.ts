import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName } from '../../model/extension.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { HostDialect } from '../../model/policy.ts'
import { ipText } from '../../model/ip-text.ts'
import { parseIp, sameOctets } from './host-name-ip.ts'
import { lowerAscii, matchesHostName } from './host-name-match.ts'
import { nodeText } from './host-name-text.ts'

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
  const code = judge(target, host, dialect)
  return code === null ? null : { code, at: 0, certificate: target, params: params(target, host) }
}

function judge(target: Certificate, host: string, dialect: HostDialect): FailureCode | null {
  const asked = dialect.stripTrailingDot && host.endsWith('.') ? host.slice(0, -1) : host
  const octets = parseIp(asked)
  if (octets !== null && dialect.addressesPass === true) return null
  const { dns: names, common: commonNames, addresses } = namesOf(target)
  const matches =
    octets === null
      ? (name: string) => matchesHostName(dialect.stripPresentedDot ? name.replace(/\.$/, '') : name, asked, dialect)
      : (name: string) => lowerAscii(name) === lowerAscii(asked)
  if (octets === null && dialect.needsSubject && target.subject.rdns.length === 0) return 'host-mismatch'
  const compared = octets === null || dialect.ipInNames === true

  if (octets !== null && dialect.ignoresAddresses !== true && addresses.some((address) => sameOctets(address, octets)))
    return null
  if (compared && names.some(matches)) return null
  const asksCommonName = (octets === null || dialect.ipInNames !== false) && commonNameIsAsked(target, dialect)
  const isAmbiguous = dialect.soleCommonName === true && commonNames.length > 1
  if (asksCommonName && !isAmbiguous && commonNames.some(matches)) return null

  // Go's Subject.CommonName is the last one.
  const onlyInCommonName = dialect.commonName === 'never' && target.subjectAltName === null && commonNames.slice(-1).some(matches)
  if (onlyInCommonName) return 'host-in-common-name-only'
  if (octets !== null) return 'ip-mismatch'
  // Where other names keep the common name from being asked, those were what the host was looked for in.
  const nothing =
    names.every((name) => name === '') && (dialect.commonName === 'never' || (asksCommonName && commonNames.length === 0))
  return nothing ? 'host-no-names' : 'host-mismatch'
}

function commonNameIsAsked(target: Certificate, dialect: HostDialect): boolean {
  const { dns, general } = namesOf(target)
  switch (dialect.commonName) {
    case 'never':
      return false
    case 'always':
      return true
    case 'without-dns-san':
      return dns.length === 0
    case 'without-dns-or-ip-san':
      return !general.some(({ kind }) => kind === 'dns' || kind === 'ip')
    case 'without-san-extension':
      return target.subjectAltName === null
    case 'without-san':
      return !general.some(({ kind }) => kind === 'dns' || kind === 'ip' || kind === 'uri')
  }
}

/** Values for the clients' texts; see `Failure.params`. What is absent is the empty string. */
function params(target: Certificate, host: string): Readonly<Record<string, string>> {
  const { dns, general, addresses, common } = namesOf(target)
  return {
    host,
    names: dns.join(', '),
    sans: general.map(nodeText).join(', '),
    ips: addresses.map(ipText).join(', '),
    cn: common.at(-1) ?? '',
  }
}

/** What a host name may be compared with. */
interface TargetNames {
  readonly general: readonly GeneralName[]
  readonly dns: readonly string[]
  readonly addresses: readonly Uint8Array[]
  /** In encoded order; the last is the most specific (RFC 2818 §3.1). RFC 5280 appendix A.1: id-at-commonName. */
  readonly common: readonly string[]
}

/** Read once for each certificate: every client asks for the same ones. */
const kept = new WeakMap<Certificate, TargetNames>()

function namesOf(target: Certificate): TargetNames {
  let names = kept.get(target)
  if (names === undefined) {
    const general = target.subjectAltName?.names ?? []
    names = {
      general,
      dns: general.flatMap((name) => (name.kind === 'dns' ? [name.value] : [])),
      addresses: general.flatMap((name) => (name.kind === 'ip' ? [name.value] : [])),
      common: target.subject.rdns.flat().flatMap(({ type, value }) => (type === '2.5.4.3' ? [value] : [])),
    }
    kept.set(target, names)
  }
  return names
}
