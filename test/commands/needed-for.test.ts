import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import type { Missing } from '../../src/commands/find-missing.ts'
import { neededFor } from '../../src/commands/plans.ts'
import { situationOf } from '../../src/diagnose.ts'
import { workshop } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { candidatePool } from '../../src/roots/candidate-pool.ts'
import { loadRoots } from '../../src/roots/load.ts'

/** A case may hold the record of a root without its certificate (`Evidence.anchors`), under any SHA-256 that it likes. */
it('a root that nobody here has the octets of is told as absent, and nothing empty is installed in its name', async () => {
  const evidence = readCaseFile(readFileSync(new URL('../cases/good/case.json', import.meta.url), 'utf8'), 'case')
  const record = (await loadRoots()).anchorAt(0).certificate()
  const proof = { cures: [{ client: 'python-3.11', store: 'system' }], breaks: [], stillRejects: [] }
  const missing = {
    situation: situationOf(evidence, workshop(nodeSignatureVerifier())),
    candidates: [{ anchors: [record], sent: [], deltas: [], proof }],
    pool: candidatePool([]),
    weigh: () => expect.unreachable(),
    report: { at: evidence.at, candidates: [{ needed: [], proof }] },
  } as unknown as Missing
  const { need, absent } = neededFor(missing, { wanted: proof.cures, seats: [], project: '' })
  expect(record.der).toHaveLength(0)
  expect(need.add).toEqual([])
  expect(absent).toHaveLength(1)
})
