import { expect, test } from 'vitest'
import { certificateReader } from '../../src/commands/candidate-sources.ts'
import { findMissing } from '../../src/commands/find-missing.ts'
import { crossCertificate, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { around, authority, labHost, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { foundJson } from '../../src/report/found/json.ts'
import { renderFound } from '../../src/report/found/text.ts'
import { textOf } from '../../src/report/styled.ts'
import { emptyPlaces, evidenceOfScene, ownShop } from './support/found-on.ts'

const now = seconds(Date.parse('2026-09-01T00:00:00Z') / 1000)
const long = around(now, -900, 900)
const read = certificateReader()

/** Authorities that all vouch for one another, none of them a root, and a leaf of the first; the client trusts somebody else. */
function foundIn(size: number, names = size): ReturnType<typeof findMissing>['report'] {
  const all = Array.from({ length: size }, (_, i) => {
    const { key } = authority('found in a mesh', `Member ${i}`)
    return { key, subject: { CN: `Lab Member ${i % names}` } }
  })
  const crosses = all.flatMap((issuer) =>
    all.flatMap((subject) => (issuer.subject['CN'] === subject.subject['CN'] ? [] : [crossCertificate(issuer, subject, long)])),
  )
  const [first = authority('found in a mesh', 'Member 0')] = all
  const sent = [leafCertificate(first, server(labHost), around(now, -10, 10), loopbackNames)]
  const store = [rootCertificate(authority('found in a mesh', 'Stranger'), long)]
  const evidence = evidenceOfScene({ sent, store, clients: ['python-3.11'], at: now, host: labHost })
  const places = emptyPlaces({ files: [{ where: 'a file', certificates: crosses.map((der) => read(der)), isHeld: true }] })
  return findMissing('a mesh', evidence, places, { now, shop: ownShop(), ownFingerprint: null }).report
}

test('26 authorities that certify one another: what was left out stands under "Not found", with the bound', () => {
  const report = foundIn(26)
  expect([report.rejects, report.candidates]).toEqual([1, []])
  const text = renderFound(report).map(textOf)
  expect(text[0]).toMatch(/^Not found: one client rejects/)
  expect(text[1]).toMatch(/Not everything was tried: no more than 200 certificates/)
  expect(text[2]).toMatch(/Not everything was tried: .*ended after 2000 steps/)
  expect(text.at(-1)).toMatch(/^Looked through: /)
  expect(JSON.parse(foundJson(report))).toMatchObject({ bounds: [{ kind: 'certificates' }, { kind: 'steps', most: 2000 }] })
}, 60_000)

test('namesakes, any of which may have signed any other: the bound on signatures is told too', () => {
  const report = foundIn(26, 2)
  expect([report.rejects, report.candidates]).toEqual([1, []])
  expect(renderFound(report).map(textOf).join('\n')).toMatch(/Not everything was tried: 500 signatures were verified/)
}, 60_000)

test('three of them: everything was tried, and nothing is said of bounds', () => {
  const report = foundIn(3)
  expect([report.rejects, report.candidates, report.bounds]).toEqual([1, [], undefined])
  expect(renderFound(report).map(textOf).join('\n')).not.toMatch(/Not everything/)
})
