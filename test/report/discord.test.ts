import { describe, expect, test } from 'vitest'
import { recordedSignatures } from '../../src/graph/world.ts'
import type { PathTreeNode, Report } from '../../src/model/report.ts'
import { renderDiscord } from '../../src/report/discord.ts'
import { isoTime, seconds } from '../../src/model/time.ts'
import { discordCode, escapeDiscord } from '../../src/report/discord-text.ts'
import { vouchers } from '../../src/report/vouchers.ts'
import { goldenNames, goldenReport } from '../support/golden-replay.ts'
import { hostileNames, hundredCertificates } from './fixtures/cases.ts'
import { addTrustReport } from './fixtures/addtrust.ts'

const golden = (name: string): Report => goldenReport(name, recordedSignatures)

/** What Discord still reads as a mark, once code spans and what a backslash stops are taken out. */
const marks = (message: string): string =>
  message
    .replace(/\\[^A-Za-z0-9\s]|`[^`\n]*`/g, '')
    .replace(/\*\*[^*]+\*\*/g, '')
    .replace(/^\d+\. /gm, '')

const expectSafe = (message: string, name: string): void => {
  expect(message.length, name).toBeLessThanOrEqual(1900)
  expect(message, name).not.toMatch(/@(?:everyone|here)|<[@#:/&]|discord(?:app)?\.(?:gg|com)\//i)
  expect(marks(message), name).not.toMatch(/\]\(|[`*_~|[\]<>\\]|\w:\/\/|^\s*[#>-]/m)
  expect(message, name).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u)
}

const rejects = (report: Report): boolean => report.results.some((r) => r.asked && r.verdict.kind === 'rejected')

describe('every golden case', () => {
  test.each(goldenNames)('%s', (name) => {
    const report = golden(name)
    const message = renderDiscord(report)
    expectSafe(message, name)
    if (rejects(report)) {
      expect(message).toContain('**Whose fault:**')
      expect(message).toContain('**What to do, in this order:**\n1. ')
      expect(message).toMatch(/\*\*Do not\*\* install a certificate from a link/)
    }
  })
})

test('AddTrust: what fails, whose fault, the cures in the order of the report, and the root by its whole fingerprint', () => {
  const report = golden('addtrust-2020')
  const lines = renderDiscord(report).split('\n')
  expect(lines[0]).toMatch(/^\*\*3 of 5 clients reject\*\* \*\*localhost\*\*/)
  expect(lines[1]).toContain('The server’s')
  const owners = {
    'server-operator': 'Server',
    'operating-system': "Client's machine",
    runtime: 'Runtime',
    project: 'Program',
    user: "Client's machine",
  }
  const steps = lines.filter((l) => /^\d\. /.test(l))
  expect(steps.map((l) => /^(\d)\. \*\*([^*]+)\*\*/.exec(l)?.slice(1))).toEqual(
    // Newer releases of several clients are one step.
    report.remedies
      .filter((r, i, all) => r.rule !== 'newer-client' || all[i - 1]?.rule !== r.rule)
      .map((r, i) => [String(i + 1), owners[r.owner]]),
  )
  const added = report.remedies.flatMap((r) => r.deltas).flatMap((d) => (d.kind === 'add-anchor' ? [d.cert] : []))
  expect(added.length).toBeGreaterThan(0)
  for (const root of added) expect(renderDiscord(report)).toContain(root)
  // The lab's own root is in no programme: the message must not suggest otherwise.
  expect(renderDiscord(report)).toContain('This report does not know who vouches for it')
  expect(renderDiscord(report)).not.toContain('Vouched for by')
})

test('where all is well, who is the first to stop, and when', () => {
  expect(renderDiscord(golden('expires-soon'))).toMatch(/Next to break: from \S*\d{4}-\d\d-\d\dT/)
})

test.each([
  ['expired-leaf', /Whose fault:\*\* The server’s: its certificate has ended[^]*1\. Server: renew the certificate/],
  ['wrong-host', /Whose fault:\*\* The server’s, or that of the address[^]*1\. Check the name that was typed/],
  ['intercepted', /Whose fault:\*\* The server needs no change: TLS is opened on its way, as Zscaler does it/],
  ['captive-portal', /Whose fault:\*\* Somebody else seems to answer[^]*1\. Log in to the network/],
  [
    'self-signed-leaf',
    /Whose fault:\*\* Open: the certificate is signed by itself[^]*1\. Ask whoever runs the server, by another way/,
  ],
  ['unknown-root', /Whose fault:\*\* Open: the chain ends at an authority that these stores do not know/],
  ['clock-far-ahead', /Whose fault:\*\* Probably that of the machine’s clock/],
  ['plain-http', /Whose fault:\*\* Not known: no certificate was seen/],
  [
    'missing-intermediate',
    // Nobody has the issuer: it may be a private root as well.
    /Whose fault:\*\* Probably the server’s: the issuer of its certificate was neither sent[^]*1\. Server: if the issuer is an intermediate, send it/,
  ],
])('%s: whose fault it is', (name, expected) => {
  expect(renderDiscord(golden(name))).toMatch(expected)
})

test('a setting that stops the client is the fault of nobody else', () => {
  const base = golden('unknown-root')
  const results = base.results.map((r): Report['results'][number] =>
    r.verdict.kind === 'rejected' ? { ...r, verdict: { ...r.verdict, code: 'store-unusable', certificate: null, at: null } } : r,
  )
  expect(renderDiscord({ ...base, results })).toMatch(/Whose fault:\*\* That of a setting[^]*1\. Let the setting name a list/)
})

test('a server that wants a certificate of the client is told as that, whatever older clients do', () => {
  const message = renderDiscord(golden('client-certificate-insisted'))
  expect(message).toMatch(/^\*\*localhost\*\* \*\*lets in only clients that show a certificate of their own\*\*/)
  expect(message).toMatch(/Whose fault:\*\* Nobody’s[^]*1\. Ask whoever runs the server for a client certificate/)
})

test('the command to see all of it asks the stores and the time that were asked', () => {
  const base = golden('expired-leaf')
  const given = (store: string): Report => ({
    ...base,
    results: base.results.map((r) => ({ ...r, store, why: 'asked for by --store' })),
  })
  expect(renderDiscord(given('./ca.pem'))).toContain('`rootcause check localhost --store ./ca.pem --verbose`')
  const later = { ...given('./ca.pem'), clock: seconds(base.observedAt + 86_400) }
  expect(renderDiscord(later)).toContain(`--store ./ca.pem --at ${isoTime(later.clock)} --verbose`)
  // A shell would run the second one, and the third one was masked.
  for (const store of ['a b.pem', 'x;touch y', '/home/user-1/ca.pem'])
    expect(renderDiscord(given(store))).not.toContain('All of it')
})

test('where all accept there is nobody to blame and nothing to do', () => {
  const message = renderDiscord(golden('good'))
  expect(message).toContain('accept')
  expect(message).not.toMatch(/Whose fault|What to do|Do not/)
})

describe('hostile names', () => {
  const nasty = [
    '@everyone @here <@123456789012345678> <@&1> <#2> <:x:3> <t:1>',
    '[click](https://evil.example/) https://evil.example/ <https://evil.example>',
    'discord.gg/abc discordapp.com/invite/abc',
    '**bold** __x__ ~~s~~ ||spoiler|| `code` ```js',
    '# heading\n> quote\n- item',
    `${'\u202e'}txt.exe\u0000\u001b[31m`,
    ':smile: \\',
  ]

  test.each(nasty)('%j is text, in a span and outside of one', (text) => {
    expectSafe(escapeDiscord(text), text)
    expectSafe(discordCode(text), text)
    expect(marks(discordCode(text))).toBe('')
  })

  test('in every certificate, store and client: still a message, still short, still with its warning', () => {
    for (const report of [hostileNames, hundredCertificates, addTrustReport]) expectSafe(renderDiscord(report), 'fixture')
    const text = nasty.join(' ').repeat(20)
    const base = golden('addtrust-2020')
    const certificates = Object.fromEntries(
      Object.entries(base.certificates).map(([id, c]) => [
        id,
        { ...c, label: text, names: [text], subject: `CN=${text}`, issuer: `CN=${text}` },
      ]),
    )
    const message = renderDiscord({ ...base, certificates, target: { host: text, port: 443 } })
    expectSafe(message, 'nasty')
    expect(message).toContain('**Do not** install a certificate')
    // Nor does a case decide what the reader's shell is told to do.
    const again = (host: string) => /rootcause check.*/.exec(renderDiscord({ ...base, target: { host, port: 443 } }))?.[0] ?? null
    expect(again('example.org')).toBe('rootcause check example.org --at 2020-05-30T10:48:39Z --verbose`')
    for (const host of ['$(reboot)', 'a;reboot', 'a b', '`id`', '--store=x', '%USERPROFILE%']) expect(again(host)).toBeNull()
  })
})

describe('who vouches', () => {
  const root = golden('addtrust-2020')
    .remedies.flatMap((r) => r.deltas)
    .flatMap((d) => (d.kind === 'add-anchor' ? [d.cert] : []))[0]
  if (root === undefined) throw new Error('the case has another shape')

  /** The case with platform stores beside its own, all of which hold everything. */
  function withPlatforms(platforms: Readonly<Record<string, string>>, limited = ''): Report {
    const base = golden('addtrust-2020')
    const stores = Object.keys(platforms)
    const held = (node: PathTreeNode): PathTreeNode => ({
      ...node,
      stores: [...node.stores, ...stores],
      issuers: node.issuers.map(held),
    })
    return {
      ...base,
      trees: base.trees.map((t) => ({ ...t, root: held(t.root) })),
      assumptions: [
        ...base.assumptions,
        ...Object.entries(platforms).map(([store, platform]) => ({
          name: 'platform-store',
          params: { store, platform, date: '2020-05-04', fit: 'exact' },
        })),
      ],
      findings: [
        ...base.findings,
        ...(limited === '' || root === undefined
          ? []
          : [
              {
                code: 'RC406',
                severity: 'notice' as const,
                about: [root],
                clients: [],
                params: { trusted: '', limited, refused: '', absent: '' },
              },
            ]),
      ],
    }
  }

  test('programmes, each once: copies count as their origin, and what only some of a programme trust does not count', () => {
    const names = (report: Report) => vouchers(report, root).map((v) => v.programme)
    expect(names(golden('addtrust-2020'))).toEqual([])
    expect(names(withPlatforms({ m: 'mozilla', d: 'debian', c: 'certifi' }))).toEqual(['Mozilla'])
    expect(names(withPlatforms({ m: 'mozilla', a: 'apple', x: 'somebody' }))).toEqual(['Mozilla', 'Apple'])
    expect(names(withPlatforms({ m: 'mozilla', a: 'apple' }, 'a (2019-04-30)'))).toEqual(['Mozilla'])
  })

  test('two programmes are named with the day of their stores; one alone is not enough', () => {
    expect(renderDiscord(withPlatforms({ m: 'mozilla', a: 'apple' }))).toContain(
      'Vouched for by Mozilla as of 2020-05-04, Apple as of 2020-05-04.',
    )
    const alone = renderDiscord(withPlatforms({ m: 'mozilla', d: 'debian' }))
    expect(alone).toContain('one programme alone')
    expect(alone).not.toContain('Vouched for by')
  })
})
