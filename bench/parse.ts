import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import type { Certificate } from '../src/model/certificate.ts'
import { readCertificate } from '../src/x509/certificate.ts'

/*
 * Reading a certificate, against Node's own. CPU time, in rounds by turns, medians. Run it bundled:
 *
 *   npx esbuild bench/parse.ts --bundle --platform=node --format=esm --outfile=/tmp/parse.mjs && node /tmp/parse.mjs
 */

const rounds = 10
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

interface Contestant {
  readonly name: string
  /** Passes over all certificates in one round. */
  readonly passes: number
  readonly run: (der: Uint8Array) => number
}

const contestants: readonly Contestant[] = [
  { name: 'new X509Certificate (node:crypto)', passes: 10, run: (der) => (new X509Certificate(der).ca ? 1 : 0) },
  { name: 'readCertificate, all fields and extensions', passes: 500, run: (der) => touch(readCertificate(der)) },
  { name: 'readCertificate alone', passes: 500, run: (der) => readCertificate(der).version },
  {
    name: '... and both names raw and canonical',
    passes: 200,
    run: (der) => {
      const c = readCertificate(der)
      return touch(c) + c.issuer.raw.length + c.subject.raw.length + c.issuer.canonical.length + c.subject.canonical.length
    },
  },
  {
    name: '... and every anomaly',
    passes: 200,
    run: (der) => {
      const c = readCertificate(der)
      return touch(c) + c.anomalies.length
    },
  },
]

let sum = 0

/** CPU microseconds for one certificate. */
function measure({ run, passes }: Contestant): number {
  const before = process.cpuUsage()
  for (let i = 0; i < passes; i++) for (const der of ders) sum += run(der)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / passes / ders.length
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

for (const contestant of contestants) measure(contestant)
const times = contestants.map((): number[] => [])
for (let round = 0; round < rounds; round++)
  for (const [i, contestant] of contestants.entries()) times[i]?.push(measure(contestant))

const baseline = median(times[0] ?? [])
console.log(`${ders.length} root certificates, ${rounds} rounds, Node ${process.version}`)
for (const [i, { name }] of contestants.entries()) {
  const time = median(times[i] ?? [])
  console.log(`${name.padEnd(46)} ${time.toFixed(2).padStart(8)} us   ${(baseline / time).toFixed(1).padStart(6)} times`)
}
if (Number.isNaN(sum)) console.log('no sum')
