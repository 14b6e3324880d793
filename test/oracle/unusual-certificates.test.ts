import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nullValue, oid, printableString, sequence, setOf, tlv } from '../../src/lab/der-writer.ts'
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../src/lab/extensions.ts'
import type { LabKey } from '../../src/lab/key.ts'
import type { CertificateSpec } from '../../src/lab/mint.ts'
import { answer, scenarioOf } from '../../tools/oracle/fuzz/engine.ts'
import { fuzzOracles } from '../../tools/oracle/fuzz/oracles/index.ts'
import { altNames, at, constraints, drop, minted, type Plan, put } from '../validation/agreement/plan.ts'
import { type Case, goodChain } from '../validation/agreement/random-case.ts'
import { random } from '../validation/agreement/random.ts'
import { askInstalled } from './ask-installed.ts'

/**
 * Keys, names and extensions that few authorities write, each alone in a good chain. What a verifier says of them was seen on OpenSSL
 * 3.0.19 at level 2, Go 1.19.8, GnuTLS 3.7.9, OpenJDK 17.0.15 and NSS 3.87; those that are here are asked again.
 */

const folder = mkdtempSync(join(tmpdir(), 'unusual-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const host = 'www.agree.test'

const pair = (kind: LabKey['kind'], privateKey: KeyObject, publicKey: KeyObject): LabKey => ({
  kind,
  privateKey,
  spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
})

/** A key on a curve; the lab signs with any as it does with P-256. */
function onCurve(namedCurve: string): LabKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
  return pair('p-256', privateKey, publicKey)
}

function rsa(modulusLength: number): LabKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return pair('rsa-2048', privateKey, publicKey)
}

/** SEC 1 §2.3.3: the x-coordinate and the sign of y. */
function compressed(key: LabKey): LabKey {
  const point = key.spki.subarray(-65)
  const octets = Uint8Array.of(0, 2 + ((point[64] ?? 0) & 1), ...point.subarray(1, 33))
  const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
  return { ...key, spki: sequence(algorithm, tlv(0x03, octets)) }
}

/** Another key at a place of the chain, target first; what it issued is signed by it. */
const rekeyed =
  (place: number, key: LabKey) =>
  (plans: readonly Plan[]): void => {
    const [p, below] = [plans[place], plans[place - 1]]
    if (p === undefined) return
    if (p.signer === p.key) p.signer = key
    p.key = key
    put(p, subjectKeyIdentifier(key))
    if (below === undefined) return
    below.signer = key
    put(below, authorityKeyIdentifier(key))
  }

interface Changes {
  readonly change?: (plans: readonly Plan[]) => void
  readonly over?: Readonly<Record<number, Partial<CertificateSpec>>>
  readonly asked?: string
}

/** A good chain: the target, one authority, and the root, which alone is trusted. */
function chain(id: string, { change, over, asked = host }: Changes): Case {
  const { chain: plans } = goodChain(random(11), 1)
  change?.(plans)
  const octets = plans.map((p, i) => minted(p, over?.[i] ?? {}))
  return { id, done: [], sent: octets.slice(0, -1), store: octets.slice(-1), host: asked, at, key: null }
}

const target = (plans: readonly Plan[]): Plan => {
  const [first] = plans
  if (first === undefined) throw new Error('a chain has a target')
  return first
}

const authority = (plans: readonly Plan[]): Plan => plans[1] ?? target(plans)

const signedAs = (algorithm: Uint8Array): Partial<CertificateSpec> => ({ innerAlgorithm: algorithm, outerAlgorithm: algorithm })

/** RFC 4055 §3.1: SHA-256, MGF1 with it, and a salt of 20 octets. */
const shortSalt = sequence(
  oid('1.2.840.113549.1.1.10'),
  sequence(
    tlv(0xa0, sequence(oid('2.16.840.1.101.3.4.2.1'), nullValue())),
    tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), sequence(oid('2.16.840.1.101.3.4.2.1'), nullValue()))),
    tlv(0xa2, tlv(0x02, Uint8Array.of(20))),
  ),
)

/** RFC 5280 §4.1.2.4: a name of one common name, in octets of a type. */
const oneName = (value: Uint8Array): Uint8Array => sequence(setOf(sequence(oid('2.5.4.3'), value)))

/** RFC 5280 §4.2.1.4: a policy with a CPS pointer, critical. */
const qualified = {
  oid: '2.5.29.32',
  critical: true,
  value: sequence(
    sequence(oid('1.2.3.4'), sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), tlv(0x16, Buffer.from('http://cps.test/'))))),
  ),
} as const

const personOnly = (plans: readonly Plan[]): void => {
  drop(target(plans), '2.5.29.17')
  put(authority(plans), constraints([{ dns: 'agree.test' }], []))
  target(plans).subject = 'A Person'
}

const notParsed = /^unreadable$|^tls: failed to parse certificate from server/
const insecure = /^(?:- Status: )?The certificate is NOT trusted\. The certificate chain uses insecure algorithm\.\s*$/
const violates = /The certificate chain violates the signer's constraints/
const unimplemented = /x509: cannot verify signature: algorithm unimplemented/
const checkFailed = /CertPathValidatorException: signature check failed$/
const accepted = /^accepted$/

const cases: readonly { readonly one: Case; readonly says: Readonly<Record<string, RegExp>> }[] = [
  ...['secp256k1', 'brainpoolP256r1'].map((curve) => ({
    one: chain(`authority on ${curve}`, { change: rekeyed(1, onCurve(curve)) }),
    says: { 'openssl-3.0': accepted, 'go-1.19': notParsed, 'gnutls-3.7': insecure, 'java-17': checkFailed },
  })),
  {
    one: chain('authority on secp224r1', { change: rekeyed(1, onCurve('secp224r1')) }),
    says: {
      'openssl-3.0': accepted,
      'go-1.19': accepted,
      'gnutls-3.7': accepted,
      'java-17': checkFailed,
      'nss-vfychain-3.87': /ERROR -8182: Peer's certificate has an invalid signature/,
    },
  },
  {
    one: chain('root on brainpoolP256r1', { change: rekeyed(2, onCurve('brainpoolP256r1')) }),
    says: { 'openssl-3.0': accepted, 'go-1.19': /^x509: certificate signed by unknown authority$/ },
  },
  {
    one: chain('authority with a compressed point', { change: rekeyed(1, compressed(onCurve('prime256v1'))) }),
    says: { 'openssl-3.0': accepted, 'go-1.19': notParsed, 'gnutls-3.7': insecure, 'java-17': notParsed },
  },
  {
    one: chain('authority with RSA-2047', { change: rekeyed(1, rsa(2047)) }),
    says: { 'openssl-3.0': accepted, 'go-1.19': accepted, 'gnutls-3.7': accepted, 'java-17': accepted },
  },
  {
    one: chain('authority with RSA-1536', { change: rekeyed(1, rsa(1536)) }),
    says: { 'openssl-3.0': /^error 67 at 1 /, 'java-17': accepted },
  },
  {
    one: chain('root with RSA-512', { change: rekeyed(2, rsa(512)) }),
    says: { 'java-17': /Algorithm constraints check failed on signature algorithm: SHA256withRSA$/ },
  },
  {
    one: chain('signed with SHA-224', { over: { 0: signedAs(sequence(oid('1.2.840.10045.4.3.1'))) } }),
    says: { 'go-1.19': unimplemented },
  },
  {
    one: chain('RSASSA-PSS with another salt', { change: rekeyed(1, rsa(2048)), over: { 0: signedAs(shortSalt) } }),
    says: { 'go-1.19': unimplemented },
  },
  {
    one: chain('RSASSA-PSS with SHA-1', {
      change: rekeyed(1, rsa(2048)),
      over: { 0: signedAs(sequence(oid('1.2.840.113549.1.1.10'), sequence())) },
    }),
    says: { 'go-1.19': unimplemented, 'gnutls-3.7': /^(?:- Status: )?The certificate is NOT trusted\.\s*$/ },
  },
  {
    one: chain('RSASSA-PSS without parameters', {
      change: rekeyed(1, rsa(2048)),
      over: { 0: signedAs(sequence(oid('1.2.840.113549.1.1.10'))) },
    }),
    says: { 'openssl-3.0': /^error 68 at 0 /, 'go-1.19': unimplemented },
  },
  {
    one: chain('PrintableString with an at sign', { over: { 0: { subject: oneName(printableString('a@agree.test')) } } }),
    says: { 'openssl-3.0': accepted, 'go-1.19': notParsed, 'gnutls-3.7': accepted, 'java-17': accepted },
  },
  {
    one: chain('subtree with an empty label', {
      change: (plans) => put(authority(plans), constraints([], [{ dns: 'else..test' }])),
    }),
    says: { 'openssl-3.0': accepted, 'go-1.19': notParsed, 'gnutls-3.7': violates },
  },
  {
    one: chain('subtree with a mask that is none', {
      change: (plans) => put(authority(plans), constraints([], [{ ip: [127, 0, 0, 1, 255, 0, 255, 0] }])),
    }),
    says: { 'openssl-3.0': accepted, 'go-1.19': notParsed, 'gnutls-3.7': violates },
  },
  {
    one: chain('constraints of nothing', { change: (plans) => put(authority(plans), constraints([], [])) }),
    says: { 'go-1.19': notParsed },
  },
  {
    one: chain('a person under constraints on hosts', { change: personOnly }),
    says: { 'openssl-3.0': /^error 62 at 0 /, 'gnutls-3.7': violates },
  },
  {
    one: chain('critical policy with a qualifier', { change: (plans) => put(authority(plans), qualified) }),
    says: { 'openssl-3.0': accepted, 'java-17': /critical policy qualifiers present in certificate$/ },
  },
  {
    one: chain('underscore in the place of a wildcard', {
      change: (plans) => put(target(plans), altNames([{ dns: '*.agree.test' }])),
      asked: 'a_b.agree.test',
    }),
    says: { 'openssl-3.0': /^error 62 at 0 /, 'go-1.19': accepted, 'gnutls-3.7': accepted },
  },
]

describe.each(fuzzOracles.filter(({ id }) => cases.some(({ says }) => id in says)))('$id', (oracle) => {
  it('is predicted to say what was seen', () => {
    const profile = oracle.profile()
    for (const { one, says } of cases) {
      const seen = says[oracle.id]
      if (seen !== undefined) expect(answer(scenarioOf(one), profile, one.at, oracle), one.id).toMatch(seen)
    }
  })

  const known = oracle.version()
  it.skipIf(known === null)(`still says so (skipped where it is not installed; here: ${known})`, { timeout: 120_000 }, () =>
    askInstalled(oracle, folder, cases),
  )
})
