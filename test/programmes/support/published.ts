import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { rootCertificate } from '../../../src/lab/authority.ts'
import { labKey } from '../../../src/lab/key.ts'
import { utc } from '../../../src/lab/shapes.ts'
import { writeTar } from '../../../src/programmes/shared/write-tar.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import { writePem } from '../../../src/x509/pem.ts'
import { sharedPath } from '../../support/shared.ts'
import { octets, sha256Hex } from '../support.ts'

/** A root that the publications below are about. */
export const rootOf = (CN: string): Uint8Array =>
  rootCertificate(
    { subject: { CN }, key: labKey('p-256', `published ${CN}`) },
    { notBefore: utc('2010-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
  )

/** The real lists of Microsoft, older one first; `null` where `../shared` is absent. */
export const authroots: readonly [Uint8Array, Uint8Array] | null = (() => {
  const [old, young] = ['2023-02-09', '2024-02-08'].map((day) => sharedPath(`corpora/truststores/microsoft/authroot-${day}.stl`))
  return old == null || young == null ? null : [new Uint8Array(readFileSync(old)), new Uint8Array(readFileSync(young))]
})()

/** curl's bundle of a day: `Sep  9 03:12:01 2030`. */
export const cacertOf = (day: string, ...roots: readonly Uint8Array[]): Uint8Array =>
  octets(
    `##\n## Certificate data from Mozilla as of: Tue ${day} GMT\n##\n${roots.map((der) => writePem('CERTIFICATE', der)).join('\n')}`,
  )

/** certdata.txt that includes these for servers. */
export function certdataOf(...roots: readonly Uint8Array[]): Uint8Array {
  const octal = (name: string, bytes: Uint8Array): string =>
    `${name} MULTILINE_OCTAL\n${[...bytes].map((b) => `\\${b.toString(8).padStart(3, '0')}`).join('')}\nEND`
  const objects = roots.map((der) => {
    const { issuer, serialNumber } = readCertificate(der)
    const named = [octal('CKA_ISSUER', issuer.der), octal('CKA_SERIAL_NUMBER', serialNumber)]
    return [
      'CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE',
      ...named,
      octal('CKA_VALUE', der),
      'CKA_CLASS CK_OBJECT_CLASS CKO_NSS_TRUST',
      octal('CKA_CERT_SHA1_HASH', createHash('sha1').update(der).digest()),
      ...named,
      'CKA_TRUST_SERVER_AUTH CK_TRUST CKT_NSS_TRUSTED_DELEGATOR',
    ].join('\n')
  })
  return octets(`BEGINDATA\n${objects.join('\n')}\n`)
}

/** A table as CCADB writes it. */
export const csv = (...rows: readonly (readonly string[])[]): Uint8Array =>
  octets(rows.map((row) => `${row.map((f) => `"${f.replaceAll('"', '""')}"`).join(',')}\r\n`).join(''))

/** The Chrome Root Store of a version. */
export const chromeStoreOf = (version: number, ...roots: readonly Uint8Array[]): Uint8Array =>
  octets(`version_major: ${version}\n${roots.map((der) => `trust_anchors { sha256_hex: "${sha256Hex(der)}" }`).join('\n')}\n`)

/** Everything that is published, about one root, by the id of the source; `authroot` is there with `../shared` alone. */
export function everything(der: Uint8Array, revoked: string): Readonly<Record<string, Uint8Array>> {
  const [sha256, pem] = [sha256Hex(der), writePem('CERTIFICATE', der)]
  return {
    certdata: certdataOf(der),
    cacert: cacertOf('May  6 03:12:01 2031', der),
    'ccadb-mozilla': csv(
      ['SHA-256 Fingerprint', 'Trust Bits', 'Distrust for TLS After Date', 'Mozilla Applied Constraints', 'PEM Info'],
      [sha256, 'Websites', '', '', `'${pem}'`],
    ),
    'ccadb-microsoft': csv(
      ['SHA-256 Fingerprint', 'Microsoft Status', 'Microsoft EKUs', 'PEM Info'],
      [sha256, 'Included', 'Server Authentication', `'${pem}'`],
    ),
    'ccadb-trust-bits': csv(
      [
        'SHA-256 Fingerprint',
        'Apple Status',
        'Apple Trust Bits',
        'Google Chrome Status',
        'Microsoft Status',
        'Microsoft EKUs',
        'Mozilla Status',
        'Mozilla Trust Bits',
      ],
      [sha256, 'Included', 'serverAuth', 'Included', '', '', '', ''],
    ),
    'ccadb-records': csv(
      [
        'SHA-256 Fingerprint',
        'Certificate Record Type',
        'Revocation Status',
        'Trust Bits for Root Cert',
        'Apple Status',
        'Chrome Status',
        'Microsoft Status',
        'Mozilla Status',
      ],
      [sha256, 'Root Certificate', '', 'Server Authentication', '', 'Included', '', ''],
      [revoked, 'Intermediate Certificate', 'Revoked', '', '', '', '', ''],
    ),
    'ccadb-included': csv(['SHA-256 Fingerprint', 'X.509 Certificate (PEM)'], [sha256, `'${pem}'`]),
    'chrome-root-store': octets(Buffer.from(chromeStoreOf(36, der)).toString('base64')),
    'chrome-root-certs': octets(Buffer.from(pem).toString('base64')),
    aosp: new Uint8Array(gzipSync(writeTar([{ name: '01419da9.0', content: octets(pem) }]))),
    ...(authroots === null ? {} : { authroot: authroots[1] }),
  }
}
