import { describe, expect, it } from 'vitest'
import { contradictionReasons, lackReasons, type Statement } from '../../../src/model/authenticity.ts'
import { seconds } from '../../../src/model/time.ts'
import { foundJson } from '../../../src/report/found/json.ts'
import { foundMarkdown } from '../../../src/report/found/markdown.ts'
import { renderFound } from '../../../src/report/found/text.ts'
import { textOf } from '../../../src/report/styled.ts'
import { at, candidateOf, neededOf, reportOf, shaOf, sheetOf } from './support.ts'

const text = (report: Parameters<typeof renderFound>[0]): string => renderFound(report).map(textOf).join('\n')
const day = 86_400

const said = (programme: Statement['programme'], age: number, more: Partial<Statement> = {}): Statement => ({
  sha256: shaOf('Good Root'),
  programme,
  says: 'included',
  since: seconds(Date.UTC(2014, 10, 17) / 1000),
  note: '',
  publication: { id: `list-${programme}-${age}`, title: `the list of ${programme}`, asOf: seconds(at - age * day), how: 'tls' },
  ...more,
})
const good = sheetOf(
  'Good Root',
  { kind: 'authentic', by: 'programmes', programmes: ['mozilla', 'apple'] },
  {
    includedBy: ['mozilla', 'apple'],
    statements: [said('mozilla', 40), said('mozilla', 60), said('apple', 10), said('oracle', 2000)],
  },
)
const goodOne = candidateOf(neededOf('Good Root', good))

describe('what was found, for a person', () => {
  it('says the answer in its first line', () => {
    expect(text(reportOf([goodOne])).split('\n')[0]).toBe('What is missing: Good Root, a root. Two programmes vouch for it.')
    expect(text(reportOf([], { rejects: 0 })).split('\n')[0]).toBe(
      'Nothing is missing: every client that was asked accepts the certificate of the server.',
    )
    expect(text(reportOf([])).split('\n')[0]).toBe('Not found: 2 clients reject, and nothing that is known here would cure it.')
    expect(text(reportOf([], { target: null, asked: 'Nobody' })).split('\n')[0]).toBe(
      'Not found: nothing here has that name or SHA-256.',
    )
    const refused = candidateOf(neededOf('Bad Root', sheetOf('Bad Root', { kind: 'insufficient', lacks: [] })))
    expect(text(reportOf([refused])).split('\n')[0]).toBe(
      'Refused: what would make it accept is Bad Root, a root, and too little vouches for it.',
    )
    // A refused candidate that is better does not hide one that may be used.
    expect(text(reportOf([refused, goodOne])).split('\n')[0]).toContain('Good Root')
    expect(text(reportOf([candidateOf(neededOf('Middle', null))])).split('\n')[0]).toBe(
      'What is missing: Middle, an intermediate that the server does not send.',
    )
  })

  it('shows the full fingerprint in groups, who says what, since when, by which source, of which day and how old', () => {
    const shown = text(reportOf([goodOne]))
    const groups = shaOf('Good Root').match(/.{4}/g) ?? []
    expect(shown).toContain(groups.slice(0, 8).join(' '))
    expect(shown).toContain(groups.slice(8).join(' '))
    expect(shown).toMatch(
      /✓ Mozilla includes it for servers, since 2014-11-17: the list of mozilla, fetched over TLS.*, of 2026-07-23, 40 days old, and in one more\./,
    )
    expect(shown).toMatch(/· Oracle includes it for servers, .*old\. Not counted\./)
    expect(shown).toContain(`rootcause find ${shaOf('Good Root')}`)
    expect(shown).toContain('Cures curl-8.5-openssl on system (proved: judged again)')
  })

  it('says by when a root was removed, and confirms once alone', () => {
    const removed = said('google', 5, { says: 'removed', since: seconds(Date.UTC(2025, 3, 24) / 1000) })
    const one = candidateOf(neededOf('Good Root', { ...good, statements: [removed] }))
    expect(text(reportOf([one]))).toContain('Google has removed it by 2025-04-24: the list of google')
    expect(text(reportOf([one, goodOne])).match(/To be certain by another way/g)).toHaveLength(1)
  })

  it('ends with the next command, quoted for a shell, for what may be used alone', () => {
    expect(text(reportOf([goodOne]))).toContain('Next: rootcause fix example.org')
    expect(text(reportOf([goodOne], { asked: "a b'; rm -rf ~" }))).toContain("rootcause fix 'a b'\\''; rm -rf ~'")
    expect(text(reportOf([goodOne], { target: null }))).not.toContain('rootcause fix')
  })

  it('tells a propagation from authenticity, and what reads along', () => {
    const by = [{ reason: 'interception', who: '', params: { product: 'Zscaler' } }] as const
    const sheet = sheetOf('Zscaler Root', { kind: 'propagation', store: 'linux:debian' }, { contradictions: by })
    const shown = text(reportOf([candidateOf(neededOf('Zscaler Root', sheet))]))
    expect(shown).toContain("the administrator's store linux:debian trusts it for TLS")
    expect(shown).toContain('Beware: It is the root of something that reads along: Zscaler.')
    expect(shown).not.toContain('Authentic')
  })

  it('tells what a fingerprint of the user passed over', () => {
    const despite = [{ reason: 'revoked', who: '', params: {} }] as const
    const sheet = sheetOf('Own', { kind: 'authentic', by: 'own-fingerprint', despite }, { contradictions: despite })
    const shown = text(reportOf([candidateOf(neededOf('Own', sheet))]))
    expect(shown).toContain('Taken at your word')
    expect(shown).toContain('Beware: It is revoked.')
  })

  it('has words for every reason, without an open slot', () => {
    const lacks = lackReasons.map((reason) => ({
      reason,
      params: { programme: 'mozilla', asOf: String(at), state: 'old', publication: 'a list' },
    }))
    const by = contradictionReasons.map((reason) => ({ reason, who: '', params: {} }))
    for (const verdict of [
      { kind: 'insufficient', lacks },
      { kind: 'contradicted', by },
    ] as const) {
      const shown = text(reportOf([candidateOf(neededOf('Bad', sheetOf('Bad', verdict)))]))
      expect(shown).not.toMatch(/[{}[\]?]|undefined/)
      expect(shown.split('\n').filter((l) => l.startsWith('    - ')).length).toBe(
        verdict.kind === 'insufficient' ? lacks.length : by.length,
      )
    }
  })

  it('names the publications with their ages, and whom it contacted', () => {
    const publications = [said('mozilla', 100).publication]
    const shown = text(reportOf([goodOne], { publications, contacted: ['fetch crt.example'] }))
    expect(shown).toContain('the list of mozilla (of 2026-05-24, about 3 months old)')
    expect(shown).toContain('Contacted beside the target: fetch crt.example.')
  })

  it('escapes what a certificate says: terminals and Markdown', () => {
    const evil = 'A\u001b[31m\u202e <img src=x> @team [l](http://x)'
    const report = reportOf([candidateOf(neededOf(evil, sheetOf(evil, { kind: 'insufficient', lacks: [] })))])
    for (const form of [text(report), foundMarkdown(report), foundJson(report)]) {
      // eslint-disable-next-line no-control-regex
      expect(form).not.toMatch(/[\u001b\u202e]/)
    }
    const outside = foundMarkdown(report).replace(/`[^`]*`/g, '')
    expect(outside).not.toMatch(/<img|@team|\]\(http/)
  })

  it('Markdown: one item for each candidate line, below a paragraph', () => {
    const lines = foundMarkdown(reportOf([goodOne])).split('\n')
    expect(lines[0]).toBe('**What is missing**: `Good Root`, a root. Two programmes vouch for it.')
    expect(lines.some((l) => l.startsWith('- **Cures**'))).toBe(true)
  })
})
