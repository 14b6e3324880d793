import { sealEvidence } from '../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { faults } from '../../src/lab/index.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { type Asked, evidenceOf, fixedNow } from './evidence.ts'

/** A lab fault as a saved case: nothing has to be computed to judge it again. */
export function sealedCase(id: string, clients: readonly Asked[]): Evidence {
  const fault = faults.find((f) => f.id === id)
  if (fault === undefined) throw new Error(`the lab holds no ${id}`)
  return sealEvidence(evidenceOf(fault.build(fixedNow), clients), { verify: nodeSignatureVerifier() })
}
