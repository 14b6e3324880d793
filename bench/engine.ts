import { generateKeyPairSync, sign, verify as verifySignature } from 'node:crypto'
import process from 'node:process'
import { clients } from '../src/clients/index.ts'
import { pathGraph } from '../src/graph/path-graph.ts'
import { trustStore } from '../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../src/host/node-signature-verifier.ts'
import { faults } from '../src/lab/index.ts'
import type { Scenario } from '../src/model/path.ts'
import { seconds } from '../src/model/time.ts'
import { timeline } from '../src/validation/timeline.ts'
import { readCertificate } from '../src/x509/certificate.ts'
import { cpuMicros, interleaved, row } from './measure.ts'

/**
 * Hot: certificates and signatures are kept, nothing else; one timeline of all time for each profile, against RSA-2048
 * verifications of the same OpenSSL in the same run.
 */
const fault = faults.find((f) => f.id === 'addtrust-2020')
if (fault === undefined) throw new Error('the lab holds addtrust-2020')
const built = fault.build(seconds(Math.floor(Date.parse('2020-05-30T00:00:00Z') / 1000)))
const sent = built.chain.map((der) => readCertificate(der))
const known = new Map(sent.map((c) => [c.sha256, c]))
const anchors = (built.stores ?? []).flatMap((s) => s.anchors).map((der) => readCertificate(der))
const store = trustStore('store', 'bench', anchors.map((c) => known.get(c.sha256) ?? c))
const scenario: Scenario = { graph: pathGraph(sent, [store], nodeSignatureVerifier()), sent, store, host: built.host, tlsVersion: null }

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const message = Buffer.alloc(800, 7)
const signature = sign('sha256', message, privateKey)

const rounds = 10
const [ours, theirs] = interleaved(rounds, [
  () => cpuMicros(200, () => clients.forEach((client) => timeline(scenario, client))) / clients.length,
  () => cpuMicros(2000, () => verifySignature('sha256', message, publicKey, signature)),
])
process.stdout.write(row('hot, all of time, per profile / one RSA-2048 verification', ours, theirs))
