import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureCodes } from '../../src/model/failure.ts'
import { seconds } from '../../src/model/time.ts'
import { gnutlsStatus } from '../../src/messages/gnutls.ts'
import { messageTables } from '../../src/messages/index.ts'
import { maxText, recognise } from '../../src/messages/recognise.ts'
import { render } from '../../src/messages/render.ts'
import { templateFor } from '../../src/messages/says.ts'
import { isSlot, type Slot, slots } from '../../src/messages/slots.ts'
import { slotsOf } from '../../src/messages/template.ts'
import { entriesOf } from '../../src/messages/wrap.ts'

/** Values that fit a slot, from its own pattern; empty ones stand for values that are missing. */
const valueOf = (slot: Slot): fc.Arbitrary<string> => {
  const expression = new RegExp(`^(?:${slots[slot].pattern})$`)
  const any = slot.endsWith('Unix')
    ? fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }).map(String)
    : slots[slot].pattern.startsWith('(?:-?\\d{4,6}')
      ? fc
          .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-01-01') })
          .map((date) => `${date.toISOString().slice(0, 19)}Z`)
      : fc.oneof(fc.stringMatching(/^[\d.]{0,12}$/), fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }))
  return fc
    .oneof({ weight: 9, arbitrary: any }, { weight: 1, arbitrary: fc.constant('') })
    .map((value) => (expression.test(value) ? value : 'x'))
    .map((value) => (expression.test(value) ? value : ''))
}

const paramsFor = (template: string): fc.Arbitrary<Record<string, string>> =>
  fc.record(Object.fromEntries([...slotsOf(template)].filter((slot) => !slots[slot].clock).map((slot) => [slot, valueOf(slot)])))

const instant = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }).map(seconds)

describe('recognise(render(m)) contains m', () => {
  for (const [family, table] of Object.entries(messageTables())) {
    test(family, () => {
      for (const code of failureCodes) {
        const template = templateFor(table, code)
        const runs = slotsOf(template).size === 0 ? 1 : 20
        fc.assert(
          fc.property(paramsFor(template), instant, (params, clock) => {
            const text = render({ template, params }, clock)
            const found = recognise(text).some(
              (m) => m.family === family && m.code === code && m.who === (code === 'handshake-alert' ? 'peer' : 'we'),
            )
            if (!found) throw new Error(`${code}: not recognised: ${JSON.stringify(text)}`)
          }),
          { numRuns: runs, seed: 20_261_122 },
        )
      }
    })
  }
})

const causesOf = (text: string): readonly string[] => [...new Set(recognise(text).map((m) => m.code))].toSorted()

describe('recognise', () => {
  test('one text, several causes: each of them', () => {
    expect(causesOf('tls: failed to verify certificate: x509: certificate signed by unknown authority')).toEqual(
      expect.arrayContaining(['issuer-not-found', 'self-signed-in-chain', 'target-unverified']),
    )
    expect(causesOf('certificate verify failed').length).toBeGreaterThan(40)
  })
  test('tells a text from one that is like it', () => {
    expect(causesOf('certificate has expired')).toEqual(['expired'])
    expect(causesOf('certificate has expired, they say')).toEqual([])
    expect(causesOf('self-signed certificate')).toEqual(['self-signed-target'])
    expect(causesOf('self-signed certificate in certificate chain')).toEqual(['self-signed-in-chain'])
    expect(causesOf('error 10 at 3 depth lookup: self-signed certificate')).toEqual([])
    expect(causesOf('unrelated')).toEqual([])
    expect(causesOf('')).toEqual([])
  })
  test('values come out', () => {
    const [first] = recognise('x509: certificate is valid for a.test, b.test, not c.test')
    expect(first?.params).toEqual({ names: 'a.test, b.test', host: 'c.test' })
  })
  test('who refused', () => {
    const who = (text: string): readonly string[] => [...new Set(recognise(text).map((m) => m.who))]
    expect(who('[SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca (_ssl.c:992)')).toEqual(['peer'])
    expect(who('remote error: tls: bad certificate')).toEqual(['peer'])
    expect(who('javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown')).toEqual(['peer'])
    expect(who('curl: (60) SSL certificate problem: certificate has expired')).toEqual(['we'])
  })

  // Shapes as reference/errors.md §3.1 and the programs print them; what is inside is one of our sentences.
  const python = '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)'
  test.each([
    [
      'a traceback',
      `Traceback (most recent call last):\n  File "x.py", line 3, in <module>\n    urlopen(u)\nssl.SSLCertVerificationError: ${python}\n`,
    ],
    ['urllib', `urllib.error.URLError: <urlopen error ${python}>`],
    [
      'requests',
      `requests.exceptions.SSLError: HTTPSConnectionPool(host='h', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '${python}')))`,
    ],
    [
      'aiohttp',
      `aiohttp.client_exceptions.ClientConnectorCertificateError: Cannot connect to host h:443 ssl:True [SSLCertVerificationError: (1, '${python}')]`,
    ],
    ['httpx', `httpx.ConnectError: ${python}`],
    [
      'pip',
      `WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'SSLError(SSLCertVerificationError(1, '${python}'))': /simple/x/`,
    ],
    ['AWS CLI', `SSL validation failed for https://h/ ${python}`],
    [
      'npm',
      'npm ERR! code CERT_HAS_EXPIRED\nnpm ERR! errno CERT_HAS_EXPIRED\nnpm ERR! request to https://h/x failed, reason: certificate has expired',
    ],
    ['npm 10', 'npm error code CERT_HAS_EXPIRED'],
    [
      'fetch',
      "TypeError: fetch failed\n    at node:internal/deps/undici/undici:1:1 {\n  [cause]: Error: certificate has expired\n      at TLSSocket.onConnectSecure (node:_tls_wrap:1:1) {\n    code: 'CERT_HAS_EXPIRED'\n",
    ],
    ['git', "fatal: unable to access 'https://h/r.git/': SSL certificate problem: certificate has expired"],
    [
      'PHP',
      'cURL error 60: SSL certificate problem: certificate has expired (see https://curl.haxx.se/libcurl/c/libcurl-errors.html)',
    ],
    [
      'cargo',
      'caused by: [60] SSL peer certificate or SSH remote key was not OK (SSL certificate problem: certificate has expired)',
    ],
    [
      'Ruby',
      'OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 peeraddr=192.0.2.1:443 state=error: certificate verify failed (certificate has expired)',
    ],
    [
      'Docker',
      'Error response from daemon: Get "https://h/v2/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-22T01:15:25+01:00 is after 2025-01-01T00:00:00Z',
    ],
    [
      'kubectl',
      'Unable to connect to the server: x509: certificate has expired or is not yet valid: current time 2026-11-22T01:15:25Z is after 2025-01-01T00:00:00Z',
    ],
    [
      'Java',
      'Exception in thread "main" javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed\n\tat java.base/x',
    ],
    [
      'a Java cause',
      'Caused by: sun.security.validator.ValidatorException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed',
    ],
    ['the deepest Java cause', 'Caused by: java.security.cert.CertPathValidatorException: validity check failed'],
    [
      'uv',
      '  Caused by: invalid peer certificate: certificate expired: verification time 1795309795 (UNIX), but certificate is not valid after 1735689600 (59620195 seconds ago)',
    ],
    [
      'apt',
      'Err:1 https://h stable Release\n  Certificate verification failed: The certificate is NOT trusted. The certificate chain uses expired certificate.  Could not handshake: Error in the certificate verification. [IP: 192.0.2.1 443]',
    ],
    [
      's_client',
      'CONNECTED(00000003)\ndepth=0 CN = h\nverify error:num=10:certificate has expired\nnotAfter=Jan  1 00:00:00 2025 GMT\n---\n    Verify return code: 10 (certificate has expired)\n',
    ],
  ])('takes off what is around it: %s', (_, text) => {
    expect(causesOf(text)).toContain('expired')
    expect(causesOf(text.replaceAll(/expired|EXPIRED|validity check/g, 'wrong'))).not.toContain('expired')
  })

  test('several failures of GnuTLS at once', () => {
    const status = gnutlsStatus(['host-mismatch', 'expired', 'issuer-not-found'])
    // lib/cert-cred.c: the issuer, then the time, then the name.
    expect(status).toBe(
      '- Status: The certificate is NOT trusted. The certificate issuer is unknown. The certificate chain uses expired certificate. The name in the certificate does not match the expected.',
    )
    expect(causesOf(`${status} `)).toEqual(expect.arrayContaining(['expired', 'host-mismatch', 'issuer-not-found']))
    expect(causesOf(status)).not.toContain('purpose-target')
  })

  test('is total, and done soon with what was made to be slow', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(Array.isArray(recognise(text))).toBe(true)
      }),
      { numRuns: 200, seed: 1 },
    )
    for (const part of [
      'SSLError(1, "',
      "'",
      '(Caused by ',
      'x509: ',
      'a::',
      '{',
      'npm ERR! ',
      'Caused by: ',
      ' at node:',
      'PKIX ',
    ]) {
      expect(Array.isArray(recognise(part.repeat(Math.ceil(maxText / part.length))))).toBe(true)
      expect(Array.isArray(recognise(part.repeat(Math.floor(4_000 / part.length))))).toBe(true)
    }
  }, 20_000)

  test('every sentence of a table is different from the empty one', () => {
    for (const table of Object.values(messageTables())) for (const [, template] of entriesOf(table)) expect(template).not.toBe('')
    expect(Object.keys(slots).every(isSlot)).toBe(true)
  })
})
