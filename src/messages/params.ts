import type { SignatureScheme } from '../model/algorithm.ts'
import type { Certificate } from '../model/certificate.ts'
import type { GeneralName } from '../model/extension.ts'
import type { Failure, FailureCode } from '../model/failure.ts'
import type { Name } from '../model/name.ts'
import type { Oid } from '../model/oid.ts'
import { ipText } from '../model/ip-text.ts'
import { isoTime } from '../model/time.ts'
import { gnutlsFurther } from './gnutls.ts'
import { dotnetParams } from './dotnet.ts'
import { nssLogText } from './nss-log.ts'
import { mbedtlsParams } from './mbedtls.ts'
import { constraintParams } from './openssl-constraint.ts'
import { rustNames, rustPurpose } from './rust-names.ts'
import { goTimes } from './go-time.ts'
import { handshakeParams } from './handshake-params.ts'

/** What the templates can be told from the failure and the name asked for alone. Keys are slots. */
export function derivedParams(failure: Failure, host: string): Readonly<Record<string, string>> {
  const params: Record<string, string> = {
    host,
    ip: host,
    ...handshakeParams(failure),
    ...constraintParams(failure.params?.['reason']),
  }
  if (failure.at !== null) params['at'] = String(failure.at)
  const codes = failure.params?.['codes']
  if (codes !== undefined) {
    const all = codes.split(',') as FailureCode[]
    params['further'] = gnutlsFurther(all)
    Object.assign(params, mbedtlsParams(all), dotnetParams(all))
  }
  const log = failure.params?.['log']
  if (log !== undefined) params['nssLog'] = nssLogText(log)
  if (failure.certificate === null) return params
  const keyKind = failure.params?.['keyKind']
  const own = certificateParams(failure.certificate)
  // Of a path, the subject of the second certificate is the issuer of the first.
  if (failure.at === 0) params['targetIssuer'] = opensslDn(failure.certificate.issuer)
  if (failure.at === 1) params['targetIssuer'] = opensslDn(failure.certificate.subject)
  return keyKind === undefined ? { ...params, ...own } : { ...params, ...own, ...otherKind(failure.certificate, keyKind) }
}

/** crypto/x509, signaturePublicKeyAlgoMismatchError: `keyKind` is that of the key that the signature is not for. */
function otherKind({ signatureScheme }: Certificate, keyKind: string): Readonly<Record<string, string>> {
  const [algorithm, type] = [goKeyAlgorithms[signatureScheme.kind], goKeyTypes[keyKind]]
  if (algorithm === undefined || type === undefined) return {}
  return { goVerification: `x509: signature algorithm specifies an ${algorithm} public key, but have public key of type ${type}` }
}

const goKeyAlgorithms: Readonly<Record<string, string>> = {
  'rsa-pkcs1': 'RSA',
  'rsa-pss': 'RSA',
  ecdsa: 'ECDSA',
  ed25519: 'Ed25519',
}

const goKeyTypes: Readonly<Record<string, string>> = {
  rsa: '*rsa.PublicKey',
  ec: '*ecdsa.PublicKey',
  ed25519: 'ed25519.PublicKey',
}

function certificateParams(certificate: Certificate): Record<string, string> {
  const names = certificate.subjectAltName?.names ?? []
  return {
    notBefore: isoTime(certificate.notBefore),
    notAfter: isoTime(certificate.notAfter),
    ...goTimes(certificate),
    notBeforeUnix: String(certificate.notBefore),
    notAfterUnix: String(certificate.notAfter),
    cn: commonName(certificate.subject),
    dn: dnText(certificate.subject),
    issuer: dnText(certificate.issuer),
    issuerCn: commonName(certificate.issuer),
    ...schemeParams(certificate.signatureScheme),
    ...(names.some(({ kind }) => kind === 'dns') && { isDnsNamed: 'yes' }),
    names: names.flatMap((name) => (name.kind === 'dns' ? [name.value] : [])).join(', '),
    ips: names.flatMap((name) => (name.kind === 'ip' ? [ipText(name.value)] : [])).join(', '),
    sans: names.flatMap(opensslName).join(', '),
    pythonNames: pythonNames(names.flatMap(pythonName), commonNames(certificate.subject), ''),
    pythonNames27: pythonNames(
      names.flatMap((name) => (name.kind === 'dns' ? [name.value] : [])),
      commonNames(certificate.subject),
      'u',
    ),
    purposes: (certificate.extendedKeyUsage?.purposes ?? []).map(rustPurpose).join(', '),
    rustNames: rustNames(names),
  }
}

/** crypto/x509's `signatureAlgorithmDetails`, and the names of JCA. Empty for an algorithm that is not known. */
function schemeParams({ kind, hash }: SignatureScheme): Record<string, string> {
  if (kind === 'ed25519')
    return {
      goAlgorithm: 'Ed25519',
      goVerification: 'x509: Ed25519 verification failure',
      opensslVerification: 'error:06880006:asn1 encoding routines::EVP lib',
      javaAlgorithm: 'Ed25519',
    }
  if (hash === null) return {}
  const digest = hash.toUpperCase()
  const rsa = kind === 'rsa-pkcs1' || kind === 'rsa-pss'
  return {
    goAlgorithm: kind === 'rsa-pss' ? `${digest}-RSAPSS` : rsa ? `${digest}-RSA` : `${kind.toUpperCase()}-${digest}`,
    goVerification: rsa ? 'crypto/rsa: verification error' : 'x509: ECDSA verification failure',
    opensslVerification: rsa ? 'error:0200008A:rsa routines::invalid padding' : 'error:06880006:asn1 encoding routines::EVP lib',
    javaAlgorithm: kind === 'rsa-pss' ? 'RSASSAPSS' : `${digest}with${rsa ? 'RSA' : kind.toUpperCase()}`,
    ...(hash === 'sha1' ? { sha1: 'yes' } : {}),
    ...(rsa ? { rsaSignature: 'yes' } : {}),
  }
}

const commonNameOid = '2.5.4.3'

const commonNames = (name: Name): readonly string[] =>
  name.rdns.flatMap((rdn) => rdn.flatMap(({ type, value }) => (type === commonNameOid ? [value] : [])))

/** The last common name, which OpenSSL and curl take; empty when there is none. */
const commonName = (name: Name): string => commonNames(name).at(-1) ?? ''

/** ssl.match_hostname (Lib/ssl.py up to 3.6): the names that it compared, else the common names, whose repr has a prefix of its own in Python 2. */
function pythonNames(compared: readonly string[], others: readonly string[], prefix: string): string {
  const repr = (value: string): string => `'${value}'`
  const all = compared.length > 0 ? compared.map(repr) : others.map((value) => prefix + repr(value))
  return all.length > 1 ? `either of ${all.join(', ')}` : (all[0] ?? '')
}

/** SSLSocket.getpeercert: addresses as X509V3_EXT_print has them. */
function pythonName(name: GeneralName): readonly string[] {
  if (name.kind === 'dns') return [name.value]
  return name.kind === 'ip' ? [ipText(name.value)] : []
}

/** RFC 4514 §2.1, most specific part first, with a space after each comma as Java prints it. */
function dnText(name: Name): string {
  return name.rdns
    .toReversed()
    .map((rdn) => rdn.map(({ type, value }) => `${keywords[type] ?? type}=${escapeValue(value)}`).join('+'))
    .join(', ')
}

/** RFC 4514 §3 and RFC 1779, as `X500Principal.toString` of Java has them. */
const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SURNAME',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.42': 'GIVENNAME',
  '1.2.840.113549.1.9.1': 'EMAILADDRESS',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
}

/** Java quotes a value that holds a separator. */
const escapeValue = (value: string): string =>
  /[,+"\\<>;=]|^[\s#]|\s$/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value

/** X509_NAME_print_ex with XN_FLAG_RFC2253 (RFC 2253 §2): OpenSSL's short names, and no space after a comma. */
function opensslDn(name: Name): string {
  return name.rdns
    .toReversed()
    .map((rdn) =>
      rdn.map(({ type, value }) => `${opensslKeyword(type)}=${value.replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&')}`).join('+'),
    )
    .join(',')
}

const opensslKeyword = (type: Oid): string => opensslKeywords[type] ?? keywords[type] ?? type

/** Where they differ from Java's. */
const opensslKeywords: Readonly<Record<string, string>> = {
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.9': 'street',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '1.2.840.113549.1.9.1': 'emailAddress',
}

/** `X509V3_EXT_print` for subjectAltName, which Node's `subjectaltname` follows. */
function opensslName(name: GeneralName): readonly string[] {
  if (name.kind === 'dns') return [`DNS:${name.value}`]
  if (name.kind === 'ip') return [`IP Address:${ipText(name.value)}`]
  if (name.kind === 'email') return [`email:${name.value}`]
  return name.kind === 'uri' ? [`URI:${name.value}`] : []
}
