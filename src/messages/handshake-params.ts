import type { AnomalyCode } from '../model/anomaly.ts'
import type { Failure } from '../model/failure.ts'
import { alertParams } from './alerts.ts'
import { opensslDecodingParams } from './openssl-decoding.ts'

/** What the templates are told of a handshake that failed and of a certificate that was not decoded. Keys are slots. */
export function handshakeParams({ code, at, certificate, params }: Failure): Readonly<Record<string, string>> {
  switch (code) {
    case 'handshake-alert':
      return alertParams(params?.['alert'] ?? '')
    case 'handshake-version':
      return { ...versionParams(params?.['version'] ?? ''), ...(params?.['unfinished'] !== undefined && { unfinished: 'yes' }) }
    case 'certificate-unreadable':
      return certificate?.anomalies.some((anomaly) => anomaly.code === 'truncated') ? { truncated: 'yes' } : {}
    case 'certificate-malformed':
      return {
        ...readings.get(params?.['anomaly'] ?? ''),
        // What is not well formed lies behind its tag and a length of one octet.
        ...opensslDecodingParams(params?.['anomaly'] ?? '', at, certificate?.der[Number(params?.['offset']) - 2]),
      }
    case 'ca-digest-weak':
    case 'target-key-weak':
    case 'signature-unsupported':
      return {
        ...keyAlgorithmParams(params?.['keyAlgorithm']),
        ...(certificate !== null && { rustAlgorithm: content(certificate.signatureAlgorithm.der).join(', ') }),
      }
    default:
      return {}
  }
}

/** The algorithm of a key, hexadecimal, that no signature can be computed with. */
function keyAlgorithmParams(algorithm: string | undefined): Readonly<Record<string, string>> {
  if (algorithm === undefined) return {}
  return {
    rustKey: 'yes',
    detail: content(Uint8Array.from(algorithm.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16))).join(', '),
  }
}

/** The record's version is 3.1 for TLS 1.0, and Go prints it in hexadecimal. */
function versionParams(version: string): Readonly<Record<string, string>> {
  const minor = /^1\.([0-3])$/.exec(version)?.[1]
  return minor === undefined ? {} : { goVersion: `30${Number(minor) + 1}`, javaVersion: `TLS1${minor}` }
}

/**
 * Words for single anomalies; other anomalies have several, or none that is known. Go: crypto/x509/parser.go, seen on 1.19
 * but for the serial number (1.23). webpki: src/error.rs, seen on Deno 2.9.6.
 */
const readings: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map<AnomalyCode, Readonly<Record<string, string>>>([
  ['extension-duplicate', { goReading: 'x509: certificate contains duplicate extensions', rustReading: 'ExtensionValueInvalid' }],
  [
    'algorithm-mismatch',
    {
      goReading: "x509: inner and outer signature algorithm identifiers don't match",
      rustReading: 'SignatureAlgorithmMismatch',
    },
  ],
  ['trailing-data', { goReading: 'x509: trailing data' }],
  ['version-unknown', { goReading: 'x509: invalid version' }],
  ['time-with-fraction', { goReading: 'x509: malformed GeneralizedTime' }],
  ['data-after-certificate', { goReading: 'x509: trailing data' }],
  ['ec-explicit-parameters', { goReading: 'x509: invalid ECDSA parameters' }],
  ['serial-negative', { goReading: 'x509: negative serial number' }],
])

/** The content of a SEQUENCE as encoded: without its tag and length. Empty when it is shorter than they are. */
function content(der: Uint8Array): readonly number[] {
  const first = der[1] ?? 0
  return [...der.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f))]
}
