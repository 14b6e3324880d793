import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import type { Certificate } from '../src/model/certificate.ts'
import { readCertificate } from '../src/x509/certificate.ts'
import { cpuMicros, interleaved, tell } from './measure.ts'

/*
 * Reading a certificate with all its extensions, against Node's own reader, which decodes none of them: Node's own roots.
 * `node tools/run-ts.mjs bench/parse.ts`
 */

const ders = tls.rootCertificates.map((pem) => new Uint8Array(new X509Certificate(pem).raw))

/** Reads every field and every extension; the names as values, not their parts. The sum keeps the work from being dropped. */
function touch(c: Certificate): number {
  const fields =
    c.tbsCertificate.length +
    c.version +
    c.serialNumber.length +
    c.signature.oid.length +
    Number(c.issuer !== c.subject) +
    c.notBefore +
    c.notAfter +
    c.subjectPublicKeyInfo.key.bits +
    c.subjectPublicKeyInfo.subjectPublicKey.length +
    c.extensions.length +
    c.signatureAlgorithm.oid.length +
    c.signatureScheme.kind.length +
    c.signatureValue.length
  const lists =
    (c.subjectAltName?.names.length ?? 0) +
    (c.issuerAltName?.names.length ?? 0) +
    (c.extendedKeyUsage?.purposes.length ?? 0) +
    (c.nameConstraints?.permitted.length ?? 0) +
    (c.certificatePolicies?.policies.length ?? 0) +
    (c.policyMappings?.mappings.length ?? 0) +
    (c.authorityInfoAccess?.length ?? 0) +
    (c.cRLDistributionPoints?.length ?? 0) +
    (c.signedCertificateTimestamps?.length ?? 0) +
    (c.tlsFeatures?.length ?? 0)
  const values =
    (c.basicConstraints?.pathLenConstraint ?? 0) +
    (c.keyUsage?.bits ?? 0) +
    (c.policyConstraints?.requireExplicitPolicy ?? 0) +
    (c.inhibitAnyPolicy?.skipCerts ?? 0) +
    (c.authorityKeyIdentifier?.keyIdentifier?.length ?? 0) +
    (c.subjectKeyIdentifier?.keyIdentifier.length ?? 0) +
    (c.legacy.netscapeCertType ?? 0)
  return fields + lists + values
}

let sum = 0

/** Microseconds of processor time for one certificate, over so many passes through all of them. */
const each = (passes: number, read: (der: Uint8Array) => number): number =>
  cpuMicros(passes, () => {
    for (const der of ders) sum += read(der)
  }) / ders.length

const [ours = 0, theirs = 0] = await interleaved([
  () => each(300, (der) => touch(readCertificate(der))),
  () => each(10, (der) => (new X509Certificate(der).ca ? 1 : 0)),
])
if (Number.isNaN(sum)) throw new Error('a field is no number')
tell([
  {
    what: `reading a certificate with all extensions (${ders.length} roots of Node) / new X509Certificate`,
    unit: 'µs',
    ours,
    theirs,
    must: '1/25',
    goal: '1/50',
  },
])
