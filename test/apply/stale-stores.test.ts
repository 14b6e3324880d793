import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { undo } from '../../src/apply/undo.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { temporaryFolder } from '../support/tool.ts'
import { about, fileChange, planOf, toolOf } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'

const { path: root, remove } = temporaryFolder()
afterAll(remove)
const sha256 = 'a'.repeat(64) as Sha256

/** A store that holds the certificate before and after, made by a tool; what undoing comes to. */
async function undone(name: string, script: string): Promise<Awaited<ReturnType<typeof undo>>> {
  const folder = join(root, name)
  mkdirSync(folder)
  const store = join(folder, 'store.pem')
  writeFileSync(store, 'held')
  const plan = {
    ...planOf([
      fileChange(join(folder, 'input.crt'), 'input'),
      { kind: 'regenerate', store, tool: toolOf(['/bin/sh', '-c', script, 'sh', store]) },
    ]),
    deltas: [{ kind: 'add-anchor', store, cert: sha256 } as const],
  }
  const ports = portsOf(join(folder, 'state'), { holds: async (at, cert) => at === store && cert === sha256 })
  const { id, state } = await applyPlans([plan], about, ports)
  expect(state).toBe('applied')
  return undo(id, ports)
}

it('a store that its tool left unwritten, and that holds what was taken out, is a failure that names it', async () => {
  const { state, told } = await undone('unwritten', 'true')
  expect([state, told.join()]).toEqual([
    'partly',
    expect.stringMatching(/store\.pem: its tool did not write it.*remove this file/),
  ])
})

it('a store that was written, and holds it still, has it from elsewhere', async () => {
  expect(await undone('written', 'printf held >"$1.new"; mv "$1.new" "$1"')).toMatchObject({ state: 'undone', told: [] })
})
