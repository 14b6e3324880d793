import { expect, test } from 'vitest'
import { findCertificates } from '../../src/commands/find-missing.ts'
import { seconds } from '../../src/model/time.ts'
import { foundJson } from '../../src/report/found/json.ts'
import { foundMarkdown } from '../../src/report/found/markdown.ts'
import { renderFound } from '../../src/report/found/text.ts'
import { textOf } from '../../src/report/styled.ts'
import { againForCheck, againForFind } from '../../src/report/again.ts'
import { nobodyRejects } from '../../src/report/nobody-rejects.ts'
import { unusableLines } from '../../src/report/unusable-lines.ts'
import { emptyPlaces } from '../commands/support/found-on.ts'

const unusable = [
  { title: "Mozilla's list", why: 'its content is damaged' },
  { title: "Microsoft's list", why: 'its signature is not good \u001b[2J' },
  { title: "Apple's list", why: 'its content is damaged' },
]
const lines = unusableLines(unusable).map(textOf)

test('a line for each reason, with what was not used because of it, and what to do', () => {
  expect(lines[0]).toBe("Not used: Mozilla's list and Apple's list, for its content is damaged; rootcause update fetches anew.")
  expect(lines[1]).toMatch(/^Not used: Microsoft's list, for its signature is not good /)
  expect(lines).toHaveLength(2)
  expect(lines.join('')).not.toContain('\u001b')
  expect(unusableLines([])).toEqual([])
})

test('find tells it in every form', () => {
  const published = { ...emptyPlaces().published, unusable }
  const at = seconds(Date.parse('2026-09-01T00:00:00Z') / 1000)
  const report = findCertificates('nobody', () => false, emptyPlaces({ published }), at)
  expect(renderFound(report).map(textOf)).toEqual(expect.arrayContaining(lines))
  expect(foundMarkdown(report)).toMatch(/Not used.*Microsoft's list.*its signature is not good/)
  expect(JSON.parse(foundJson(report))).toMatchObject({ unusable })
})

test('that nobody rejects is no acceptance where an input is unknown', () => {
  const said = (open: readonly string[]) => nobodyRejects('Nothing is missing:', open, 'example.org').map(textOf)
  expect(said([])).toEqual(['Nothing is missing: every client that was asked accepts the certificate of the server.'])
  expect(said(['schannel'])).toEqual([
    'Not known: none rejects, and what schannel would say hangs on an unknown input.',
    'Which one: rootcause check example.org',
  ])
})

test('other commands are asked without what they do not take, whatever is quoted', () => {
  const again = "x --root 'it'\\''s r.pem' --sha256 ab --wheel 'a b' --with w --scope user --aia --locate --no-proxy"
  expect(againForFind(again)).toBe("x --root 'it'\\''s r.pem' --aia --locate --no-proxy")
  expect(againForCheck(again)).toBe('x --aia --no-proxy')
})
