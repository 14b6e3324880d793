import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { visible } from '../../src/report/escape.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { type Detail, renderText } from '../../src/report/text.ts'
import { columns } from '../../src/terminal/columns.ts'
import { paint } from '../../src/terminal/paint.ts'
import { addTrustReport } from './fixtures/addtrust.ts'
import {
  alertOnly,
  allAccepted,
  expiredLeaf,
  hostileNames,
  hundredCertificates,
  openVerdicts,
  refusedConnection,
  staleBackend,
} from './fixtures/cases.ts'

const reports: Readonly<Record<string, Report>> = {
  addtrust: addTrustReport,
  'all-accepted': allAccepted,
  'expired-leaf': expiredLeaf,
  'refused-connection': refusedConnection,
  'alert-only': alertOnly,
  'open-verdicts': openVerdicts,
  'hundred-certificates': hundredCertificates,
  'hostile-names': hostileNames,
  'stale-backend': staleBackend,
}

const text = (report: Report, width: number, detail: Detail): string =>
  paint(renderText(report, { width, detail }), { width, color: false })

const details = ['brief', 'whole'] as const

/** Compares with the file of that name, which `BLESS=1` writes anew. */
function expectFile(name: string, actual: string): void {
  const file = fileURLToPath(new URL(`expected/${name}`, import.meta.url))
  if (process.env['BLESS'] === '1') writeFileSync(file, actual)
  expect(actual).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `(no file ${name}: BLESS=1 writes it)`)
}

describe.each(Object.entries(reports))('the report %s', (name, report) => {
  it.each([80, 40])('reads as expected at %i columns', (width) => {
    expectFile(`${name}.${width}.txt`, text(report, width, 'brief'))
  })

  it.each([80, 40])('reads as expected at %i columns when all is asked for', (width) => {
    expectFile(`${name}.whole.${width}.txt`, text(report, width, 'whole'))
  })

  it('reads as expected in an issue tracker', () => {
    expectFile(`${name}.md`, renderMarkdown(report))
  })

  it.each([40, 57, 80, 100, 200])(
    'has no line longer than %i columns but for one word that cannot be broken, and quotations',
    (width) => {
      const quoted = new Set(
        report.results
          .flatMap(({ verdict }) => (verdict.kind === 'rejected' ? verdict.says.split(/\r\n|\r|\n/) : []))
          .map((l) => visible(l).trim()),
      )
      for (const line of details.flatMap((detail) => text(report, width, detail).split('\n'))) {
        const isQuotation = quoted.has(line.trim()) || [...quoted].some((q) => q !== '' && line.endsWith(`: ${q}`))
        if (columns(line) > width && !isQuotation) expect(line.trim().replace(/^[│ ]+/, ''), `in ${name}`).not.toContain(' ')
      }
    },
  )

  it('names every certificate at fault by its whole fingerprint', () => {
    const atFault = report.results.flatMap(({ verdict }) => (verdict.kind === 'rejected' ? (verdict.certificate ?? []) : []))
    for (const fingerprint of atFault) {
      for (const output of [text(report, 40, 'whole'), text(report, 80, 'whole'), renderMarkdown(report), renderJson(report)]) {
        expect(output).toContain(fingerprint)
      }
    }
  })

  it('tells the words of each client in full', () => {
    for (const detail of details) {
      const flat = text(report, 80, detail).replace(/\s+/g, ' ')
      for (const { verdict } of report.results) {
        if (verdict.kind !== 'rejected' || name === 'hostile-names') continue
        expect(flat).toContain(verdict.says.replace(/\s+/g, ' '))
      }
    }
  })

  it('says where each finding is told', () => {
    for (const detail of details) {
      const output = text(report, 80, detail)
      for (const { code } of report.findings) expect(output).toContain(code)
    }
  })

  it('never lets through what steers a terminal or hides', () => {
    for (const output of [...details.map((d) => text(report, 80, d)), renderMarkdown(report), renderJson(report)]) {
      expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }
  })

  it('is the same whatever order the keys of the report are in', () => {
    expect(renderJson(reversed(report) as Report)).toBe(renderJson(report))
    expect(JSON.parse(renderJson(report))).toEqual(report)
  })
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

describe('hostile text in Markdown', () => {
  const markdown = renderMarkdown(hostileNames)
  // Outside code spans and blocks; a code span begins and ends with the same run of backticks (GFM §6.3).
  const outside = markdown.replace(/^```+[\s\S]*?^```+$/gm, '').replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '')

  it('makes no tag, link, mention or reference of its own', () => {
    expect(outside).not.toMatch(/<(?!br>|\/?span>)/)
    expect(outside).not.toMatch(/(?<!\\)\[[^\]]*(?<!\\)\]\(/)
    expect(outside).not.toMatch(/@admin/)
    expect(outside).not.toMatch(/#1\b/)
  })

  it('breaks no table: every row has as many cells as its head', () => {
    const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'))
    expect(tables.length).toBeGreaterThan(0)
    for (const block of tables) {
      const cells = block.split('\n').map((row) => row.replace(/\\\|/g, '').split('|').length)
      expect(new Set(cells).size, block).toBe(1)
    }
  })
})
