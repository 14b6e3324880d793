import { expect, test } from 'vitest'
import { runStoresDiff } from '../../src/commands/run-stores-diff.ts'
import { storeMembers } from '../../src/commands/store-members.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import { contextOn } from '../support/context.ts'
import { fixedNow } from '../support/evidence.ts'
import { machine } from '../support/machine.ts'

const [one, two] = [unrelatedRoot('one', fixedNow), unrelatedRoot('two', fixedNow)]
const [here, saved] = ['/home/u/here.pem', '/home/u/st.json']
const withOne = machine({ files: { [here]: certificatesPem([one]) } })

/** The machine after a second root came, with what was saved of the first. */
async function told(...names: readonly [string, string?]): Promise<{ readonly said: string; readonly code: unknown }> {
  const stores = { schema: 1, kind: 'stores', at: fixedNow, stores: [await storeMembers(withOne, here)] }
  const { context, said } = contextOn(
    machine({ files: { [here]: certificatesPem([one, two]), [saved]: JSON.stringify(stores) } }),
  )
  await runStoresDiff.call(context, { json: true }, ...names)
  return { said: said(), code: context.process.exitCode }
}

test('a file of saved stores is compared with one store, as with all', async () => {
  const both = await told(saved, here)
  expect(both.code).toBe(1)
  expect(JSON.parse(both.said).differences).toMatchObject([{ onlyLeft: [], onlyRight: [{ label: expect.any(String) }] }])
  expect(await told(saved)).toEqual(both)
})

test('a store that was not saved, with those that were', async () => {
  await expect(told(saved, 'nope')).rejects.toMatchObject({
    message: `${saved} holds no store "nope"`,
    hint: expect.stringContaining(here),
  })
})

test('one store alone, a file that holds something else, and no file', async () => {
  await expect(told('mozilla')).rejects.toMatchObject({
    message: 'mozilla is one store: name the one that it is compared with',
    hint: expect.stringContaining('rootcause stores diff mozilla '),
  })
  await expect(told(here)).rejects.toMatchObject({ message: expect.stringContaining('holds no saved stores') })
  await expect(told('/nowhere')).rejects.toMatchObject({ message: 'there is no file /nowhere' })
})
