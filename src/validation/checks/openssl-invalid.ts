import type { AnomalyCode } from '../../model/anomaly.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Oid } from '../../model/oid.ts'
import type { GreedyVerifier } from '../../model/verifier.ts'

/**
 * EXFLAG_INVALID (ossl_x509v3_cache_extensions, crypto/x509/v3_purp.c): X509_self_signed and ossl_x509_likely_issued fail
 * for it, whatever else it says.
 */
export function isIsolated(certificate: Certificate, verifier: GreedyVerifier): boolean {
  return mayBeInvalid(certificate) && verifier.invalid.some((reason) => reasons[reason](certificate))
}

/** Whether any reason can hold: for nearly every certificate none does. */
const mayBeInvalid = ({ anomalies, keyUsage, basicConstraints }: Certificate): boolean =>
  anomalies.length > 0 || keyUsage?.bits === 0 || (basicConstraints !== null && !basicConstraints.cA)

const reasons: Readonly<Record<GreedyVerifier['invalid'][number], (certificate: Certificate) => boolean>> = {
  'extension-malformed': ({ anomalies }) =>
    anomalies.some(
      ({ code, about }) =>
        about !== undefined &&
        ((isAboutExtension(code) && decoded.includes(about)) || (code === 'field-unexpected' && withNames.includes(about))),
    ),
  'key-usage-empty': ({ keyUsage }) => keyUsage?.bits === 0,
  'path-length-without-ca': ({ basicConstraints }) =>
    basicConstraints !== null && !basicConstraints.cA && (basicConstraints.pathLenConstraint ?? 0) !== 0,
  'any-path-length-without-ca': ({ basicConstraints }) =>
    basicConstraints !== null && !basicConstraints.cA && basicConstraints.pathLenConstraint !== null,
  'extensions-before-v3': ({ anomalies }) => anomalies.some(({ code }) => code === 'extensions-before-v3'),
}

/** A GeneralName of no known kind is a decoder's failure: it is a CHOICE. */
const withNames: readonly Oid[] = ['2.5.29.17', '2.5.29.30']

/** X509V3_get_d2i (crypto/x509/v3_lib.c) gives nothing for an extension that stands twice either. */
const isAboutExtension = (code: AnomalyCode): boolean => code === 'extension-malformed' || code === 'extension-duplicate'

/** What is decoded at once: the key identifiers, keyUsage, names, constraints, CRL points, purposes, RFC 3779, proxies, Netscape's type. */
const decoded: readonly Oid[] = [
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.31',
  '2.5.29.35',
  '2.5.29.37',
  '1.3.6.1.5.5.7.1.7',
  '1.3.6.1.5.5.7.1.8',
  '1.3.6.1.5.5.7.1.14',
  '2.16.840.1.113730.1.1',
]
