import type { Sha256 } from '../model/sha256.ts'

/**
 * Where each publication is fetched, by the id of its source; the first address is asked first. Each with where it was read. Those of
 * signed lists may be `http:`: the signature is what is believed.
 */
export const addresses: Readonly<Record<string, readonly [string, ...string[]]>> = {
  // curl scripts/mk-ca-bundle.pl (2026), %urls, `release`: the list that the current Firefox ships.
  certdata: [
    'https://raw.githubusercontent.com/mozilla-firefox/firefox/refs/heads/release/security/nss/lib/ckfw/builtins/certdata.txt',
  ],
  // curl.se/docs/caextract.html
  cacert: ['https://curl.se/ca/cacert.pem'],
  // ccadb.org/resources: version 5 of the report of all certificate information.
  'ccadb-records': ['https://ccadb.my.salesforce-sites.com/ccadb/AllCertificateRecordsCSVFormatV5'],
  // ccadb.org/resources: all included root certificate trust bit settings.
  'ccadb-trust-bits': ['https://ccadb.my.salesforce-sites.com/ccadb/AllIncludedRootCertsCSV'],
  // wiki.mozilla.org/CA/Included_Certificates, and webpki-roots' generator, which reads it.
  'ccadb-mozilla': ['https://ccadb.my.salesforce-sites.com/mozilla/IncludedCACertificateReportPEMCSV'],
  // The same report for Microsoft, as draft-ietf-tls-cert-abridge's benchmarks name it; the host is that of ccadb.org/resources.
  'ccadb-microsoft': ['https://ccadb.my.salesforce-sites.com/microsoft/IncludedCACertificateReportForMSFTCSVPEM'],
  // Read in programs that use it.
  'ccadb-included': ['https://ccadb.my.salesforce-sites.com/ccadb/RootCACertificatesIncludedByRSReportCSV'],
  // Microsoft Learn, Configure trusted roots and disallowed certificates (Windows' own automatic update asks the same host).
  authroot: ['http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootstl.cab'],
  // chromium.googlesource.com, net/data/ssl/chrome_root_store; Gitiles writes base64 for `format=TEXT`.
  'chrome-root-store': [
    'https://chromium.googlesource.com/chromium/src/+/main/net/data/ssl/chrome_root_store/root_store.textproto?format=TEXT',
  ],
  'chrome-root-certs': [
    'https://chromium.googlesource.com/chromium/src/+/main/net/data/ssl/chrome_root_store/root_store.certs?format=TEXT',
  ],
  // android.googlesource.com, the archive of one folder.
  aosp: ['https://android.googlesource.com/platform/system/ca-certificates/+archive/refs/heads/main/files.tar.gz'],
}

/** Where single certificates are located. What they give is compared with the fingerprint that was asked for, and attests nothing. */
export const locators = {
  /** crt.sh: the certificate itself, as PEM. */
  bySha256: (sha256: Sha256): string => `https://crt.sh/?d=${sha256}`,
  /** crt.sh: the certificate by the number that a search gave. */
  byNumber: (id: number): string => `https://crt.sh/?d=${id}`,
  /** crt.sh: certificates for a subject key identifier, in hexadecimal. */
  byKeyIdentifier: (hex: string): string => `https://crt.sh/?ski=${encodeURIComponent(hex)}&output=json`,
  /** Microsoft: a root of its programme, as DER, by its SHA-1 in hexadecimal; Windows fetches roots there (`RootDirURL`). */
  byMicrosoft: (sha1: string): string =>
    `http://ctldl.windowsupdate.com/msdownload/update/v3/static/trustedr/en/${encodeURIComponent(sha1)}.crt`,
} as const
