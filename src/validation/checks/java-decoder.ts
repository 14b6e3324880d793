import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import { withoutAnchors } from './decoder.ts'
import { type OddTime, oddTimes } from './time-octets.ts'

const subjectAltName = '2.5.29.17'

/** What X509CertImpl cannot decode of what was sent, beside what a profile refuses by its anomaly; `null`: nothing. */
export function javaUndecoded({ sent }: Scenario): Failure | null {
  const index = sent.findIndex(isUndecoded)
  const certificate = sent[index]
  if (certificate === undefined) return null
  const anomaly = hasOddVersion(certificate)
    ? 'version-unknown'
    : certificate.subject.rdns.length === 0
      ? 'name-malformed'
      : 'time-malformed'
  return { code: 'certificate-malformed', at: index === 0 ? 0 : null, certificate, params: { anomaly, offset: '0' } }
}

/** The scenario without the anchors that cannot be decoded. */
export const javaLoaded = (scenario: Scenario): Scenario => withoutAnchors(scenario, isUndecoded)

const isUndecoded = (certificate: Certificate): boolean =>
  isNameless(certificate) ||
  hasOddVersion(certificate) ||
  hasHalfAddress(certificate) ||
  hasCompressedPoint(certificate) ||
  (certificate.anomalies.length > 0 && !oddTimes(certificate).every(isReadable))

/**
 * sun.security.x509.X509CertInfo, parse and verifyCert: an empty subject is none in version 1, and wants alternative names among
 * extensions, where there are any. Whether these are critical is the profile's matter.
 */
const isNameless = ({ subject, extensions, der, version }: Certificate): boolean =>
  subject.rdns.length === 0 &&
  der.length > 0 &&
  (version === 1 || (extensions.length > 0 && !extensions.some(({ oid }) => oid === subjectAltName)))

/** sun.security.x509.CertificateVersion takes any number; X509CertInfo.parse wants version 3 of one that has extensions. Seen on 17. */
const hasOddVersion = ({ version, extensions }: Certificate): boolean => extensions.length > 0 && (version < 1 || version > 3)

/** sun.security.x509.RFC822Name: no address ends with its at sign. An extension that is not critical may be unreadable. */
const hasHalfAddress = ({ nameConstraints }: Certificate): boolean =>
  nameConstraints?.critical === true &&
  [...nameConstraints.permitted, ...nameConstraints.excluded].some(
    ({ base }) => base.kind === 'email' && base.value.endsWith('@'),
  )

/** sun.security.util.ECUtil, decodePoint: it wants the uncompressed form (SEC 1 §2.3.3). */
const hasCompressedPoint = ({ subjectPublicKeyInfo: { key, subjectPublicKey } }: Certificate): boolean =>
  key.kind === 'ec' && key.curve !== null && subjectPublicKey.length > 0 && subjectPublicKey[0] !== 4

/** sun.security.util.DerValue, getTimeInternal: an offset from UTC has four digits and stands behind seconds. */
const isReadable = ({ form, text }: OddTime): boolean =>
  (form === 'utc' ? /^\d{10}(?:Z|\d\d(?:Z|[+-]\d{4}))$/ : /^\d{12}(?:Z|\d\d(?:[.,]\d+)?(?:Z|[+-]\d{4}))$/).test(text)
