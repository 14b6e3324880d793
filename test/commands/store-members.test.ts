import { describe, expect, test } from 'vitest'
import { storeMembers } from '../../src/commands/store-members.ts'
import { machine } from '../support/machine.ts'

const membersAt = (name: string) => storeMembers(machine({}), name)

// What docs/truststores.md says of how far the table reaches; no day outside is answered as if it were inside.
describe('a platform at a time that the table does not reach', () => {
  test.each([
    ['debian-8', 'nothing so old is known of Debian', 'debian-11'],
    ['windows-1990-01-01', 'nothing so old is known of Microsoft', 'windows-2017-12-27'],
    ['node-99', 'nothing is known of that release line', 'node-6.0.0'],
    ['debian-2024-01-01', 'of that platform releases are known, not days', 'debian-<release>'],
    ['windows-11', 'of that platform days are known, not releases', 'windows-2020-05-30'],
    ['no-such-store', 'there is no store', 'debian-12'],
  ])('%s is refused, with what to type next', async (name, message, hint) => {
    const error = await membersAt(name).then(
      () => null,
      (cause: unknown) => cause,
    )
    expect(error).toMatchObject({ kind: 'input', message: expect.stringContaining(message) as unknown })
    if (name !== 'no-such-store') expect(error).toMatchObject({ hint: expect.stringContaining(hint) as unknown })
  })

  test.each([
    ['debian-99', 'the newest that is known'],
    ['windows-2030-01-01', 'the newest that is known'],
    ['windows-2020-05-30', 'snapshot of 2020-05-04, 26 days earlier, it may have changed in between'],
  ])('%s says how far its content is from what was asked', async (name, origin) => {
    expect(await membersAt(name)).toMatchObject({ name, origin: expect.stringContaining(origin) as unknown })
  })

  test('one that it reaches is told with nothing to doubt', async () => {
    const { origin } = await membersAt('debian-12')
    expect(origin).not.toMatch(/known|between/)
  })
})
