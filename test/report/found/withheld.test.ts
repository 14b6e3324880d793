import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FoundReport } from '../../../src/model/found.ts'
import { foundJson } from '../../../src/report/found/json.ts'
import { foundMarkdown } from '../../../src/report/found/markdown.ts'
import { refusedLines, renderFound } from '../../../src/report/found/text.ts'
import { withheld } from '../../../src/report/found/withheld.ts'
import { textOf } from '../../../src/report/styled.ts'
import { at, candidateOf, neededOf, octetsOf, refusedSheets, reportOf, serialOf, shaOf, sheetOf } from './support.ts'

const name = 'Refused Root'
const hex = shaOf(name)

/** Every form in which a report can be written, and the refused ones of a plan. */
const forms = (report: FoundReport): readonly string[] => [
  renderFound(report).map(textOf).join('\n'),
  foundMarkdown(report),
  foundJson(report),
  JSON.stringify(report.candidates.map(withheld)),
  refusedLines(report.candidates, report.at).map(textOf).join('\n'),
]

/** What would lead to the certificate, found however it is grouped: the first eight digits of its SHA-256, its serial, its octets. */
function leaks(text: string): readonly string[] {
  const digits = text.toLowerCase().replace(/[^0-9a-z]/g, '')
  const base64 = octetsOf(name).toString('base64')
  const secrets = {
    fingerprint: hex.slice(0, 8),
    serial: serialOf(name),
    octets: octetsOf(name).toString('hex').slice(0, 40),
  }
  return [
    ...Object.entries(secrets).flatMap(([what, secret]) => (digits.includes(secret) ? [what] : [])),
    ...(text.replace(/\s/g, '').includes(base64.slice(0, 40)) ? ['base64 of the octets'] : []),
    ...(text.includes(Buffer.from(hex, 'hex').toString('base64').slice(0, 12)) ? ['base64 of the fingerprint'] : []),
  ]
}

/** The ways in which tools group the digits. */
const groupings: readonly ((text: string) => string)[] = [
  (t) => t,
  (t) => t.toUpperCase(),
  (t) => (t.match(/../g) ?? []).join(':'),
  (t) => (t.match(/../g) ?? []).join(' ').toUpperCase(),
  (t) => (t.match(/.{4}/g) ?? []).join(' '),
  (t) => (t.match(/.{8}/g) ?? []).join('-'),
  (t) => t.slice(0, 8),
  (t) => t.slice(0, 20),
]

describe('DESIGN §7: a refusal never prints the fingerprint, nor a command that would accept it', () => {
  it('in no format, whatever the sheet says (property)', () => {
    fc.assert(
      fc.property(
        refusedSheets(name),
        fc.constantFrom(...groupings),
        fc.boolean(),
        fc.boolean(),
        (sheet, group, isAsked, isBeside) => {
          const refused = neededOf(name, sheet, { isHeld: isAsked })
          const beside = isBeside ? [neededOf('Sent Intermediate', null)] : []
          const report = reportOf([candidateOf(refused, ...beside)], isAsked ? { asked: group(hex), target: null } : {})
          for (const form of forms(report)) {
            expect(leaks(form)).toEqual([])
            expect(form).not.toMatch(/rootcause fix|--sha256|--apply/)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('nor in the sheet of another that is not refused', () => {
    const good = sheetOf(
      'Good Root',
      { kind: 'authentic', by: 'programmes', programmes: ['mozilla', 'apple'] },
      { includedBy: ['mozilla', 'apple'], sameKeyAs: [{ sha256: hex, store: 'system' }] },
    )
    const refused = sheetOf(name, { kind: 'insufficient', lacks: [] })
    const report = reportOf([candidateOf(neededOf('Good Root', good)), candidateOf(neededOf(name, refused))])
    for (const form of [foundJson(report), foundMarkdown(report), renderFound(report).map(textOf).join('\n')]) {
      expect(leaks(form)).toEqual([])
      expect(form.toLowerCase().replace(/[^0-9a-z]/g, '')).toContain(shaOf('Good Root'))
    }
  })

  it('shows it of what may be used: the test sees leaks', () => {
    const sheet = sheetOf(name, { kind: 'authentic', by: 'programmes', programmes: ['mozilla', 'apple'] })
    const report = reportOf([candidateOf(neededOf(name, sheet))])
    expect(leaks(foundJson(report))).toEqual(['fingerprint', 'serial'])
    expect(leaks(foundMarkdown(report))).toEqual(['fingerprint'])
    expect(leaks(renderFound(report).map(textOf).join('\n'))).toEqual(['fingerprint'])
    for (const group of groupings) expect(leaks(group(hex))).toEqual(['fingerprint'])
    expect(leaks(octetsOf(name).toString('base64'))).toContain('base64 of the octets')
  })

  it('a certificate without a name is not called by its serial number', () => {
    const entry = neededOf(name, sheetOf(name, { kind: 'insufficient', lacks: [] }))
    const nameless = { ...entry, certificate: { ...entry.certificate, label: `serial ${serialOf(name)}`, subject: '' } }
    for (const form of forms(reportOf([candidateOf(nameless)]))) expect(leaks(form)).toEqual([])
  })

  it('a candidate that is not refused is written as it is', () => {
    const candidate = candidateOf(
      neededOf(name, sheetOf(name, { kind: 'propagation', store: 'linux:debian' })),
      neededOf('Sent Intermediate', null),
    )
    expect(withheld(candidate)).toEqual(candidate)
    expect(refusedLines([candidate], at)).toEqual([])
  })
})
