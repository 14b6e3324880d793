import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFurther } from '../../src/commands/read-further.ts'

const id = 'ab'.repeat(32)
const further = {
  platform: 'win32',
  authorities: [{ top: id, isPublic: false }],
  fetched: [{ sha256: id, from: 'http://ca.example/x', by: id }],
  unfetched: [{ from: 'http://ca.example/y', by: id, why: 'it answers with status 404' }],
  hostsEntries: [{ address: '10.0.0.1', where: '/etc/hosts:3' }],
  plainAnswer: { status: 302, redirectsTo: 'login.example' },
  withoutClientCertificate: 'certificate_required',
  time: { kind: 'known', at: 1795305600, offset: -3600, state: 'slow', cause: 'time-zone', sources: ['a.example'] },
}

describe('further members of a saved case', () => {
  test('come back as they were written, and nothing else does', () => {
    expect(readFurther(JSON.stringify({ ...further, other: 1 }))).toEqual(further)
    expect(readFurther('{}')).toEqual({})
  })

  test('a member of another shape counts as absent', () => {
    const wrong = {
      platform: 'plan9',
      authorities: [{ top: 'x', isPublic: false }, 3, null],
      fetched: {},
      hostsEntries: [{ address: 1, where: '' }],
      plainAnswer: { status: '302', redirectsTo: '' },
      withoutClientCertificate: 1,
      time: { ...further.time, cause: 'magic' },
    }
    expect(readFurther(JSON.stringify(wrong))).toEqual({ authorities: [], hostsEntries: [] })
  })

  test('is total on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => readFurther(JSON.stringify(value))).not.toThrow()
      }),
      { numRuns: 300 },
    )
  })
})
