import { describe, expect, test } from 'vitest'
import { usualChain } from '../../src/lab/shapes.ts'
import { remedies } from '../../src/remedies/index.ts'
import { serveInOrder } from '../../src/remedies/serve-in-order.ts'
import { servePath } from '../../src/remedies/serve-path.ts'
import { CertificateNotes, chainSend, evidenceOf, fixedNow, identity, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

const good = labFault('good')
const [leaf, intermediate] = good.chain.map(identity)

describe('what the server can do', () => {
  test('serve-with-intermediate: another store of the evidence holds the missing one', () => {
    const stores = [
      { id: 'linux', origin: 'a', anchors: good.anchors },
      { id: 'windows-ca', origin: 'b', anchors: good.chain.slice(1) },
    ]
    const evidence = evidenceOf({ ...good, chain: good.chain.slice(0, 1), stores }, [{ id: 'python-3.8', store: 'linux' }])
    const all = remedies(situationOf(evidence))
    expect(all[0]).toMatchObject({
      rule: 'serve-with-intermediate',
      owner: 'server-operator',
      deltas: [{ kind: 'set-sent', chain: [leaf, intermediate] }],
      proof: { cures: [{ client: 'python-3.8', store: 'linux' }], breaks: [], stillRejects: [] },
    })
    // An intermediate is no root: it is not made an anchor.
    expect(all.flatMap((r) => r.deltas).filter((d) => d.kind === 'add-anchor')).toEqual([])
  })

  test('serve-with-intermediate: another hello drew the missing one', () => {
    const base = evidenceOf(good, [{ id: 'python-3.8' }])
    const [first, second] = good.chain.map(identity)
    if (first === undefined || second === undefined) throw new Error('the usual chain has two')
    const sends = [chainSend([first], { hello: 'tls1.3' }), chainSend([first, second], { hello: 'tls1.2' })]
    const [best] = remedies(situationOf({ ...base, sends }))
    expect(best).toMatchObject({ owner: 'server-operator', deltas: [{ kind: 'set-sent', chain: [leaf, intermediate] }] })
  })

  test('nobody holds it: nothing is offered', () => {
    expect(remedies(situationOf(evidenceOf(labFault('missing-intermediate'), [{ id: 'python-3.8' }])))).toEqual([])
  })

  test('serve-without: the expired one of two intermediates', () => {
    const fault = labFault('renewed-intermediate')
    const ids = fault.chain.map(identity)
    const [best] = remedies(situationOf(evidenceOf(fault, [{ id: 'openssl-s_client-1.0.2' }, { id: 'rfc5280' }])))
    expect(best).toMatchObject({
      rule: 'serve-without',
      deltas: [{ kind: 'set-sent', chain: [ids[0], ids[2]] }],
      proof: { breaks: [] },
    })
  })

  test('serve-path: where one certificate less is not enough', () => {
    const junk = [Uint8Array.of(0x30, 3, 1), Uint8Array.of(0x30, 4, 1)]
    const [a, b] = good.chain
    if (a === undefined || b === undefined) throw new Error('the usual chain has two')
    // A client reads all that was sent before it judges anything: two that cannot be read, so two have to go.
    const situation = situationOf(evidenceOf({ ...good, chain: [a, ...junk, b] }, [{ id: 'python-3.8' }, { id: 'go-1.24' }]))
    const all = remedies(situation)
    expect(all.map((r) => r.rule)).toEqual(['serve-path'])
    expect(all[0]?.deltas).toEqual([{ kind: 'set-sent', chain: [leaf, intermediate] }])
    expect(all[0]?.proof.cures).toHaveLength(2)
  })

  test('serve-path: never a root, never an expired certificate', () => {
    for (const id of ['addtrust-2020', 'expired-cross', 'dst-root-x3', 'renewed-intermediate', 'junk-in-chain']) {
      const fault = labFault(id)
      const stores = fault.stores?.map((s) => s.id) ?? ['store']
      const situation = situationOf(
        evidenceOf(
          fault,
          stores.flatMap((store) => ['openssl-s_client-1.0.2', 'rfc5280'].map((c) => ({ id: c, store }))),
        ),
      )
      const { clock } = situation.world.evidence
      const proposed = servePath.propose(situation)
      expect(proposed.length).toBeGreaterThan(0)
      for (const delta of proposed.flat()) {
        if (delta.kind !== 'set-sent') continue
        for (const sha256 of delta.chain) {
          const certificate = situation.world.certificates.get(sha256)
          expect(certificate?.notAfter).toBeGreaterThan(clock)
          expect(certificate?.subject.canonical).not.toBe(certificate?.issuer.canonical)
        }
      }
    }
  })

  test('serve-in-order proposes the right order, and it is not offered where it cures nobody', () => {
    const usual = usualChain('order', fixedNow, { leaf: { notBefore: fixedNow, notAfter: fixedNow } })
    const fault = { ...good, chain: [usual.leaf, usual.root, usual.intermediate], anchors: [usual.root] }
    const situation = situationOf(evidenceOf(fault, [{ id: 'rfc5280' }]))
    const later = situationOf(evidenceOf(fault, [{ id: 'python-3.8' }]))
    expect(situation.judgements[0]?.verdict.kind).toBe('accepted')
    // OpenSSL counts the last second, which is the leaf's only one, as expired.
    expect(later.judgements[0]?.verdict.kind).toBe('rejected')
    expect(serveInOrder.propose(situation)).toEqual([])
    const order = [usual.leaf, usual.intermediate, usual.root].map(identity)
    expect(serveInOrder.propose(later)).toEqual([[{ kind: 'set-sent', chain: order }]])
    expect(remedies(later)).toEqual([])
  })

  test('a server that chooses between an RSA and an ECDSA certificate is not told to send one chain to all', () => {
    const [ec, rsa] = [labFault('good'), usualChain('rsa', fixedNow, { kinds: { leaf: 'rsa-2048' } })]
    const notes = new CertificateNotes()
    const short = chainSend([notes.note(rsa.leaf)], { hello: 'tls1.2' })
    const whole = chainSend(
      ec.chain.map((der) => notes.note(der)),
      { hello: 'tls1.3' },
    )
    notes.note(rsa.intermediate)
    const base = evidenceOf({ ...ec, anchors: [...ec.anchors, rsa.root] }, [
      { id: 'openssl-s_client-1.0.2' },
      { id: 'python-3.13' },
    ])
    const situation = situationOf({ ...base, certs: { ...base.certs, ...notes.certs }, sends: [whole, short] })
    expect(situation.judgements.map((j) => j.verdict.kind)).toEqual(['rejected', 'accepted'])
    expect(remedies(situation).filter((r) => r.owner === 'server-operator')).toEqual([])
  })

  test('a good RSA chain that other hellos draw can be sent to all; a good ECDSA one cannot', () => {
    const [rsa, ec] = (['rsa-2048', 'p-256'] as const).map((leaf) => usualChain(leaf, fixedNow, { kinds: { leaf } }))
    if (rsa === undefined || ec === undefined) throw new Error('there are two')
    const offered = (good: typeof rsa, bad: typeof rsa) => {
      const notes = new CertificateNotes()
      const chain = [good.leaf, good.intermediate].map((der) => notes.note(der))
      const sends = [
        // The bad one lacks its intermediate, which the evidence holds nowhere.
        chainSend([notes.note(bad.leaf)], { hello: 'tls1.3' }),
        chainSend(chain, { hello: 'tls1.2-rsa' }),
      ]
      const base = evidenceOf({ ...labFault('good'), anchors: [rsa.root, ec.root] }, [{ id: 'python-3.13' }])
      const situation = situationOf({ ...base, certs: { ...base.certs, ...notes.certs }, sends })
      expect(situation.judgements.map((j) => j.verdict.kind)).toEqual(['rejected'])
      return { chain, all: remedies(situation) }
    }
    const { chain, all } = offered(rsa, ec)
    expect(all).toMatchObject([{ rule: 'serve-path', deltas: [{ kind: 'set-sent', chain }], proof: { breaks: [] } }])
    expect(offered(ec, rsa).all).toEqual([])
  })
})
