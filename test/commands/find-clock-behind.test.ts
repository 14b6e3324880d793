import { expect, test } from 'vitest'
import { findCertificates } from '../../src/commands/find-missing.ts'
import { seconds } from '../../src/model/time.ts'
import { renderFound } from '../../src/report/found/text.ts'
import { textOf } from '../../src/report/styled.ts'
import { emptyPlaces } from './support/found-on.ts'

/** ISRG Root X1, as its authority tells it (letsencrypt.org/certificates). */
const isrgX1 = '96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6'

test('a clock that is years behind makes no statement one of the future that was counted', () => {
  const behind = seconds(Date.parse('2015-01-01T00:00:00Z') / 1000)
  const report = findCertificates(isrgX1, (c) => c.sha256 === isrgX1, emptyPlaces(), behind)
  const text = renderFound(report).map(textOf).join('\n')
  expect(text).toContain('Authentic')
  expect(text).toContain('Mozilla')
  expect(text).not.toContain('in the future')
  // Oracle's list is of 2020, and counts with no clock.
  const uncounted = text.split('\n').filter((line) => line.includes('Not counted'))
  expect(uncounted.map((line) => line.trim().split(' ')[1])).toEqual(['Oracle'])
})

test('a rule that always held is told without the beginning of a calendar', () => {
  const at = seconds(Date.parse('2026-09-01T00:00:00Z') / 1000)
  const report = findCertificates('all', () => true, emptyPlaces(), at)
  const notes = report.candidates
    .flatMap(({ needed }) => needed.flatMap(({ sheet }) => sheet?.statements ?? []))
    .map((s) => s.note)
  expect(notes).toContainEqual(expect.stringContaining('disabled altogether'))
  expect(notes.filter((note) => note.includes('disabled from 1601'))).toEqual([])
})
