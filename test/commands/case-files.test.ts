import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { readBatch } from '../../src/capture/cases-file.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import { saveCase } from '../../src/commands/save-case.ts'
import { goldenEvidence, goldenNames, goldenPath } from '../support/golden-replay.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rootcause-save-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const evidence = goldenEvidence('addtrust-2020')

describe('saveCase', () => {
  test('writes the whole case, and nothing stays beside it', () => {
    saveCase(join(folder, 'case.json'), evidence)
    expect(readFileSync(join(folder, 'case.json'), 'utf8')).toBe(writeCaseFile(evidence))
    expect(readdirSync(folder)).toEqual(['case.json'])
  })

  test('takes the place of an older one', () => {
    const path = join(folder, 'case.json')
    writeFileSync(path, '{"schema": 1}')
    saveCase(path, evidence)
    expect(readCaseFile(readFileSync(path, 'utf8'), path)).toEqual(evidence)
  })

  test('into a folder that is not there, or over one: an error, and nothing is left', () => {
    const taken = join(folder, 'taken')
    mkdirSync(taken)
    for (const path of [join(folder, 'nowhere', 'case.json'), taken]) {
      expect(() => saveCase(path, evidence)).toThrow(
        expect.objectContaining({ kind: 'input', message: expect.stringContaining(path) }),
      )
    }
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([])
    expect(statSync(taken).isDirectory()).toBe(true)
  })

  // Root writes everywhere, so this shows nothing where tests run as root.
  test.skipIf(process.getuid?.() === 0)('into a folder that may not be written', () => {
    const sealed = join(folder, 'sealed')
    mkdirSync(sealed)
    chmodSync(sealed, 0o500)
    expect(() => saveCase(join(sealed, 'case.json'), evidence)).toThrow(/cannot save/)
  })
})

describe('readCaseFile', () => {
  const text = readFileSync(goldenPath('addtrust-2020', 'case.json'), 'utf8')
  const altered = (change: (json: Record<string, unknown>) => void): string => {
    const json: Record<string, unknown> = JSON.parse(text)
    change(json)
    return JSON.stringify(json)
  }
  const refusal = (content: string): string => {
    try {
      readCaseFile(content, 'the file')
    } catch (error) {
      expect(error).toMatchObject({ kind: 'input', hint: expect.stringMatching(/./) })
      return error instanceof Error ? error.message : ''
    }
    return 'it was read'
  }

  test.each(goldenNames)('what is written is what was read: %s', (name) => {
    const read = goldenEvidence(name)
    const text = writeCaseFile(read)
    expect(readCaseFile(text, name)).toEqual(read)
  })

  test.each([1e300, -1e300, 253_402_300_800, 0.5, '2020'])('a clock of %s is refused', (clock) => {
    expect(refusal(altered((json) => (json['clock'] = clock)))).toMatch(/clock/)
    expect(refusal(altered((json) => (json['at'] = clock)))).toMatch(/\bat\b/)
  })

  test('a chain that lacks a certificate is refused, and so is one that would be judged for hours', () => {
    const read = goldenEvidence('addtrust-2020')
    const [send] = read.sends
    if (send?.outcome.kind !== 'chain') throw new Error('the case has another shape')
    const outcome = send.outcome
    const [leaf = ''] = outcome.chain
    const withChain = (chain: readonly string[]): string =>
      altered((json) => Object.assign(json, { sends: [{ ...send, outcome: { ...outcome, chain } }] }))
    expect(refusal(withChain([...outcome.chain, 'ab'.repeat(32)]))).toBe(
      `the file lacks the certificate ${'ab'.repeat(32)} of a chain`,
    )
    expect(refusal(withChain(Array.from({ length: 1001 }, () => leaf)))).toMatch('1001 certificates as one chain')
    expect(refusal(withChain(Array.from({ length: 1000 }, () => leaf)))).toBe('it was read')
  })

  test('one altered bit of a certificate is refused, and the certificate is named', () => {
    const [id, base64] = Object.entries(evidence.certs)[0] ?? ['', '']
    const der = Buffer.from(base64, 'base64')
    der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
    const other = text.replace(base64, der.toString('base64'))
    expect(other).not.toBe(text)
    expect(refusal(other)).toBe(`the file holds another certificate under ${id}`)
  })

  test('two certificates that changed places are refused', () => {
    const [a, b] = Object.values(evidence.certs)
    const swapped = text
      .replace(a ?? '', '#')
      .replace(b ?? '', a ?? '')
      .replace('#', b ?? '')
    expect(refusal(swapped)).toContain('holds another certificate')
  })

  test.each([
    ['not JSON', '{"schema": 1,', /^the file is not JSON$/],
    ['a list', '[]', /is not a case file/],
    ['null', 'null', /is not a case file/],
    ['another schema', altered((j) => (j['schema'] = 2)), /schema: this is not a case file of schema 1/],
    ['a schema in words', altered((j) => (j['schema'] = '1')), /schema/],
    ['no clock', altered((j) => delete j['clock']), /clock/],
    ['half a second', altered((j) => (j['clock'] = 1.5)), /clock/],
    ['a fingerprint in capitals', altered((j) => (j['certs'] = { ['A'.repeat(64)]: '' })), /SHA-256 in hexadecimal/],
    [
      'an unknown hello',
      altered((j) => (j['sends'] = [{ hello: 'ssl3', address: '', try: 1, outcome: { kind: 'chain', chain: [], tls: null } }])),
      /sends\.0\.hello/,
    ],
    [
      'an unknown fact',
      altered((j) => (j['signatures'] = [{ child: '0'.repeat(64), issuer: '0'.repeat(64), fact: 'maybe' }])),
      /signatures\.0\.fact/,
    ],
  ])('%s is refused, and where', (_, content, message) => {
    expect(refusal(content)).toMatch(message)
  })

  const id = 'ab'.repeat(32)
  const around = {
    platform: 'win32',
    settings: { SSL_CERT_FILE: '/x', PYTHONHTTPSVERIFY: '' },
    authorities: [{ top: id, isPublic: false }],
    fetched: [{ sha256: id, from: 'http://ca.example/x', by: id }],
    unfetched: [{ from: 'http://ca.example/y', by: id, why: 'it answers with status 404' }],
    hostsEntries: [{ address: '10.0.0.1', where: '/etc/hosts:3' }],
    resolvers: { kind: 'own-domain', domain: 'corp.example', servers: ['10.0.0.2'], where: ['/etc/resolver/corp.example'] },
    plainAnswer: { status: 302, redirectsTo: 'login.example' },
    withoutClientCertificate: 'certificate_required',
    time: { kind: 'known', at: 1795305600, offset: -3600, state: 'slow', cause: 'time-zone', sources: ['a.example'] },
  }

  test('what was found out around the target is read as it was written, and is absent where nobody looked', () => {
    expect(
      readCaseFile(
        altered((j) => Object.assign(j, around)),
        'x',
      ),
    ).toEqual({ ...evidence, ...around })
    expect(Object.keys(evidence).filter((key) => key in around)).toEqual([])
  })

  test.each([
    ['platform', 'plan9'],
    ['settings', { SSL_CERT_FILE: 1 }],
    ['authorities', [{ top: 'x', isPublic: false }]],
    ['fetched', {}],
    ['unfetched', [{ from: 'http://ca.example/', by: id }]],
    ['hostsEntries', [{ address: 1, where: '' }]],
    ['resolvers', { ...around.resolvers, kind: 'guessed' }],
    ['resolvers', { ...around.resolvers, servers: '10.0.0.2' }],
    ['plainAnswer', { status: '302', redirectsTo: '' }],
    ['withoutClientCertificate', 1],
    ['time', { ...around.time, cause: 'magic' }],
    ['time', { ...around.time, offset: 0.5 }],
  ])('%s that is %j is refused, and named', (member, value) => {
    expect(refusal(altered((j) => (j[member] = value)))).toContain(member)
  })

  test('the name in a hello is read back, and a hello without one is told from one that nobody noted', () => {
    const names = (j: Record<string, unknown>, name: string) => {
      j['sends'] = evidence.sends.map((send) => ({ ...send, servername: name }))
    }
    for (const name of ['sni.example', ''])
      expect(
        readCaseFile(
          altered((j) => names(j, name)),
          'x',
        ).sends.map((s) => s.servername),
      ).toEqual(evidence.sends.map(() => name))
    expect(evidence.sends.every((s) => !('servername' in s))).toBe(true)
  })

  test('unknown members are dropped: they cannot be told as evidence', () => {
    expect(
      readCaseFile(
        altered((j) => (j['password'] = 'hunter2')),
        'x',
      ),
    ).toEqual(evidence)
  })

  test('nothing of a name in a case reaches the prototype of an object', () => {
    const hostile = text.replace('"certs": {', '"certs": {"__proto__": "x",')
    expect(refusal(hostile)).not.toBe('')
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })
})

describe('readBatch', () => {
  const [id, base64] = Object.entries(evidence.certs)[0] ?? ['', '']
  const one = { name: 'one', sent: ['a'], store: ['a'], host: 'lab.test', time: '2020-05-30T10:48:39Z' }
  const read = (item: unknown) =>
    readBatch(JSON.stringify({ certificates: { a: base64, bad: '!!' }, cases: [item] }), ['go-1.24'])[0]

  test('a case: its certificates by fingerprint, its clock, its clients', () => {
    expect(read(one)?.evidence).toMatchObject({
      clock: 1_590_835_719,
      target: { host: 'lab.test' },
      certs: { [id]: base64 },
      sends: [{ hello: 'any', outcome: { kind: 'chain', chain: [id] } }],
      stores: [{ id: 'store', anchors: [id] }],
      clients: [{ id: 'go-1.24', store: 'store', asked: true }],
    })
  })

  test.each([
    [{ ...one, time: '2020-05-30T12:48:39+02:00' }, 1_590_835_719],
    [{ ...one, time: '2020-05-30T10:48:39.5Z' }, 1_590_835_719],
  ])('the time %j', (item, clock) => {
    expect(read(item)?.evidence?.clock).toBe(clock)
  })

  test.each([
    [{ ...one, time: '2020-05-30' }, 'one', /2020-05-30/],
    [{ ...one, time: '2020-02-30T00:00:00Z' }, 'one', /2020-02-30/],
    [{ ...one, time: '2020-05-30T24:00:01Z' }, 'one', /24:00:01/],
    [{ ...one, sent: ['b'] }, 'one', /"b"/],
    [{ ...one, sent: ['bad'] }, 'one', /base64/],
    [{ ...one, store: ['hasOwnProperty'] }, 'one', /hasOwnProperty/],
    [{ ...one, sent: 'a' }, 'one', /sent/],
    [{ sent: [] }, 'case 1', /name/],
    [3, 'case 1', /./],
  ])('%j is a case with an error', (item, name, error) => {
    expect(read(item)).toMatchObject({ name, evidence: null, error: expect.stringMatching(error) })
  })

  test.each(['', '[]', '{}', '{"certificates": [], "cases": {}}', 'null'])('the file %j is none', (content) => {
    expect(() => readBatch(content, [])).toThrow()
  })
})
