import { resolveClient } from '../clients/resolve.ts'
import { pathGraph } from '../graph/path-graph.ts'
import { trustStore } from '../graph/trust-store.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Certificate } from '../model/certificate.ts'
import type { SignatureVerifier } from '../model/signature.ts'
import type { ReferenceJudge } from '../roots/authenticity/knowledge.ts'
import { evaluate } from '../validation/evaluate.ts'
import { hasNoOctets } from '../x509/anchor-certificate.ts'

const judgeId = 'rfc5280'

/**
 * The reference profile as a judge of authorities: RFC 5280 §6.1 with the authority's certificate as the target, without a name. That the
 * target may issue is not its question: §6.1.4 asks that of intermediates alone. A verdict that hangs on something unknown is none.
 */
export function referenceJudge(verify: SignatureVerifier = nodeSignatureVerifier()): ReferenceJudge {
  const profile = resolveClient(judgeId)?.profile
  const known: SignatureVerifier = (child, key) => (hasNoOctets(child) ? 'not-recorded' : verify(child, key))
  return ({ below, intermediates, anchors, at }) => {
    if (profile === undefined) return null
    // Equal certificates must be one object to the engine.
    const own = new Map<string, Certificate>([[below.sha256, below]])
    const intern = (c: Certificate): Certificate => own.get(c.sha256) ?? (own.set(c.sha256, c), c)
    const sent = [...new Set([below, ...intermediates.map(intern)])]
    const store = trustStore('reference', 'the anchors in question', anchors.map(intern))
    const graph = pathGraph(sent, [store], known)
    const verdict = evaluate({ graph, sent, store, host: '', tlsVersion: null }, profile, at)
    return verdict.kind === 'accepted' ? verdict.path.anchor : null
  }
}
