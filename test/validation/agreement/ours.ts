import type { Certificate } from '../../../src/model/certificate.ts'
import type { ClientProfile } from '../../../src/model/client.ts'
import type { Scenario } from '../../../src/model/path.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { resolveClient } from '../../../src/clients/resolve.ts'
import { pathGraph } from '../../../src/graph/path-graph.ts'
import { trustStore } from '../../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../../src/host/node-signature-verifier.ts'
import { render } from '../../../src/messages/render.ts'
import { says } from '../../../src/messages/says.ts'
import { evaluate } from '../../../src/validation/evaluate.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import type { Case } from './random-case.ts'

const verify = nodeSignatureVerifier()

function scenarioOf({ sent, store, host }: Case): Scenario {
  const known = new Map<string, Certificate>()
  const intern = (der: Uint8Array): Certificate => {
    const certificate = readCertificate(der)
    const same = known.get(certificate.sha256)
    if (same !== undefined) return same
    known.set(certificate.sha256, certificate)
    return certificate
  }
  const chain = sent.map(intern)
  const trusted = trustStore('store', 'the store of the case', store.map(intern))
  return { graph: pathGraph(chain, [trusted], verify), sent: chain, store: trusted, host, tlsVersion: null }
}

/** The profile of that very id. */
export function profileOf(id: string): ClientProfile {
  const resolved = resolveClient(id)
  if (resolved === null || resolved.isNearest) throw new Error(`there is no profile ${id}`)
  return resolved.profile
}

/** What the engine says for a client, as its sentence; `accepted` where it accepts. */
export function ourAnswer(profile: ClientProfile, one: Case): { readonly text: string; readonly verdict: Verdict } {
  const verdict = evaluate(scenarioOf(one), profile, one.at)
  const text =
    verdict.kind === 'rejected' ? render(says(profile.texts(), verdict.told, { host: one.host }), one.at) : verdict.kind
  return { text, verdict }
}
