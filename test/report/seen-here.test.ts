import { describe, expect, it } from 'vitest'
import type { ObservedResult } from '../../src/model/report.ts'
import type { Seat } from '../../src/report/seats.ts'
import { notSeenHere, seenHere } from '../../src/report/seen-here.ts'
import { textOf } from '../../src/report/styled.ts'
import { madeUp, rejected, result } from './fixtures.ts'

const verdict = rejected('expired', [0, madeUp(1)], 'certificate has expired', [madeUp(1)])

/** A client of which a program was run. */
function seat(client: string, observed: Partial<ObservedResult>): Seat {
  const seen: ObservedResult = {
    program: client,
    version: '1',
    verdict: 'rejected',
    says: 'no',
    why: '',
    agreement: 'same',
    ...observed,
  }
  const one = { ...result({ client, verdict, store: `store of ${client}` }), observed: seen }
  return { client, known: 'observed', store: one.store, asked: true, standing: 'rejected', results: [one] }
}

const told = (...seats: readonly Seat[]): readonly string[] => seenHere(seats, null).map((line) => textOf(line).trim())

describe('what was seen here', () => {
  it('one program says, several say', () => {
    expect(told(seat('curl', {}))).toEqual(['seen here: curl 1 says the same'])
    expect(told(seat('curl', {}), seat('git', {}))).toEqual(['seen here: curl 1 and git 1 say the same'])
    expect(told(seat('curl', {}), seat('git', {}), seat('wget', {}))).toEqual([
      'seen here: curl 1, git 1 and wget 1 say the same',
    ])
  })

  it('a program that was asked on two stores is one', () => {
    expect(told(seat('a', { program: 'python' }), seat('b', { program: 'python' }))).toEqual([
      'seen here: python 1 says the same',
    ])
  })

  it('what is switched off is told of the program that it is switched off for', () => {
    expect(told(seat('curl', { offBy: ['insecure (/home/a/.curlrc:1)'] }), seat('git', {}), seat('wget', {}))).toEqual([
      'seen here: curl 1 says the same, with verification on; here it is off by insecure (/home/a/.curlrc:1)',
      'seen here: git 1 and wget 1 say the same',
    ])
  })

  it('several programs that answer alike otherwise are told once', () => {
    const other = { agreement: 'verdict', verdict: 'accepted', says: '' } as const
    expect(told(seat('curl', other))).toEqual(['seen here, not as predicted: curl 1 accepts (RC505)'])
    expect(told(seat('curl', other), seat('git', other))).toEqual([
      'seen here, not as predicted: curl 1 and git 1 accept (RC505)',
    ])
    const words = { agreement: 'words', says: 'another' } as const
    expect(told(seat('curl', words), seat('git', words))).toEqual([
      'seen here, not as predicted: curl 1 and git 1 reject (RC505):',
      'another',
    ])
  })

  it('programs that could not be run for the same reason are told once', () => {
    const none = { verdict: 'none', agreement: 'open', why: 'it did not end in 5 seconds' } as const
    const lines = notSeenHere([seat('curl', none), seat('git', none), seat('go', { ...none, why: 'other' })], null)
    expect(lines.map((line) => textOf(line).trim())).toEqual([
      'not seen here: curl 1 and git 1 (it did not end in 5 seconds)',
      'not seen here: go 1 (other)',
    ])
  })
})
