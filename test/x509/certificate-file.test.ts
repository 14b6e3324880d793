import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { readPem, writePem } from '../../src/x509/pem.ts'
import { nodeRoots } from './corpus.ts'
import { certificate, int, octets, oid, seq, tlv } from './der-builder.ts'
import { noOpenssl, openssl } from './openssl.ts'

const [a = new Uint8Array(), b = new Uint8Array()] = nodeRoots()
const plain = (...ders: readonly Uint8Array[]) => ders.map((der) => ({ der: Buffer.from(der).toString('hex'), settings: null }))
const found = (bytes: Uint8Array) => {
  const file = readCertificateFile(bytes)
  return {
    ...file,
    certificates: file.certificates.map(({ der, settings }) => ({ der: Buffer.from(der).toString('hex'), settings })),
  }
}

describe('without a tool', () => {
  test('PEM, with a key between', () => {
    const text = `${writePem('CERTIFICATE', a)}${writePem('PRIVATE KEY', int(1))}${writePem('X509 CERTIFICATE', b)}`
    const line = text.split('\n').indexOf('-----BEGIN PRIVATE KEY-----') + 1
    expect(found(Buffer.from(text))).toEqual({
      certificates: plain(a, b),
      form: 'pem',
      problems: [{ line, text: 'the block is called PRIVATE KEY: not a certificate' }],
    })
  })

  test('of several transcripts of openssl s_client the first', () => {
    const transcript = (der: Uint8Array): string =>
      `Certificate chain\n${writePem('CERTIFICATE', der)}---\nServer certificate\n${writePem('CERTIFICATE', der)}`
    const [one, two] = [transcript(a), transcript(b)]
    expect(found(Buffer.from(one + two))).toEqual({
      certificates: plain(a),
      form: 's_client',
      problems: [{ line: one.split('\n').length, text: expect.stringContaining('the first alone') }],
    })
  })

  test('DER, one and several', () => {
    expect(found(a)).toEqual({ certificates: plain(a), form: 'der', problems: [] })
    expect(found(Buffer.concat([a, b, a]))).toEqual({ certificates: plain(a, b, a), form: 'der', problems: [] })
  })

  test('DER that goes wrong behind the first', () => {
    expect(found(Buffer.concat([a, Buffer.from('\n')])).problems).toEqual([
      { line: 0, text: `what stands at octet ${a.length} is not a certificate` },
    ])
    const cut = found(Buffer.concat([a, b.subarray(0, 400)]))
    expect(cut.certificates).toHaveLength(2)
    expect(cut.problems).toEqual([{ line: 0, text: `the certificate at octet ${a.length} is cut` }])
  })

  test('an odd certificate is not lost', () => {
    for (const der of [certificate({ serial: octets() }), certificate({ version: tlv(0xa0) }), certificate({ issuer: int(1) })]) {
      expect(found(der)).toEqual({ certificates: plain(der), form: 'der', problems: [] })
      expect(found(Buffer.from(writePem('CERTIFICATE', der)))).toEqual({ certificates: plain(der), form: 'pem', problems: [] })
    }
  })

  test.each([
    ['an empty file', Buffer.from(''), 'the file is empty'],
    ['white space', Buffer.from(' \r\n'), 'the file is empty'],
    ['text', Buffer.from('0 hello'), 'this is a text without PEM blocks'],
    ['HTML', Buffer.from('<!doctype html>'), 'this is a text without PEM blocks'],
    [
      'bare base64',
      Buffer.from(Buffer.from(a).toString('base64')),
      'this is the base64 text of a certificate without its BEGIN and END lines',
    ],
    ['a Java key store', Buffer.from('feedfeed0000000200000000', 'hex'), 'this is a Java key store, not a certificate'],
    ['junk', Buffer.from('0001020304', 'hex'), 'this is neither PEM, nor PKCS#7, nor the DER of a certificate'],
    [
      'PKCS#7 that is no SignedData',
      seq(oid('1.2.840.113549.1.7.1')),
      'this is neither PEM, nor PKCS#7, nor the DER of a certificate',
    ],
  ])('%s', (_, bytes, problem) => {
    expect(found(bytes)).toEqual({ certificates: [], form: 'none', problems: [{ line: 0, text: problem }] })
  })

  test('a broken block is told and the others are kept', () => {
    const text = `${writePem('CERTIFICATE', a)}-----BEGIN CERTIFICATE-----\nMII*\n-----END CERTIFICATE-----\n${writePem('CERTIFICATE', b)}`
    const file = found(Buffer.from(text))
    expect(file.certificates).toEqual(plain(a, b))
    expect(file.problems.map((p) => p.text)).toEqual(['a character is not base64'])
  })
})

describe.skipIf(noOpenssl !== null)(`files that openssl makes${noOpenssl ? `: ${noOpenssl}` : ''}`, () => {
  let folder = ''
  const run = (...args: readonly string[]): Buffer =>
    execFileSync(openssl, args, { cwd: folder, timeout: 30_000, stdio: ['ignore', 'pipe', 'ignore'] })
  const made = (file: string): Buffer => readFileSync(join(folder, file))

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'certificate-file-'))
    writeFileSync(join(folder, 'a.pem'), writePem('CERTIFICATE', a))
    writeFileSync(join(folder, 'both.pem'), writePem('CERTIFICATE', a) + writePem('CERTIFICATE', b))
    run(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'key.pem',
      '-out',
      'own.pem',
      '-subj',
      '/CN=localhost',
      '-days',
      '2',
    )
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['DER', 'pkcs7'],
    ['PEM', 'pkcs7'],
  ])('PKCS#7 as %s', (form, expected) => {
    run('crl2pkcs7', '-nocrl', '-certfile', 'both.pem', '-outform', form, '-out', 'both.p7b')
    expect(found(made('both.p7b'))).toEqual({ certificates: plain(a, b), form: expected, problems: [] })
    expect(found(made('both.p7b').subarray(0, -700)).certificates).toEqual([])
  })

  test('CMS with indefinite lengths', () => {
    writeFileSync(join(folder, 'text'), 'hello')
    run(
      'cms',
      '-sign',
      '-in',
      'text',
      '-signer',
      'own.pem',
      '-inkey',
      'key.pem',
      '-certfile',
      'both.pem',
      '-outform',
      'DER',
      '-nodetach',
      '-stream',
      '-indef',
      '-out',
      'signed.der',
    )
    const bytes = made('signed.der')
    expect(bytes.subarray(0, 2).toString('hex')).toBe('3080')
    const own = readPem(made('own.pem'))[0]?.der ?? new Uint8Array()
    const file = found(bytes)
    expect(file.form).toBe('pkcs7')
    expect(file.certificates.map((c) => c.der).sort()).toEqual(
      plain(a, b, own)
        .map((c) => c.der)
        .sort(),
    )
  })

  test.each([
    [
      ['-addtrust', 'serverAuth', '-addreject', 'clientAuth', '-setalias', 'x'],
      { trusts: ['1.3.6.1.5.5.7.3.1'], rejects: ['1.3.6.1.5.5.7.3.2'] },
    ],
    [['-addreject', 'emailProtection'], { trusts: [], rejects: ['1.3.6.1.5.5.7.3.4'] }],
    [['-addtrust', 'anyExtendedKeyUsage'], { trusts: ['2.5.29.37.0'], rejects: [] }],
    [['-setalias', 'x'], null],
    [[], null],
  ])('TRUSTED CERTIFICATE %j', (options, settings) => {
    const bytes = run('x509', '-in', 'a.pem', '-trustout', ...options)
    expect(bytes.toString()).toContain('TRUSTED CERTIFICATE')
    expect(found(bytes)).toEqual({ certificates: [{ der: Buffer.from(a).toString('hex'), settings }], form: 'pem', problems: [] })
  })

  test('trust settings that cannot be read take the certificate with them', () => {
    const broken = writePem('TRUSTED CERTIFICATE', Buffer.concat([a, Buffer.from('3005300306', 'hex')]))
    writeFileSync(join(folder, 'broken.pem'), broken)
    // As a file of anchors OpenSSL takes the sound one, and nothing from the broken one.
    const sound = writePem('TRUSTED CERTIFICATE', a)
    writeFileSync(join(folder, 'sound.pem'), sound)
    expect(run('verify', '-CAfile', 'sound.pem', '-no-CApath', '-no-CAstore', 'a.pem').toString()).toContain('OK')
    expect(() => run('verify', '-CAfile', 'broken.pem', '-no-CApath', '-no-CAstore', 'a.pem')).toThrow()
    expect(found(Buffer.from(sound)).certificates).toEqual(plain(a))
    expect(found(Buffer.from(broken))).toEqual({
      certificates: [],
      form: 'none',
      problems: [{ line: 1, text: 'the certificate, or the trust settings behind it, cannot be read' }],
    })
  })

  test.each([
    [
      'PKCS#12',
      ['pkcs12', '-export', '-in', 'own.pem', '-inkey', 'key.pem', '-passout', 'pass:x', '-out', 'out'],
      'this is a PKCS#12 file, not a certificate',
    ],
    ['a key', ['pkey', '-in', 'key.pem', '-outform', 'DER', '-out', 'out'], 'this is a private key, not a certificate'],
    [
      'an RSA key',
      ['rsa', '-in', 'key.pem', '-traditional', '-outform', 'DER', '-out', 'out'],
      'this is a private key, not a certificate',
    ],
    [
      'an EC key',
      ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-outform', 'DER', '-out', 'out'],
      'this is a private key, not a certificate',
    ],
    [
      'an encrypted key',
      ['pkcs8', '-topk8', '-in', 'key.pem', '-passout', 'pass:x', '-outform', 'DER', '-out', 'out'],
      'this is an encrypted private key, not a certificate',
    ],
    [
      'a public key',
      ['pkey', '-in', 'key.pem', '-pubout', '-outform', 'DER', '-out', 'out'],
      'this is a public key, not a certificate',
    ],
    [
      'a request',
      ['req', '-new', '-key', 'key.pem', '-subj', '/CN=x', '-outform', 'DER', '-out', 'out'],
      'this is a certificate request, not a certificate',
    ],
  ])('%s', (_, args, problem) => {
    run(...args)
    expect(found(made('out'))).toEqual({ certificates: [], form: 'none', problems: [{ line: 0, text: problem }] })
    expect(found(Buffer.from(writePem('CERTIFICATE', made('out')))).certificates).toEqual([])
  })

  test('a revocation list', () => {
    writeFileSync(join(folder, 'index.txt'), '')
    writeFileSync(join(folder, 'ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=1\n')
    run('ca', '-config', 'ca.cnf', '-gencrl', '-cert', 'own.pem', '-keyfile', 'key.pem', '-out', 'crl.pem')
    expect(found(made('crl.pem')).problems).toEqual([{ line: 1, text: 'the block is called X509 CRL: not a certificate' }])
    run('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der')
    expect(found(made('crl.der')).problems).toEqual([
      { line: 0, text: 'this is a certificate revocation list, not a certificate' },
    ])
  })

  test('the transcript of s_client', async () => {
    const port = await freePort()
    // The leaf, then two that have nothing to do with it, one of them twice.
    writeFileSync(join(folder, 'sent.pem'), [a, b, a].map((der) => writePem('CERTIFICATE', der)).join(''))
    const server = spawn(
      openssl,
      [
        's_server',
        '-accept',
        `127.0.0.1:${port}`,
        '-cert',
        'own.pem',
        '-key',
        'key.pem',
        '-cert_chain',
        'sent.pem',
        '-naccept',
        '2',
      ],
      { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] },
    )
    try {
      await new Promise<void>((resolve, reject) => {
        server.stdout.on('data', (data: Buffer) => data.includes('ACCEPT') && resolve())
        server.on('exit', () => reject(new Error('s_server ended')))
      })
      const own = readPem(made('own.pem'))[0]?.der ?? new Uint8Array()
      const connect = (...more: readonly string[]): Buffer =>
        execFileSync(openssl, ['s_client', '-connect', `127.0.0.1:${port}`, ...more], {
          input: '',
          timeout: 20_000,
          stdio: ['pipe', 'pipe', 'ignore'],
        })
      const full = connect('-showcerts')
      expect(found(full)).toEqual({ certificates: plain(own, a, b, a), form: 's_client', problems: [] })
      // As PowerShell keeps it.
      expect(found(Buffer.from(`\ufeff${full.toString().replaceAll('\n', '\r\n')}`, 'utf16le'))).toEqual({
        certificates: plain(own, a, b, a),
        form: 's_client',
        problems: [],
      })
      const short = found(connect())
      expect(short.certificates).toEqual(plain(own))
      expect(short.problems.map((p) => p.text)).toEqual([
        'the transcript was made without -showcerts: it holds the first certificate of the chain alone',
      ])
    } finally {
      server.kill()
    }
  }, 60_000)
})

/** A port of the loopback that nobody uses. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
