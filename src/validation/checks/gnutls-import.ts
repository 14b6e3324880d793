import type { Certificate } from '../../model/certificate.ts'

const subjectAltName = '2.5.29.17'

/**
 * Whether GnuTLS can read a certificate at all (gnutls_x509_crt_import, lib/x509/x509.c at 3.7.9): only version 3 carries
 * extensions, none of them twice, both algorithm fields agree, and the names for which it is issued are kept at once. Of a
 * store, what it cannot read is not there.
 */
export const gnutlsReads = ({ anomalies, subjectAltName: names }: Certificate): boolean =>
  !anomalies.some(
    ({ code, about }) =>
      code === 'extensions-before-v3' ||
      code === 'extension-duplicate' ||
      code === 'algorithm-mismatch' ||
      (about === subjectAltName && (code === 'extension-malformed' || code === 'field-unexpected')),
  ) && names?.names.some(({ kind, value }) => kind === 'dns' && value === '') !== true
