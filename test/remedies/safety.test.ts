import { describe, expect, test } from 'vitest'
import { clients } from '../../src/clients/index.ts'
import { faults } from '../../src/lab/index.ts'
import { seconds } from '../../src/model/time.ts'
import { remedies, remedyRules } from '../../src/remedies/index.ts'
import { prove } from '../../src/validation/proof.ts'
import { evidenceOf, fixedNow, identity, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

const everybody = (stores: readonly string[]) => stores.flatMap((store) => clients().map((c) => ({ id: c.id, store })))

describe('what no rule may propose', () => {
  test.each(faults.map((f) => f.id))('%s: an anchor comes from a store of the evidence, is a root, and is current', (id) => {
    const fault = labFault(id)
    const situation = situationOf(evidenceOf(fault, everybody(fault.stores?.map((s) => s.id) ?? ['store'])))
    const { evidence, certificates, stores } = situation.world
    for (const rule of remedyRules) {
      for (const delta of rule.propose(situation).flat()) {
        if (delta.kind !== 'add-anchor') continue
        const certificate = certificates.get(delta.cert)
        expect([...stores.values()].some((s) => s.id !== delta.store && s.bySha256.has(delta.cert))).toBe(true)
        expect(certificate?.subject.canonical).toBe(certificate?.issuer.canonical)
        expect(certificate?.notAfter).toBeGreaterThan(evidence.clock)
      }
    }
  })

  test('a root that was only sent is never added, whoever would accept with it', () => {
    const fault = labFault('untrusted-root-sent')
    const stores = fault.stores?.filter((s) => s.id === 'public') ?? []
    const situation = situationOf(evidenceOf({ ...fault, stores }, everybody(['public'])))
    expect(situation.judgements.some((j) => j.verdict.kind === 'rejected')).toBe(true)
    expect(remedies(situation)).toEqual([])
  })

  test('a root that another store rejects is not added', () => {
    const fault = labFault('untrusted-root-sent')
    // The root is sent too: only the system's own store is more than the server's word for it.
    const stores = (fault.stores ?? []).map((s) => (s.id === 'managed' ? { ...s, id: 'system' } : s))
    const evidence = evidenceOf({ ...fault, stores }, [{ id: 'go-1.24', store: 'public' }])
    const offered = (of: typeof evidence) => remedies(situationOf(of)).flatMap((r) => r.deltas.map((d) => d.kind))
    expect(offered(evidence)).toContain('add-anchor')
    const managed = evidence.stores.find((s) => s.id === 'system')
    const anchors = managed !== undefined && 'anchors' in managed ? managed.anchors : []
    const rejecting = {
      id: 'blocked',
      origin: 'a store that says no',
      anchors,
      settings: Object.fromEntries(anchors.map((a) => [a, { trusts: [], rejects: ['1.3.6.1.5.5.7.3.1'] }])),
    }
    expect(offered({ ...evidence, stores: [...evidence.stores, rejecting] })).not.toContain('add-anchor')
  })
})

test('an expired root of another store is not added, though webpki would not mind its date', () => {
  const fault = labFault('expired-anchor')
  const stores = [
    { id: 'without', origin: 'a', anchors: labFault('good').anchors },
    { id: 'with', origin: 'b', anchors: fault.anchors },
  ]
  const situation = situationOf(evidenceOf({ ...fault, stores }, [{ id: 'rustls-0.23', store: 'without' }]))
  const [cert] = fault.anchors.map(identity)
  if (cert === undefined) throw new Error('no anchor')
  expect(prove(situation, [{ kind: 'add-anchor', store: 'without', cert }]).cures).toHaveLength(1)
  expect(remedies(situation).flatMap((r) => r.deltas.map((d) => d.kind))).not.toContain('add-anchor')
})

test('an older client is no remedy, though it would accept', () => {
  const fault = labFault('sha1-intermediate')
  const accepts = situationOf(evidenceOf(fault, [{ id: 'openssl-s_client-1.0.2' }]))
  expect(accepts.judgements[0]?.verdict.kind).toBe('accepted')
  const situation = situationOf(evidenceOf(fault, [{ id: 'openssl-s_client-3.0' }]))
  expect(situation.judgements[0]?.verdict.kind).toBe('rejected')
  expect(remedies(situation)).toEqual([])
})

describe('the clock', () => {
  const at = seconds(fixedNow + 2010 * 86_400) // Within the leaf of `clock-suspected`, which begins 2000 days from now.
  const evidence = evidenceOf(labFault('clock-suspected'), [{ id: 'python-3.8' }, { id: 'go-1.24' }])

  test('is to be set where the whole chain was valid when it was observed', () => {
    expect(remedies(situationOf({ ...evidence, at }))).toMatchObject([
      { rule: 'correct-clock', owner: 'user', deltas: [{ kind: 'set-time', at }], proof: { breaks: [], stillRejects: [] } },
    ])
  })

  test('is left alone where it agrees with the observation, or where one certificate alone has run out', () => {
    expect(remedies(situationOf(evidence))).toEqual([])
    const later = { ...evidenceOf(labFault('good'), [{ id: 'python-3.8' }]), clock: seconds(fixedNow + 100 * 86_400) }
    expect(situationOf(later).judgements[0]?.verdict.kind).toBe('rejected')
    expect(remedies(situationOf(later))).toEqual([])
  })
})

describe('bounds', () => {
  // DESIGN: the size of what a server sends must not decide how long a diagnosis takes. Measured a tenth of this limit.
  test('a hundred certificates and every client: seconds, not minutes', () => {
    const situation = situationOf(evidenceOf(labFault('hundred-certificates'), everybody(['store'])))
    expect(situation.judgements.some((j) => j.verdict.kind === 'rejected')).toBe(true)
    const start = performance.now()
    remedies(situation)
    expect(performance.now() - start).toBeLessThan(3_000)
  })
})

test("a root that the server sends is no cure because somebody saved it to a file; the system's own store may say so", () => {
  const fault = labFault('untrusted-root-sent')
  const stores = (id: string) => [
    { id: 'without', origin: 'a store without the root', anchors: labFault('good').anchors },
    { id, origin: 'a store with the root that the server sends', anchors: fault.chain.slice(-1) },
  ]
  const offered = (id: string) =>
    remedies(situationOf(evidenceOf({ ...fault, stores: stores(id) }, [{ id: 'python-3.11', store: 'without' }])))
      .flatMap((r) => r.deltas.map((d) => d.kind))
      .filter((kind) => kind === 'add-anchor' || kind === 'set-store')
  expect(offered('saved.pem')).toEqual([])
  expect(offered('system').toSorted()).toEqual(['add-anchor', 'set-store'])
})
