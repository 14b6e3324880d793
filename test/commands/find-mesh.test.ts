import { expect, test } from 'vitest'
import { certificateReader } from '../../src/commands/candidate-sources.ts'
import { findMissing } from '../../src/commands/find-missing.ts'
import { crossCertificate, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import type { ExtensionSpec } from '../../src/lab/extensions.ts'
import { labKey } from '../../src/lab/key.ts'
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

test('of 300 roots of one name the one that the user names by its SHA-256 is tried, wherever it stands', () => {
  const subject = { CN: 'Lab Namesake' }
  const all = Array.from({ length: 300 }, (_, i): LabEntity => ({ subject, key: labKey('p-256', `namesake ${i}`) }))
  const roots = all.map((entity) => read(rootCertificate(entity, long)))
  const [issuer, root] = [all.at(-1), roots.at(-1)]
  if (issuer === undefined || root === undefined) throw new Error('there are none')
  // Without an authority key identifier: which of them signed, the signature says alone.
  const bare = { extensions: (usual: readonly ExtensionSpec[]) => usual.slice(1) }
  const sent = [leafCertificate(issuer, server(labHost), around(now, -10, 10), loopbackNames, bare)]
  const store = [rootCertificate(authority('found in a mesh', 'Stranger'), long)]
  const evidence = evidenceOfScene({ sent, store, clients: ['python-3.11'], at: now, host: labHost })
  const places = emptyPlaces({ files: [{ where: 'a file', certificates: roots, isHeld: true }] })
  const found = (ownFingerprint: string | null) =>
    findMissing('namesakes', evidence, places, { now, shop: ownShop(), ownFingerprint }).report
  const without = found(null)
  expect([without.candidates.length, without.bounds?.[0]?.kind]).toEqual([0, 'certificates'])
  const needed = found(root.sha256).candidates.map((c) => c.needed.map((n) => [n.certificate.sha256, n.sheet?.verdict.kind]))
  expect(needed).toEqual([[[root.sha256, 'authentic']]])
}, 60_000)
