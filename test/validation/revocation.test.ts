import { expect, test } from 'vitest'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Scenario } from '../../src/model/path.ts'
import { go } from '../../src/clients/go.ts'
import { rfc5280 } from '../../src/clients/rfc5280.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { evaluate, verdicts } from '../../src/validation/evaluate.ts'
import { timeline } from '../../src/validation/timeline.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { fixedNow } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { profile } from './judge.ts'

const verify = nodeSignatureVerifier()
const plain = profile(rfc5280(), 'rfc5280')
/** No shipped profile hard-fails yet: this one stands for curl with Schannel. */
const hardFailing: ClientProfile = { ...plain, id: 'hard-failing', revocation: 'hard-fail' }

function scenarioOf(id: string, trust: 'anchors' | 'target' = 'anchors'): Scenario {
  const built = labFault(id)
  const sent = built.chain.map((der) => readCertificate(der))
  const anchors = trust === 'target' ? sent.slice(0, 1) : built.anchors.map((der) => readCertificate(der))
  const store = trustStore('store', 'test', anchors)
  return { graph: pathGraph(sent, [store], verify), sent, store, host: built.host, tlsVersion: null }
}

test('a path that all else accepts waits for the revocation status of each certificate below its anchor', () => {
  const scenario = scenarioOf('good')
  expect(evaluate(scenario, plain, fixedNow).kind).toBe('accepted')
  const verdict = evaluate(scenario, hardFailing, fixedNow)
  expect(verdict).toEqual({
    kind: 'undetermined',
    missing: scenario.sent.map((c) => expect.stringMatching(new RegExp(`^revocation status of .*CN=.*\\(${c.sha256}\\)$`))),
  })
  expect(scenario.sent).toHaveLength(2)
})

test('a rejection stands whatever the status is', () => {
  for (const id of ['expired-leaf', 'unknown-root', 'wrong-host']) {
    const scenario = scenarioOf(id)
    const verdict = evaluate(scenario, hardFailing, fixedNow)
    expect(verdict.kind).toBe('rejected')
    expect(verdict).toEqual(evaluate(scenario, plain, fixedNow))
  }
})

test('a target that is its own anchor has no status to wait for', () => {
  const pinned: ClientProfile = { ...profile(go(), 'go-1.24'), revocation: 'hard-fail' }
  expect(evaluate(scenarioOf('good', 'target'), pinned, fixedNow).kind).toBe('accepted')
})

test('the timeline of such a client changes where that of the same client without it does', () => {
  const scenario = scenarioOf('good')
  const edges = (client: ClientProfile) =>
    timeline(scenario, client.verifier, verdicts(scenario, client)).map(({ from, verdict }) => [from, verdict.kind])
  const expected = edges(plain).map(([from, kind]) => [from, kind === 'accepted' ? 'undetermined' : kind])
  expect(edges(hardFailing)).toEqual(expected)
  expect(expected.map(([, kind]) => kind)).toContain('undetermined')
})
