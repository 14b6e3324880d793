import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rustls } from '../../src/clients/rustls.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import { seconds } from '../../src/model/time.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { webpkiAnchor, webpkiCertificate } from '../../src/validation/checks/webpki-certificate.ts'
import { isWebpkiError } from '../../src/validation/checks/webpki-error.ts'
import { webpkiConstraintFault } from '../../src/validation/checks/webpki-name-constraints.ts'
import { presentsHost } from '../../src/validation/checks/webpki-names.ts'
import { webpkiOwnFields } from '../../src/validation/checks/webpki-own-fields.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { scenarioOf } from '../../tools/oracle/fuzz/engine.ts'
import { altNames, at, constraints, minted, type Plan, put } from './agreement/plan.ts'
import { goodChain } from './agreement/random-case.ts'
import { random } from './agreement/random.ts'
import { profile } from './judge.ts'

/** webpki's search and its limits (rustls/webpki 0.103.13: src/verify_cert.rs, Budget and build_chain_inner). */

const client = profile(rustls(), 'rustls-0.23')
const host = 'www.agree.test'
const days = 86_400

/** Leaf, one authority and a root, to be changed. */
function plans(): readonly [Plan, Plan, Plan] {
  const [leaf, authority, root] = goodChain(random(5), 1).chain
  if (leaf === undefined || authority === undefined || root === undefined) throw new Error('a chain of three has three')
  return [leaf, authority, root]
}

/** The same name with a key of its own. */
function namesake(p: Plan): Plan {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...p, key: { ...p.key, ...pair, spki: new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' })) } }
}

const namesakes = (p: Plan, count: number): readonly Plan[] => Array.from({ length: count }, () => namesake(p))

function told(sent: readonly Plan[], store: readonly Plan[], when = at) {
  const octets = (list: readonly Plan[]) => list.map((p) => minted(p))
  const verdict = evaluate(scenarioOf({ sent: octets(sent), store: octets(store), host }), client, when)
  return verdict.kind === 'rejected' ? verdict.told : verdict
}

describe('limits', () => {
  it('a mesh ends at 200,000 tries', () => {
    const [leaf, authority, root] = plans()
    const mesh = namesakes({ ...authority, issuer: authority.subject }, 9)
    // Each path of up to six and one more that is too long: 9 + 9 · 8 + … + 9 · 8 · 7 · 6 · 5 · 4 · 3 are 260,649.
    expect(told([leaf, ...mesh], [root])).toMatchObject({
      code: 'search-budget-exceeded',
      params: { rustBudget: 'MaximumPathBuildCallsExceeded' },
    })
    // Eight come to 69,280.
    expect(told([leaf, ...mesh.slice(1)], [root])).toMatchObject({ code: 'path-too-long' })
  })

  it('signatures end at 100', () => {
    const [leaf, authority, root] = plans()
    const sent = [leaf, ...namesakes(authority, 10)]
    expect(told(sent, namesakes(root, 11))).toMatchObject({ code: 'search-budget-exceeded', params: {} })
    expect(told(sent, namesakes(root, 10))).toMatchObject({ code: 'signature-invalid' })
  })

  it('comparisons of names end at 250,000', () => {
    const [leaf, authority, root] = plans()
    const permitted = Array.from({ length: 499 }, (_, i) => ({ dns: `n${i}.test` }))
    put(authority, constraints([...permitted, { dns: 'agree.test' }], []))
    put(leaf, altNames([{ dns: host }, ...Array.from({ length: 498 }, (_, i) => ({ dns: `n${i}.agree.test` }))]))
    // 499 names and the subject, with 500 constraints each.
    expect(told([leaf, authority], [root])).toMatchObject({ kind: 'accepted' })
    put(leaf, altNames([{ dns: host }, ...Array.from({ length: 499 }, (_, i) => ({ dns: `n${i}.agree.test` }))]))
    expect(told([leaf, authority], [root])).toMatchObject({
      code: 'search-budget-exceeded',
      params: { rustBudget: 'MaximumNameConstraintComparisonsExceeded' },
    })
  })
})

describe('the error that is told', () => {
  const aged = (p: Plan, by: number): Plan => ({ ...p, notAfter: seconds(at - by * days) })

  it('is the first of one weight', () => {
    const [leaf, authority, root] = plans()
    const two = [aged(authority, 1), aged(namesake(authority), 2)] as const
    for (const [first, second] of [two, two.toReversed()]) {
      if (first === undefined || second === undefined) throw new Error('there are two')
      expect(told([leaf, first, second], [root])).toMatchObject({ code: 'expired', certificate: { notAfter: first.notAfter } })
    }
  })

  it('is the weightiest, wherever it stands', () => {
    const [leaf, authority, root] = plans()
    const plain = { ...namesake(authority), extensions: [] }
    expect(told([leaf, plain, aged(authority, 1)], [root])).toMatchObject({ code: 'expired' })
    expect(told([leaf, plain], [root])).toMatchObject({ code: 'not-a-ca' })
  })
})

describe('octets that were changed', () => {
  const reading = { known: ['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.30', '2.5.29.37'], refusesCritical: true }
  const [leaf, authority] = plans()
  put(authority, constraints([{ dns: 'agree.test' }, { ip: [10, 0, 0, 0, 255, 0, 0, 0] }], [{ dns: 'x.test' }]))
  const octets = minted(authority)

  it('are read to an end, whatever they are', () => {
    const target = { certificate: readCertificate(minted(leaf)), read: webpkiCertificate(minted(leaf), reading) }
    if (isWebpkiError(target.read)) throw new Error(target.read)
    const below = [{ certificate: target.certificate, read: target.read }]
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.nat({ max: octets.length - 1 }), fc.nat({ max: 255 }), fc.nat({ max: 60 }), (place, octet, cut) => {
        const changed = octets.slice(0, cut > 50 ? octets.length - cut + 50 : undefined)
        changed[Math.min(place, changed.length - 1)] = octet
        webpkiAnchor(changed, reading)
        const read = webpkiCertificate(changed, reading)
        seen.add(isWebpkiError(read) ? read : 'read')
        if (isWebpkiError(read)) return
        webpkiOwnFields(read, { emptyPurposes: 'named' })
        presentsHost(read.extensions.get('2.5.29.17'), host, null)
        const held = read.extensions.get('2.5.29.30')
        if (held !== undefined) webpkiConstraintFault(held, below, 'closed', () => true)
      }),
      { numRuns: 3000, seed: 1 },
    )
    expect([...seen]).toEqual(expect.arrayContaining(['read', 'BadDer', 'TrailingData', 'SignatureAlgorithmMismatch']))
  })

  it('that nobody changed are read as the reader of certificates does', () => {
    const certificate: Certificate = readCertificate(octets)
    const read = webpkiCertificate(octets, reading)
    if (isWebpkiError(read)) throw new Error(read)
    expect(webpkiOwnFields(read, { emptyPurposes: 'named' })).toMatchObject({
      validity: { from: certificate.notBefore, until: certificate.notAfter },
      limits: { isAuthority: certificate.basicConstraints?.cA, pathLength: certificate.basicConstraints?.pathLenConstraint },
      purpose: null,
    })
    expect([...read.extensions.keys()]).toEqual(['2.5.29.15', '2.5.29.19', '2.5.29.30'])
  })
})
