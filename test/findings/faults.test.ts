import { describe, expect, test } from 'vitest'
import { findingRules } from '../../src/findings/index.ts'
import { faults } from '../../src/lab/index.ts'
import { remedies } from '../../src/remedies/index.ts'
import { evidenceOf, fixedNow, identity, situationOf } from '../support/evidence.ts'

/** One of each search, and of each generation of OpenSSL. */
const ids = [
  'python-3.8',
  'openssl-s_client-1.0.2',
  'openssl-s_client-3.5',
  'python-3.13',
  'node-20',
  'curl-8.17-openssl',
  'go-1.24',
  'rustls-0.23',
  'rfc5280',
]

function faultOf(id: string) {
  const fault = faults.find((f) => f.id === id)
  if (fault === undefined) throw new Error(`the lab has no fault ${id}`)
  return fault
}

function findingsOf(faultId: string, clients: readonly string[] = ids) {
  const built = faultOf(faultId).build(fixedNow)
  const stores = built.stores?.map((s) => s.id) ?? ['store']
  const situation = situationOf(
    evidenceOf(
      built,
      stores.flatMap((store) => clients.map((id) => ({ id, store }))),
    ),
  )
  return { built, situation, findings: findingRules.flatMap((rule) => rule(situation)) }
}

/**
 * What each fault is made to show (its `shows`), as the finding that must tell it and the certificate that is at fault:
 * a position in the chain as sent, or `anchor` for the first anchor. Severity follows from the fault: `error` where some
 * client of the list must refuse, `notice` where none does.
 */
const expected: readonly (readonly [
  fault: string,
  code: string,
  about: readonly (number | 'anchor')[],
  severity: 'error' | 'notice',
])[] = [
  ['addtrust-2020', 'RC103', [2], 'error'],
  ['addtrust-2020', 'RC104', ['anchor'], 'error'],
  ['dst-root-x3', 'RC104', ['anchor'], 'error'],
  ['expired-leaf', 'RC101', [0], 'error'],
  ['expired-intermediate', 'RC102', [1], 'error'],
  ['expired-anchor', 'RC104', ['anchor'], 'error'],
  ['expired-cross', 'RC103', [2], 'error'],
  ['not-yet-valid-leaf', 'RC105', [0], 'error'],
  ['clock-suspected', 'RC106', [0, 1, 'anchor'], 'error'],
  ['missing-intermediate', 'RC201', [0], 'error'],
  // Leaf, intermediate, root in some other order; every client of the list sorts (RFC 8446 §4.4.2).
  ['superfluous-certificates', 'RC203', [3, 4], 'notice'],
  ['superfluous-certificates', 'RC204', [2], 'notice'],
  ['duplicate-certificates', 'RC205', [0, 2], 'notice'],
  ['untrusted-root-sent', 'RC204', [2], 'error'],
  ['self-signed-leaf', 'RC206', [0], 'error'],
  ['empty-chain', 'RC207', [], 'error'],
  ['two-keys-one-name', 'RC211', ['anchor'], 'error'],
  ['cross-loop', 'RC212', [1, 2], 'error'],
  ['long-chain', 'RC213', [0], 'error'],
  ['unknown-root', 'RC401', [1], 'error'],
  ['wrong-host', 'RC301', [0], 'error'],
  ['wildcard-too-deep', 'RC301', [0], 'error'],
  ['no-san', 'RC302', [0], 'error'],
  ['ip-without-ip-san', 'RC303', [0], 'error'],
  ['rsa-1024-leaf', 'RC304', [0], 'error'],
  ['rsa-1024-intermediate', 'RC304', [1], 'error'],
  ['sha1-intermediate', 'RC305', [1], 'error'],
  ['md5-intermediate', 'RC305', [1], 'error'],
  ['client-purpose-leaf', 'RC306', [0], 'error'],
  ['wrong-purpose-intermediate', 'RC306', [1], 'error'],
  ['intermediate-without-cert-sign', 'RC307', [1], 'error'],
  ['intermediate-not-a-ca', 'RC308', [1], 'error'],
  ['version-1-intermediate', 'RC308', [1], 'error'],
  ['name-not-permitted', 'RC310', [0], 'error'],
  ['name-excluded', 'RC310', [0], 'error'],
  ['strict-basic-constraints', 'RC311', [1], 'error'],
  ['strict-key-usage', 'RC311', [1], 'error'],
  ['critical-unknown-extension', 'RC312', [0], 'error'],
  ['negative-serial', 'RC313', [0], 'error'],
  ['duplicate-extension', 'RC313', [0], 'error'],
  ['junk-leaf', 'RC313', [0], 'error'],
  ['junk-in-chain', 'RC313', [1], 'error'],
  ['trailing-bytes', 'RC313', [0], 'error'],
  ['bad-signature', 'RC314', [0], 'error'],
]

describe('the faults of the lab', () => {
  test.each(expected)('%s: %s', (fault, code, about, severity) => {
    const { built, findings } = findingsOf(fault)
    const own = findings.filter((f) => f.code === code)
    expect(own.map((f) => f.severity)).toContain(severity)
    const told = own.flatMap((f) => f.about)
    const at = (place: number | 'anchor') => (place === 'anchor' ? built.anchors[0] : built.chain[place])
    for (const place of about) expect(told).toContain(identity(at(place) ?? new Uint8Array()))
  })

  test('a wrong order is told with the right one', () => {
    const { built, findings } = findingsOf('wrong-order')
    const [finding] = findings.filter((f) => f.code === 'RC202')
    expect(finding?.severity).toBe('notice')
    // A right order: each certifies the one before it, from the target to the last.
    expect(finding?.about[0]).toBe(identity(built.chain[0] ?? new Uint8Array()))
    expect(new Set(finding?.about)).toEqual(new Set(built.chain.map(identity)))
    expect(finding?.about).not.toEqual(built.chain.map(identity))
  })

  test.each([
    ['behind its issuer', (chain: readonly Uint8Array[]) => [...chain.slice(1, 2), ...chain.slice(0, 1)]],
    ['from the root down', (chain: readonly Uint8Array[]) => chain.toReversed()],
  ])('the server’s own certificate %s: which belongs first, and that sending it first cures', (_, turned) => {
    const built = faultOf('good').build(fixedNow)
    const chain = turned(built.chain)
    const situation = situationOf(evidenceOf({ ...built, chain }, [{ id: 'go-1.24', store: 'store' }]))
    const findings = findingRules.flatMap((rule) => rule(situation))
    const leaf = identity(built.chain[0] ?? new Uint8Array())
    expect(findings.find((f) => f.code === 'RC202')).toMatchObject({ severity: 'error', params: { first: 'issuer' } })
    expect(findings.find((f) => f.code === 'RC202')?.about[0]).toBe(leaf)
    expect(findings.some((f) => f.code === 'RC203')).toBe(false)
    const [cure] = remedies(situation)
    expect(cure?.deltas[0]).toMatchObject({ kind: 'set-sent' })
    expect(cure?.deltas[0]?.kind === 'set-sent' && cure.deltas[0].chain[0]).toBe(leaf)
    expect(cure?.proof.cures).toHaveLength(1)
  })

  test('strict key identifiers: RC311 for Python 3.13 alone', () => {
    const { findings } = findingsOf('strict-key-identifiers')
    // X509_V_FLAG_X509_STRICT: the only client of the list that sets it.
    expect(findings.find((f) => f.code === 'RC311')).toMatchObject({
      clients: ['python-3.13'],
      params: { failure: 'strict-akid-missing' },
    })
  })

  test('one fault is told once: as RC311 where only strict clients mind, else as RC313', () => {
    const codesOf = (fault: string, clients?: readonly string[]) =>
      findingsOf(fault, clients).findings.filter((f) => f.code === 'RC311' || f.code === 'RC313')
    expect(codesOf('strict-basic-constraints').map((f) => f.code)).toEqual(['RC311'])
    // RFC 5280 §4.2.1.9: critical in an authority's certificate. Without a strict client it is a fault that costs nothing.
    expect(codesOf('strict-basic-constraints', ['go-1.24'])).toMatchObject([
      { code: 'RC313', severity: 'notice', params: { anomaly: 'extension-criticality' } },
    ])
    expect(codesOf('algorithm-mismatch').map((f) => f.code)).toEqual(['RC313'])
    expect(codesOf('algorithm-mismatch', ['python-3.13']).map((f) => f.code)).toEqual(['RC311'])
  })

  test('two algorithms: OpenSSL calls the signature false (error 7), Go cannot parse it; RC313 explains both', () => {
    const { findings } = findingsOf('algorithm-mismatch')
    const own = findings.find((f) => f.code === 'RC313')
    expect(own).toMatchObject({ severity: 'error', params: { anomaly: 'algorithm-mismatch', standard: 'RFC 5280 §4.1.1.2' } })
    for (const id of ['openssl-s_client-1.0.2', 'node-20', 'go-1.24', 'python-3.13']) expect(own?.clients).toContain(id)
  })

  test('an extension twice: OpenSSL from 1.1.1 says that there is no issuer (error 20), 1.0.2 does not mind', () => {
    const { findings } = findingsOf('duplicate-extension')
    const own = findings.find((f) => f.code === 'RC313')
    expect(own).toMatchObject({ severity: 'error', params: { anomaly: 'extension-duplicate' } })
    expect(own?.clients).toContain('openssl-s_client-3.5')
    expect(own?.clients).not.toContain('openssl-s_client-1.0.2')
  })

  test('a self-signed target signed no other certificate: no RC308', () => {
    const ids = ['openssl-s_client-3.5', 'openssl-s_client-1.0.2', 'gnutls-cli-3.8', 'java-17', 'rustls-0.23', 'rfc5280']
    expect(findingsOf('self-signed-leaf', ids).findings.map((f) => f.code)).toEqual(['RC206'])
  })

  test.each(['name-not-permitted', 'name-excluded'])('%s: the authority that holds the constraint comes first', (fault) => {
    const { built, findings } = findingsOf(fault, [...ids, 'gnutls-cli-3.8', 'java-17'])
    const own = findings.filter((f) => f.code === 'RC310')
    expect(own.length).toBeGreaterThan(0)
    for (const f of own) expect(f.about[0]).toBe(identity(built.chain[1] ?? new Uint8Array()))
  })

  test('a constraint of the root is the root’s', () => {
    const { built, findings } = findingsOf('root-name-constraints')
    const [own] = findings.filter((f) => f.code === 'RC310')
    expect(own?.about[0]).toBe(identity(built.anchors[0] ?? new Uint8Array()))
  })

  test('explicit curve: one finding for the key, none for the signatures that it cannot check, nor for its strength', () => {
    const { built, findings } = findingsOf('explicit-ec-parameters', [...ids, 'gnutls-cli-3.8', 'java-17'])
    const faults = findings.filter((f) => f.code.startsWith('RC3'))
    expect(faults.map((f) => f.code)).toEqual(['RC315'])
    expect(faults[0]?.about).toEqual([identity(built.chain[1] ?? new Uint8Array())])
    // Each of them refuses it, in its own words; OpenSSL 1.0.2 does not mind.
    for (const id of ['openssl-s_client-3.5', 'go-1.24', 'java-17', 'gnutls-cli-3.8']) expect(faults[0]?.clients).toContain(id)
    expect(faults[0]?.clients).not.toContain('openssl-s_client-1.0.2')
  })

  test('a weak key is its holder’s, though some verifiers blame the certificate that it signed', () => {
    const { built, findings } = findingsOf('rsa-1024-intermediate')
    const [own, ...others] = findings.filter((f) => f.code === 'RC304')
    expect(others).toEqual([])
    expect(own?.about).toEqual(built.chain.slice(1).map(identity))
    expect(own?.clients).toContain('rustls-0.23')
    expect(own?.params).toMatchObject({ key: 'RSA 1024', role: 'intermediate' })
  })

  test('a path too deep: told once, of the authority whose limit of 0 is exceeded, whomever clients blame', () => {
    const { built, findings } = findingsOf('path-length-exceeded', [...ids, 'gnutls-cli-3.8', 'java-17'])
    const own = findings.filter((f) => f.code === 'RC309')
    // The chain is leaf, tier 1, tier 2; the constraint stands in tier 2.
    expect(own).toMatchObject([
      { severity: 'error', about: [identity(built.chain[2] ?? new Uint8Array())], params: { limit: '0' } },
    ])
    for (const id of ['openssl-s_client-3.5', 'java-17', 'gnutls-cli-3.8']) expect(own[0]?.clients).toContain(id)
  })

  test('authorities that are none are not told as having the wrong purpose', () => {
    for (const fault of ['intermediate-not-a-ca', 'version-1-intermediate', 'intermediate-without-cert-sign']) {
      expect(findingsOf(fault).findings.map((f) => f.code)).not.toContain('RC306')
    }
  })

  test('a broken signature is not taken for a missing intermediate', () => {
    expect(findingsOf('bad-signature').findings.map((f) => f.code)).not.toContain('RC201')
  })

  test.each(['unknown-root', 'cross-loop', 'self-signed-leaf', 'untrusted-root-sent'])(
    '%s: no intermediate is missing',
    (fault) => {
      expect(findingsOf(fault).findings.map((f) => f.code)).not.toContain('RC201')
    },
  )
})

describe('every fault', () => {
  test.each(faults.map((f) => f.id))('%s: findings keep their contract', (fault) => {
    const { situation, findings } = findingsOf(fault)
    const rejecting = new Set(situation.judgements.flatMap((j) => (j.verdict.kind === 'rejected' ? [j.seat.entry.id] : [])))
    for (const finding of findings) {
      expect(finding.code).toMatch(/^RC[1-6]\d\d$/)
      for (const sha256 of finding.about) expect(situation.world.certificates.has(sha256)).toBe(true)
      for (const value of Object.values(finding.params)) expect(typeof value).toBe('string')
      expect(new Set(finding.about).size).toBe(finding.about.length)
      expect(new Set(finding.clients).size).toBe(finding.clients.length)
      if (finding.severity === 'error') {
        expect(finding.clients.length).toBeGreaterThan(0)
        for (const client of finding.clients) expect(rejecting.has(client)).toBe(true)
      }
    }
  })

  test.each(faults.map((f) => f.id))('%s: every rejection is explained by an error', (fault) => {
    const { situation, findings } = findingsOf(fault)
    // RC5xx say that clients differ, not what is wrong: they must not be all that is said.
    const explained = new Set(
      findings.filter((f) => f.severity === 'error' && !f.code.startsWith('RC5')).flatMap((f) => f.clients),
    )
    const rejecting = situation.judgements.flatMap((j) => (j.verdict.kind === 'rejected' ? [j.seat.entry.id] : []))
    expect(rejecting.filter((id) => !explained.has(id))).toEqual([])
  })

  test('each code belongs to one rule', () => {
    const ruleOf = new Map<string, number>()
    for (const { id } of faults) {
      const { situation } = findingsOf(id)
      for (const [i, rule] of findingRules.entries()) {
        for (const { code } of rule(situation)) expect(ruleOf.get(code) ?? i).toBe(i)
        for (const { code } of rule(situation)) ruleOf.set(code, i)
      }
    }
    expect(ruleOf.size).toBeGreaterThan(25)
  })
})
