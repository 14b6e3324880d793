import { describe, expect, test } from 'vitest'
import { predictionWrong } from '../../src/diagnosis/prediction-wrong.ts'
import type { ClientResult } from '../../src/model/report.ts'

/** A rejection that was predicted, beside what a real Python said. */
function result(version: string, line: number, more: Partial<ClientResult> = {}): ClientResult {
  const release = version.replace(/\.\d+$/, '')
  const says = (hyphen: string): string =>
    `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self${hyphen}signed certificate (_ssl.c:${line})`
  return {
    client: `python-${release}`,
    askedAs: `python-${release}`,
    title: '',
    known: 'source',
    store: 'system',
    why: '',
    asked: true,
    chain: 'chain 1',
    verdict: { kind: 'rejected', code: 'issuer-not-found', at: 0, certificate: null, says: says(' '), path: [], trace: [] },
    timeline: [],
    observed: { program: 'python', version, verdict: 'rejected', says: says('-'), why: '', agreement: 'words' },
    ...more,
  }
}

describe('RC505', () => {
  test('one finding for four Pythons with the same words, and a notice, for the verdict was right', () => {
    const found = predictionWrong([
      result('3.7.16', 1091),
      result('3.8.18', 1131),
      result('3.9.18', 1129),
      result('3.10.13', 1007),
    ])
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      code: 'RC505',
      severity: 'notice',
      clients: ['python-3.7', 'python-3.8', 'python-3.9', 'python-3.10'],
      params: { difference: 'words', program: 'python', versions: '3.7.16, 3.8.18, 3.9.18 and 3.10.13', store: 'system' },
    })
  })

  test('a verdict that is wrong is a warning, and no part of a finding about words', () => {
    const accepted = result('3.11.7', 992, {
      observed: { program: 'python', version: '3.11.7', verdict: 'accepted', says: '', why: '', agreement: 'verdict' },
    })
    const found = predictionWrong([result('3.7.16', 1091), accepted])
    expect(found.map(({ severity, clients }) => [severity, clients])).toEqual([
      ['notice', ['python-3.7']],
      ['warning', ['python-3.11']],
    ])
    expect(found[1]?.params).toMatchObject({ difference: 'accepts', version: '3.11.7' })
  })

  test('other programs, other words and other stores', () => {
    const curl = result('8.5.0', 1, { askedAs: 'curl-8.5-openssl' })
    const other = {
      ...curl,
      observed: { ...result('8.5.0', 1).observed, program: 'curl' } as ClientResult['observed'],
    } as ClientResult
    const elsewhere = result('3.8.18', 1131, { store: '/etc/other.pem' })
    const found = predictionWrong([result('3.8.18', 1131), elsewhere, other])
    expect(found.map(({ params }) => [params['program'], params['store']])).toEqual([
      ['python', 'system, /etc/other.pem'],
      ['curl', 'system'],
    ])
    // A seat stands once for each chain.
    expect(predictionWrong([result('3.8.18', 1131), result('3.8.18', 1131, { chain: 'chain 2' })])).toHaveLength(1)
    expect(
      predictionWrong([
        { ...result('3.8.18', 1), observed: { ...curl.observed, agreement: 'same' } as NonNullable<ClientResult['observed']> },
      ]),
    ).toEqual([])
  })
})
