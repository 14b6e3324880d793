import { DerReader } from '../../der/reader.ts'
import type { DecodedExtensions, LegacyExtensions } from '../../model/extension.ts'
import type { Oid } from '../../model/oid.ts'
import { alternativeName } from './alternative-name.ts'
import { authorityInfoAccess } from './authority-info-access.ts'
import { authorityKeyIdentifier } from './authority-key-identifier.ts'
import { basicConstraints } from './basic-constraints.ts'
import { certificatePolicies } from './certificate-policies.ts'
import { crlDistributionPoints } from './crl-distribution-points.ts'
import { extendedKeyUsage } from './extended-key-usage.ts'
import type { ExtensionDecoder, ExtensionValue } from './extension-value.ts'
import { inhibitAnyPolicy } from './inhibit-any-policy.ts'
import { keyUsage } from './key-usage.ts'
import { legacyString } from './legacy-string.ts'
import { microsoftCaVersion } from './microsoft-ca-version.ts'
import { microsoftTemplateId } from './microsoft-template-id.ts'
import { nameConstraints } from './name-constraints.ts'
import { netscapeCertType } from './netscape-cert-type.ts'
import { policyConstraints } from './policy-constraints.ts'
import { policyMappings } from './policy-mappings.ts'
import { signedCertificateTimestamps } from './signed-certificate-timestamps.ts'
import { subjectKeyIdentifier } from './subject-key-identifier.ts'
import { tlsFeatures } from './tls-features.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Decode = (into: Writable<DecodedExtensions>, r: DerReader, e: ExtensionValue) => boolean

/** One line for each extension that has a decoder. */
const decoders: ReadonlyMap<Oid, Decode> = new Map<Oid, Decode>([
  ['2.5.29.19', (d, r, e) => (d.basicConstraints = whole(basicConstraints, r, e)) !== null],
  ['2.5.29.15', (d, r, e) => (d.keyUsage = whole(keyUsage, r, e)) !== null],
  ['2.5.29.37', (d, r, e) => (d.extendedKeyUsage = whole(extendedKeyUsage, r, e)) !== null],
  ['2.5.29.17', (d, r, e) => (d.subjectAltName = whole(alternativeName, r, e)) !== null],
  ['2.5.29.18', (d, r, e) => (d.issuerAltName = whole(alternativeName, r, e)) !== null],
  ['2.5.29.30', (d, r, e) => (d.nameConstraints = whole(nameConstraints, r, e)) !== null],
  ['2.5.29.32', (d, r, e) => (d.certificatePolicies = whole(certificatePolicies, r, e)) !== null],
  ['2.5.29.36', (d, r, e) => (d.policyConstraints = whole(policyConstraints, r, e)) !== null],
  ['2.5.29.33', (d, r, e) => (d.policyMappings = whole(policyMappings, r, e)) !== null],
  ['2.5.29.54', (d, r, e) => (d.inhibitAnyPolicy = whole(inhibitAnyPolicy, r, e)) !== null],
  ['2.5.29.35', (d, r, e) => (d.authorityKeyIdentifier = whole(authorityKeyIdentifier, r, e)) !== null],
  ['2.5.29.14', (d, r, e) => (d.subjectKeyIdentifier = whole(subjectKeyIdentifier, r, e)) !== null],
  ['1.3.6.1.5.5.7.1.1', (d, r, e) => (d.authorityInfoAccess = whole(authorityInfoAccess, r, e)) !== null],
  ['2.5.29.31', (d, r, e) => (d.cRLDistributionPoints = whole(crlDistributionPoints, r, e)) !== null],
  ['1.3.6.1.4.1.11129.2.4.2', (d, r, e) => (d.signedCertificateTimestamps = whole(signedCertificateTimestamps, r, e)) !== null],
  ['1.3.6.1.5.5.7.1.24', (d, r, e) => (d.tlsFeatures = whole(tlsFeatures, r, e)) !== null],
  ['2.16.840.1.113730.1.1', (d, r, e) => (legacy(d).netscapeCertType = whole(netscapeCertType, r, e)) !== null],
  ['2.16.840.1.113730.1.13', (d, r, e) => (legacy(d).netscapeComment = whole(legacyString, r, e)) !== null],
  ['1.3.6.1.4.1.311.20.2', (d, r, e) => (legacy(d).microsoftTemplateName = whole(legacyString, r, e)) !== null],
  ['1.3.6.1.4.1.311.21.7', (d, r, e) => (legacy(d).microsoftTemplateId = whole(microsoftTemplateId, r, e)) !== null],
  ['1.3.6.1.4.1.311.21.1', (d, r, e) => (legacy(d).microsoftCaVersion = whole(microsoftCaVersion, r, e)) !== null],
])

/** Decodes every extension that has a decoder, the first of each type alone, and notes those that are `extension-malformed`. */
export function decodeExtensions(r: DerReader, extensions: readonly ExtensionValue[]): DecodedExtensions {
  const into: Writable<DecodedExtensions> = {
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    subjectAltName: null,
    issuerAltName: null,
    nameConstraints: null,
    certificatePolicies: null,
    policyConstraints: null,
    policyMappings: null,
    inhibitAnyPolicy: null,
    authorityKeyIdentifier: null,
    subjectKeyIdentifier: null,
    authorityInfoAccess: null,
    cRLDistributionPoints: null,
    signedCertificateTimestamps: null,
    tlsFeatures: null,
    legacy: noLegacy,
  }
  for (let i = 0; i < extensions.length; i++) {
    const e = extensions[i]!
    const decode = decoders.get(e.oid)
    if (decode === undefined || e.isRepeated) continue
    if (!decode(into, r, e)) r.note('extension-malformed', e.offset, e.oid)
  }
  return into
}

const noLegacy: LegacyExtensions = {
  netscapeCertType: null,
  netscapeComment: null,
  microsoftTemplateName: null,
  microsoftTemplateId: null,
  microsoftCaVersion: null,
}

/** The part for Netscape's and Microsoft's extensions, made when the first of them is met. */
function legacy(into: Writable<DecodedExtensions>): Writable<LegacyExtensions> {
  if (into.legacy === noLegacy) into.legacy = { ...noLegacy }
  return into.legacy
}

/** What a decoder gives, unless an element in the value could not be followed to its end. */
function whole<T>(decode: ExtensionDecoder<T>, r: DerReader, e: ExtensionValue): T | null {
  const { breaks } = r
  const value = decode(r, e)
  return r.breaks === breaks ? value : null
}

/** What a certificate without extensions has. */
export const noExtensions: DecodedExtensions = decodeExtensions(new DerReader(new Uint8Array(0)), [])
