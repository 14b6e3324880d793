import { generateKeyPairSync, sign, verify as verifySignature } from 'node:crypto'
import { clients } from '../src/clients/index.ts'
import { pathGraph } from '../src/graph/path-graph.ts'
import { trustStore } from '../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../src/host/node-signature-verifier.ts'
import { faults } from '../src/lab/index.ts'
import type { Scenario } from '../src/model/path.ts'
import { seconds } from '../src/model/time.ts'
import { verdicts } from '../src/validation/evaluate.ts'
import { timeline } from '../src/validation/timeline.ts'
import { readCertificate } from '../src/x509/certificate.ts'
import { cpuMicros, interleaved, tell } from './measure.ts'

/*
 * Hot: certificates and signatures are kept, nothing else: no verdict of one profile
 * is used for another. One timeline of all time for each profile, against RSA-2048
 * verifications of the same OpenSSL in the same run. `node tools/run-ts.mjs bench/engine.ts`
 */

const fault = faults.find((f) => f.id === 'addtrust-2020')
if (fault === undefined) throw new Error('the lab holds addtrust-2020')
const built = fault.build(seconds(Math.floor(Date.parse('2020-05-30T00:00:00Z') / 1000)))
const sent = built.chain.map((der) => readCertificate(der))
const known = new Map(sent.map((c) => [c.sha256, c]))
const anchors = (built.stores ?? []).flatMap((s) => s.anchors).map((der) => readCertificate(der))
const store = trustStore(
  'store',
  'bench',
  anchors.map((c) => known.get(c.sha256) ?? c),
)
const graph = pathGraph(sent, [store], nodeSignatureVerifier())
const scenario: Scenario = { graph, sent, store, host: built.host, tlsVersion: null }

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const message = Buffer.alloc(800, 7)
const signature = sign('sha256', message, privateKey)

const [ours = 0, theirs = 0] = await interleaved([
  () =>
    cpuMicros(200, () => clients().forEach((client) => timeline(scenario, client.verifier, verdicts(scenario, client)))) /
    clients().length,
  () => cpuMicros(2000, () => verifySignature('sha256', message, publicKey, signature)),
])
tell([
  {
    what: 'hot (certificates and signatures kept), per profile, all of time / one RSA-2048 verification',
    unit: 'µs',
    ours,
    theirs,
    must: '5',
    goal: '1',
  },
])
