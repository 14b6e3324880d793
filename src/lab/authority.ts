import { keyUsageBit } from '../model/extension.ts'
import type { UnixSeconds } from '../model/time.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  type ExtensionSpec,
  extKeyUsage,
  keyUsage,
  type LabGeneralName,
  purpose,
  subjectAltName,
  subjectKeyIdentifier,
} from './extensions.ts'
import type { LabKey } from './key.ts'
import { type CertificateSpec, mint, type NameSpec } from './mint.ts'

/** A name that holds a key (RFC 4158 §1.4): what issues, and what certificates are issued for. */
export interface LabEntity {
  readonly subject: NameSpec
  readonly key: LabKey
}

/** First and last second of a validity (RFC 5280 §4.1.2.5: both inclusive). */
export interface Validity {
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
}

/** Where a certificate leaves the usual profile. `extensions` is given the usual ones and says what to write instead. */
export interface Departure extends Partial<Omit<CertificateSpec, 'extensions'>> {
  readonly extensions?: (usual: readonly ExtensionSpec[]) => readonly ExtensionSpec[] | Uint8Array
}

const caUsage = keyUsageBit.digitalSignature | keyUsageBit.keyCertSign | keyUsageBit.cRLSign

/** A self-signed certificate as public programmes carry them: basic constraints and key usage critical, a key identifier. */
export function rootCertificate(root: LabEntity, validity: Validity, departure: Departure = {}): Uint8Array {
  return write(root, root, validity, departure, [
    subjectKeyIdentifier(root.key),
    keyUsage(keyUsageBit.keyCertSign | keyUsageBit.cRLSign),
    basicConstraints(true),
  ])
}

/** An authority's certificate by another authority, for TLS alone and without limit to the path: an intermediate's, by the usual profile. */
export function caCertificate(issuer: LabEntity, subject: LabEntity, validity: Validity, departure: Departure = {}): Uint8Array {
  return write(issuer, subject, validity, departure, [
    authorityKeyIdentifier(issuer.key),
    subjectKeyIdentifier(subject.key),
    keyUsage(caUsage),
    basicConstraints(true),
    extKeyUsage(purpose.serverAuth, purpose.clientAuth),
  ])
}

/** A cross-certificate: another authority's word for a name and key that also have a root of their own. No purposes, as was usual. */
export function crossCertificate(
  issuer: LabEntity,
  subject: LabEntity,
  validity: Validity,
  departure: Departure = {},
): Uint8Array {
  return write(issuer, subject, validity, departure, [
    authorityKeyIdentifier(issuer.key),
    subjectKeyIdentifier(subject.key),
    keyUsage(caUsage),
    basicConstraints(true),
  ])
}

/** A TLS server's certificate for the given names. */
export function leafCertificate(
  issuer: LabEntity,
  subject: LabEntity,
  validity: Validity,
  names: readonly LabGeneralName[],
  departure: Departure = {},
): Uint8Array {
  const rsa = subject.key.kind.startsWith('rsa') ? keyUsageBit.keyEncipherment : 0
  return write(issuer, subject, validity, departure, [
    authorityKeyIdentifier(issuer.key),
    subjectKeyIdentifier(subject.key),
    keyUsage(keyUsageBit.digitalSignature | rsa),
    basicConstraints(false),
    extKeyUsage(purpose.serverAuth),
    subjectAltName(...names),
  ])
}

function write(
  issuer: LabEntity,
  subject: LabEntity,
  validity: Validity,
  departure: Departure,
  usual: readonly ExtensionSpec[],
): Uint8Array {
  const { extensions, ...fields } = departure
  return mint({
    issuer: issuer.subject,
    subject: subject.subject,
    key: subject.key,
    signer: issuer.key,
    ...validity,
    ...fields,
    extensions: extensions ? extensions(usual) : usual,
  })
}
