import { createHash, X509Certificate } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columns } from '../../src/terminal/columns.ts'
import { goldenPath } from '../support/golden-replay.ts'
import { type LabServer, labServer } from './support/lab-server.ts'
import { builtProgram, type Program, type Run } from './support/program.ts'

const ids = [
  'wrong-host',
  'expired-leaf',
  'self-signed-leaf',
  'clock-suspected',
  'untrusted-root-sent',
  'good',
  'client-certificate-required',
] as const
let program: Program
let servers: ReadonlyMap<string, LabServer>

beforeAll(async () => {
  program = await builtProgram()
  servers = new Map(await Promise.all(ids.map(async (id) => [id, await labServer(id, program.folder)] as const)))
}, 60_000)
afterAll(async () => {
  await Promise.all([...servers.values()].map(({ served }) => served.close()))
  program.remove()
})

const python = ['--client', 'python-3.11']
const on = (verb: 'find' | 'fix', id: (typeof ids)[number], ...more: readonly string[]): Promise<Run> => {
  const server = servers.get(id)
  if (server === undefined) throw new Error(`no server ${id}`)
  return program.run([verb, server.target, '--host', server.served.built.host, '--store', server.store, ...python, ...more])
}
const flat = (text: string): string => text.replace(/\s+/g, ' ')
/** The seconds of the machine's clock go on between two runs. */
const withoutClock = (text: string): string => flat(text).replace(/valid yet at \S+Z/, 'valid yet')
/** Commands that a reader is told to paste: they stand at the end of a line. */
const pasted = (text: string): readonly string[] =>
  [...text.matchAll(/(rootcause (?:find|fix) \S.*)$/gm)].map(([, line = '']) => line)

/** The chain of 2020 and what vouches for its root, where the material lies beside the checkout. */
const corpus = fileURLToPath(new URL('../../../shared/corpora/chains/addtrust-2020', import.meta.url))
const why = existsSync(join(corpus, 'sent.pem')) ? null : 'no ../shared/corpora here'
/** crt.sh, CCADB: USERTrust RSA Certification Authority. */
const usertrust = 'e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2'

describe.skipIf(why !== null)(`the chain of 30 May 2020${why === null ? '' : `: skipped, ${why}`}`, () => {
  const flags = [
    '--at',
    '2020-05-30T10:48:39Z',
    '--client',
    'python-3.8',
    '--host',
    'api.openweathermap.org',
    '--store',
    join(corpus, 'root-addtrust-external.pem'),
  ]
  const sent = join(corpus, 'sent.pem')

  test('find: the right root in the first sentence, its fingerprint in groups, the next command with the same flags', async () => {
    const { code, stdout, stderr } = await program.run(['find', sent, ...flags])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(flat(stdout)).toMatch(
      /^What is missing: USERTrust RSA Certification Authority, a root\. \w+ programmes vouch for it\./,
    )
    expect(stdout.replace(/\s/g, '')).toContain(usertrust)
    const next = pasted(stdout).find((line) => line.startsWith('rootcause fix'))
    expect(next).toContain(`${sent} --client python-3.8 --store ${join(corpus, 'root-addtrust-external.pem')}`)
    // What is pasted asks the same: it names the same root, and says that the plan is for another machine.
    const plan = await program.run(next?.split(' ').slice(1) ?? [])
    expect(flat(plan.stdout)).toMatch(/^What is missing: USERTrust RSA Certification Authority\. No program of this machine /)
    expect(plan.code).toBe(1)
    const script = pasted(plan.stdout).find((line) => line.endsWith('--as sh'))
    expect((await program.run(script?.split(' ').slice(1) ?? [])).stdout.replace(/\s/g, '')).toContain(usertrust)
  })

  test('JSON tells what the text tells; Markdown has no raw markup of data', async () => {
    const json = await program.run(['find', sent, ...flags, '--format', 'json'])
    expect(json.code).toBe(0)
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: 1,
      rejects: 1,
      candidates: [
        { needed: [{ certificate: { sha256: usertrust }, sheet: { verdict: { kind: 'authentic', by: 'programmes' } } }] },
      ],
    })
    const markdown = await program.run(['find', sent, ...flags, '--format', 'markdown'])
    expect(markdown.stdout).toContain('**What is missing**: `USERTrust RSA Certification Authority`, a root.')
  })
})

describe('where no root cures it, it is said at once, and who can do what', () => {
  test.each([
    [
      'wrong-host',
      /^No root cures this\. The server's certificate "www\.lab\.test" is not for localhost/,
      /On the server: get a certificate that has localhost among its names/,
    ],
    [
      'expired-leaf',
      /^No root cures this\. The server's certificate "localhost" expired at /,
      /On the server: renew the certificate/,
    ],
    [
      'self-signed-leaf',
      /^Nothing was found that cures this\. The server's certificate "localhost" is signed by itself\./,
      /On the server: get a certificate of an authority/,
    ],
    ['clock-suspected', /^No root cures this\. /, /rootcause doctor --online/],
  ] as const)('%s', async (id, first, order) => {
    const fix = await on('fix', id)
    expect({ code: fix.code, stderr: fix.stderr }).toEqual({ code: 4, stderr: '' })
    expect(flat(fix.stdout)).toMatch(first)
    expect(flat(fix.stdout)).toMatch(order)
    expect(fix.stdout).not.toContain('--apply')
    const find = await on('find', id)
    expect(find.code).toBe(4)
    const next = pasted(find.stdout).find((line) => line.startsWith('rootcause fix'))
    const again = await program.run(next?.split(' ').slice(1) ?? [])
    expect(withoutClock(again.stdout)).toBe(withoutClock(fix.stdout))
    const json = JSON.parse((await on('fix', id, '--format', 'json')).stdout)
    expect(json.faults[0].orders.length).toBeGreaterThan(0)
  })

  test('a root that nobody vouches for: refused, and nothing leads to it', async () => {
    for (const verb of ['find', 'fix'] as const) {
      const { code, stdout } = await on(verb, 'untrusted-root-sent')
      expect(code).toBe(verb === 'find' ? 1 : 4)
      expect(stdout).toMatch(/^Refused: /)
      expect(stdout).not.toContain('--sha256')
      expect(pasted(stdout)).toEqual([])
    }
  })

  test('nothing is missing: exit code 0', async () => {
    expect(await on('find', 'good')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing is missing: /) })
    expect(await on('fix', 'good')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing is to be fixed: /) })
  })

  test('a server that lets in only who shows a certificate: its owner is told, and it is no acceptance', async () => {
    for (const verb of ['find', 'fix'] as const) {
      const { code, stdout } = await on(verb, 'client-certificate-required')
      expect(code).toBe(4)
      expect(flat(stdout)).toMatch(/^No store cures this\. It is the server that rejects: .* client certificate/)
      expect(flat(stdout)).toMatch(/On the server: give each client a certificate/)
    }
    const json = JSON.parse((await on('fix', 'client-certificate-required', '--format', 'json')).stdout)
    expect(json.faults).toMatchObject([{ code: 'RC717', orders: [{ owner: 'server-operator' }] }])
  })

  test('a SHA-256 as tools write it, and its beginning as this program shortens it, find the certificate', async () => {
    const whole = 'e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2'
    const colons = (whole.match(/../g) ?? []).join(':').toUpperCase()
    for (const word of [whole, `sha256 Fingerprint=${colons}`, `SHA256:${colons}`, 'e793c9b0', 'e793c9b0…', 'E793C9B0...']) {
      const { stdout } = await program.run(['find', word])
      expect(stdout, word).toContain('Found: USERTrust RSA Certification Authority')
    }
  })

  test('a number that can be from the server alone: said, in every form', async () => {
    const server = servers.get('untrusted-root-sent')
    const root = server?.served.built.chain.at(-1)
    if (root === undefined) throw new Error('no root is sent')
    const sha256 = createHash('sha256').update(root).digest('hex')
    const told = /was seen nowhere but in what the server sent: a number that came by way of this connection/
    for (const form of ['text', 'markdown', 'json']) {
      const { stdout } = await on('fix', 'untrusted-root-sent', '--sha256', sha256, '--format', form)
      expect(flat(stdout), form).toMatch(told)
    }
    const file = join(program.folder, 'sent-root.pem')
    writeFileSync(file, new X509Certificate(root).toString())
    const { stdout } = await on('fix', 'untrusted-root-sent', '--root', file, '--sha256', sha256)
    expect(flat(stdout)).not.toMatch(told)
    expect(flat(stdout)).not.toContain('of another authority')
  })

  test('a file of another authority is called that', async () => {
    const other = servers.get('good')
    const given = ['--root', other?.store ?? '', '--sha256', 'ab'.repeat(32)]
    expect(flat((await on('fix', 'untrusted-root-sent', ...given)).stdout)).toMatch(
      /good\.pem is of another authority: .* "Lab Root CA"/,
    )
  })

  test('what is printed fits 80 columns, but for commands, fingerprints and lines of files', async () => {
    const all = await Promise.all(ids.flatMap((id) => [on('find', id), on('fix', id)]))
    const long = all
      .flatMap(({ stdout }) => stdout.split('\n'))
      .filter((line) => columns(line) > 80 && !/rootcause (?:find|fix) /.test(line))
    expect(all.every(({ stdout }) => stdout !== '')).toBe(true)
    expect(long).toEqual([])
  })
})

describe('a private root whose SHA-256 the user has by another way', () => {
  test('a plan that says whom it cures, sums its files up, and ends with the command that carries it out', async () => {
    const { target, store } = servers.get('good') ?? { target: '', store: '' }
    const path = join(program.folder, "the root's.pem")
    copyFileSync(store, path)
    const hex = createHash('sha256')
      .update(new X509Certificate(readFileSync(store)).raw)
      .digest('hex')
    const { code, stdout } = await program.run(
      ['fix', target, '--host', 'localhost', '--root', path, '--sha256', hex, '--scope', 'user'],
      { limit: 60_000 },
    )
    expect(stdout).toMatch(/^This would cure /)
    expect(stdout).not.toMatch(/BEGIN CERTIFICATE|# source/)
    expect(stdout).toMatch(/^ +\+ \d+ certificates?$/m)
    // As one word of a shell, quote and all.
    expect(pasted(stdout).at(-1)).toBe(
      `rootcause fix ${target} --host localhost --root '${path.replaceAll("'", `'\\''`)}' --sha256 ${hex} --scope user --apply`,
    )
    expect(code).toBe(1)
  }, 90_000)
})

describe('names and fingerprints', () => {
  test('part of a name, in any case; a fingerprint as tools print it', async () => {
    const byName = await program.run(['find', 'usertrust rsa'])
    expect(byName.code).toBe(0)
    expect(byName.stdout).toMatch(/^Found: /)
    const colons = (usertrust.toUpperCase().match(/../g) ?? []).join(':')
    const byHex = await program.run(['find', colons])
    expect(byHex.code).toBe(0)
    expect(flat(byHex.stdout)).toMatch(/^Found: USERTrust RSA Certification Authority, a root\./)
    // Neither names a target, so neither leads to a plan.
    expect(byName.stdout + byHex.stdout).not.toContain('rootcause fix')
  })

  test('a name that nothing has: exit code 4', async () => {
    const { code, stdout } = await program.run(['find', 'No Such Authority 7f3a'])
    expect({ code, first: stdout.split('\n')[0] }).toEqual({
      code: 4,
      first: 'Not found: nothing here has that name or SHA-256.',
    })
  })
})

describe('what cannot be used: one message, and what to do instead', () => {
  test.each([
    ['no target', ['find'], /target/i],
    ['no target to fix', ['fix'], /target/i],
    ['a short fingerprint', ['fix', '127.0.0.1:1', '--sha256', 'abcd'], /--sha256 takes a whole SHA-256/],
    ['an unknown client', ['fix', '127.0.0.1:1', '--client', 'netscape-4'], /netscape-4/],
    ['an unknown way', ['fix', goldenPath('expired-leaf', 'case.json'), '--with', 'magic'], /magic is no way on this machine/],
    [
      'a scope for a script',
      ['fix', '127.0.0.1:1', '--as', 'sh', '--scope', 'user', '--client', 'cargo'],
      /--scope user does not apply to --as[\s\S]*fix 127\.0\.0\.1:1 --client cargo --as sh/,
    ],
    ['an unknown form', ['fix', '127.0.0.1:1', '--as', 'fortran'], /fortran/],
    ['an unknown scope', ['fix', '127.0.0.1:1', '--scope', 'galaxy'], /galaxy/],
    ['a file that is not there', ['find', './nowhere.pem'], /no file \.\/nowhere\.pem/],
    ['a file of roots that is not there', ['find', goldenPath('expired-leaf', 'case.json'), '--root', './gone.pem'], /gone\.pem/],
    ['no such change', ['undo', '1999-01-01-1'], /no change 1999-01-01-1/],
  ])('%s: exit code 2', async (_, args, text) => {
    const { code, stdout, stderr } = await program.run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(text)
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2)
  })
})
