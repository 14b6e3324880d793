import type { PublicKey, SignatureScheme } from '../model/algorithm.ts'
import type { Certificate } from '../model/certificate.ts'
import type { GeneralName } from '../model/extension.ts'
import type { CertificateSummary } from '../model/report.ts'
import type { UnixSeconds } from '../model/time.ts'
import { isSelfIssued } from '../graph/issuers.ts'
import { ipText } from '../model/ip-text.ts'
import { toHex } from '../x509/hex.ts'
import { commonNames, formatName } from '../x509/name.ts'
import { oidName } from '../x509/oids.ts'
import { escapeUnprintable } from '../x509/printable.ts'

/** A certificate in words, every one of them safe to print. */
export function certificateSummary(certificate: Certificate): CertificateSummary {
  const names = (certificate.subjectAltName?.names ?? []).map(nameText).filter((n) => n !== '')
  return {
    sha256: certificate.sha256,
    subject: formatName(certificate.subject),
    issuer: formatName(certificate.issuer),
    label: label(certificate, names),
    notBefore: finite(certificate.notBefore),
    notAfter: finite(certificate.notAfter),
    serial: toHex(certificate.serialNumber),
    key: keyText(certificate.subjectPublicKeyInfo.key),
    signature: signatureText(certificate.signatureScheme),
    selfIssued: isSelfIssued(certificate),
    ca: certificate.basicConstraints?.cA === true,
    names,
    anomalies: [...new Set(certificate.anomalies.map((a) => a.code))],
  }
}

function label(certificate: Certificate, names: readonly string[]): string {
  const common = commonNames(certificate.subject).at(-1)
  if (common !== undefined && common !== '') return escapeUnprintable(common)
  if (names[0] !== undefined) return names[0]
  const subject = formatName(certificate.subject)
  return subject === '' ? `serial ${toHex(certificate.serialNumber)}` : subject
}

const finite = (t: UnixSeconds): UnixSeconds | null => (Number.isFinite(t) ? t : null)

function nameText(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
    case 'email':
    case 'uri':
      return escapeUnprintable(name.value)
    case 'ip':
      return ipText(name.value)
    case 'directory':
      return formatName(name.value)
    default:
      return ''
  }
}

const curveNames: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
}

function keyText(key: PublicKey): string {
  switch (key.kind) {
    case 'rsa':
      return `RSA ${key.bits}${key.pss ? ' (PSS)' : ''}`
    case 'ec':
      return key.curve === null ? 'EC with explicit parameters' : `EC ${curveNames[key.curve] ?? oidName(key.curve) ?? key.curve}`
    case 'dsa':
      return `DSA ${key.bits}`
    case 'ed25519':
      return 'Ed25519'
    case 'ed448':
      return 'Ed448'
    default:
      return `${key.kind} key`
  }
}

function signatureText({ kind, hash }: SignatureScheme): string {
  if (hash === null) return kind
  return `${hash} with ${{ 'rsa-pkcs1': 'RSA', 'rsa-pss': 'RSA-PSS', ecdsa: 'ECDSA', dsa: 'DSA' }[kind]}`
}
