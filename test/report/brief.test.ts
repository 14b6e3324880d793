import { describe, expect, it } from 'vitest'
import { recordedSignatures } from '../../src/graph/world.ts'
import type { Report } from '../../src/model/report.ts'
import { visible } from '../../src/report/escape.ts'
import { type Detail, renderText } from '../../src/report/text.ts'
import { paint } from '../../src/terminal/paint.ts'
import { goldenNames, goldenReport } from '../support/golden-replay.ts'

const text = (report: Report, width: number, detail: Detail): string =>
  paint(renderText(report, { width, detail }), { width, color: false })

const reports = goldenNames.map((name) => [name, goldenReport(name, recordedSignatures)] as const)

/** A key that a client prints octet by octet: nobody searches for it, and it fills a screen. */
const lessOctets = (said: string): string => said.replaceAll(/\[((?:\d+, ){8})(?:\d+, ){8,}\d+\]/g, '[$1…]')

describe.each(reports)('the brief report on %s', (_, report) => {
  const brief = text(report, 100, 'brief')

  it('is no longer than the whole one', () => {
    expect(brief.split('\n').length).toBeLessThanOrEqual(text(report, 100, 'whole').split('\n').length + 1)
  })

  it.each([40, 80, 200])('has each line of a client on one line at %i columns, to be searched for', (width) => {
    const lines = text(report, width, 'brief').split('\n')
    for (const { verdict } of report.results) {
      if (verdict.kind !== 'rejected') continue
      for (const said of verdict.says.split(/\r\n|\r|\n/).filter((l) => l.trim() !== ''))
        expect(lines.some((line) => line.endsWith(lessOctets(visible(said).trimEnd())))).toBe(true)
    }
  })

  it('has the whole fingerprint of each root that it says to add', () => {
    const shown = report.remedies.filter((_, i) => brief.includes(`\n  ${i + 1}. `))
    for (const { kind, ...delta } of shown.flatMap((r) => r.deltas))
      if (kind === 'add-anchor' && 'cert' in delta) expect(brief).toContain(delta.cert)
  })

  // Without a chain no client was asked, and what is told of clients (RC503) has no place.
  it.skipIf(report.chains.length === 0)('has every finding by its code', () => {
    for (const { code } of report.findings) expect(brief).toContain(code)
  })

  it('says last how to see the rest, where a verdict was given', () => {
    const last = brief.trimEnd().split('\n').slice(-2).join(' ').replace(/ +/g, ' ')
    if (report.results.length > 0 && report.chains.length > 0) expect(last).toMatch(/--verbose adds: .+\.$/)
    else expect(brief).not.toContain('--verbose')
  })
})

describe('one screen', () => {
  const lines = (name: string): number => {
    const report = reports.find(([n]) => n === name)?.[1]
    if (report === undefined) throw new Error(`there is no case ${name}`)
    return text(report, 100, 'brief').trimEnd().split('\n').length
  }

  it('holds the incident of 2020', () => {
    expect(lines('addtrust-2020')).toBeLessThanOrEqual(48)
  })

  it.each(['expired-leaf', 'wrong-host', 'missing-intermediate', 'self-signed-leaf', 'unknown-root', 'no-san'])(
    'holds %s, judged by seven clients or eight',
    (name) => {
      expect(lines(name)).toBeLessThanOrEqual(32)
    },
  )
})
