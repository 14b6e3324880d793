import type { Oid } from '../model/oid.ts'

const id = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  cRLDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ipAddrBlocks: '1.3.6.1.5.5.7.1.7',
  autonomousSysIds: '1.3.6.1.5.5.7.1.8',
  proxyCertInfo: '1.3.6.1.5.5.7.1.14',
  netscapeCertType: '2.16.840.1.113730.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const

/** Object identifiers of the extensions that some verifier processes, by their names in the standards. */
export const extensionIds: Readonly<Record<keyof typeof id, Oid>> = id

/** RFC 5280 §4.2: what a conforming implementation must process, and what §6.1 processes. */
export const rfc5280Extensions: readonly Oid[] = [
  id.keyUsage,
  id.subjectAltName,
  id.basicConstraints,
  id.nameConstraints,
  id.certificatePolicies,
  id.policyMappings,
  id.policyConstraints,
  id.extKeyUsage,
  id.inhibitAnyPolicy,
]
