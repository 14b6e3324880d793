import { refusal } from '../../src/validation/checks/decoder.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Scenario } from '../../src/model/path.ts'
import type { UnixSeconds } from '../../src/model/time.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { says } from '../../src/messages/says.ts'
import { render } from '../../src/messages/render.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import type { RealCase } from './real-cases.ts'

const verify = nodeSignatureVerifier()
const read = new Map<string, Certificate>()

const certificate = (base64: string): Certificate => {
  let found = read.get(base64)
  if (found === undefined) read.set(base64, (found = readCertificate(new Uint8Array(Buffer.from(base64, 'base64')))))
  return found
}

/** A case as the engine takes it. */
export function scenarioOf({ sent, store, host }: Pick<RealCase, 'sent' | 'store' | 'host'>): Scenario {
  const chain = sent.map(certificate)
  const trusted = trustStore('test', 'the store of the case', store.map(certificate))
  return { graph: pathGraph(chain, [trusted], verify), sent: chain, store: trusted, host, tlsVersion: null }
}

/** Whether the client's decoder refuses something that was sent. */
export const isRefused = ({ sent }: Scenario, client: ClientProfile): boolean =>
  sent.some((c) => refusal(c, client.refuses) !== null)

/**
 * The verdict of the client's verifier alone, as the recordings asked it: without the decoder, which the cases that it refuses
 * are sorted out by, and without a handshake, which limits what is sent and may bring a staple.
 */
export function judge(scenario: Scenario, client: ClientProfile, at: UnixSeconds): Verdict {
  const { handshakeKeyUsage: _handshake, ...program } = client
  const { verifier } = program
  const alone = verifier.strategy === 'sort-then-verify' ? { ...verifier, staple: 'ignored' as const } : verifier
  return evaluate(scenario, { ...program, verifier: alone, takes: noLimits, refuses: [] }, at)
}

const noLimits = { certificates: Infinity, octets: Infinity }

/** The told failure in the client's words, white space collapsed; `accepted` or `undetermined` otherwise. */
export function spoken(verdict: Verdict, client: ClientProfile, host: string, at: UnixSeconds): string {
  return verdict.kind === 'rejected'
    ? render(says(client.texts(), verdict.told, { host }), at).replace(/\s+/g, ' ')
    : verdict.kind
}

/** The profile of that id. */
export function profile(list: readonly ClientProfile[], id: string): ClientProfile {
  const found = list.find((client) => client.id === id)
  if (found === undefined) throw new Error(`no profile ${id}`)
  return found
}
