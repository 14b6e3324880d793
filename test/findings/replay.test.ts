import { expect, test } from 'vitest'
import { diagnose, sealEvidence } from '../../src/diagnose.ts'
import { recordedSignatures } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { faults } from '../../src/lab/index.ts'
import { evidenceOf, fixedNow } from '../support/evidence.ts'

const verify = nodeSignatureVerifier()
const ids = ['python-3.8', 'openssl-s_client-1.0.2', 'go-1.24', 'rustls-0.23', 'rfc5280']

// DESIGN §2: a saved case is the whole input. Without a verifier, and without what nothing can reach, the answer is the same.
test.each(faults.map((f) => [f.id, f] as const))('%s: a saved case gives the same findings and remedies', (_, fault) => {
  const built = fault.build(fixedNow)
  const stores = built.stores?.map((s) => s.id) ?? ['store']
  const evidence = evidenceOf(
    built,
    stores.flatMap((store) => ids.map((id) => ({ id, store }))),
  )
  const [now, then] = [
    diagnose(evidence, { verify }),
    diagnose(sealEvidence(evidence, { verify }), { verify: recordedSignatures }),
  ]
  expect(then.findings).toEqual(now.findings)
  expect(then.remedies).toEqual(now.remedies)
})
