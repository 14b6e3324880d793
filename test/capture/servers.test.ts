import { hash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type TlsOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capture } from '../../src/capture/capture.ts'
import type { CaptureFailure, TlsFacts } from '../../src/model/evidence.ts'
import type { HelloClass } from '../../src/model/hello.ts'
import { mintPki, oddTail, type Pki } from './support/pki.ts'
import { opensslServer, type ServerProcess, serverOnFreePort } from './support/server-process.ts'
import { hasTool, openssl } from './support/tools.ts'

/** Chains are compared, by SHA-256, with the files that the servers were given: no other reader of TLS stands between. */

const withOpenssl = hasTool('openssl')
const withGnutls = hasTool('gnutls-serv')
const withNginx = hasTool('nginx')

let pki: Pki
beforeAll(() => {
  if (withOpenssl) pki = mintPki()
})
afterAll(() => pki?.remove())

type Seen = { chain: string[]; tls: TlsFacts | null } | CaptureFailure

async function see(port: number, hello: HelloClass, host = 'localhost'): Promise<Seen> {
  const { sends } = await capture({ target: { host, port }, hellos: [hello], connect: '127.0.0.1', timeoutMs: 8000 })
  const outcome = sends[0]?.outcome
  if (outcome === undefined) throw new Error('nothing was sent')
  if (outcome.kind === 'failed') return outcome.failure
  return { chain: [...outcome.chain], tls: outcome.tls }
}

const hashes = (names: readonly string[]): string[] => names.map((name) => hash('sha256', pki.der(name)))

const peerAlert = (detail: string): CaptureFailure => ({ code: 'alert', by: 'peer', detail })

const chainOf = (names: readonly string[], version: string, more: Partial<TlsFacts> = {}): unknown => ({
  chain: hashes(names),
  tls: expect.objectContaining({ version, by: 'prober', possession: 'not-proved', warnings: [], ...more }),
})

describe.skipIf(!withOpenssl)('openssl s_server (skipped without the openssl program)', () => {
  let server: ServerProcess | null = null
  const serve = async (...options: readonly string[]): Promise<number> => {
    server = await opensslServer(...options)
    return server.port
  }
  const files = (kind: 'rsa' | 'ec' = 'rsa', tail = oddTail(kind)): readonly string[] => [
    '-cert',
    pki.file(`${kind}-leaf.pem`),
    '-key',
    pki.file(`${kind}-leaf.key`),
    '-cert_chain',
    pki.bundle('tail.pem', tail),
  ]
  const odd = ['rsa-leaf', ...oddTail('rsa')]
  const stop = async (): Promise<void> => {
    await server?.stop()
    server = null
  }

  // The first handshakes of a process send another key share than the later ones: a server of one group asks some of them again.
  test.each(['P-256', 'X25519'])('many handshakes with a server of %s alone', { timeout: 20_000 }, async (group) => {
    try {
      const port = await serve(...files(), '-tls1_3', '-groups', group)
      const target = { host: 'localhost', port }
      const { sends } = await capture({ target, hellos: ['tls1.3'], connect: '127.0.0.1', repeat: 25, timeoutMs: 8000 })
      expect(sends.map(({ outcome }) => (outcome.kind === 'chain' ? outcome.chain : outcome))).toEqual(
        Array.from({ length: 25 }, () => hashes(odd)),
      )
    } finally {
      await stop()
    }
  })

  interface Row {
    readonly options: readonly string[]
    /** What each hello draws: the version of a chain, or the name of an alert. */
    readonly tls13: string
    readonly tls12: string
    readonly cipher?: string
    readonly facts?: Partial<TlsFacts>
  }
  const rows: readonly Row[] = [
    { options: [], tls13: '1.3', tls12: '1.2' },
    { options: ['-tls1_2'], tls13: '1.2', tls12: '1.2' },
    { options: ['-tls1_3'], tls13: '1.3', tls12: 'protocol_version' },
    { options: ['-tls1_3', '-groups', 'P-256'], tls13: '1.3', tls12: 'protocol_version' },
    { options: ['-tls1_3', '-groups', 'P-384'], tls13: '1.3', tls12: 'protocol_version' },
    {
      options: ['-tls1_3', '-groups', 'P-521', '-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'],
      tls13: '1.3',
      tls12: 'protocol_version',
      cipher: 'TLS_CHACHA20_POLY1305_SHA256',
    },
    {
      options: ['-tls1_3', '-groups', 'P-256', '-ciphersuites', 'TLS_AES_256_GCM_SHA384'],
      tls13: '1.3',
      tls12: 'protocol_version',
      cipher: 'TLS_AES_256_GCM_SHA384',
    },
    { options: ['-tls1_3', '-max_send_frag', '512'], tls13: '1.3', tls12: 'protocol_version' },
    { options: ['-tls1_2', '-max_send_frag', '512'], tls13: '1.2', tls12: '1.2' },
    { options: ['-tls1_3', '-record_padding', '4096'], tls13: '1.3', tls12: 'protocol_version' },
    {
      options: ['-tls1_3', '-Verify', '1'],
      tls13: '1.3',
      tls12: 'protocol_version',
      facts: { clientCertificateRequested: true },
    },
    { options: ['-tls1_2', '-Verify', '1'], tls13: '1.2', tls12: '1.2', facts: { clientCertificateRequested: true } },
    { options: ['-tls1_2', '-cipher', 'AES128-SHA'], tls13: '1.2', tls12: '1.2', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' },
    {
      options: ['-tls1_2', '-cipher', 'DHE-RSA-AES256-GCM-SHA384'],
      tls13: '1.2',
      tls12: '1.2',
      cipher: 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
    },
    // A server that reads supported_versions finds no 1.0 there; one that is too old for it would go on.
    { options: ['-tls1', '-cipher', 'ALL:@SECLEVEL=0'], tls13: 'protocol_version', tls12: '1.0' },
    { options: ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'], tls13: 'protocol_version', tls12: '1.1' },
    { options: ['-alpn', 'http/1.1'], tls13: '1.3', tls12: '1.2', facts: { alpn: 'http/1.1' } },
  ]
  test.each(rows)('sends an odd chain: $options', async ({ options, tls13, tls12, cipher, facts }) => {
    const port = await serve(...files(), ...options)
    try {
      for (const [hello, expected] of [['tls1.3', tls13] as const, ['tls1.2', tls12] as const]) {
        const seen = await see(port, hello)
        if (expected.includes('_')) expect(seen).toEqual(peerAlert(expected))
        else expect(seen).toEqual(chainOf(odd, expected, { ...facts, ...(cipher === undefined ? {} : { cipher }) }))
      }
    } finally {
      await stop()
    }
  })

  test('TLS 1.3 over a cookie without state (HelloRetryRequest)', async () => {
    const port = await serve(...files(), '-tls1_3', '-stateless')
    try {
      expect(await see(port, 'tls1.3')).toEqual(chainOf(odd, '1.3'))
    } finally {
      await stop()
    }
  })

  test.each(['-tls1_2', '-tls1_3'])('100 certificates with %s', async (version) => {
    const tail = Array.from({ length: 99 }, (_, index) => (index % 2 === 0 ? 'rsa-int' : 'other'))
    const port = await serve(...files('rsa', tail), version)
    try {
      expect(await see(port, version === '-tls1_2' ? 'tls1.2' : 'tls1.3')).toMatchObject({ chain: hashes(['rsa-leaf', ...tail]) })
    } finally {
      await stop()
    }
  })

  test('each class of hello draws the certificate of its key, and a name draws its own', async () => {
    const port = await serve(
      '-cert',
      pki.file('rsa-leaf.pem'),
      '-key',
      pki.file('rsa-leaf.key'),
      '-dcert',
      pki.file('ec-leaf.pem'),
      '-dkey',
      pki.file('ec-leaf.key'),
      '-servername',
      'named.example',
      '-cert2',
      pki.file('ec-int.pem'),
      '-key2',
      pki.file('ec-int.key'),
    )
    const leafOf = async (hello: HelloClass, host?: string): Promise<unknown> => {
      const seen = await see(port, hello, host)
      return 'chain' in seen ? seen.chain[0] : seen
    }
    try {
      const [rsa, ec, named] = hashes(['rsa-leaf', 'ec-leaf', 'ec-int'])
      for (const version of ['tls1.2', 'tls1.3'] as const) {
        expect(await leafOf(`${version}-rsa`)).toBe(rsa)
        expect(await leafOf(`${version}-ecdsa`)).toBe(ec)
        expect(await leafOf(version, 'named.example')).toBe(named)
        expect([rsa, ec]).toContain(await leafOf(`${version}-nosni`, 'named.example'))
      }
    } finally {
      await stop()
    }
  })

  test.each(['tls1.2', 'tls1.3'] as const)('a server without the wanted key refuses %s of that class', async (version) => {
    const port = await serve(...files('ec', ['ec-int']))
    try {
      expect(await see(port, `${version}-rsa`)).toEqual(peerAlert('handshake_failure'))
      expect(await see(port, `${version}-ecdsa`)).toMatchObject({ chain: hashes(['ec-leaf', 'ec-int']) })
    } finally {
      await stop()
    }
  })

  test.each(['-tls1_2', '-tls1_3'])('the stapled response and the timestamps with %s', async (version) => {
    const { response, scts, info } = writeStaple(pki)
    const port = await serve(...files('ec', ['ec-int']), version, '-status_file', response, '-serverinfo', info)
    try {
      const seen = await see(port, 'tls1.3')
      expect(seen).toMatchObject({ chain: hashes(['ec-leaf', 'ec-int']) })
      expect('tls' in seen ? seen.tls?.ocsp : seen).toBe(readFileSync(response).toString('base64'))
      expect('tls' in seen ? seen.tls?.scts : seen).toBe(scts.toString('base64'))
    } finally {
      await stop()
    }
  })

  test('a server that knows another name only warns, or refuses by name', async () => {
    const named = ['-servername', 'named.example', '-cert2', pki.file('ec-leaf.pem'), '-key2', pki.file('ec-leaf.key')]
    const port = await serve(...files(), '-tls1_2', '-servername_fatal', ...named)
    try {
      expect(await see(port, 'tls1.2', 'other.example')).toEqual(peerAlert('unrecognized_name'))
    } finally {
      await stop()
    }
  })
})

/** An OCSP response for ec-leaf, and the file that makes s_server send a list of timestamps (RFC 6962 §3.3.1: extension 18). */
function writeStaple({ directory, file }: Pki): { response: string; scts: Buffer; info: string } {
  const serial = openssl(directory, 'x509', '-in', 'ec-leaf.pem', '-noout', '-serial').toString().trim().replace('serial=', '')
  writeFileSync(file('index.txt'), `V\t351231235959Z\t\t${serial}\tunknown\t/CN=localhost\n`)
  const signer = ['-rsigner', 'ec-int.pem', '-rkey', 'ec-int.key', '-CA', 'ec-int.pem', '-index', 'index.txt', '-ndays', '7']
  openssl(directory, 'ocsp', '-issuer', 'ec-int.pem', '-cert', 'ec-leaf.pem', '-no_nonce', '-reqout', 'request.der')
  openssl(directory, 'ocsp', ...signer, '-reqin', 'request.der', '-respout', 'response.der')
  const scts = Buffer.from([0, 6, 0, 4, 1, 2, 3, 4])
  // SERVERINFOV2: context (CLIENT_HELLO, TLS 1.2 SERVER_HELLO, TLS 1.3 CERTIFICATE), then the extension.
  const info = Buffer.concat([Buffer.from([0, 0, 0x11, 0x80, 0, 18, 0, scts.length]), scts]).toString('base64')
  writeFileSync(file('info.pem'), `-----BEGIN SERVERINFOV2 FOR SCT-----\n${info}\n-----END SERVERINFOV2 FOR SCT-----\n`)
  return { response: file('response.der'), scts, info: file('info.pem') }
}

describe.skipIf(!withOpenssl || !withGnutls)('gnutls-serv (skipped without gnutls-serv and openssl)', () => {
  // GnuTLS reads every protocol into its own order before it sends: the chain here is one that it leaves alone.
  test.each([
    { priority: 'NORMAL', tls13: '1.3', tls12: '1.2' },
    { priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2', tls13: '1.2', tls12: '1.2' },
    { priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.3', tls13: '1.3', tls12: 'protocol_version' },
    { priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP384R1', tls13: '1.3', tls12: 'protocol_version' },
    { priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.0:%COMPAT', tls13: '1.0', tls12: '1.0' },
  ])('$priority', async ({ priority, tls13, tls12 }) => {
    const certificates = [
      '--x509certfile',
      pki.bundle('gnutls.pem', ['rsa-leaf', 'rsa-int']),
      '--x509keyfile',
      pki.file('rsa-leaf.key'),
    ]
    const server = await serverOnFreePort('gnutls-serv', (port) => [
      '--port',
      String(port),
      '--priority',
      priority,
      ...certificates,
    ])
    try {
      for (const [hello, expected] of [['tls1.3', tls13] as const, ['tls1.2', tls12] as const]) {
        const seen = await see(server.port, hello)
        if (expected.includes('_')) expect(seen).toMatchObject({ code: 'alert', by: 'peer' })
        else expect(seen).toEqual(chainOf(['rsa-leaf', 'rsa-int'], expected))
      }
    } finally {
      await server.stop()
    }
  })
})

describe.skipIf(!withOpenssl || !withNginx)('nginx (skipped without nginx and openssl)', () => {
  test.each([
    { protocols: 'TLSv1.2', tls13: '1.2', tls12: '1.2' },
    { protocols: 'TLSv1.3', tls13: '1.3', tls12: 'protocol_version' },
    { protocols: 'TLSv1.2 TLSv1.3', tls13: '1.3', tls12: '1.2' },
  ])('$protocols', async ({ protocols, tls13, tls12 }) => {
    const chain = ['rsa-leaf', ...oddTail('rsa')]
    const bundle = pki.bundle('nginx.pem', chain)
    const server = await serverOnFreePort('nginx', (port) => nginxArguments(pki, port, protocols, bundle))
    try {
      for (const [hello, expected] of [['tls1.3', tls13] as const, ['tls1.2', tls12] as const]) {
        const seen = await see(server.port, hello)
        if (expected.includes('_')) expect(seen).toEqual(peerAlert(expected))
        else expect(seen).toEqual(chainOf(chain, expected, { alpn: 'http/1.1' }))
      }
    } finally {
      await server.stop()
    }
  })
})

function nginxArguments({ directory, file }: Pki, port: number, protocols: string, bundle: string): readonly string[] {
  mkdirSync(file('temporary'), { recursive: true })
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${file('temporary')}/${name};`,
  )
  writeFileSync(
    file(`nginx-${port}.conf`),
    `daemon off; master_process off; pid ${file(`nginx-${port}.pid`)}; error_log ${file('nginx.log')};
     events {}
     http { access_log off; ${temporary.join(' ')}
       server { listen 127.0.0.1:${port} ssl; server_name localhost; ssl_protocols ${protocols};
         ssl_certificate ${bundle}; ssl_certificate_key ${file('rsa-leaf.key')}; } }\n`,
  )
  return ['-p', directory, '-c', file(`nginx-${port}.conf`), '-e', file('nginx.log')]
}

describe.skipIf(!withOpenssl)("Node's own TLS server (skipped without the openssl program, which mints the certificates)", () => {
  test.each([
    { options: { minVersion: 'TLSv1.3' }, tls13: '1.3', tls12: 'protocol_version' },
    { options: { maxVersion: 'TLSv1.2' }, tls13: '1.2', tls12: '1.2' },
    { options: { minVersion: 'TLSv1.3', ecdhCurve: 'P-521' }, tls13: '1.3', tls12: 'protocol_version' },
  ] satisfies { options: TlsOptions; tls13: string; tls12: string }[])('$options', async ({ options, tls13, tls12 }) => {
    const chain = ['ec-leaf', ...oddTail('ec')]
    const cert = readFileSync(pki.bundle('node.pem', chain))
    const server = createServer({ ...options, cert, key: readFileSync(pki.file('ec-leaf.key')) })
    server.on('tlsClientError', () => {})
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    try {
      for (const [hello, expected] of [['tls1.3', tls13] as const, ['tls1.2', tls12] as const]) {
        const seen = await see(port, hello)
        if (expected.includes('_')) expect(seen).toEqual(peerAlert(expected))
        else expect(seen).toEqual(chainOf(chain, expected))
      }
    } finally {
      await new Promise((closed) => server.close(closed))
    }
  })
})
