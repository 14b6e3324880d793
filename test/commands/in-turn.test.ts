import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { inTurn } from '../../src/commands/in-turn.ts'
import { draftOf } from '../../src/commands/plans.ts'
import type { Cure, Need } from '../../src/cures/cure.ts'
import { userVariable } from '../../src/cures/shared/user-variable.ts'
import type { Plan } from '../../src/model/plan.ts'
import { planOf } from '../apply/support/plan-of.ts'
import { machine } from '../support/machine.ts'

const profile = '/home/u/.profile'
const need: Need = { seats: [], add: [], drop: [], project: '' }

/** A way that sets a variable for this user, as those of the product do. */
const setting = (name: string): Cure => ({
  id: name,
  title: name,
  owner: 'user',
  scope: 'user',
  tried: 'real-tool',
  plan: async (host) => {
    const way = userVariable(host, { name, value: `/${name}.pem`, isAppended: false, why: 'for the test' })
    return way === null ? null : { ...way, deltas: [] }
  },
})
const ways = [setting('A_FILE'), setting('B_FILE')]

/** What a plan leaves in the profile, and what it was made for. */
function written({ steps }: Plan): { readonly before: string | null; readonly text: string } {
  const [change] = steps.flatMap(({ change: c }) => (c.kind === 'file' && c.path === profile ? [c] : []))
  if (change === undefined) throw new Error('it writes no profile')
  return { before: change.before, text: Buffer.from(change.content ?? '', 'base64').toString() }
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

test.each(['# what the user has\n', null])(
  'two ways that write one file, which holds %j: the second is made for what the first leaves',
  async (own) => {
    const host = machine({ home: '/home/u', files: own === null ? {} : { [profile]: own } })
    const plans: Plan[] = []
    for (const way of ways) plans.push({ ...planOf([]), cure: way.id, steps: (await draftOf(way, host, need))?.steps ?? [] })
    const [first, second] = (await inTurn(host, need, plans, ways)).map(written)
    expect(first).toEqual(written(plans[0] ?? planOf([])))
    expect(first?.before).toBe(own === null ? null : sha256(own))
    expect(second?.before).toBe(sha256(first?.text ?? ''))
    expect(second?.text).toBe(`${own ?? ''}export A_FILE='/A_FILE.pem'\nexport B_FILE='/B_FILE.pem'\n`)
  },
)

test('plans that write different files stay as they are', async () => {
  const plans = ['/a', '/b'].map((path) => planOf([{ kind: 'file', path, before: null, content: '', mode: 0o644 }]))
  expect(await inTurn(machine({}), need, plans, ways)).toEqual(plans)
})
