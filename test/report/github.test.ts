import { describe, expect, test } from 'vitest'
import { recordedSignatures } from '../../src/graph/world.ts'
import { renderGithub } from '../../src/report/github.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { version } from '../../src/version.ts'
import { goldenNames, goldenReport } from '../support/golden-replay.ts'
import { hostileNames, hundredCertificates } from './fixtures/cases.ts'

const golden = (name: string) => goldenReport(name, recordedSignatures)

describe.each(goldenNames)('%s', (name) => {
  test('is a comment: the summary in sight, the whole report folded, the versions', () => {
    const report = golden(name)
    const text = renderGithub(report)
    expect(text.length).toBeLessThanOrEqual(65_536)
    const [summary = '', rest = ''] = text.split('<details><summary>The whole report</summary>\n\n')
    const [inside = '', after = ''] = rest.split('\n\n</details>')
    // GFM §4.6: the tag is a block of HTML only where an empty line ends it.
    expect(`${inside}\n`).toBe(renderMarkdown(report))
    expect(renderMarkdown(report).startsWith(summary.split('\n\n')[0] ?? '?')).toBe(true)
    expect(after).toContain(`rootcause \`${version}\`, schema 1; seen \``)
    for (const { askedAs, asked } of report.results.slice(0, 5)) if (asked) expect(after).toContain(`\`${askedAs}\``)
    expect(text.match(/<\/?details>/g)).toEqual(['<details>', '</details>'])
  })
})

test('says whose fault it is where somebody rejects, and only there', () => {
  expect(renderGithub(golden('addtrust-2020'))).toContain('**Whose fault:** The server’s')
  expect(renderGithub(golden('good'))).not.toContain('Whose fault')
})

test('data cannot end the fold, mention anybody or be a link', () => {
  for (const report of [hostileNames, hundredCertificates]) {
    const text = renderGithub(report).replace(/\\[^A-Za-z0-9\s]|(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '')
    expect(text.match(/<\/?details>/g)?.length ?? 0).toBeLessThanOrEqual(2)
    expect(text).not.toMatch(/(?<!<span>)@\w|\]\(/)
  }
})

test('a report that no comment takes is left out with a word, and never cut', () => {
  const base = golden('expired-leaf')
  const says = 'x'.repeat(20_000)
  const results = base.results.map((r, i) =>
    r.verdict.kind === 'rejected' ? { ...r, verdict: { ...r.verdict, says: `${i}${says}` } } : r,
  )
  const text = renderGithub({ ...base, results })
  expect(text.length).toBeLessThan(5_000)
  expect(text).toContain('more than a comment takes')
  expect(text).not.toContain('<details>')
})
