import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/model/time.ts'
import { maxAge } from '../../../src/roots/authenticity/freshness.ts'
import { authenticate } from '../../../src/roots/authenticity/authenticate.ts'
import { day, entity, knowing, now, outcome, root, says, weigh } from './support.ts'

const candidate = root(entity('Programmes Root'))
const nobody = 'insufficient: no-programme, no-cross-certificate'

describe('DESIGN §7: two programmes that include the certificate now, for server authentication', () => {
  it('two are enough, one is not, none is not', () => {
    const two = weigh(candidate, { statements: [says(candidate, 'mozilla'), says(candidate, 'apple')] })
    expect(outcome(two)).toBe('authentic by programmes')
    expect(two.includedBy).toEqual(['mozilla', 'apple'])
    expect(outcome(weigh(candidate, { statements: [says(candidate, 'mozilla')] }))).toBe(
      'insufficient: one-programme, no-cross-certificate',
    )
    expect(outcome(weigh(candidate, {}))).toBe('insufficient: no-programme, no-cross-certificate, private-authority')
  })

  it('five copies of one programme are one voice', () => {
    const copies = ['certdata', 'cacert', 'built-in-certifi', 'built-in-node', 'built-in-debian']
    const sheet = weigh(candidate, { statements: copies.map((id) => says(candidate, 'mozilla', 'included', 10, id)) })
    expect(sheet.includedBy).toEqual(['mozilla'])
    expect(sheet.statements).toHaveLength(5)
    expect(outcome(sheet)).toBe('insufficient: one-programme, no-cross-certificate')
  })

  it.each(['other-purpose', 'removed'] as const)('%s is told and does not count', (kind) => {
    // That it was removed is told as a reason of its own.
    const more = kind === 'removed' ? ', removed' : ''
    const sheet = weigh(candidate, { statements: [says(candidate, 'mozilla'), says(candidate, 'microsoft', kind)] })
    expect(outcome(sheet)).toBe(`insufficient: one-programme, no-cross-certificate${more}`)
    expect(sheet.statements.map((s) => s.says)).toContain(kind)
    const all = weigh(candidate, { statements: [says(candidate, 'mozilla', kind), says(candidate, 'microsoft', kind)] })
    expect(outcome(all)).toBe(`${nobody}${more}`)
  })

  it('the newest word of a programme is its word', () => {
    const apple = says(candidate, 'apple')
    const wasIn = says(candidate, 'mozilla', 'included', 100, 'copy')
    const isOut = says(candidate, 'mozilla', 'removed', 5)
    expect(outcome(weigh(candidate, { statements: [apple, wasIn, isOut] }))).toContain('one-programme')
    const cameBack = says(candidate, 'mozilla', 'included', 2)
    expect(outcome(weigh(candidate, { statements: [apple, isOut, cameBack] }))).toBe('authentic by programmes')
    // Of one day, the worse.
    const sameDay = says(candidate, 'mozilla', 'included', 5, 'copy')
    expect(outcome(weigh(candidate, { statements: [apple, sameDay, isOut] }))).toContain('one-programme')
  })

  it('counts a statement to the last second of its age, and not after', () => {
    const apple = says(candidate, 'apple')
    const at = (age: number) => ({
      ...says(candidate, 'mozilla'),
      publication: { ...says(candidate, 'mozilla').publication, asOf: seconds(now - age) },
    })
    expect(maxAge).toBe(270 * day)
    expect(outcome(weigh(candidate, { statements: [apple, at(maxAge)] }))).toBe('authentic by programmes')
    const old = weigh(candidate, { statements: [apple, at(maxAge + 1)] })
    expect(outcome(old)).toBe('insufficient: one-programme, too-old, no-cross-certificate')
    expect(old.statements).toHaveLength(2)
  })

  it('does not count statements from the future, nor lets them beat older ones', () => {
    const future = [says(candidate, 'mozilla', 'included', -30), says(candidate, 'apple', 'included', -30)]
    const sheet = weigh(candidate, { statements: future })
    expect(outcome(sheet)).toBe('insufficient: no-programme, too-old, too-old, no-cross-certificate')
    const forged = [
      says(candidate, 'mozilla', 'removed', 5),
      says(candidate, 'mozilla', 'included', -30),
      says(candidate, 'apple'),
    ]
    expect(outcome(weigh(candidate, { statements: forged }))).toContain('one-programme')
  })

  it('a clock that stands years back makes everything the future, and nothing authentic', () => {
    const statements = [says(candidate, 'mozilla'), says(candidate, 'apple')]
    expect(outcome(weigh(candidate, { statements, at: seconds(now - 1000 * day) }))).toContain('no-programme')
  })

  it('what is said of another certificate is not said of this one', () => {
    const other = root(entity('Other Root'))
    const knowledge = [says(other, 'mozilla'), says(other, 'apple')]
    expect(outcome(weigh(candidate, { statements: knowledge }))).toContain('no-programme')
    // Not even where it is handed over as an answer about this one.
    const confused = authenticate(candidate, { ...knowing({}), statements: () => knowledge })
    expect(outcome(confused)).toContain('no-programme')
    expect(confused.statements).toEqual([])
  })
})

describe('contradictions of programmes', () => {
  const both = [says(candidate, 'mozilla'), says(candidate, 'microsoft')]

  it('blocked by one beats two that include it, however old the block', () => {
    for (const age of [1, 300, 4000, -50]) {
      const sheet = weigh(candidate, { statements: [...both, says(candidate, 'apple', 'blocked', age)] })
      expect(outcome(sheet)).toBe('contradicted: blocked')
    }
  })

  it('limited by one beats two that include it, while it is fresh', () => {
    expect(outcome(weigh(candidate, { statements: [...both, says(candidate, 'google', 'limited')] }))).toBe(
      'contradicted: distrusted',
    )
    expect(outcome(weigh(candidate, { statements: [...both, says(candidate, 'google', 'limited', 300)] }))).toBe(
      'authentic by programmes',
    )
  })

  it('a day after which one takes no new certificates is its own matter, where two others include it', () => {
    const dated = says(candidate, 'google', 'dated')
    expect(outcome(weigh(candidate, { statements: [...both, dated] }))).toBe('authentic by programmes')
    // Android's list is the same programme's, and carries no day.
    expect(outcome(weigh(candidate, { statements: [says(candidate, 'mozilla'), dated, says(candidate, 'google')] }))).toBe(
      'contradicted: distrusted',
    )
    expect(outcome(weigh(candidate, { statements: [...both, says(candidate, 'mozilla', 'dated', 30, 'certdata')] }))).toBe(
      'contradicted: distrusted',
    )
  })

  it('a newer copy that does not carry the limit does not lift it; the same list does', () => {
    const limited = says(candidate, 'mozilla', 'limited', 30, 'certdata')
    const copy = says(candidate, 'mozilla', 'included', 3, 'cacert')
    const others = [says(candidate, 'microsoft'), says(candidate, 'apple')]
    expect(outcome(weigh(candidate, { statements: [...others, limited, copy] }))).toBe('contradicted: distrusted')
    const lifted = says(candidate, 'mozilla', 'included', 3, 'certdata')
    expect(outcome(weigh(candidate, { statements: [...others, limited, lifted] }))).toBe('authentic by programmes')
    const builtIn = says(candidate, 'mozilla', 'limited', 30, 'built-in-mozilla')
    expect(outcome(weigh(candidate, { statements: [...others, builtIn, lifted] }))).toBe('authentic by programmes')
  })

  it('revoked beats two that include it', () => {
    expect(outcome(weigh(candidate, { statements: both, revoked: [candidate] }))).toBe('contradicted: revoked')
  })

  it('what a store of the machine holds to reject is refused', () => {
    const stores = [{ id: 'system', rejected: new Set([candidate.sha256]) }]
    expect(outcome(weigh(candidate, { statements: both, stores }))).toBe('contradicted: distrusted')
  })
})

describe('a whole list that names it no more', () => {
  const statements = [says(candidate, 'mozilla', 'included', 100, 'built-in-mozilla'), says(candidate, 'apple')]
  const certdata = (age: number) => ({ ...says(candidate, 'mozilla', 'included', age, 'certdata').publication })

  it('removed it, where it is newer', () => {
    const sheet = weigh(candidate, { statements, publications: [certdata(3)] })
    expect(sheet.includedBy).toEqual(['apple'])
    expect(sheet.statements[0]).toMatchObject({ programme: 'mozilla', says: 'removed' })
  })

  it('says nothing where it is older, or is no whole list', () => {
    expect(outcome(weigh(candidate, { statements, publications: [certdata(200)] }))).toBe('authentic by programmes')
    const partial = { ...certdata(3), id: 'ccadb-records' }
    expect(outcome(weigh(candidate, { statements, publications: [partial] }))).toBe('authentic by programmes')
  })
})
