import { describe, expect, test } from 'vitest'
import { explain } from '../../src/explain/explain.ts'
import { explanationLines } from '../../src/explain/plain-text.ts'

const lines = (text: string): string => explanationLines(explain(text)).join('\n')

describe('a pin that does not fit', () => {
  test.each([
    'curl: (90) SSL: public key does not match pinned public key',
    'javax.net.ssl.SSLPeerUnverifiedException: Certificate pinning failure!',
    'javax.net.ssl.SSLHandshakeException: Pin verification failed',
    'net::ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN',
    'MOZILLA_PKIX_ERROR_KEY_PINNING_FAILURE',
    'urllib3.exceptions.SSLError: Fingerprints did not match. Expected "aa", got "bb"',
    'aiohttp.client_exceptions.ServerFingerprintMismatch: <ServerFingerprintMismatch host=a.test>',
    'The public key does not match pinned public key!',
  ])('%s: is a cause of its own, and what to do is said', (text) => {
    expect(explain(text).recognised[0]).toMatchObject({ causes: ['pin'], namesCause: true })
    expect(lines(text)).toContain('no trust store changes it')
    expect(lines(text)).not.toMatch(/disable|insecure|--no-check|aa|bb/)
  })

  test('is not told of for other causes', () => {
    expect(lines('curl: (60) SSL certificate problem: certificate has expired')).not.toContain('pin')
  })
})
