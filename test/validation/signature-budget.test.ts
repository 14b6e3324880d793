import { describe, expect, test } from 'vitest'
import { diagnose, sealEvidence } from '../../src/diagnose.ts'
import { signatureBudget } from '../../src/graph/signature-budget.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { type Departure, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { around, authority, labHost, server, utc } from '../../src/lab/shapes.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { SignatureVerifier } from '../../src/model/signature.ts'
import { encodeBase64 } from '../../src/x509/base64.ts'
import { readCertificate } from '../../src/x509/certificate.ts'

const now = utc('2026-01-15T00:00:00Z')
const validity = around(now, -10, 300)
/** Authorities of one name, each with a key of its own: by the name alone each may have signed every certificate of all. */
const namesakes = (count: number): readonly LabEntity[] =>
  Array.from({ length: count }, (_, i) => ({ ...authority('mesh', 'Same'), key: authority('mesh', `key ${i}`).key }))

/** What `sent` looks like to all kinds of searches, with these anchors. */
function evidence(sent: readonly Uint8Array[], anchors: readonly Uint8Array[]): Evidence {
  const certificates = [...sent, ...anchors].map((der) => readCertificate(der))
  const ids = certificates.map(({ sha256 }) => sha256)
  const clients = [
    'openssl-verify-3.0',
    'python-3.13',
    'go-1.24',
    'java-17',
    'gnutls-cli-3.7',
    'chrome-156',
    'firefox-153',
    'schannel',
    'rustls-0.23',
    'rfc5280',
    'sectrust-26',
    'nss-vfychain-3.87-libpkix',
    'wolfssl-5.5',
    'curl-8.17-sectrust',
  ]
  return {
    schema: 1,
    at: now,
    clock: now,
    target: { host: labHost, port: 443 },
    certs: Object.fromEntries(certificates.map(({ sha256, der }) => [sha256, encodeBase64(der)])),
    sends: [{ hello: 'any', address: '', try: 1, outcome: { kind: 'chain', chain: ids.slice(0, sent.length), tls: null } }],
    stores: [{ id: 'roots', origin: 'roots', anchors: ids.slice(sent.length) }],
    clients: clients.map((id) => ({ id, store: 'roots', why: '', asked: true })),
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
}

/** A verifier that counts the pairs that it is asked for, each once. */
function counting(): { readonly verify: SignatureVerifier; readonly pairs: Set<string> } {
  const own = nodeSignatureVerifier()
  const pairs = new Set<string>()
  return {
    pairs,
    verify: (child, key) => {
      pairs.add(`${child.sha256} ${key.raw}`)
      return own(child, key)
    },
  }
}

describe('signatures that are looked into', () => {
  const far = rootCertificate(authority('mesh', 'Root'), validity)
  const leafOf = (issuer: LabEntity): Uint8Array => leafCertificate(issuer, server(), validity, [{ dns: labHost }])

  test('126 roots of one name cost no 126² signatures', { timeout: 60_000 }, () => {
    const authorities = namesakes(126)
    const sent = [leafOf(authorities[0] as LabEntity), ...authorities.map((each) => rootCertificate(each, validity))]
    const { verify, pairs } = counting()
    const sealed = sealEvidence(evidence(sent, [far]), { verify })
    // 126 own keys, and what the budget has for pairs of two.
    expect(sealed.signatures.filter(({ child, issuer }) => child !== issuer)).toHaveLength(signatureBudget)
    expect(pairs.size).toBe(signatureBudget + 126)
    // Of all of them the leaf's are the ones that every client asks for.
    const target = sealed.sends[0]?.outcome.kind === 'chain' ? sealed.sends[0].outcome.chain[0] : undefined
    expect(sealed.signatures.filter(({ child, fact }) => child === target && fact === 'valid')).toHaveLength(1)
    const report = diagnose(sealed, { verify })
    expect(pairs.size).toBe(signatureBudget + 126)
    // Where nothing can be computed the report is the same.
    expect(diagnose(sealed, { verify: recordedSignatures })).toEqual(report)
  })

  test('a verdict that hangs on more is undetermined and says so', { timeout: 60_000 }, () => {
    // A store of 600 keys of one name, and nothing but the signature tells that the last one's made the leaf.
    const authorities = namesakes(600)
    const unhinted: Departure = { extensions: (usual) => usual.slice(1) }
    const roots = authorities.map((each) => rootCertificate(each, validity))
    const leaf = leafCertificate(authorities.at(-1) as LabEntity, server(), validity, [{ dns: labHost }], unhinted)
    const { verify, pairs } = counting()
    const { results, findings } = diagnose(evidence([leaf], roots), { verify })
    expect(pairs.size).toBeLessThanOrEqual(2 * signatureBudget)
    const why = `who signed whom: the chain and the store ask for more than the ${signatureBudget} signatures that are looked into`
    expect(results.find(({ client }) => client === 'rfc5280')?.verdict).toEqual({ kind: 'undetermined', missing: [why] })
    expect(findings.filter(({ code }) => code === 'RC503').map(({ params }) => params['missing'])).toEqual([why])
  })

  test('what was recorded comes first, and a case that records more than that is not followed', () => {
    const authorities = namesakes(40)
    const roots = authorities.map((each) => rootCertificate(each, validity))
    const asked = evidence([leafOf(authorities[0] as LabEntity), ...roots], [far])
    const ids = Object.keys(asked.certs) as (keyof typeof asked.certs)[]
    const signatures = ids.flatMap((child) => ids.map((issuer) => ({ child, issuer, fact: 'valid' as const })))
    expect(signatures.length).toBeGreaterThan(signatureBudget)
    const { verify, pairs } = counting()
    diagnose({ ...asked, signatures }, { verify })
    expect(pairs.size).toBeLessThanOrEqual(signatureBudget + ids.length)
  })

  test('an ordinary chain is settled whole', () => {
    const top = authority('mesh', 'Root')
    const sealed = sealEvidence(evidence([leafOf(top)], [far]), { verify: nodeSignatureVerifier() })
    expect(sealed.signatures.map(({ fact }) => fact)).toEqual(['valid', 'valid'])
    expect(diagnose(sealed, { verify: recordedSignatures }).results.map(({ verdict }) => verdict.kind)).not.toContain(
      'undetermined',
    )
  })
})
