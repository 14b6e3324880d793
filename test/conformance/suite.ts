import type { Certificate } from '../../src/model/certificate.ts'
import type { ClientProfile } from '../../src/model/client.ts'
import type { Scenario } from '../../src/model/path.ts'
import type { UnixSeconds } from '../../src/model/time.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { pathGraph } from '../../src/graph/path-graph.ts'
import { trustStore } from '../../src/graph/trust-store.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { readCertificate } from '../../src/x509/certificate.ts'

/** Why a profile does not say what a suite expects of a case: the case's name, and the reason. */
export type Exceptions = Readonly<Record<string, string>>

/** Most exceptions that a suite may have, as a share of the cases that are not skipped by name. */
export const mostExceptions = 0.02

const verify = nodeSignatureVerifier()

/** Certificates from base64 of their DER, each text one object. */
export function certificateReader(): (base64: string) => Certificate {
  const interned = new Map<string, Certificate>()
  return (base64) => {
    let found = interned.get(base64)
    if (found === undefined) interned.set(base64, (found = readCertificate(new Uint8Array(Buffer.from(base64, 'base64')))))
    return found
  }
}

/** What a client says of a chain with these anchors. */
export function judged(
  client: ClientProfile,
  { sent, anchors, host, at }: { sent: readonly Certificate[]; anchors: readonly Certificate[]; host: string; at: UnixSeconds },
): Verdict {
  const store = trustStore('store', 'the anchors of the case', anchors)
  const scenario: Scenario = { graph: pathGraph(sent, [store], verify), sent, store, host, tlsVersion: null }
  return evaluate(scenario, client, at)
}

/** A verdict in a word or two, for the message of a failed comparison. */
export const briefly = (verdict: Verdict): string =>
  verdict.kind === 'rejected'
    ? `rejected: ${verdict.trace.map(({ code, at }) => `${code} at ${at}`).join(', ')}`
    : verdict.kind === 'undetermined'
      ? `undetermined: ${verdict.missing.join(', ')}`
      : verdict.kind
