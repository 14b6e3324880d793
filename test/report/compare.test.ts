import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/model/evidence.ts'
import { seconds } from '../../src/model/time.ts'
import { type Comparison, type ComparedFact, comparedFactKinds, notModelled } from '../../src/model/comparison.ts'
import { comparisonMarkdown } from '../../src/report/compare/markdown.ts'
import { renderComparison } from '../../src/report/compare/text.ts'
import { textOf } from '../../src/report/styled.ts'
import { notModelledWords } from '../../src/report/words/compare.ts'
import { evidenceOf, identity } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { compareCases, compareClients } from '../support/two-sides.ts'

const lines = (comparison: Comparison): readonly string[] => renderComparison(comparison).map((line) => textOf(line))
const built = labFault('addtrust-2020')
const newRoot = identity(built.stores?.[1]?.anchors[1] ?? new Uint8Array())
const on = (id: string, store: string): Evidence => evidenceOf(built, [{ id, store }])
const addTrust = (): Comparison => compareCases(on('go-1.15', 'linux-bundle'), on('python-3.8', 'windows-lazy'))

describe('the first line is the sentence', () => {
  it('two clients', () => {
    expect(lines(addTrust())[0]).toBe(
      `go-1.15 accepts and python-3.8 rejects, because python-3.8's store windows-lazy lacks the root "Lab USERTrust RSA Certification Authority" (SHA-256 ${newRoot}).`,
    )
  })

  it('one client on two machines', () => {
    const comparison = compareCases(on('python-3.8', 'linux-bundle'), on('python-3.8', 'windows-lazy'))
    expect(lines(comparison)[0]).toBe(
      `python-3.8 accepts in a.json and rejects in b.json, because the store windows-lazy lacks the root "Lab USERTrust RSA Certification Authority" (SHA-256 ${newRoot}).`,
    )
  })

  it('two facts, neither of which is enough', () => {
    const comparison = compareCases(on('go-1.15', 'linux-bundle'), on('openssl-s_client-1.0.2', 'windows-lazy'))
    const [first] = lines(comparison)
    expect(first).toMatch(
      /^go-1\.15 accepts and openssl-s_client-1\.0\.2 rejects, because .* lacks the root .* and they differ in /,
    )
    expect(lines(comparison).join('\n')).toContain('Neither alone is enough.')
  })

  it('no difference, and an open one', () => {
    const alike = compareCases(on('go-1.15', 'linux-bundle'), on('python-3.8', 'linux-bundle'))
    expect(lines(alike)[0]).toBe('They do not differ: by all that is modelled go-1.15 and python-3.8 both accept.')
    expect(lines(alike).join('\n')).toContain('Not modelled, and so not excluded: revocation')
    const evidence = evidenceOf(built, [
      { id: 'schannel', store: 'windows-lazy' },
      { id: 'python-3.8', store: 'windows-lazy' },
    ])
    const open = lines(compareClients(evidence, 'schannel', 'python-3.8'))
    expect(open[0]).toBe('Whether they differ is not known, for schannel cannot be judged.')
    expect(open.join('\n')).toContain('whether Windows would fetch the root')
  })

  it('said the other way round', () => {
    const comparison = compareCases(on('python-3.8', 'windows-lazy'), on('go-1.15', 'linux-bundle'))
    expect(lines(comparison).slice(0, 2)).toEqual(['It is the other way round than asked.', lines(addTrust())[0]])
  })

  it('the clock', () => {
    const own = on('python-3.8', 'linux-bundle')
    const comparison = compareCases(own, { ...own, clock: seconds(946684800) })
    expect(lines(comparison)[0]).toBe(
      'python-3.8 accepts in a.json and rejects in b.json, because its clock says 2000-01-01T00:00:00Z and not 2020-05-30T10:48:39Z.',
    )
  })
})

it('the proof: what it says as it is, and the path with the fact exchanged', () => {
  const text = lines(addTrust())
  expect(text).toContain('    [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)')
  expect(text).toContain(
    '  With the root "Lab USERTrust RSA Certification Authority" in its store it accepts, by "localhost" < "Lab Sectigo RSA Domain Validation Secure Server CA" < "Lab USERTrust RSA Certification Authority".',
  )
})

it('names addresses and hellos where the chains differ', () => {
  const { works, fails, ...rest } = addTrust()
  const seen = (hello: string, address: string) => [{ hello, address, try: 1 }]
  const [first] = lines({
    ...rest,
    works: { ...works, seen: seen('tls1.3', '192.0.2.1') },
    fails: { ...fails, seen: seen('tls1.2', '192.0.2.2'), proxies: ['proxy.test:3128'] },
    facts: [{ kind: 'chain', certificate: null, params: {} }],
  })
  expect(first).toContain('to another hello: tls1.3 and tls1.2')
  expect(first).toContain('from another address: 192.0.2.1 and 192.0.2.2')
  expect(first).toContain('by another way: no proxy and proxy.test:3128')
})

describe('a variable or a proxy is named as the cause', () => {
  const because = (comparison: Comparison): string => /because (.*)$/.exec(lines(comparison)[0] ?? '')?.[1] ?? ''
  const setBy = (evidence: Evidence, why: string): Evidence => ({
    ...evidence,
    clients: evidence.clients.map((client) => ({ ...client, ...chosen(why) })),
  })
  const chosen = (why: string) => {
    const [name = '', value] = why.split('=')
    return value === undefined ? { why } : { why: '', chosenBy: [{ kind: 'variable' as const, name, value, where: '' }] }
  }
  const good = on('python-3.8', 'linux-bundle')
  const bad = on('python-3.8', 'windows-lazy')
  const root = `the root "Lab USERTrust RSA Certification Authority" (SHA-256 ${newRoot})`

  it('set where it fails', () => {
    const own = setBy(bad, 'SSL_CERT_FILE=/own.pem')
    const comparison = compareCases(good, own)
    expect(because(comparison)).toBe(`SSL_CERT_FILE chose the store windows-lazy, which lacks ${root}.`)
    expect(lines(comparison).join('\n')).toContain(
      "With SSL_CERT_FILE as there, and so the other's store as a whole, alone it would accept too.",
    )
    const two = compareCases(on('go-1.15', 'linux-bundle'), own)
    expect(because(two)).toBe(`SSL_CERT_FILE chose python-3.8's store windows-lazy, which lacks ${root}.`)
  })

  it('set where it works', () => {
    expect(because(compareCases(setBy(good, 'SSL_CERT_FILE=/own.pem'), bad))).toBe(
      `without the SSL_CERT_FILE of the other the store windows-lazy lacks ${root}.`,
    )
  })

  it('alone, where the store that it chose cannot be read', () => {
    const unread = (evidence: Evidence): Evidence => ({
      ...evidence,
      stores: evidence.stores.map(({ id, origin }) => ({ id, origin, unreadable: 'EACCES' })),
    })
    const fact: ComparedFact = {
      kind: 'environment',
      certificate: null,
      params: { works: 'linux-bundle', fails: 'windows-lazy', variable: 'SSL_CERT_FILE', set: 'fails' },
    }
    expect(because({ ...compareCases(good, bad), facts: [fact] })).toBe('SSL_CERT_FILE makes it ask the store windows-lazy.')
    expect(because({ ...compareCases(good, bad), facts: [{ ...fact, params: { ...fact.params, set: 'works' } }] })).toBe(
      'SSL_CERT_FILE is not set there, so that it asks the store windows-lazy.',
    )
    // Whoever cannot be judged is not said to reject.
    expect(compareCases(good, setBy(unread(bad), 'SSL_CERT_FILE=/own.pem')).outcome).toBe('undetermined')
  })

  it('no variable: as before', () => {
    expect(because(compareCases(setBy(good, 'Debian’s OpenSSL'), bad))).toBe(`the store windows-lazy lacks ${root}.`)
    expect(because(compareCases(setBy(good, 'SSL_CERT_FILE=/a'), setBy(bad, 'SSL_CERT_FILE=/a')))).toBe(
      `the store windows-lazy lacks ${root}.`,
    )
  })
})

it('has words for every kind of fact and for all that is not modelled', () => {
  const comparison = addTrust()
  const clauses = comparedFactKinds.map((kind) => {
    const fact: ComparedFact = { kind, certificate: newRoot, params: { works: 'w', fails: 'f' } }
    const all = lines({ ...comparison, facts: [fact] })
    const [first = '', , , , , cure = ''] = all
    // That verification is off turns nothing, and is no cure.
    if (kind === 'verification-off') expect(all.join('\n')).toMatch(/Dangerous: without verification/)
    else expect(cure).toMatch(/^ {2}With .+ it accepts/)
    return first
  })
  expect(new Set(clauses).size).toBe(comparedFactKinds.length)
  expect(clauses.filter((c) => c.includes('undefined') || c.includes('?'))).toEqual([])
  for (const name of notModelled) expect(notModelledWords[name]).not.toBe('')
})

it('shows what others wrote as data, in text and in Markdown', () => {
  const { works, ...rest } = addTrust()
  const hostile: Comparison = {
    ...rest,
    works: {
      ...works,
      case: '\u001b[31m<b>@someone',
      result: { ...works.result, why: '<script>`x`\u001b]0;t\u0007', store: 'a|b`c' },
    },
  }
  const text = lines(hostile).join('\n')
  for (const control of ['\u001b', '\u0007']) expect(text + comparisonMarkdown(hostile)).not.toContain(control)
  const markdown = comparisonMarkdown(hostile)
  expect(markdown).not.toMatch(/<script>|<b>/)
  expect(markdown).not.toMatch(/(?<![`>])@someone/)
})

it('in Markdown the sentence comes first, and lists are lists', () => {
  const markdown = comparisonMarkdown(addTrust())
  expect(markdown).toMatch(/^`go-1\.15` \*\*accepts\*\* and `python-3\.8` \*\*rejects\*\*, because /)
  expect(markdown).toMatch(/\*\*Proof\*\*\n\n- As it is/)
})
