import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtProgram, type Program, type Run } from './support/program.ts'

let program: Program
beforeAll(async () => {
  program = await builtProgram()
})
afterAll(() => program.remove())

const curl = 'curl: (60) SSL certificate problem: certificate has expired'
const requests =
  "requests.exceptions.SSLError: HTTPSConnectionPool(host='a.test', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1108)')))"

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(program.folder, name)
  writeFileSync(path, content)
  return path
}

describe('rootcause explain', () => {
  test('as text, for a reader: who, what it means in order, one next command', async () => {
    const { code, stdout, stderr } = await program.run(['explain', requests])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      [
        'Python 3.8 refused the certificate it was shown for a.test:443.',
        '  its words: unable to get local issuer certificate',
        'It can mean, likeliest first:',
        '  1. the authority that issued the chain is not in the trust store that was',
        '     asked: a private or intercepting one, or one too new (unknown-issuer)',
        '  2. the server does not send a certificate that stands between its own and the',
        '     root (missing-intermediate)',
        '  3. the trust store is absent or empty: there is nothing to compare with',
        '     (store-missing)',
        '',
        'To see which it is:',
        '  rootcause check a.test:443 --client python-3.8',
        '',
      ].join('\n'),
    )
    expect(stdout.split('\n').length).toBeLessThanOrEqual(20)
  })

  test('the next command stands on one line, however narrow', async () => {
    const host = 'a-rather-long-name.of-a-server.some-department.internal.corp.example'
    const { stdout } = await program.run([
      'explain',
      `Get "https://${host}:8443/": x509: certificate signed by unknown authority`,
    ])
    expect(stdout).toContain(`\n  rootcause check ${host}:8443\n`)
    for (const line of stdout.split('\n')) if (!line.includes('rootcause')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('a file that is given as a text is told of', async () => {
    const path = file('build.log', 'nothing of ours')
    const { code, stderr } = await program.run(['explain', path])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`rootcause explain --file ${path}`) })
  })

  test('as JSON: what steers a terminal is escaped, and is the same when it is read', async () => {
    const words = 'x509: certificate is valid for evil\u202etset.a\u009b31m, not a.test'
    const { stdout } = await program.run(['explain', '--format', 'json', words])
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    expect(JSON.parse(stdout)).toMatchObject({ recognised: [{ text: words }] })
  })

  test('as JSON: the promise', async () => {
    const { code, stdout } = await program.run(['explain', '--format', 'json', requests])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      recognised: [
        {
          runtime: 'python',
          version: '3.8',
          who: 'local',
          causes: ['unknown-issuer', 'missing-intermediate', 'store-missing'],
          namesCause: true,
          host: 'a.test',
          port: 443,
          text: 'unable to get local issuer certificate',
        },
      ],
      next: 'rootcause check a.test:443 --client python-3.8',
    })
  })

  test('a text that is none of ours: exit code 1, nothing guessed', async () => {
    const run = await program.run(['explain', 'jwt expired', '--format', 'json'])
    expect({ code: run.code, json: JSON.parse(run.stdout) }).toEqual({ code: 1, json: { schema: 1, recognised: [], next: null } })
    const text = await program.run(['explain', 'jwt expired'])
    expect(text.code).toBe(1)
    expect(text.stdout).toMatch(/^This text is not known/)
  })

  test('from a file, from UTF-16, from standard input with and without -', async () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${curl}\r\n`, 'utf16le')])
    const runs = await Promise.all([
      program.run(['explain', '--file', file('a.log', `${curl}\n`), '--format', 'json']),
      program.run(['explain', '--file', file('wide.log', wide), '--format', 'json']),
      program.run(['explain', '-', '--format', 'json'], { stdin: curl }),
      program.run(['explain', '--format', 'json'], { stdin: curl }),
    ])
    const [first] = runs
    expect(first?.stdout).toContain('"runtime":"curl"')
    for (const run of runs) expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: first?.stdout })
  })

  test('a batch: a line for each, with its identifier', async () => {
    const batch = file(
      'batch.json',
      JSON.stringify([
        { id: 'x', text: curl },
        { id: 7, text: 'jwt expired' },
        { id: 'empty', text: '' },
      ]),
    )
    const { code, stdout } = await program.run(['explain', '--batch', batch])
    expect(code).toBe(0)
    const lines: readonly { readonly id: unknown; readonly recognised: readonly { readonly causes: readonly string[] }[] }[] =
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    expect(lines.map(({ id, recognised }) => [id, recognised.flatMap((one) => one.causes)])).toEqual([
      ['x', ['expired-unspecified']],
      [7, []],
      ['empty', []],
    ])
  })

  test('what was pasted does not steer the terminal', async () => {
    const { stdout } = await program.run([
      'explain',
      `tls: failed to verify certificate: x509: certificate is valid for \u202ea\u0007\u001b[2J\u009b2J.test, not b.test`,
    ])
    expect(stdout.replaceAll('\n', '')).toMatch(/^[\x20-\x7e’]*$/)
  })

  test('--check without a terminal contacts nobody and says what to type', async () => {
    const run = await program.run(['explain', requests, '--check'])
    expect(run.code).toBe(2)
    expect(run.stderr).toBe(
      'rootcause: nothing is contacted without being asked on a terminal\n  rootcause check a.test:443 --client python-3.8\n',
    )
    expectComplaint(await program.run(['explain', curl, '--check']), /names no host/)
    expectComplaint(await program.run(['explain', 'jwt expired', '--check']), /not recognised/)
  })

  test.each([
    ['an empty text', ['explain', ''], /the text is empty/],
    ['a file that is not there', ['explain', '--file', './nowhere.log'], /no file \.\/nowhere\.log/],
    ['a directory', ['explain', '--file', '.'], /cannot read \./],
    ['a file and a text', ['explain', '--file', 'a.log', 'x'], /leave out one/],
    ['an unknown format', ['explain', 'x', '--format', 'xml'], /"xml".*text, json/],
    ['two texts', ['explain', 'x', 'y'], /y/],
    ['a batch that is not there', ['explain', '--batch', './nowhere.json'], /no file \.\/nowhere\.json/],
    ['a batch and a text', ['explain', '--batch', 'b.json', 'x'], /--batch takes no text/],
  ])('%s: exit code 2', async (_, args, text) => {
    expectComplaint(await program.run(args), text)
  })

  test.each([
    ['no JSON', '[', /is not JSON/],
    ['no array', '{}', /holds no array/],
  ])('a batch with %s: exit code 2', async (name, content, text) => {
    expectComplaint(await program.run(['explain', '--batch', file(`${name}.json`, content)]), text)
  })

  test('an entry of a batch that holds no text has a line of its own, and the rest go on', async () => {
    const entries = [{ id: 'a' }, { id: 2, text: 5 }, 'x', { id: 'd', text: 'certificate has expired (_ssl.c:1108)' }]
    const { code, stdout } = await program.run(['explain', '--batch', file('mixed.json', JSON.stringify(entries))])
    expect(code).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(lines).toMatchObject([
      { id: 'a', error: 'entry 0 has no text that is one' },
      { id: 2, error: 'entry 1 has no text that is one' },
      { id: null, error: 'entry 2 has no id that is one' },
      { id: 'd', recognised: [{ runtime: 'python' }] },
    ])
  })

  test('help has examples and fits', async () => {
    const { code, stdout } = await program.run(['explain', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Examples:\n {2}rootcause /m)
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})

/** One complaint in two lines: what is wrong, and what to type. */
function expectComplaint({ code, stderr }: Run, text: RegExp): void {
  expect(stderr).toMatch(text)
  expect(code).toBe(2)
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  expect(stderr).toMatch(/^rootcause: /)
}
