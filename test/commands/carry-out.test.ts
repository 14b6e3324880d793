import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { carryOut } from '../../src/commands/carry-out.ts'
import { workshop } from '../../src/graph/world.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { planOf } from '../apply/support/plan-of.ts'
import { contextOn } from '../support/context.ts'

const root = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What came of a change is told with the words of systems, tools and clients; those of clients hold what a server put into its certificate. */
it('nothing in the words of what came of it is obeyed by the terminal', async () => {
  const evidence = readCaseFile(readFileSync(new URL('../cases/good/case.json', import.meta.url), 'utf8'), 'case')
  const { context, said } = contextOn({ ...nodeHost, home: root, env: { XDG_STATE_HOME: root } }, evidence.at)
  const path = join(root, 'a\u001b]0;owned\u0007\u202e\nDone, and it cures: everything')
  const change = { kind: 'file', path, before: '0'.repeat(64) as Sha256, content: '', mode: 0o600 } as const
  const code = await carryOut(context, {
    target: 'case.json',
    again: 'case.json',
    plans: [planOf([change])],
    evidence,
    look: async () => evidence,
    shop: workshop(nodeSignatureVerifier()),
    flags: { yes: true },
    incidents: [],
  })
  expect(code).toBe(1)
  expect(said()).toMatch(/^\nNothing was done: .*is not as it was when the plan was made\.\n$/)
  for (const obeyed of ['\u001b', '\u0007', '\u202e']) expect(said()).not.toContain(obeyed)
})
