import { latin1 } from '../../der/string.ts'
import { tag } from '../../der/tag.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Oid } from '../../model/oid.ts'
import { readFlag, readOctet, soleElement, WebpkiReader } from './webpki-der.ts'
import { isWebpkiError, type WebpkiError } from './webpki-error.ts'

/** What webpki keeps of a certificate: contents that it looks into only when it comes to them. Names and keys as text, one unit an octet. */
export interface WebpkiCertificate {
  readonly issuer: string
  readonly subject: string
  /** Content of subjectPublicKeyInfo. */
  readonly key: Uint8Array
  readonly keyText: string
  /** Content of signatureAlgorithm. */
  readonly algorithm: Uint8Array
  readonly validity: Uint8Array
  /** Content of each extension's SEQUENCE, by its identifier; for keyUsage the whole value. */
  readonly extensions: ReadonlyMap<Oid, Uint8Array>
}

/** How a certificate is read: extensions that are known, and whether an unknown one that is critical is refused. */
export interface WebpkiReading {
  readonly known: readonly Oid[]
  readonly refusesCritical: boolean
}

const [version, extensions, keyUsage] = [0xa0, 0xa3, '2.5.29.15'] as const

/** `Cert::from_der` and `Cert::for_trust_anchor` (rustls/webpki 0.103.13: src/cert.rs, src/signed_data.rs, src/x509.rs). */
export function webpkiCertificate(der: Uint8Array, reading: WebpkiReading): WebpkiCertificate | WebpkiError {
  const whole = soleElement(der, tag.sequence)
  if (whole === null) return 'TrailingData'
  const outer = new WebpkiReader(whole)
  const tbs = outer.expect(tag.sequence)
  const algorithm = tbs && outer.expect(tag.sequence)
  if (tbs === null || algorithm === null) return 'BadDer'
  const signature = outer.expect(tag.bitString)
  if (signature === null) return 'TrailingData'
  if (signature[0] !== 0) return 'BadDer'
  return outer.isAtEnd ? signedPart(tbs, algorithm, reading) : 'TrailingData'
}

function signedPart(tbs: Uint8Array, algorithm: Uint8Array, reading: WebpkiReading): WebpkiCertificate | WebpkiError {
  const r = new WebpkiReader(tbs)
  const failure = versionFailure(r)
  if (failure !== null) return failure
  // lenient_certificate_serial_number: whatever it holds.
  const signature = r.expect(tag.integer) && r.expect(tag.sequence)
  if (signature === null) return 'BadDer'
  if (text(signature) !== text(algorithm)) return 'SignatureAlgorithmMismatch'
  const issuer = r.expect(tag.sequence)
  const validity = issuer && r.expect(tag.sequence)
  const subject = validity && r.expect(tag.sequence)
  const key = subject && r.expect(tag.sequence)
  if (issuer === null || validity === null || subject === null || key === null) return 'BadDer'
  const found = new Map<Oid, Uint8Array>()
  if (!r.isAtEnd) {
    const unread = readExtensions(r.expect(extensions), found, reading)
    if (unread !== null) return unread
    if (!r.isAtEnd) return 'TrailingData'
  }
  return {
    issuer: text(issuer),
    subject: text(subject),
    key,
    keyText: text(key),
    algorithm,
    validity,
    extensions: found,
  }
}

const text = (octets: Uint8Array): string => latin1(octets, 0, octets.length)

function versionFailure(r: WebpkiReader): WebpkiError | null {
  const content = r.expect(version)
  if (content === null) return 'UnsupportedCertVersion'
  const inner = new WebpkiReader(content)
  const number = readOctet(inner)
  if (number === null) return 'BadDer'
  return number === 2 && inner.isAtEnd ? null : 'UnsupportedCertVersion'
}

function readExtensions(
  tagged: Uint8Array | null,
  found: Map<Oid, Uint8Array>,
  { known, refusesCritical }: WebpkiReading,
): WebpkiError | null {
  const outer = new WebpkiReader(tagged ?? new Uint8Array(0))
  const list = outer.expect(tag.sequence)
  if (list === null) return 'TrailingData'
  const r = new WebpkiReader(list)
  while (!r.isAtEnd) {
    const own = r.expect(tag.sequence)
    if (own === null) return 'TrailingData'
    const one = new WebpkiReader(own)
    const id = one.expect(tag.oid)
    if (id === null) return 'BadDer'
    const critical = readFlag(one)
    if (isWebpkiError(critical)) return critical
    const value = one.expect(tag.octetString)
    if (value === null) return 'BadDer'
    // remember_extension: those of the arc 2.5.29 whose last number is one octet.
    const oid = id.length === 3 && id[0] === 0x55 && id[1] === 0x1d ? `2.5.29.${id[2]}` : ''
    if (known.includes(oid)) {
      if (found.has(oid)) return 'ExtensionValueInvalid'
      const content = oid === keyUsage ? value : soleElement(value, tag.sequence)
      if (content === null) return 'BadDer'
      found.set(oid, content)
    } else if (critical && refusesCritical) return 'UnsupportedCriticalExtension'
    if (!one.isAtEnd) return 'TrailingData'
  }
  return outer.isAtEnd ? null : 'TrailingData'
}

/** What counts of an anchor. */
export type WebpkiAnchor = Pick<WebpkiCertificate, 'subject' | 'key' | 'keyText'> & {
  readonly nameConstraints: Uint8Array | undefined
}

/** `anchor_from_trusted_cert` (src/trust_anchor.rs): of version 3, or of version 1 without extensions. */
export function webpkiAnchor(der: Uint8Array, reading: WebpkiReading): WebpkiAnchor | WebpkiError {
  const read = webpkiCertificate(der, reading)
  if (read === 'UnsupportedCertVersion') return firstVersion(der) ?? 'BadDer'
  if (isWebpkiError(read)) return read
  return { subject: read.subject, key: read.key, keyText: read.keyText, nameConstraints: read.extensions.get('2.5.29.30') }
}

/** extract_trust_anchor_from_v1_cert_der. */
function firstVersion(der: Uint8Array): WebpkiAnchor | null {
  const outer = new WebpkiReader(soleElement(der, tag.sequence) ?? new Uint8Array(0))
  const tbs = outer.expect(tag.sequence)
  const rest = tbs && outer.expect(tag.sequence) && outer.expect(tag.bitString)
  if (tbs === null || rest === null || !outer.isAtEnd) return null
  const r = new WebpkiReader(tbs)
  const validity = r.expect(tag.integer) && r.expect(tag.sequence) && r.expect(tag.sequence) && r.expect(tag.sequence)
  const subject = validity && r.expect(tag.sequence)
  const key = subject && r.expect(tag.sequence)
  if (subject === null || key === null || !r.isAtEnd) return null
  return { subject: text(subject), key, keyText: text(key), nameConstraints: undefined }
}

/** The same of an anchor of which the fields alone are known (RFC 5914), as the table of platforms has it. */
export function webpkiAnchorOfFields(anchor: Certificate, { known, refusesCritical }: WebpkiReading): WebpkiAnchor | WebpkiError {
  const subject = soleElement(anchor.subject.der, tag.sequence)
  const key = soleElement(anchor.subjectPublicKeyInfo.der, tag.sequence)
  if (subject === null || key === null) return 'BadDer'
  if (refusesCritical && anchor.extensions.some(({ oid, critical }) => critical && !known.includes(oid)))
    return 'UnsupportedCriticalExtension'
  const constraints = anchor.extensions.find(({ oid }) => oid === '2.5.29.30')
  const nameConstraints = constraints && soleElement(constraints.value, tag.sequence)
  return nameConstraints === null ? 'BadDer' : { subject: text(subject), key, keyText: text(key), nameConstraints }
}
