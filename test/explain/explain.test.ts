import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveClient } from '../../src/clients/resolve.ts'
import { dotnetParams } from '../../src/messages/dotnet.ts'
import { explain } from '../../src/explain/explain.ts'
import { explanationLines } from '../../src/explain/plain-text.ts'
import { causesOf } from '../../src/messages/causes-of.ts'
import { causeMeanings, isCauseWord } from '../../src/messages/cause-words.ts'
import { messageTables } from '../../src/messages/index.ts'
import { render } from '../../src/messages/render.ts'
import { entriesOf } from '../../src/messages/wrap.ts'
import { seconds } from '../../src/model/time.ts'
import { runtimes } from '../../src/runtimes/index.ts'
import { everyPasted } from '../messages/pasted/index.ts'

const first = (text: string) => explain(text).recognised[0]

describe('the cause words', () => {
  // The promise, word for word and in its order.
  test('are those of the promise', () => {
    expect(Object.keys(causeMeanings).join(' ')).toBe(
      'target-expired issuer-expired expired-unspecified not-yet-valid clock unknown-issuer missing-intermediate untrusted-root-sent self-signed-target wrong-host no-san bad-signature same-name-authority not-a-ca path-length name-constraint purpose weak-key weak-digest strict-profile distrusted revoked revocation-unavailable ct store-missing store-unreadable pin client-cert-required client-cert-rejected protocol handshake-unspecified unspecified',
    )
  })
})

describe('what surrounds a text does not change it', () => {
  const wrapped = (text: string): string =>
    text
      .split('\n')
      .map((line) => {
        const lines: string[] = ['']
        for (const word of line.split(' ')) {
          const last = lines.length - 1
          if ((lines[last] ?? '').length + word.length > 70) lines.push(word)
          else lines[last] = lines[last] === '' ? word : `${lines[last]} ${word}`
        }
        return lines.join('\n    ')
      })
      .join('\n')
  const eachLine = (text: string, before: string): string =>
    text
      .split('\n')
      .map((line) => before + line)
      .join('\n')
  // Bare words of few letters, which are known only alone on their line or at its end.
  const aloneOnly =
    /^(?:hostname mismatch|IP address mismatch|invalid peer certificate signature|\*\*\* Fatal error: Error in the certificate\.|Unable to|No certificate)/
  test.each([
    ['colours', (text: string) => `\u001b[31;1m${text.replaceAll(': ', ': \u001b[0m\u001b[33m')}\u001b[0m`],
    ['line ends of Windows', (text: string) => `${text.replaceAll('\n', '\r\n')}\r\n`],
    ['JSON', (text: string) => JSON.stringify({ level: 'error', msg: text })],
    ['JSON in JSON', (text: string) => JSON.stringify(JSON.stringify({ msg: text }))],
    ['time, level and program of a log', (text: string) => eachLine(text, '2026-11-22T10:00:00.123Z [ERROR] app[123]: ')],
    ['names of containers', (text: string) => eachLine(text, 'web_1  | ')],
    ['quotation', (text: string) => eachLine(text, '> ')],
    ['broken lines', wrapped],
    ['a question', (text: string) => `I ran it:\n\n\`\`\`\n${text}\n\`\`\`\n\nit works in my browser`],
    ['one line', (text: string) => `It says "${text.replaceAll('\n', ' ')}" since today`],
    ['a build', (text: string) => `Run npm ci\n  Error: ${text}\nError: Process completed with exit code 1.`],
  ])(
    '%s',
    (_, around) => {
      const wrong: string[] = []
      for (const { text, causes, who } of everyPasted.filter((one, i) => i % 4 === 0 && !aloneOnly.test(one.text))) {
        const found = first(around(text))
        if (found?.causes.join(' ') !== causes || found.who !== who) wrong.push(`${text}: ${found?.causes.join(' ')}`)
      }
      expect(wrong).toEqual([])
    },
    60_000,
  )
})

describe('the tables that render predictions', () => {
  const clock = seconds(1_795_309_795)
  const params = {
    host: 'a.test',
    cn: 'a',
    name: 'n',
    detail: 'd',
    code: '10',
    at: '0',
    line: '10',
    text: 't',
    notAfterUnix: '5',
    notBeforeUnix: '9',
    names: 'b.test',
    sans: 'DNS:b.test',
  }
  // Words that stand for other things as well: alone they say nothing of a certificate.
  const tooCommon = ['botan', 'chrome-pki', 'nss-tstclnt-3', 'nss-vfychain-3', 'rfc5280', 's2n', 'mbedtls', 'gnutls']

  test.each(Object.entries(messageTables()).filter(([family]) => !tooCommon.includes(family)))(
    '%s: what is rendered is explained',
    (_, table) => {
      const unknown: string[] = []
      let met = 0
      for (const [code, template] of entriesOf(table)) {
        // A set of flags that stands for nothing is never printed.
        const text = render({ template, params: { ...params, ...dotnetParams([code]) } }, clock)
        const { recognised } = explain(text)
        const wanted = causesOf([code])
        met++
        if (
          recognised.length === 0 &&
          /cert|ssl|tls|x509|pkix|issuer/i.test(text) &&
          !text.includes('…') &&
          !text.startsWith('(')
        )
          unknown.push(`${code}: ${text} (${wanted.join(' ')})`)
      }
      expect(met).toBeGreaterThan(0)
      // Few letters of everyday words, known only behind those of a verification.
      expect(
        unknown.filter(
          (line) =>
            !/: (?:hostname|IP address) mismatch|Issuer name empty|Subject name empty|certificate rejected|no explicit policy|subject issuer mismatch/i.test(
              line,
            ),
        ),
      ).toEqual([])
    },
  )
})

describe('host and port', () => {
  test.each([
    [
      "HTTPSConnectionPool(host='a.test', port=8443): Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, 'x')))",
      'a.test',
      8443,
    ],
    ['Cannot connect to host a.test:443 ssl:True [SSLCertVerificationError: (1, "x")]', 'a.test', 443],
    ['Get "https://a.test/v2/": x509: certificate signed by unknown authority', 'a.test', 443],
    ['Get https://a.test:5000/v2/: x509: certificate signed by unknown authority', 'a.test', 5000],
    [
      "fatal: unable to access 'https://user:secret@a.test:8443/r.git/': SSL certificate problem: certificate has expired",
      'a.test',
      8443,
    ],
    ['FetchError: request to https://a.test/x failed, reason: certificate has expired', 'a.test', 443],
    [
      "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: a.test. is not in the cert's altnames: DNS:b.test",
      'a.test',
      null,
    ],
    ['x509: certificate is valid for b.test, not a.test', 'a.test', null],
    ['Get "https://a.test:444/": x509: certificate is valid for b.test, not a.test', 'a.test', 444],
    [
      'psql: error: connection to server at "db.test" (192.0.2.1), port 5432 failed: SSL error: certificate verify failed',
      'db.test',
      5432,
    ],
    [
      '--2026-01-01--  https://a.test/\nConnecting to a.test (a.test)|192.0.2.1|:443... connected.\nERROR: The certificate of ‘a.test’ is not trusted.',
      'a.test',
      443,
    ],
    [
      'SSL_connect returned=1 errno=0 peeraddr=192.0.2.1:8443 state=error: certificate verify failed (certificate has expired)',
      '192.0.2.1',
      8443,
    ],
    ['Get "https://[2001:db8::1]:6443/": x509: certificate signed by unknown authority', '2001:db8::1', 6443],
    [
      'javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching a.test found.\n\tat Alert.java:131',
      'a.test',
      null,
    ],
    [
      'javax.net.ssl.SSLHandshakeException: PKIX path building failed\n\tat sun.security.ssl.Alert.createSSLException(Alert.java:131)',
      null,
      null,
    ],
    [
      'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)',
      null,
      null,
    ],
    [
      'curl: (60) SSL certificate problem: certificate has expired\nMore details here: https://curl.se/docs/sslcerts.html',
      null,
      null,
    ],
    [
      'cURL error 60: SSL certificate problem: certificate has expired (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) for https://a.test/api',
      'a.test',
      443,
    ],
    [
      'The SSL connection could not be established, see inner exception. (a.test:443)\nerrors in the certificate chain: NotTimeValid',
      'a.test',
      443,
    ],
    ["certificate has expired {\n  code: 'CERT_HAS_EXPIRED',\n  host: 'a.test',\n  port: 8443 }", 'a.test', 8443],
  ])('%s', (text, host, port) => {
    const found = first(text)
    expect({ host: found?.host, port: found?.port }).toEqual({ host, port })
  })

  test('what is no name never becomes part of a command', () => {
    for (const host of ['a.test;reboot', '$(reboot)', '-oProxyCommand=x', 'a b', '`x`', 'a.test\u0007']) {
      const { next, recognised } = explain(
        `fatal: unable to access 'https://${host}/': SSL certificate problem: certificate has expired`,
      )
      expect(recognised.length).toBe(1)
      expect(next).toMatch(/^rootcause check (?:<host>:<port>|[\w.:[\]]+)$/)
    }
  })
})

describe('who and which release', () => {
  test.each([
    ['certificate verify failed: certificate has expired (_ssl.c:1108)', 'python', '3.8'],
    ['certificate verify failed (_ssl.c:852)', 'python', '3.6'],
    ['certificate verify failed: certificate has expired (_ssl.c:1076)', 'python', '3.7'],
    ['certificate verify failed: certificate has expired (_ssl.c:1006)', 'python', '3.11'],
    ['certificate verify failed: certificate has expired (_ssl.c:99999)', 'python', null],
    ["Error: certificate has expired\n  code: 'CERT_HAS_EXPIRED'\n\nNode.js v20.20.2", 'node', '20.20.2'],
    ['verify error:num=18:self signed certificate', 'openssl', '1.1.1 or earlier'],
    ['verify error:num=18:self-signed certificate', 'openssl', '3.0 or later'],
    ['tls: failed to verify certificate: x509: certificate signed by unknown authority', 'go', '1.20 or later'],
    ['error:14090086:SSL routines:SSL3_GET_SERVER_CERTIFICATE:certificate verify failed', 'openssl', '1.0.2 or earlier'],
    ['error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed', 'openssl', '1.1.x'],
    ['error:0A000086:SSL routines::certificate verify failed', 'openssl', '3.0 or later'],
  ])('%s', (text, runtime, version) => {
    const found = first(text)
    expect({ runtime: found?.runtime, version: found?.version }).toEqual({ runtime, version })
  })

  test('texts without a cause are said to have none', () => {
    for (const text of [
      'SSL connect attempt failed error:0A000086:SSL routines::certificate verify failed',
      'server certificate verification failed. CAfile: none CRLfile: none',
      '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:852)',
      'The remote certificate is invalid according to the validation procedure.',
      'psql: error: SSL error: certificate verify failed',
    ]) {
      expect(first(text)).toMatchObject({ causes: ['unspecified'], namesCause: false })
    }
  })

  test('an alert: the certificate is that of the side to which it was sent', () => {
    const server =
      '2026/01/01 [crit] 7#7: *1 SSL_do_handshake() failed (SSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48) while SSL handshaking, client: 192.0.2.9, server: 0.0.0.0:443'
    expect(first(server)).toMatchObject({ who: 'peer', causes: ['unknown-issuer'] })
    expect(first('curl: (56) OpenSSL SSL_read: error:0A000418:SSL routines::tlsv1 alert unknown ca, errno 0')).toMatchObject({
      who: 'peer',
      causes: ['client-cert-rejected', 'unknown-issuer'],
    })
    expect(first('http: TLS handshake error from 192.0.2.9:5000: remote error: tls: bad certificate')).toMatchObject({
      who: 'peer',
      namesCause: false,
    })
  })

  test('two refusals in one text are both told', () => {
    const { recognised } = explain(
      '- Status: The certificate is NOT trusted. The certificate chain uses expired certificate. The name in the certificate does not match the expected.',
    )
    expect(recognised.flatMap((one) => one.causes).toSorted()).toEqual(['expired-unspecified', 'wrong-host'])
  })
})

describe('the next command', () => {
  // IANA's registry of ports: there a server speaks in the clear first.
  test.each([
    [
      'connection to server at "db.test" (192.0.2.1), port 5432 failed: SSL error: certificate verify failed',
      'db.test:5432 --starttls postgres',
    ],
    ['-connect mail.test:587\nverify error:num=20:unable to get local issuer certificate', 'mail.test:587 --starttls smtp'],
    ['-connect mail.test:465\nverify error:num=20:unable to get local issuer certificate', 'mail.test:465'],
  ])('%s: begins as the server expects', (text, target) => {
    expect(explain(text).next).toBe(`rootcause check ${target}`)
  })

  test('asks the profile that the text shows, and such a profile exists', () => {
    const { next } = explain(
      "HTTPSConnectionPool(host='a.test', port=443): (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)')))",
    )
    expect(next).toBe('rootcause check a.test:443 --client python-3.8')
    const clients = everyPasted
      .map(({ text }) => / --client (\S+)/.exec(explain(text).next ?? '')?.[1])
      .filter((id) => id !== undefined)
    expect(clients.length).toBeGreaterThan(10)
    for (const id of new Set(clients)) expect(resolveClient(id), id).not.toBeNull()
  })
})

describe('the text for a reader', () => {
  // What did not begin was refused by nobody for a certificate; what could not be read was no certificate of the server.
  test.each([
    ['x509: certificate is valid for b.test, not a.test', 'Go refused the certificate it was shown for a.test.'],
    [
      'Error: write EPROTO 1:error:1408F10B:SSL routines:ssl3_get_record:wrong version number',
      'Node.js could not begin TLS with the other side.',
    ],
    ['the trustAnchors parameter must be non-empty', 'Java could not read its trust store.'],
    ['curl: (58) unable to set private key file', 'curl could not show a certificate of its own.'],
    [
      'error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure',
      'OpenSSL 1.1.1 or earlier, or a program that passes its words on, was refused by the other side.',
    ],
  ])('%s: %s', (text, sentence) => {
    expect(explanationLines(explain(text))[0]).toBe(sentence)
  })

  test('where nothing spoke TLS, what it may be instead is said', () => {
    expect(explanationLines(explain('wrong version number')).join('\n')).toContain('STARTTLS')
    expect(explanationLines(explain('certificate has expired')).join('\n')).not.toContain('STARTTLS')
  })

  test('is at most 20 lines of 100 columns or less before the words, whatever was pasted', () => {
    for (const { text } of everyPasted) expect(explanationLines(explain(text)).length, text).toBeLessThanOrEqual(20)
  })
})

describe('any text', () => {
  test('never throws, and only gives words of the promise', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 400 }),
          fc.constantFrom(...everyPasted.map((one) => one.text)).chain((text) => fc.nat(text.length).map((n) => text.slice(n))),
        ),
        (text) => {
          for (const one of explain(text).recognised) {
            expect(one.causes.length).toBeGreaterThan(0)
            expect(one.causes.every(isCauseWord)).toBe(true)
            expect(['local', 'peer', 'unknown']).toContain(one.who)
          }
        },
      ),
      { numRuns: 300, seed: 20_261_122 },
    )
  })

  test('the middle of a long log is read, where words of ours stand', () => {
    const noise = 'GET /index.html 200 12ms\n'.repeat(40_000)
    const error = 'curl: (60) SSL certificate problem: certificate has expired\n'
    const others = 'checking TLS settings of the build ... ok\n'.repeat(2000)
    for (const text of [noise + error + noise, error + noise, noise + error, noise + others + noise + error + noise])
      expect(first(text)?.causes).toEqual(['expired-unspecified'])
    expect(first(noise + others + noise)).toBeUndefined()
  })

  test('an error in a log of lines that speak of TLS is found, however many they are', () => {
    const line = (i: number, words: string): string =>
      `2026-11-22T10:00:${String(i % 60).padStart(2, '0')}Z h${i}.test[${i}]: ${words}\n`
    const many = (words: string): string => Array.from({ length: 4000 }, (_, i) => line(i, words)).join('')
    const error = line(7, 'SSL certificate problem: certificate has expired')
    for (const words of [
      'TLS session with 192.0.2.7:443 resumed, certificate 3 of 3 in use, cipher TLS_AES_128_GCM_SHA256',
      'TLS handshake with 192.0.2.7 done; 0 errors',
      'renewal of the TLS certificate failed: no answer from 192.0.2.9',
    ])
      expect(first(many(words) + error + many(words))?.causes, words).toEqual(['expired-unspecified'])
  })

  test('a huge one is done in bounded time', () => {
    for (const part of [
      'certificate verify failed: ',
      'x509: certificate is valid for ',
      "hostname '",
      '"',
      '\n',
      'SSL ',
      '[',
      'error:0A000086:SSL routines:',
      ': ',
      ' '.repeat(50),
      'VERIFY ERROR: ',
      'https://',
      '\\',
      'a.',
      '(host=',
    ]) {
      const start = performance.now()
      explain(part.repeat(Math.ceil(2_000_000 / part.length)))
      expect(performance.now() - start, JSON.stringify(part)).toBeLessThan(10_000)
    }
  }, 120_000)
})

describe('the next command', () => {
  const next = (text: string) => explain(text).next
  test.each([
    ['curl: (77) error setting certificate verify locations:\n  CAfile: /etc/corp.pem', 'curl'],
    ["fatal: unable to access 'https://a.test/x.git/': error setting certificate verify locations:  CAfile: /c.pem", 'git'],
    [
      'Warning: Ignoring extra certs from `/c.pem`, load failed: error:80000002:system library::No such file or directory',
      'node',
    ],
    ['java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty', 'java'],
    ['java.io.IOException: keystore password was incorrect', 'java'],
    ['OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /c.pem', 'requests'],
    [
      'ERROR: Could not install packages due to an OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /c.pem',
      'pip',
    ],
    ['psql: error: root certificate file "/root/.postgresql/root.crt" does not exist', 'postgres'],
  ])('of a store that could not be read is about the store: %s', (text, program) => {
    expect(next(text)).toBe(`rootcause which ${program}`)
    expect(runtimes.some(({ id }) => id === program)).toBe(true)
    expect(explanationLines(explain(text)).join('\n')).not.toContain('name the host')
  })

  test('of a program that speaks its own protocol first says so, without a host too', () => {
    expect(next('ERROR 2026 (HY000): SSL connection error: error:0A000086:SSL routines::certificate verify failed')).toBe(
      'rootcause check <host>:<port> --starttls mysql',
    )
  })
})

describe('several errors in one text', () => {
  test('each is told of the program on whose line it stands', () => {
    const text = [
      'curl: (60) SSL certificate problem: certificate has expired',
      'javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching a.test found.',
    ].join('\n')
    const told = explain(text).recognised.map(({ runtime, causes: [cause] }) => `${runtime ?? ''} ${cause ?? ''}`)
    expect(told.toSorted()).toEqual(['curl expired-unspecified', 'java wrong-host'])
  })

  test('a sentence that was cut is not taken for a shorter one', () => {
    for (const end of ['', ' c', ' certif', ' certificate'])
      expect(first(`certificate verify failed: self-signed certificate in${end}`)?.causes, end).toEqual(['untrusted-root-sent'])
  })

  test('the host of a browser’s page and of a pin', () => {
    const page =
      'Firefox detected a potential security threat and did not continue to a.test because this website requires a secure connection.\nError code: MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT'
    expect(first(page)?.host).toBe('a.test')
    const pin =
      'Certificate pinning failure!\n  Peer certificate chain:\n    sha256/AAAA=: CN=b.test\n  Pinned certificates for a.test:\n'
    expect(first(pin)?.host).toBe('a.test')
  })
})
