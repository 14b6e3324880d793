import type { Certificate } from '../../model/certificate.ts'
import type { GeneralName } from '../../model/extension.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { HostDialect } from '../../model/policy.ts'
import { formatIp, parseIp, sameOctets } from './host-name-ip.ts'
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
  const names = dnsNames(target)
  const commonNames = commonNamesOf(target)
  const matches =
    octets === null
      ? (name: string) => matchesHostName(dialect.stripPresentedDot ? name.replace(/\.$/, '') : name, asked, dialect)
      : (name: string) => lowerAscii(name) === lowerAscii(asked)
  if (octets === null && dialect.needsSubject && target.subject.rdns.length === 0) return 'host-mismatch'
  const compared = octets === null || dialect.ipInNames

  if (octets !== null && addresses(target).some((address) => sameOctets(address, octets))) return null
  if (compared && names.some(matches)) return null
  const asksCommonName = compared && commonNameIsAsked(target, dialect)
  if (asksCommonName && commonNames.some(matches)) return null

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
  switch (dialect.commonName) {
    case 'never':
      return false
    case 'without-dns-san':
      return dnsNames(target).length === 0
    case 'without-dns-or-ip-san':
      return !generalNames(target).some(({ kind }) => kind === 'dns' || kind === 'ip')
    case 'without-san':
      return !generalNames(target).some(({ kind }) => kind === 'dns' || kind === 'ip' || kind === 'uri')
  }
}

/** Values for the clients' texts; see `Failure.params`. What is absent is the empty string. */
function params(target: Certificate, host: string): Readonly<Record<string, string>> {
  return {
    host,
    names: dnsNames(target).join(', '),
    sans: generalNames(target).map(nodeText).join(', '),
    ips: addresses(target).map(formatIp).join(', '),
    cn: commonNamesOf(target).at(-1) ?? '',
  }
}

const generalNames = (target: Certificate): readonly GeneralName[] => target.subjectAltName?.names ?? []

const dnsNames = (target: Certificate): readonly string[] =>
  generalNames(target).flatMap((name) => (name.kind === 'dns' ? [name.value] : []))

const addresses = (target: Certificate): readonly Uint8Array[] =>
  generalNames(target).flatMap((name) => (name.kind === 'ip' ? [name.value] : []))

/** In encoded order; the last is the most specific (RFC 2818 §3.1). RFC 5280 appendix A.1: id-at-commonName. */
const commonNamesOf = (target: Certificate): readonly string[] =>
  target.subject.rdns.flat().flatMap((attribute) => (attribute.type === '2.5.4.3' ? [attribute.value] : []))
