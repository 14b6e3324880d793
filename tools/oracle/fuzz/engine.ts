import { pathGraph } from '../../../src/graph/path-graph.ts'
import { trustStore } from '../../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../../src/host/node-signature-verifier.ts'
import { render } from '../../../src/messages/render.ts'
import { says } from '../../../src/messages/says.ts'
import type { Certificate } from '../../../src/model/certificate.ts'
import type { ClientProfile } from '../../../src/model/client.ts'
import type { Scenario } from '../../../src/model/path.ts'
import { evaluate } from '../../../src/validation/evaluate.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import type { FuzzOracle } from './oracle.ts'
import type { Case } from '../../../test/validation/agreement/random-case.ts'

/** A case as the engine takes it; read once for all clients. */
export function scenarioOf({ sent, store, host }: Pick<Case, 'sent' | 'store' | 'host'>): Scenario {
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

const verify = nodeSignatureVerifier()

/** The engine's answer in the form of an oracle: `accepted`, `unreadable`, `undetermined:` with what is missing, `hangs`, or the sentence. */
export function answer(
  scenario: Scenario,
  profile: ClientProfile,
  at: Case['at'],
  { asksHost, wordsDecoding }: Pick<FuzzOracle, 'asksHost' | 'wordsDecoding'>,
): string {
  const asked = asksHost ? scenario : { ...scenario, host: '' }
  const verdict = evaluate(asked, profile, at)
  if (verdict.kind === 'undetermined') return `undetermined: ${verdict.missing.join(', ')}`
  if (verdict.kind !== 'rejected') return verdict.kind
  const { code } = verdict.told
  if (wordsDecoding !== true && (code === 'certificate-unreadable' || code === 'certificate-malformed')) return 'unreadable'
  return render(says(profile.texts(), verdict.told, { host: asked.host }), at)
}
