import { describe, expect, test } from 'vitest'
import { findingRules } from '../../src/findings/index.ts'
import { faults } from '../../src/lab/index.ts'
import type { Delta } from '../../src/model/delta.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { seconds } from '../../src/model/time.ts'
import { remedies } from '../../src/remedies/index.ts'
import { prove } from '../../src/validation/proof.ts'
import { evidenceOf, identity, situationOf } from '../support/evidence.ts'

const fault = faults.find((f) => f.id === 'addtrust-2020')
if (fault === undefined) throw new Error('the lab has no AddTrust')
const built = fault.build(seconds(0))
const [target, intermediate, cross] = built.chain.map(identity)
const renewed = built.stores?.find((s) => s.id === 'linux-bundle')?.anchors.map(identity)[1]
const old = built.anchors.map(identity)[0]
if (target === undefined || intermediate === undefined || cross === undefined || renewed === undefined || old === undefined) {
  throw new Error('the lab’s AddTrust has another shape')
}

const seats = [
  { id: 'python-3.8', store: 'windows-lazy' },
  { id: 'openssl-s_client-1.0.2', store: 'linux-bundle' },
  { id: 'python-3.8', store: 'linux-bundle' },
]
const evidence: Evidence = evidenceOf(built, seats)
const situation = situationOf(evidence)
const python = { client: 'python-3.8', store: 'windows-lazy' }
const old102 = { client: 'openssl-s_client-1.0.2', store: 'linux-bundle' }
const all = remedies(situation)
const proofOf = (deltas: readonly Delta[]) => prove(situation, deltas)

describe('AddTrust, 2020-05-30T10:48:39Z', () => {
  test('two of three reject, and the findings name the certificates', () => {
    const findings = findingRules.flatMap((rule) => rule(situation))
    const of = (code: string) => findings.find((f) => f.code === code)
    // The cross-certificate ended at 10:48:38; its name and key live on in the self-signed root of the bundle.
    expect(of('RC103')).toMatchObject({
      severity: 'error',
      about: [cross, renewed],
      params: { notAfter: '2020-05-30T10:48:38Z', stores: 'linux-bundle' },
    })
    expect(new Set(of('RC103')?.clients)).toEqual(new Set(['python-3.8', 'openssl-s_client-1.0.2']))
    expect(of('RC104')).toMatchObject({ about: [old], params: { stores: 'windows-lazy, linux-bundle' } })
    // Windows had never fetched the new root: the one fact that separates the two Pythons.
    expect(of('RC402')).toMatchObject({
      about: [renewed],
      clients: ['python-3.8'],
      params: { store: 'windows-lazy', presentIn: 'linux-bundle' },
    })
    // The target is fine until December.
    expect(of('RC101')).toBeUndefined()
  })

  test('Python 3.8 on Windows: the new root cures, proved', () => {
    const remedy = all.find((r) => r.rule === 'add-anchor')
    // OpenSSL 1.1.1 looks into the store first, so that the expired certificates are not met.
    expect(remedy).toMatchObject({
      owner: 'user',
      deltas: [{ kind: 'add-anchor', store: 'windows-lazy', cert: renewed }],
      proof: { cures: [python], breaks: [], stillRejects: [old102] },
    })
  })

  test('OpenSSL 1.0.2 on Linux: it has the new root and fails; only the old root’s removal or another chain cures', () => {
    expect(all.filter((r) => r.deltas.some((d) => d.kind === 'add-anchor' && d.store === 'linux-bundle'))).toEqual([])
    expect(all.find((r) => r.rule === 'drop-anchor')).toMatchObject({
      deltas: [{ kind: 'drop-anchor', store: 'linux-bundle', cert: old }],
      proof: { cures: [old102], breaks: [], stillRejects: [python] },
    })
    expect(all[0]).toMatchObject({
      rule: 'serve-without',
      owner: 'server-operator',
      deltas: [{ kind: 'set-sent', chain: [target, intermediate] }],
      proof: { cures: [old102], breaks: [] },
    })
  })

  test('OpenSSL 1.0.2 on Windows: adding the new root is not enough, adding it and dropping the old one is', () => {
    const here = situationOf(
      evidenceOf(built, [
        { id: 'openssl-s_client-1.0.2', store: 'windows-lazy' },
        { id: 'rfc5280', store: 'linux-bundle' },
      ]),
    )
    const add: Delta = { kind: 'add-anchor', store: 'windows-lazy', cert: renewed }
    const drop: Delta = { kind: 'drop-anchor', store: 'windows-lazy', cert: old }
    expect(prove(here, [add]).cures).toEqual([])
    expect(prove(here, [drop]).cures).toEqual([])
    const own = remedies(here).filter((r) => r.owner === 'user')
    expect(own.map((r) => r.rule)).toEqual(['add-anchor-and-drop-expired'])
    expect(own[0]?.deltas).toEqual([add, drop])
  })

  test('both clients on Windows: the smaller remedy stays beside the one that cures more', () => {
    const windows = ['python-3.8', 'openssl-s_client-1.0.2'].map((id) => ({ id, store: 'windows-lazy' }))
    const here = situationOf(evidenceOf(built, [...windows, { id: 'rfc5280', store: 'linux-bundle' }]))
    const own = remedies(here).filter((r) => r.owner === 'user')
    expect(own.map((r) => [r.rule, r.proof.cures.length])).toEqual([
      ['add-anchor-and-drop-expired', 2],
      ['add-anchor', 1],
    ])
  })

  test('a remedy that does more than another and cures the same is not offered', () => {
    // On the bundle, dropping the old root cures 1.0.2; dropping it and anything else cures no more.
    expect(all.filter((r) => r.rule === 'add-anchor-and-drop-expired')).toEqual([])
  })

  test('a newer OpenSSL cures, and the nearest release is named', () => {
    // 1.1.0 brought X509_V_FLAG_TRUSTED_FIRST as the default; the nearest profile from there on is 1.1.1.
    expect(all.find((r) => r.rule === 'newer-client')).toMatchObject({
      owner: 'runtime',
      deltas: [{ kind: 'set-client', client: 'openssl-s_client-1.0.2', to: 'openssl-s_client-1.1.0' }],
      proof: { cures: [old102], breaks: [] },
    })
    // No newer Python finds a root that its store has not.
    expect(all.flatMap((r) => r.deltas).filter((d) => d.kind === 'set-client' && d.client === 'python-3.8')).toEqual([])
  })

  test('the same Python on the other store', () => {
    expect(all.find((r) => r.rule === 'other-store')).toMatchObject({
      owner: 'runtime',
      deltas: [{ kind: 'set-store', client: 'python-3.8', from: 'windows-lazy', store: 'linux-bundle' }],
      proof: { cures: [python], breaks: [] },
    })
  })

  test('a client is not pointed at the store of another machine', () => {
    const stores = evidence.stores.map((s) => ({ ...s, machine: s.id }))
    const apart = remedies(situationOf({ ...evidence, stores }))
    expect(apart.filter((r) => r.rule === 'other-store')).toEqual([])
    expect(apart.map((r) => r.rule)).toEqual(all.map((r) => r.rule).filter((rule) => rule !== 'other-store'))
  })

  test('a root added by hand comes last', () => {
    expect(all.map((r) => r.rule).at(-1)).toBe('add-anchor')
  })

  test('who is nearest to the cause comes first, and every remedy’s proof is what a new evaluation says', () => {
    const order = ['server-operator', 'operating-system', 'runtime', 'project', 'user']
    const places = all.map((r) => order.indexOf(r.owner))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    for (const { deltas, proof } of all) {
      expect(proof.cures.length).toBeGreaterThan(0)
      if (!deltas.some((d) => d.kind === 'set-client' || d.kind === 'set-store')) expect(proofOf(deltas)).toEqual(proof)
    }
  })
})

describe('AddTrust, one second before', () => {
  // 10:48:37Z: OpenSSL counts the last second, 10:48:38, as expired already.
  const before = situationOf({ ...evidence, clock: seconds(Date.parse('2020-05-30T10:48:37Z') / 1000) })

  test('nobody rejects, so nothing is offered; that it ends in a second is told', () => {
    expect(before.judgements.map((j) => j.verdict.kind)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(remedies(before)).toEqual([])
    const soon = findingRules.flatMap((rule) => rule(before)).filter((f) => f.code === 'RC107')
    expect(soon.map((f) => f.params['at'])).toContain('2020-05-30T10:48:38Z')
    // Python on the bundle goes on: the findings name 1.0.2 there and Python on Windows.
    expect(new Set(soon.flatMap((f) => f.clients))).toEqual(new Set(['python-3.8', 'openssl-s_client-1.0.2']))
  })

  test('serving without the cross-certificate would have broken who trusts the old root alone', () => {
    const { cures, breaks } = prove(before, [{ kind: 'set-sent', chain: [target, intermediate] }])
    expect(cures).toEqual([])
    expect(breaks).toEqual([python])
  })
})
