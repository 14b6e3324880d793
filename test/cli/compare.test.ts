import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { labServer, type LabServer } from './support/lab-server.ts'
import { builtProgram, type Program } from './support/program.ts'

let program: Program
let strict: LabServer
let recent: LabServer
beforeAll(async () => {
  program = await builtProgram()
  strict = await labServer('strict-key-usage', program.folder)
  recent = await labServer('new-protocol', program.folder)
})
afterAll(async () => {
  await strict.served.close()
  await recent.served.close()
  program.remove()
})

const compare = ({ target, served, store }: LabServer, works: string, fails: string, ...more: readonly string[]) => {
  const { host } = served.built
  const sides = ['--works', works, '--fails', fails, '--works-store', store, '--fails-store', store]
  return program.run(['compare', target, '--servername', host, '--host', host, ...sides, ...more])
}

describe('compare', () => {
  // Python 3.13, What's New: create_default_context sets VERIFY_X509_STRICT.
  test('names the strict checks of Python 3.13 against a server', async () => {
    const { code, stdout, stderr } = await compare(strict, 'python-3.11', 'python-3.13')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /^python-3\.11 accepts and python-3\.13 rejects, because they differ in whether it applies the strict checks of RFC 5280\./,
    )
    expect(stdout).not.toContain('\u001b')
  })

  test('names the alert that an old hello meets with', async () => {
    const { code, stdout } = await compare(recent, 'python-3.13', 'openssl-s_client-1.0.2')
    expect(code).toBe(1)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      / because the server answered openssl-s_client-1\.0\.2's hello with the alert protocol_version /,
    )
  })

  test('says when they do not differ, and exits with 0', async () => {
    const { code, stdout } = await compare(strict, 'python-3.11', 'python-3.8')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^They do not differ: /)
  })

  test('as JSON and as Markdown', async () => {
    const json = await compare(strict, 'python-3.11', 'python-3.13', '--format', 'json')
    expect(json.code).toBe(1)
    const value: unknown = JSON.parse(json.stdout)
    expect(value).toMatchObject({ schema: 1, outcome: 'explained', facts: [{ kind: 'client', params: { switch: 'strict' } }] })
    const markdown = await compare(strict, 'python-3.11', 'python-3.13', '--format', 'markdown')
    expect(markdown.stdout).toMatch(/^`python-3\.11` \*\*accepts\*\* and `python-3\.13` \*\*rejects\*\*, because /)
  })

  test('a platform on either side', async () => {
    const { target, served } = strict
    const args = ['--host', served.built.host, '--servername', served.built.host]
    const { code, stdout } = await program.run([
      'compare',
      target,
      ...args,
      '--works',
      'python-3.11',
      '--works-store',
      strict.store,
      '--fails',
      'python-3.11@debian-12',
    ])
    expect(code).toBe(1)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /^python-3\.11 accepts and python-3\.11@debian-12 rejects, because .* lacks the root /,
    )
  })

  test.each([
    ['without clients', ['compare', 'example.test'], 2, 'compare needs a client that accepts'],
    [
      'with a client that is not known',
      ['compare', 'example.test', '--works', 'nobody', '--fails', 'go'],
      2,
      'there is no client',
    ],
    ['with two targets that are no cases', ['compare', 'a.test', 'b.test'], 2, 'a.test is no saved case'],
    [
      'with nobody who listens',
      ['compare', '127.0.0.1:1', '--works', 'go@debian-12', '--fails', 'python@debian-9'],
      3,
      'the connection was refused',
    ],
  ] as const)('%s', async (_, args, exit, said) => {
    const { code, stdout, stderr } = await program.run(args)
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' })
    expect(stderr).toContain(said)
  })
})
