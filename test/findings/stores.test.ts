import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnose.ts'
import { findingRules } from '../../src/findings/index.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { addAnchor } from '../../src/remedies/add-anchor.ts'
import { applyDeltas } from '../../src/validation/delta.ts'
import { evidenceOf, identity, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

const findingsOf = (evidence: Evidence) => {
  const situation = situationOf(evidence)
  return findingRules.flatMap((rule) => rule(situation))
}
const good = labFault('good')
const [leaf, intermediate] = good.chain.map(identity)
const [root] = good.anchors.map(identity)

describe('stores', () => {
  test('an unreadable store is no empty one', () => {
    const stores = [{ id: 'store', origin: '/etc/ssl/cert.pem', unreadable: 'EACCES' }]
    const findings = findingsOf({ ...evidenceOf(good, [{ id: 'rfc5280' }]), stores })
    expect(findings.find((f) => f.code === 'RC404')).toMatchObject({
      severity: 'warning',
      clients: ['rfc5280'],
      params: { store: 'store', reason: 'EACCES' },
    })
    expect(findings.map((f) => f.code)).not.toContain('RC405')
    // Nobody looked into it: whether it holds the root is not known.
    expect(findings.map((f) => f.code)).not.toContain('RC401')
  })

  test('of an unreadable store the setting that has it read is named, and nothing that is built in', () => {
    const stores = [{ id: 'store', origin: '/lost.pem', unreadable: 'nothing is there' }]
    const told = (kind: 'file' | 'built-in') => {
      const own = evidenceOf(good, [{ id: 'rfc5280' }])
      const chosenBy = [{ kind, name: 'http.sslCAInfo', value: '/lost.pem', where: '/home/u/.gitconfig:2' }]
      const clients = own.clients.map((client) => ({ ...client, chosenBy }))
      return findingsOf({ ...own, clients, stores }).find((f) => f.code === 'RC404')?.params['setting']
    }
    expect(told('file')).toBe('http.sslCAInfo=/lost.pem (/home/u/.gitconfig:2)')
    expect(told('built-in')).toBeUndefined()
  })

  test('what stops a client before it connects makes it reject at any time, and accept on another store', () => {
    const chosenBy = [{ kind: 'variable' as const, name: 'CURL_CA_BUNDLE', value: '/lost.pem', where: '' }]
    const own = evidenceOf(good, [{ id: 'curl-8.17-openssl', store: '/lost.pem' }, { id: 'python-3.13' }])
    const evidence: Evidence = {
      ...own,
      clients: own.clients.map((client) => (client.store === '/lost.pem' ? { ...client, chosenBy, ends: true } : client)),
      stores: [...own.stores, { id: '/lost.pem', origin: '/lost.pem', unreadable: 'nothing is there' }],
    }
    const verify = nodeSignatureVerifier()
    const report = diagnose(evidence, { verify })
    expect(report.results[0]?.verdict).toMatchObject({ kind: 'rejected', code: 'store-unusable', certificate: null })
    expect(report.results[0]?.timeline).toHaveLength(1)
    expect(report.findings.filter((f) => f.code === 'RC404')).toMatchObject([
      {
        severity: 'error',
        clients: ['curl-8.17-openssl'],
        params: { reason: 'nothing is there', setting: 'CURL_CA_BUNDLE=/lost.pem', outcome: 'ends' },
      },
    ])
    // A folder in the place of a list is a store that can be read, and is empty: it is not that.
    const folder = evidence.stores.map((s) => (s.id === '/lost.pem' ? { id: s.id, origin: s.origin, anchors: [] } : s))
    const codes = diagnose({ ...evidence, stores: folder }, { verify }).findings.flatMap((f) =>
      f.severity === 'error' ? [f.code] : [],
    )
    expect(codes).toEqual(['RC404'])
    // No certificate is at fault, and none that is added cures.
    expect(report.findings.filter((f) => f.severity === 'error')).toHaveLength(1)
    expect(report.remedies.map((r) => r.rule)).toEqual(['other-store'])
    expect(report.remedies[0]?.proof.cures).toHaveLength(1)
    const moved = applyDeltas(evidence, report.remedies[0]?.deltas ?? [])
    expect(diagnose(moved, { verify }).results[0]?.verdict.kind).toBe('accepted')
  })

  test('of an unknown root the stores that nobody could look into are named, and they lack no root', () => {
    const stores = [
      { id: 'read', origin: 'a', anchors: [] },
      { id: 'locked', origin: 'b', unreadable: 'EACCES' },
    ]
    const clients = [{ id: 'rfc5280', store: 'read' }]
    const told = (fault: string, code: string) =>
      findingsOf({ ...evidenceOf(labFault(fault), clients), stores }).find((f) => f.code === code)
    expect(told('unknown-root', 'RC401')).toMatchObject({ severity: 'error', params: { unread: 'locked' } })
    expect(told('untrusted-root-sent', 'RC204')?.params).toEqual({ trustedBy: '', notTrustedBy: 'read', notIn: 'read' })
  })

  test('of many stores that lack the root that was sent a few are named', () => {
    const sent = (count: number) => {
      const stores = Array.from({ length: count }, (_, i) => ({ id: `s${i}`, origin: 'a', anchors: [] }))
      const evidence = { ...evidenceOf(labFault('untrusted-root-sent'), [{ id: 'rfc5280', store: 's0' }]), stores }
      return findingsOf(evidence).find((f) => f.code === 'RC204')?.params
    }
    expect(sent(4)).toMatchObject({ notIn: 's0, s1, s2, s3' })
    expect(sent(4)).not.toHaveProperty('others')
    expect(sent(9)).toMatchObject({ notIn: 's0, s1, s2', others: '6', notTrustedBy: 's0, s1, s2, s3, s4, s5, s6, s7, s8' })
  })

  test('a setting that leads to nothing that is read explains the rejection, and no root cures it', () => {
    const empty = { id: 'store of java', origin: '', anchors: [] }
    const holder = { id: 'host', origin: 'the host', anchors: root === undefined ? [] : [root] }
    const instead = '-Djavax.net.ssl.trustStorePassword beside it'
    const own = evidenceOf(good, [{ id: 'java-17', store: empty.id }])
    const chosenBy = [{ kind: 'variable', name: 'JAVA_TOOL_OPTIONS', value: '-Dx=/a.p12', where: '' }] as const
    const clients = own.clients.map((client) => ({ ...client, chosenBy }))
    const evidence = { ...own, clients, stores: [{ ...empty, lost: instead }, holder] }
    const findings = findingsOf(evidence)
    expect(findings.find((f) => f.code === 'RC407')).toMatchObject({
      severity: 'error',
      clients: ['java-17'],
      params: { setting: 'JAVA_TOOL_OPTIONS=-Dx=/a.p12', instead },
    })
    expect(findings.map((f) => f.code)).not.toContain('RC405')
    const added = (one: Evidence) => addAnchor.propose(situationOf(one)).length
    expect([added(evidence), added({ ...evidence, stores: [empty, holder] })]).toEqual([0, 1])
  })

  test('an empty store explains the rejection; the store that holds the root is told too', () => {
    const stores = [
      { id: 'container', origin: '/etc/ssl/certs', anchors: [] },
      { id: 'host', origin: 'the host', anchors: root === undefined ? [] : [root] },
    ]
    const evidence = { ...evidenceOf(good, [{ id: 'go-1.24', store: 'container' }]), stores }
    const findings = findingsOf(evidence)
    expect(findings.find((f) => f.code === 'RC405')).toMatchObject({
      severity: 'error',
      clients: ['go-1.24'],
      params: { store: 'container' },
    })
    expect(findings.find((f) => f.code === 'RC402')).toMatchObject({
      about: [root],
      params: { store: 'container', presentIn: 'host' },
    })
    expect(findings.map((f) => f.code)).not.toContain('RC401')
  })

  test('RC402 is proved: an anchor whose addition cures nobody is not told as missing', () => {
    const expired = labFault('expired-leaf')
    const [anchor] = expired.anchors
    if (anchor === undefined) throw new Error('no anchor')
    const stores = [
      { id: 'without', origin: 'a', anchors: good.anchors },
      { id: 'with', origin: 'b', anchors: [anchor] },
    ]
    const findings = findingsOf(evidenceOf({ ...expired, stores }, [{ id: 'go-1.24', store: 'without' }]))
    expect(findings.map((f) => f.code)).toContain('RC101')
    expect(findings.map((f) => f.code)).not.toContain('RC402')
  })

  test('the missing intermediate that another store holds is named', () => {
    const fault = { ...good, chain: good.chain.slice(0, 1) }
    const stores = [
      { id: 'linux', origin: 'a', anchors: good.anchors },
      { id: 'windows-ca', origin: 'b', anchors: good.chain.slice(1) },
    ]
    const findings = findingsOf(evidenceOf({ ...fault, stores }, [{ id: 'python-3.8', store: 'linux' }]))
    expect(findings.find((f) => f.code === 'RC201')).toMatchObject({
      about: [leaf, intermediate],
      clients: ['python-3.8'],
      params: { known: 'held' },
    })
  })
})

describe('severity', () => {
  test('a client that nobody asked for is a warning', () => {
    const evidence = evidenceOf(labFault('expired-leaf'), [{ id: 'rfc5280', asked: false }])
    expect(findingsOf(evidence)).toMatchObject([{ code: 'RC101', severity: 'warning', clients: ['rfc5280'] }])
  })

  test('a fault that no client of the evidence minds is a notice', () => {
    const findings = findingsOf(evidenceOf(labFault('sha1-intermediate'), [{ id: 'openssl-s_client-1.0.2' }]))
    expect(findings).toMatchObject([
      { code: 'RC305', severity: 'notice', clients: [], params: { digest: 'sha1', role: 'intermediate' } },
    ])
  })
})

describe('clients that differ', () => {
  test('a demand of its own is RC502, another way to look for a path RC501', () => {
    const ids = ['python-3.8', 'python-3.13']
    const strict = findingsOf(
      evidenceOf(
        labFault('strict-basic-constraints'),
        ids.map((id) => ({ id })),
      ),
    )
    expect(strict.find((f) => f.code === 'RC502')).toMatchObject({
      clients: ['python-3.13'],
      params: { failure: 'strict-basic-constraints-not-critical', accepts: 'python-3.8' },
    })
    expect(strict.map((f) => f.code)).not.toContain('RC501')
    const path = findingsOf(evidenceOf(labFault('renewed-intermediate'), [{ id: 'openssl-s_client-1.0.2' }, { id: 'rfc5280' }]))
    expect(path.find((f) => f.code === 'RC501')).toMatchObject({
      clients: ['openssl-s_client-1.0.2'],
      params: { accepts: 'rfc5280' },
    })
    expect(path.map((f) => f.code)).not.toContain('RC502')
  })
})
