import { expect, test } from 'vitest'
import { pastInstant } from '../../src/commands/past-instant.ts'
import { programmes } from '../../src/commands/programmes.ts'
import { seconds } from '../../src/model/time.ts'
import { newestDay } from '../../src/roots/newest-day.ts'
import { machine } from '../support/machine.ts'

test('the newest day is that of the table', async () => {
  expect((await programmes()).newest).toBe(newestDay)
})

const now = seconds(newestDay + 1_000_000)
const host = machine({ files: { '/a.pem': 'x', '/b.pem': 'x' }, modified: { '/a.pem': now + 3601, '/b.pem': now + 7200 } })

test('a clock before the data of the program is behind it, whatever files say', () => {
  expect(pastInstant(host, seconds(newestDay - 1), ['/b.pem'])).toEqual({ at: newestDay, by: 'data', path: '' })
  expect(pastInstant(host, newestDay, [])).toBeNull()
})

test('of the stores that were written later than now the latest counts; an hour is no sign, a name no path', () => {
  expect(pastInstant(host, now, ['system', '/a.pem', '/b.pem', '/gone.pem'])).toEqual({
    at: now + 7200,
    by: 'file',
    path: '/b.pem',
  })
  expect(pastInstant(host, seconds(now + 1), ['/a.pem'])).toBeNull()
  const never = machine({ files: { '/a.pem': 'x' }, modified: { '/a.pem': 1e12 } })
  expect(pastInstant(never, now, ['/a.pem'])).toBeNull()
})
