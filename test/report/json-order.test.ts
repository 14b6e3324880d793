import { describe, expect, test } from 'vitest'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { writeCaseFile } from '../../src/capture/write-case.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { jsonText } from '../../src/report/json.ts'
import { servedUsually, usualChain } from '../../src/lab/shapes.ts'
import { evidenceOf, fixedNow } from '../support/evidence.ts'
import { goldenNames, goldenReport } from '../support/golden-replay.ts'

/** Names of members, without those that are data: fingerprints and params. */
function members(value: unknown, found = new Set<string>(), isData = false): Set<string> {
  if (Array.isArray(value)) for (const inner of value) members(inner, found, isData)
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      if (!isData) found.add(key)
      members(inner, found, key === 'params' || /^[0-9a-f]{64}$/.test(key))
    }
  return found
}

const isListed = (key: string): boolean => Object.keys(Object(JSON.parse(jsonText({ '!': 1, [key]: 1 }))))[0] === key

describe('the order of members', () => {
  test('of a report: each has its place in the one list', () => {
    const all = new Set(
      goldenNames
        .flatMap((name) => [...members(goldenReport(name, nodeSignatureVerifier()))])
        .filter((k) => !/^[0-9a-f]{64}$/.test(k)),
    )
    expect(all.size).toBeGreaterThan(60)
    // Of what the machine says, which no golden case has.
    for (const key of ['offBy', 'programs', 'observed', 'agreement']) all.add(key)
    expect([...all].filter((key) => !isListed(key))).toEqual([])
  })

  test('of a case: as of the file, whoever put the evidence together, and the same when it is read and saved again', () => {
    const plain = evidenceOf(servedUsually(usualChain('order', fixedNow)), [{ id: 'curl-8.5-openssl' }])
    const [client] = plain.clients
    const setting = { kind: 'file', name: 'insecure', value: '', where: '/home/a/.curlrc:1' } as const
    const told: Evidence = {
      past: { path: '', by: 'data', at: fixedNow },
      ...plain,
      clients: [
        {
          observed: { why: '', says: '', verdict: 'accepted', version: '8', program: 'curl' },
          off: [{ setting, program: 'curl' }],
          asked: true,
          why: 'x',
          store: client?.store ?? '',
          id: client?.id ?? '',
        },
      ],
    }
    const text = writeCaseFile(told)
    expect(writeCaseFile(readCaseFile(text, 'a.json'))).toBe(text)
    expect(text.indexOf('"id": "curl-8.5-openssl"')).toBeLessThan(text.indexOf('"off"'))
    expect(text.indexOf('"off"')).toBeLessThan(text.indexOf('"asked"'))
  })
})
