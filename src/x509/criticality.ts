import type { DerReader } from '../der/reader.ts'
import type { DecodedExtensions, Extension } from '../model/extension.ts'
import type { Name } from '../model/name.ts'
import type { Oid } from '../model/oid.ts'

/**
 * Notes `extension-criticality` where RFC 5280 §4.2 says MUST and the flag is otherwise. What it only recommends
 * (keyUsage, policyMappings, issuerAltName, cRLDistributionPoints) is not an anomaly.
 */
export function checkCriticality(
  r: DerReader,
  extensions: readonly Extension[],
  decoded: DecodedExtensions,
  subject: Name,
): void {
  for (const { oid, critical, offset } of extensions) {
    let wanted = musts.get(oid)
    // §4.2.1.9: of a CA's certificate. §4.2.1.6: when the subject is empty.
    if (oid === '2.5.29.19' && decoded.basicConstraints?.cA) wanted = true
    else if (oid === '2.5.29.17' && subject.rdns.length === 0) wanted = true
    if (wanted !== undefined && wanted !== critical) r.note('extension-criticality', offset, oid)
  }
}

const musts: ReadonlyMap<Oid, boolean> = new Map([
  ['2.5.29.9', false], // subjectDirectoryAttributes, §4.2.1.8
  ['2.5.29.14', false], // subjectKeyIdentifier, §4.2.1.2
  ['2.5.29.30', true], // nameConstraints, §4.2.1.10
  ['2.5.29.35', false], // authorityKeyIdentifier, §4.2.1.1
  ['2.5.29.36', true], // policyConstraints, §4.2.1.11
  ['2.5.29.46', false], // freshestCRL, §4.2.1.15
  ['2.5.29.54', true], // inhibitAnyPolicy, §4.2.1.14
  ['1.3.6.1.5.5.7.1.1', false], // authorityInfoAccess, §4.2.2.1
  ['1.3.6.1.5.5.7.1.11', false], // subjectInfoAccess, §4.2.2.2
])
