import { describe, expect, test } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import { diagnose } from '../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { ClientEvidence, Evidence } from '../../src/model/evidence.ts'
import { goldenEvidence } from '../support/golden-replay.ts'

const good = goldenEvidence('good')
const read = (evidence: unknown): Evidence => readCaseFile(JSON.stringify(evidence), 'case.json')
const client = (why: string, over: Partial<ClientEvidence> = {}): ClientEvidence => ({
  id: 'python-3.11',
  store: good.stores[0]?.id ?? '',
  why,
  asked: true,
  ...over,
})
const whys = (evidence: Evidence) => diagnose(evidence, { verify: nodeSignatureVerifier() }).results.map((r) => r.why)

describe('a case of an earlier release', () => {
  // As the collectors of 0.1 and `check` wrote them: the text alone said which variable chose the store.
  test.each([
    ['SSL_CERT_FILE=/etc/pki/own.pem', [['SSL_CERT_FILE', '/etc/pki/own.pem']]],
    [
      'SSL_CERT_FILE=/a SSL_CERT_DIR=/b ',
      [
        ['SSL_CERT_FILE', '/a'],
        ['SSL_CERT_DIR', '/b'],
      ],
    ],
    [
      'SSL_CERT_FILE=/x, SSL_CERT_DIR=/y; judged as Python 3.6, the nearest that is known',
      [
        ['SSL_CERT_FILE', '/x'],
        ['SSL_CERT_DIR', '/y'],
      ],
    ],
    ['requests: REQUESTS_CA_BUNDLE=/r.pem', [['REQUESTS_CA_BUNDLE', '/r.pem']]],
    ['SSL_CERT_FILE=/my own/x.pem (/etc/profile:3)', [['SSL_CERT_FILE', '/my']]],
    ['requests: certifi, for neither REQUESTS_CA_BUNDLE nor CURL_CA_BUNDLE is set', []],
    ['http.sslCAInfo=/x (/home/u/.gitconfig:2)', []],
    ['--store system', []],
    ['', []],
  ] as const)('the variables in %j are told apart, and its words stay to the byte', (why, settings) => {
    const evidence = read({ ...good, clients: [client(why)] })
    expect(evidence.clients[0]?.chosenBy?.map(({ kind, name, value }) => [kind, name, value]) ?? []).toEqual(
      settings.map(([name, value]) => ['variable', name, value]),
    )
    expect(whys(evidence)).toEqual([why])
    // Saved again and read again, it is the same case.
    expect(readCaseFile(writeCaseFile(evidence), 'case.json')).toEqual(evidence)
  })

  test('a store that was read again stands apart from those that are asked', () => {
    const [store] = good.stores
    if (store === undefined || !('anchors' in store)) throw new Error('the case has no store')
    const before = { ...store, id: 'windows:ROOT' }
    const after = { ...before, id: 'windows:ROOT (read again)', anchors: [...store.anchors, 'a'.repeat(64)] }
    const evidence = read({ ...good, stores: [before, after], clients: [client('', { store: 'windows:ROOT' })] })
    expect(evidence.stores.map(({ id }) => id)).toEqual(['windows:ROOT'])
    expect(evidence.storesAfter).toEqual([{ ...after, id: 'windows:ROOT' }])
    const report = diagnose(evidence, { verify: nodeSignatureVerifier() })
    expect(report.stores.map(({ id }) => id)).toEqual(['windows:ROOT'])
    expect(report.findings.filter(({ code }) => code === 'RC720')).toMatchObject([{ params: { kind: 'added', count: '1' } }])
  })
})

describe('a case of today', () => {
  test('what chose a store is kept, and told in words that follow from it', () => {
    const chosenBy = [{ kind: 'file', name: 'http.sslCAInfo', value: '/x', where: '/home/u/.gitconfig:2' }] as const
    const evidence = read({ ...good, clients: [client('', { chosenBy }), client('the nearest that is known', { chosenBy })] })
    expect(evidence.clients.map((c) => c.chosenBy)).toEqual([chosenBy, chosenBy])
    expect(whys(evidence)).toEqual([
      'http.sslCAInfo=/x (/home/u/.gitconfig:2)',
      'http.sslCAInfo=/x (/home/u/.gitconfig:2); the nearest that is known',
    ])
  })

  test('a member that is none is refused', () => {
    expect(() =>
      read({ ...good, clients: [{ ...client(''), chosenBy: [{ kind: 'rumour', name: 'x', value: '', where: '' }] }] }),
    ).toThrow(/chosenBy/)
  })
})
