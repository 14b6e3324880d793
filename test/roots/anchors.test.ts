import { describe, expect, it } from 'vitest'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { Name } from '../../src/model/name.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { droppedExtensions, hasNoOctets } from '../../src/x509/anchor-certificate.ts'
import { packAnchor, unpackAnchor } from '../../src/x509/anchor-record.ts'
import { anchorSignatures } from '../../src/roots/anchor-signatures.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { contentAt, snapshotsOf } from '../../src/roots/store-at.ts'
import { compileRoots, corpora, corpusCertificates, haveCorpora } from '../../tools/roots-compile.ts'
import { renderRoots } from '../../tools/roots-render.ts'
import { readFileSync } from 'node:fs'
import { addTrust, table, userTrustRsa } from './support.ts'

const nameOf = ({ der, raw, canonical: matches, rdns }: Name) => ({ der, raw, matches, rdns })

/** A decoded value with names spelled out: they are worked out late and share their octets with all of the certificate. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('canonical' in value) return plain(nameOf(value as Name))
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
}

/** Every field but those that an anchor deliberately has not: der, tbsCertificate, signatureValue, and what the dropped extensions say. */
const fieldsOf = (c: Certificate) => ({
  sha256: c.sha256,
  version: c.version,
  serialNumber: c.serialNumber,
  signature: { oid: c.signature.oid, parameters: c.signature.parameters, der: c.signature.der },
  issuer: nameOf(c.issuer),
  notBefore: c.notBefore,
  notAfter: c.notAfter,
  subject: nameOf(c.subject),
  key: {
    der: c.subjectPublicKeyInfo.der,
    raw: c.subjectPublicKeyInfo.raw,
    subjectPublicKey: c.subjectPublicKeyInfo.subjectPublicKey,
    key: c.subjectPublicKeyInfo.key,
    algorithm: c.subjectPublicKeyInfo.algorithm.der,
    parameters: c.subjectPublicKeyInfo.algorithm.parameters,
    oid: c.subjectPublicKeyInfo.algorithm.oid,
  },
  extensions: c.extensions
    .filter((e) => !droppedExtensions.includes(e.oid))
    .map(({ oid, critical, value }) => ({ oid, critical, value })),
  signatureAlgorithm: c.signatureAlgorithm.der,
  signatureScheme: c.signatureScheme,
  basicConstraints: c.basicConstraints,
  keyUsage: c.keyUsage,
  extendedKeyUsage: c.extendedKeyUsage,
  subjectAltName: plain(c.subjectAltName),
  nameConstraints: plain(c.nameConstraints),
  certificatePolicies: c.certificatePolicies,
  policyConstraints: c.policyConstraints,
  policyMappings: c.policyMappings,
  inhibitAnyPolicy: c.inhibitAnyPolicy,
  authorityKeyIdentifier: plain(c.authorityKeyIdentifier),
  subjectKeyIdentifier: c.subjectKeyIdentifier,
  signedCertificateTimestamps: c.signedCertificateTimestamps,
  tlsFeatures: c.tlsFeatures,
  legacy: { ...c.legacy, netscapeComment: null },
  anomalies: c.anomalies,
})

describe.skipIf(!haveCorpora())('against the corpora (skipped where ../shared is absent)', () => {
  const real = haveCorpora() ? corpusCertificates() : []

  it('every anchor has every field of its certificate that a verifier reads', () => {
    expect(real.length).toBe(931)
    expect(table.size).toBe(931)
    for (const certificate of real) {
      const anchor = table.anchor(certificate.sha256)?.certificate()
      if (anchor === undefined) throw new Error(`${certificate.sha256} is not in the table`)
      expect(fieldsOf(anchor), certificate.sha256).toEqual(fieldsOf(certificate))
    }
  })

  it('what is left out is never critical, and nothing else is left out', () => {
    const left = real.flatMap((c) => c.extensions.filter((e) => droppedExtensions.includes(e.oid)))
    expect(left.length).toBeGreaterThan(100)
    expect(left.filter((e) => e.critical)).toEqual([])
    expect(new Set(left.map((e) => e.oid))).toEqual(new Set(droppedExtensions))
  })

  it('what is known of signatures is what the certificates themselves give', () => {
    const verify = nodeSignatureVerifier()
    const known = anchorSignatures(table, () => 'not-recorded')
    const bySubject = new Map<string, Certificate[]>()
    for (const c of real) bySubject.set(c.subject.canonical, [...(bySubject.get(c.subject.canonical) ?? []), c])
    let pairs = 0
    for (const child of real) {
      const anchor = table.anchor(child.sha256)?.certificate()
      for (const issuer of bySubject.get(child.issuer.canonical) ?? []) {
        if (anchor === undefined) continue
        pairs++
        const key = issuer.subjectPublicKeyInfo
        expect(known(anchor, key), `${child.sha256} by ${issuer.sha256}`).toBe(verify(child, key))
      }
    }
    expect(pairs).toBeGreaterThan(900)
  })

  it('Mozilla as others saw it from outside was at each time a store that the table has', () => {
    interface Seen {
      readonly snapshots: readonly {
        readonly date: string
        readonly added: readonly string[]
        readonly removed: readonly string[]
      }[]
    }
    const seen = JSON.parse(readFileSync(`${corpora}/history/mozilla_observatory.json`, 'utf8')) as Seen
    const snapshots = snapshotsOf(table, { id: 'mozilla' })
    const ours = new Set(snapshots.map((_, i) => [...contentAt(snapshots, i).trusted].map(table.sha256At).toSorted().join()))
    const then = new Set<string>()
    for (const { date, added, removed } of seen.snapshots) {
      for (const c of removed) then.delete(c)
      for (const c of added) then.add(c)
      expect(ours.has([...then].toSorted().join()), date).toBe(true)
    }
    expect(seen.snapshots.length).toBe(38)
  })

  it('the committed table is what the corpora give', () => {
    expect(readFileSync('src/roots/data/root-table.ts', 'utf8') === renderRoots(compileRoots())).toBe(true)
  })
})

describe('an anchor of the table', () => {
  const anchor = (sha256: Sha256): Certificate => {
    const found = table.anchor(sha256)?.certificate()
    if (found === undefined) throw new Error(`${sha256} is not in the table`)
    return found
  }

  it('is a certificate without octets and signature, the same object each time', () => {
    const root = anchor(addTrust)
    expect([root.der.length, root.tbsCertificate.length, root.signatureValue.length]).toEqual([0, 0, 0])
    expect(root.sha256).toBe(addTrust)
    expect(root.basicConstraints?.cA).toBe(true)
    expect(anchor(addTrust)).toBe(root)
    expect(hasNoOctets(root)).toBe(true)
    expect(hasNoOctets(readCertificate(new Uint8Array()))).toBe(false)
  })

  it('is found by its fingerprint, whole and first to last', () => {
    for (let place = 0; place < table.size; place++) expect(table.placeOf(table.sha256At(place))).toBe(place)
    for (const absent of ['0'.repeat(64), 'f'.repeat(64), '', addTrust.slice(0, 60)])
      expect(table.anchor(absent as Sha256)).toBeNull()
  })

  it('travels as text that needs no table', () => {
    for (let place = 0; place < table.size; place++) {
      const record = table.record(place)
      expect(unpackAnchor(packAnchor(record), [])).toEqual(record)
    }
  })

  it('is signed by its own key, not by another, and asks nobody else', () => {
    const verify = anchorSignatures(table, () => {
      throw new Error('asked')
    })
    const [one, other] = [anchor(addTrust), anchor(userTrustRsa)]
    expect(verify(one, one.subjectPublicKeyInfo)).toBe('valid')
    expect(verify(one, other.subjectPublicKeyInfo)).toBe('invalid')
  })

  it('leaves every certificate with octets to the verifier', () => {
    const verify = anchorSignatures(table, () => 'unsupported')
    const stranger = readCertificate(new Uint8Array([0x30, 0]))
    expect(verify(stranger, anchor(addTrust).subjectPublicKeyInfo)).toBe('unsupported')
  })
})
