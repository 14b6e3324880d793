import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { columns } from '../../src/terminal/columns.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificatesPem } from '../../src/lab/index.ts'
import { goldenPath } from '../support/golden-replay.ts'
import { type LabServer, labServer } from './support/lab-server.ts'
import { builtProgram, type Program } from './support/program.ts'

let program: Program
let good: LabServer
let expired: LabServer
let plainHttp: LabServer

beforeAll(async () => {
  program = await builtProgram()
  good = await labServer('good', program.folder)
  expired = await labServer('expired-leaf', program.folder)
  plainHttp = await labServer('plain-http', program.folder)
})
afterAll(async () => {
  await Promise.all([good, expired, plainHttp].map(({ served }) => served.close()))
  program.remove()
})

const escape = '\u001b'

describe('check of a server on loopback', () => {
  test('text: exit code 0, no escape codes, at most 80 columns', async () => {
    const { code, stdout, stderr } = await program.run(['check', good.target, ...good.flags])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^All \d+ clients accept localhost/)
    expect(stdout).not.toContain(escape)
    expect(stdout.split('\n').filter((line) => columns(line) > 80)).toEqual([])
  })

  test('an expired certificate: exit code 1, and the fingerprint that OpenSSL computes', async () => {
    const { code, stdout, stderr } = await program.run(['check', expired.target, ...expired.flags, '--client', 'python-3.8'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)',
    )
    const [leaf] = expired.served.built.chain
    expect(stdout).toContain(
      createHash('sha256')
        .update(leaf ?? '')
        .digest('hex'),
    )
  })

  test('json: parses, and has schema 1', async () => {
    const { code, stdout } = await program.run(['check', expired.target, ...expired.flags, '--format', 'json'])
    expect(code).toBe(1)
    const report: unknown = JSON.parse(stdout)
    expect(report).toMatchObject({ schema: 1, chains: [{ id: 'chain 1' }], findings: [{ code: 'RC101' }] })
  })

  test('markdown: a heading, and nothing for a terminal', async () => {
    const { code, stdout } = await program.run(['check', expired.target, ...expired.flags, '--format', 'markdown'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^#+ /m)
    expect(stdout).not.toContain(escape)
  })

  test('--client repeated: those, and no other', async () => {
    const clients = ['go-1.24', 'java-17', 'rustls-0.23']
    const args = ['check', good.target, ...good.flags, '--format', 'json', ...clients.flatMap((id) => ['--client', id])]
    const { code, stdout } = await program.run(args)
    const report: { readonly results: readonly { readonly client: string; readonly asked: boolean }[] } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(report.results.map((r) => r.client).toSorted()).toEqual(clients)
    expect(report.results.every((r) => r.asked)).toBe(true)
  })

  test('clients that nobody asked for do not change the exit code', async () => {
    // GnuTLS 3.6.13 and OpenSSL 1.0.2 take the expired one of two intermediates; no current client that is asked does.
    const renewed = goldenPath('renewed-intermediate', 'case.json')
    const one = await program.run(['check', renewed, '--client', 'go-1.24'])
    const other = await program.run(['check', renewed, '--client', 'go-1.24', '--client', 'openssl-s_client-1.0.2'])
    expect([one.code, other.code]).toEqual([0, 1])
    expect((await program.run(['check', goldenPath('no-san', 'case.json'), '--client', 'python-3.13'])).code).toBe(0)
  })

  test('a verdict that waits for an input: exit code 4', async () => {
    const missing = ['check', good.target, '--host', 'localhost', '--servername', 'localhost', '--store', './unreadable.pem']
    writeFileSync(join(program.folder, 'unreadable.pem'), 'nothing\n')
    const { code, stdout } = await program.run(missing)
    expect(code).toBe(4)
    expect(stdout).toContain('could not be read')
  })

  test('what is no TLS is an answer on standard output, and exit code 3', async () => {
    const { code, stdout, stderr } = await program.run(['check', plainHttp.target, '--store', good.store])
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(stdout).toContain('HTTP')
  })

  test('--at moves the clock, and nothing else', async () => {
    const there = ['check', good.target, ...good.flags, '--client', 'go-1.24']
    expect((await program.run([...there, '--at', '+1y'])).code).toBe(1)
    expect((await program.run([...there, '--at=-20d'])).code).toBe(0)
    expect((await program.run([...there, '--at', '-1y'])).code).toBe(1)
  })
})

describe('a saved case', () => {
  test.each(['text', 'json', 'markdown', 'github', 'discord'])('replays to the same bytes (%s)', async (format) => {
    const saved = join(program.folder, `saved-${format}.json`)
    const seen = await program.run(['check', expired.target, ...expired.flags, '--format', format, '--save', saved])
    expect(seen.code).toBe(1)
    // The lab's authorities are in no public programme: whoever gives the case away is told.
    expect(seen.stderr).toContain('no public programme knows')
    const silent = { ...seen, stderr: '' }
    expect(await program.run(['check', saved, '--format', format])).toEqual(silent)
    expect(await program.run(['check', '-', '--format', format], { stdin: readFileSync(saved) })).toEqual(silent)
    expect(readdirSync(program.folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('--at judges it for another time', async () => {
    const addtrust = goldenPath('addtrust-2020', 'case.json')
    const before = await program.run(['check', addtrust, '--at', '2020-05-30T10:48:37Z'])
    const after = await program.run(['check', addtrust])
    expect([before.code, after.code]).toEqual([0, 1])
    expect(before.stdout).toContain('2020-05-30T10:48:37Z')
  })

  test('can be saved again as it is', async () => {
    const again = join(program.folder, 'again.json')
    await program.run(['check', goldenPath('expired-leaf', 'case.json'), '--save', again])
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(goldenPath('expired-leaf', 'case.json'), 'utf8'))
  })
})

describe('files', () => {
  const chain = () => good.served.built.chain
  const check = (path: string, stdin?: Uint8Array | string) =>
    program.run(
      ['check', path, '--host', 'localhost', '--store', good.store, '--client', 'go-1.24', '--format', 'json'],
      stdin === undefined ? {} : { stdin },
    )
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(program.folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Every form of the same two certificates gives the same verdict on the same chain. */
  async function expectAccepted(path: string, stdin?: Uint8Array | string): Promise<void> {
    const { code, stdout, stderr } = await check(path, stdin)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ chains: [{ certificates: [expect.any(String), expect.any(String)] }] })
  }

  test('PEM', () => expectAccepted(write('chain.pem', certificatesPem(chain()))))
  test('PEM with CRLF, a byte order mark and text', () =>
    expectAccepted(write('dos.pem', `\uFEFFsubject=CN\r\n${certificatesPem(chain()).replaceAll('\n', '\r\n')}`)))
  test('standard input', () => expectAccepted('-', certificatesPem(chain())))
  test('a name without an ending that is a file', () => expectAccepted(write('chain', certificatesPem(chain()))))

  test('DER: one certificate, whose issuer is then missing', async () => {
    const { code, stdout } = await check(write('leaf.der', chain()[0] ?? new Uint8Array()))
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ chains: [{ certificates: [expect.any(String)] }] })
  })

  test('PKCS #7, PEM and DER, as openssl crl2pkcs7 writes it', async () => {
    const pem = write('for-p7.pem', certificatesPem(chain()))
    for (const form of ['PEM', 'DER']) {
      const out = join(program.folder, `chain-${form}.p7b`)
      execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', pem, '-outform', form, '-out', out], { timeout: 10_000 })
      await expectAccepted(out)
    }
  })

  test('the transcript of openssl s_client -showcerts', async () => {
    const server = await labServer('good', program.folder)
    try {
      // The server runs in this very process, so the client must not block it.
      const client = spawn('openssl', ['s_client', '-connect', server.target, '-servername', 'localhost', '-showcerts'], {
        timeout: 10_000,
      })
      client.stdin.end('Q\n')
      const chunks: Buffer[] = []
      for await (const chunk of client.stdout) chunks.push(chunk)
      const transcript = write('transcript.txt', Buffer.concat(chunks))
      expect(readFileSync(transcript, 'utf8')).toContain('Certificate chain')
      const { code, stdout } = await program.run([
        'check',
        transcript,
        '--host',
        'localhost',
        '--store',
        server.store,
        '--client',
        'go-1.24',
      ])
      expect(stdout).toMatch(/accepts localhost/)
      expect(code).toBe(0)
    } finally {
      await server.served.close()
    }
  })
})

describe('the environment', () => {
  const junk = {
    SSL_CERT_FILE: '/nowhere',
    SSL_CERT_DIR: '/nowhere',
    CURL_CA_BUNDLE: '/nowhere',
    GIT_SSL_CAINFO: '/nowhere',
    REQUESTS_CA_BUNDLE: '/nowhere',
  }

  test('changes no byte of a check with a store', async () => {
    const extra = join(program.folder, 'junk.crt')
    writeFileSync(extra, 'no certificate\n')
    const pem = join(program.folder, 'env-chain.pem')
    writeFileSync(pem, certificatesPem(expired.served.built.chain))
    const args = ['check', pem, '--host', 'localhost', '--store', expired.store, '--at', '2026-11-22', '--format', 'text']
    const withoutClock = (text: string) => text.replace(/^(Judged as of .*seen ).*$/m, '$1')
    const clean = await program.run(args)
    const hostile = await program.run(args, { env: { ...junk, NODE_EXTRA_CA_CERTS: extra } })
    expect(clean.code).toBe(1)
    expect(hostile.code).toBe(1)
    expect(withoutClock(hostile.stdout)).toBe(withoutClock(clean.stdout))
    const saved = goldenPath('addtrust-2020', 'case.json')
    const [a, b] = await Promise.all([
      program.run(['check', saved]),
      program.run(['check', saved], { env: { ...junk, NODE_EXTRA_CA_CERTS: extra } }),
    ])
    expect(b.stdout).toBe(a.stdout)
    expect(a.stdout).not.toBe('')
  })

  test('without a terminal: 80 columns whatever COLUMNS says, and no colour unless FORCE_COLOR asks for it', async () => {
    const saved = goldenPath('expired-leaf', 'case.json')
    const plain = await program.run(['check', saved])
    expect(plain.stdout).toBe(readFileSync(goldenPath('expired-leaf', 'expected.txt'), 'utf8'))
    expect((await program.run(['check', saved], { env: { COLUMNS: '40', NO_COLOR: '1' } })).stdout).toBe(plain.stdout)
    const forced = await program.run(['check', saved], { env: { FORCE_COLOR: '1' } })
    expect(forced.stdout).toContain(escape)
    expect(stripVTControlCharacters(forced.stdout)).toBe(plain.stdout)
    expect((await program.run(['check', saved], { env: { FORCE_COLOR: '0' } })).stdout).toBe(plain.stdout)
  })

  // util-linux's script gives the program a terminal of its own.
  test.skipIf(spawnSync('script', ['--version']).status !== 0)(
    'a terminal of 40 columns: colour, and no line that is longer',
    () => {
      const command = `stty cols 40; exec ${process.execPath} ${program.cli} check ${goldenPath('expired-leaf', 'case.json')}`
      const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm' }
      const seen = (more: Record<string, string>): string =>
        spawnSync('script', ['-qec', command, '/dev/null'], {
          cwd: program.folder,
          env: { ...env, ...more },
          timeout: 20_000,
        }).stdout.toString()
      const colourful = seen({})
      expect(colourful).toContain(escape)
      const plain = stripVTControlCharacters(colourful).replaceAll('\r', '')
      expect(plain).toContain('CERTIFICATE_VERIFY_FAILED')
      // A fingerprint is one word of 64 columns, a client's own words (set in by six) can be searched for, a command pasted: none is broken.
      const isWhole = (line: string): boolean =>
        !line.trim().includes(' ') || /^ {6}\S/.test(line) || line.startsWith('rootcause ')
      expect(plain.split('\n').filter((line) => columns(line) > 40 && !isWhole(line))).toEqual([])
      expect(plain).toMatch(/What to do about it:\nrootcause fix \S+case\.json\n/)
      expect(seen({ NO_COLOR: '1' }).replaceAll('\r', '')).toBe(plain)
      expect(seen({ TERM: 'dumb' })).not.toContain(escape)
    },
  )

  test('the password of a proxy stands nowhere: not in the report, not in a saved case, not in an error', async () => {
    const password = 'hunter2-secret'
    const seen: string[] = []
    // A proxy that lets everybody through to the one server of this test.
    const proxy = createServer((client) => {
      client.on('error', () => client.destroy())
      client.once('data', async (request) => {
        seen.push(request.toString('latin1'))
        const server = connect(expired.served.port, '127.0.0.1', () => {
          client.write('HTTP/1.1 200 Connection established\r\n\r\n')
          client.pipe(server).pipe(client)
        })
        server.on('error', () => client.destroy())
      })
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const env = { HTTPS_PROXY: `http://user:${password}@127.0.0.1:${port}` }
    const saved = join(program.folder, 'through-proxy.json')
    try {
      const outputs: string[] = []
      for (const format of ['text', 'json', 'markdown']) {
        const args = ['check', 'server.lab.test:443', ...expired.flags, '--format', format, '--save', saved]
        const run = await program.run(args, { env })
        expect(run.code).toBe(1)
        outputs.push(run.stdout, run.stderr, readFileSync(saved, 'utf8'))
      }
      // The proxy was used, and was given the password: it is not absent for want of use.
      expect(seen.join('\n')).toContain(Buffer.from(`user:${password}`).toString('base64'))
      proxy.close()
      const refused = await program.run(['check', 'server.lab.test:443', '--store', expired.store], { env })
      expect(refused.code).toBe(3)
      outputs.push(refused.stdout, refused.stderr)
      for (const output of outputs) {
        expect(output).not.toContain(password)
        expect(output).not.toContain(Buffer.from(`user:${password}`).toString('base64'))
      }
      expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ contacted: [`proxy 127.0.0.1:${port}`] })
    } finally {
      proxy.close()
    }
  })
})

test('an altered case is refused', async () => {
  const path = join(program.folder, 'altered.json')
  copyFileSync(goldenPath('good', 'case.json'), path)
  // The first octets of every certificate: its SEQUENCE, its length, and the serial number's tag behind.
  writeFileSync(path, readFileSync(path, 'utf8').replace(/": "MII/, '": "MIJ'))
  const { code, stdout, stderr } = await program.run(['check', path])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/holds another certificate under [0-9a-f]{64}\n/)
})
