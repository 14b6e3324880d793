import { describe, expect, test } from 'vitest'
import { explain } from '../../src/explain/explain.ts'
import type { CauseWord } from '../../src/messages/cause-words.ts'
import { knownTexts } from '../../src/messages/known/index.ts'
import { pieceTexts } from '../../src/messages/known/pieces.ts'
import { namesCause } from '../../src/messages/names-cause.ts'
import { others, pieces } from './pieces.ts'

describe('pieces as people type them into a search box', () => {
  test('there are at least 150, each once', () => {
    expect(new Set(pieces.map(({ text }) => text)).size).toBe(pieces.length)
    expect(pieces.length).toBeGreaterThanOrEqual(150)
  })

  test.each(pieces)('$text: $cause', ({ text, cause, names }) => {
    const [first] = explain(text).recognised
    if (cause === '') expect(first).toBeUndefined()
    else expect({ cause: first?.causes[0], names: first?.namesCause }).toEqual({ cause, names })
  })

  test.each(others)('not one: %s', (text) => {
    expect(explain(text).recognised).toEqual([])
  })

  test('a whole text beside a piece is what counts', () => {
    const { recognised } = explain('wrong version number\nx509: certificate is valid for b.test, not a.test')
    expect(recognised.map(({ causes }) => causes)).toEqual([['wrong-host']])
  })
})

// RFC 5280 §4.1.2.5 has two dates: that one of them does not fit is one fact, and what to ask next is which.
describe('a text names a cause where all that it can mean is one fact', () => {
  const isDated = (causes: readonly CauseWord[]): boolean =>
    causes.includes('not-yet-valid') && causes.some((cause) => cause.endsWith('expired') || cause === 'expired-unspecified')

  test('so does every text that can mean either end of a validity and nothing else', () => {
    const dated = [...knownTexts, ...pieceTexts].filter(({ causes }) => isDated(causes))
    expect(dated.length).toBeGreaterThan(15)
    const dates: readonly CauseWord[] = ['target-expired', 'issuer-expired', 'expired-unspecified', 'not-yet-valid', 'clock']
    const alone = dated.filter(({ causes }) => causes.every((cause) => dates.includes(cause)))
    expect(alone.filter((one) => !one.namesCause).map(({ pattern }) => pattern.source)).toEqual([])
  })

  test.each([
    'x509: certificate has expired or is not yet valid',
    'net::ERR_CERT_DATE_INVALID',
    'CERT_E_EXPIRED',
    'The received certificate has expired.',
    'errors in the certificate chain: NotTimeValid',
    'sun.security.validator.ValidatorException: PKIX path validation failed: validity check failed',
    'NSURLErrorDomain error -1201',
    'received fatal alert: certificate_expired',
  ])('%s', (text) => {
    const [first] = explain(text).recognised
    expect(first?.namesCause).toBe(true)
    expect(first?.causes).toContain('not-yet-valid')
  })

  test.each<readonly [boolean, readonly CauseWord[]]>([
    [true, ['expired-unspecified']],
    [true, ['not-yet-valid', 'clock']],
    [true, ['unknown-issuer', 'missing-intermediate', 'store-missing']],
    [true, ['unknown-issuer', 'client-cert-rejected']],
    [true, ['client-cert-rejected']],
    [true, ['expired-unspecified', 'not-yet-valid']],
    [false, ['expired-unspecified', 'wrong-host']],
    [false, ['weak-digest', 'bad-signature']],
    [false, ['unknown-issuer', 'wrong-host']],
    [false, ['unspecified']],
    [false, []],
  ])('%s: %s', (names, causes) => {
    expect(namesCause(causes)).toBe(names)
  })
})
