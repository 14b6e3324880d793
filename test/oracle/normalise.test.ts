import { describe, expect, test } from 'vitest'
import { normalise, recordedLength, sameSentence } from './normalise.ts'

describe('normalise', () => {
  test.each([
    ['REJECT CERT_HAS_EXPIRED | certificate has expired', 'Error: certificate has expired (CERT_HAS_EXPIRED)'],
    ['REJECT code=10 | [SSL: X] failed: a (_ssl.c:1006)', '[SSL: X] failed: a (_ssl.c:1029)'],
    ['REJECT x509.HostnameError | x509: a', 'x509: a'],
    [
      'REJECT *tls.CertificateVerificationError | tls: current time 2026-11-22T01:10:02Z is after X',
      'tls: current time 2026-11-22T01:25:00Z is after X',
    ],
    ['curl: (60) a More details here: https://curl.se/docs/sslcerts.html b', 'curl: (60) a'],
    ['ERROR: Cannot open directory /nonexistent. ERROR: a', 'ERROR: a'],
    ["fatal: unable to access 'https://localhost:21001/': a", "fatal: unable to access 'https://localhost:29999/': a"],
    ['verify error:num=1:a | Verify return code: 1 (a)', 'verify error:num=1:a\nVerify return code: 1 (a)'],
  ])('%s', (recorded, ours) => {
    expect(sameSentence(ours, recorded)).toBe(true)
  })

  test.each([
    ['REJECT CERT_HAS_EXPIRED | certificate has expired', 'Error: certificate has expired (UNSPECIFIED)'],
    ['REJECT CERT_HAS_EXPIRED | certificate has expired', 'Error: certificate is not yet valid (CERT_HAS_EXPIRED)'],
    ['x509: current time A is after 2025-01-01T00:00:00Z', 'x509: current time A is after 2025-01-02T00:00:00Z'],
    ['x509: current time A is after 2025-01-01T00:00:00Z', 'x509: current time A is before 2025-01-01T00:00:00Z'],
    ['error 10 at 1 depth lookup: certificate has expired', 'error 10 at 0 depth lookup: certificate has expired'],
    [
      'certificate expired: verification time 1 (UNIX), but certificate is not valid after 5 (1 seconds ago)',
      'certificate expired: verification time 1 (UNIX), but certificate is not valid after 6 (1 seconds ago)',
    ],
    ['curl: (60) SSL certificate OpenSSL verify result: a (10)', 'curl: (60) SSL certificate OpenSSL verify result: a (20)'],
    ["fatal: unable to access 'https://localhost:21001/': a", "fatal: unable to access 'https://other:21001/': a"],
  ])('a change that matters stays: %s', (recorded, ours) => {
    expect(sameSentence(ours, recorded)).toBe(false)
  })

  test('a cut recording is compared as far as it goes, a whole one to its end', () => {
    const sentence = 'x'.repeat(600)
    expect(sameSentence(sentence, sentence.slice(0, recordedLength))).toBe(true)
    expect(sameSentence(sentence, sentence.slice(0, recordedLength - 1))).toBe(false)
    expect(sameSentence(sentence, `y${sentence.slice(0, recordedLength - 1)}`)).toBe(false)
    // What is left of a cut recording when the harness’s additions are gone must not be next to nothing.
    expect(sameSentence('anything', `${' '.repeat(recordedLength)}a`)).toBe(false)
  })

  test('is idempotent', () => {
    for (const text of ['REJECT InvalidData | invalid peer certificate: BadSignature', ' a ', 'Error: a (B)']) {
      expect(normalise(normalise(text))).toBe(normalise(text))
    }
  })
})
