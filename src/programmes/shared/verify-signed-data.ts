import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import { isoTime, type UnixSeconds } from '../../model/time.ts'
import { DerReader } from '../../der/reader.ts'
import { oidText } from '../../der/oid.ts'
import { tag } from '../../der/tag.ts'
import { readCertificate } from '../../x509/certificate.ts'
import { type DigestName, digest } from '../../x509/digest.ts'
import { toHex } from '../../x509/hex.ts'
import type { SignedData, SignerInfo } from '../../x509/signed-data.ts'
import type { ReadContext } from '../published-source.ts'

/** What a signature must lead to. */
export interface Trusted {
  /** The kind of content that may be signed. */
  readonly contentType: Oid
  /** Purpose that the signer's certificate must name. */
  readonly purpose: Oid
  /** Where its path must end; each is trusted as it is. */
  readonly anchors: readonly Certificate[]
  /** The instant at which every certificate of the path must be valid. */
  readonly at: UnixSeconds
}

/**
 * Whether every signer of a SignedData is one that is trusted (RFC 5652 §5.4 and §5.6): signed attributes that name the kind of content and
 * its digest, the signature over them, and a path from the signer's certificate, among those that the message carries, to an anchor.
 * `null`: so it is. Otherwise why not.
 */
export function signatureFault(signed: SignedData, trusted: Trusted, verifier: ReadContext['verify']): string | null {
  // A key that cannot be imported verifies nothing.
  const verify: ReadContext['verify'] = (...question) => {
    try {
      return verifier(...question)
    } catch {
      return false
    }
  }
  if (signed.contentType !== trusted.contentType) return 'it signs another kind of content'
  const certificates = signed.certificates.map((der) => readCertificate(der))
  for (const signer of signed.signers) {
    const fault = signerFault(signed, signer, certificates, trusted, verify)
    if (fault !== null) return fault
  }
  return signed.signers.length === 0 ? 'nobody signed it' : null
}

const contentTypeAttribute = '1.2.840.113549.1.9.3'
const messageDigestAttribute = '1.2.840.113549.1.9.4'

function signerFault(
  signed: SignedData,
  signer: SignerInfo,
  certificates: readonly Certificate[],
  trusted: Trusted,
  verify: ReadContext['verify'],
): string | null {
  const hash = digestNames.get(signer.digestAlgorithm)
  if (hash === undefined) return 'the digest of its signature is none that is accepted'
  const { signedAttributes: attributes } = signer
  if (attributes === null) return 'its signature has no signed attributes'
  if (onlyValue(signer, contentTypeAttribute, tag.oid, (r) => oidText(r.bytes, r.start, r.end)) !== signed.contentType)
    return 'the signed attributes name another kind of content'
  const told = onlyValue(signer, messageDigestAttribute, tag.octetString, (r) => toHex(r.slice(r.start, r.end)))
  if (told !== toHex(digest(hash, signed.content))) return 'its content is not what was signed'
  const certificate = certificates.find(
    (c) => toHex(c.issuer.der) === toHex(signer.issuer) && toHex(c.serialNumber) === toHex(signer.serialNumber),
  )
  if (certificate === undefined) return "the signer's certificate is not in it"
  const { key, der } = certificate.subjectPublicKeyInfo
  const wanted = signatureKeys.get(signer.signatureAlgorithm)
  if (wanted === undefined || key.kind !== wanted.key || (wanted.hash !== null && wanted.hash !== hash) || isWeak(certificate))
    return 'the algorithm of its signature is none that is accepted'
  if (!verify(hash, der, attributes, signer.signature)) return 'its signature is wrong'
  if (certificate.extendedKeyUsage?.purposes.includes(trusted.purpose) !== true)
    return "the signer's certificate is not for signing such lists"
  return pathFault(certificate, certificates, trusted, verify, 0)
}

/** Longest path above the signer that is looked for. Ours. */
const longest = 4

/** Why no path leads from a certificate to an anchor; `null`: one does. */
function pathFault(
  certificate: Certificate,
  all: readonly Certificate[],
  trusted: Trusted,
  verify: ReadContext['verify'],
  above: number,
): string | null {
  const name = certificate.subject.rdns.at(-1)?.[0]?.value ?? ''
  if (trusted.at < certificate.notBefore || trusted.at > certificate.notAfter)
    return `the certificate of ${name} was not valid at ${isoTime(trusted.at)}`
  if (certificate.extensions.some((e) => e.critical && !known.has(e.oid))) return `the certificate of ${name} has an unknown rule`
  if (trusted.anchors.some((anchor) => isIssuedBy(certificate, anchor, verify))) return null
  if (above >= longest) return 'its path is too long'
  const issuers = all.filter((c) => mayIssue(c, trusted.purpose, above) && isIssuedBy(certificate, c, verify))
  const faults = issuers.map((issuer) => pathFault(issuer, all, trusted, verify, above + 1))
  return faults.includes(null) ? null : (faults[0] ?? 'it does not lead to an authority that is trusted for it')
}

/** Extensions that a path to such a list may have as critical; name constraints and policies are not worked out here. */
const known = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.37'])

/** RFC 5280 §6.1.4 k to n; purposes nest, as Windows has them (an authority's list bounds what is below it). */
const mayIssue = (c: Certificate, purpose: Oid, below: number): boolean =>
  c.basicConstraints?.cA === true &&
  (c.basicConstraints.pathLenConstraint === null || c.basicConstraints.pathLenConstraint >= below) &&
  (c.keyUsage === null || (c.keyUsage.bits & keyUsageBit.keyCertSign) !== 0) &&
  (c.extendedKeyUsage === null || c.extendedKeyUsage.purposes.includes(purpose))

function isIssuedBy(child: Certificate, issuer: Certificate, verify: ReadContext['verify']): boolean {
  const scheme = child.signatureScheme
  const { key, der } = issuer.subjectPublicKeyInfo
  if (child.issuer.raw !== issuer.subject.raw || isWeak(issuer)) return false
  if (scheme.kind !== 'rsa-pkcs1' && scheme.kind !== 'ecdsa') return false
  const { hash } = scheme
  if (hash !== 'sha256' && hash !== 'sha384' && hash !== 'sha512') return false
  return key.kind === (scheme.kind === 'ecdsa' ? 'ec' : 'rsa') && verify(hash, der, child.tbsCertificate, child.signatureValue)
}

/** RSA below 2048 bits, and curves that are spelled out or small. */
const isWeak = ({ subjectPublicKeyInfo: { key } }: Certificate): boolean =>
  key.kind === 'rsa' ? key.bits < 2048 : key.kind !== 'ec' || key.curve === null || key.bits < 256

const digestNames: ReadonlyMap<Oid, DigestName & ('sha256' | 'sha384' | 'sha512')> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

/** RFC 3370 §3.2 lets a signer name the bare algorithm of the key. `hash`: what the identifier asks for; `null`: nothing. */
const signatureKeys: ReadonlyMap<Oid, { readonly key: 'rsa' | 'ec'; readonly hash: DigestName | null }> = new Map([
  ['1.2.840.113549.1.1.1', { key: 'rsa', hash: null }],
  ['1.2.840.113549.1.1.11', { key: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { key: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { key: 'rsa', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { key: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { key: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { key: 'ec', hash: 'sha512' }],
] as const)

/** The one value of an attribute (RFC 5652 §11.1 and §11.2 allow no other number). `null`: there is not one of that kind. */
function onlyValue(signer: SignerInfo, type: Oid, wanted: number, read: (r: DerReader) => string): string | null {
  const [value, ...more] = signer.attributes.get(type) ?? []
  if (value === undefined || more.length > 0) return null
  const r = new DerReader(value)
  return r.readTag(wanted, 0, value.length) && r.next === value.length ? read(r) : null
}
