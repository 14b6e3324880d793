import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabServer, labServer } from './support/lab-server.ts'
import { builtProgram, type Program } from './support/program.ts'

/** What JSON has of one client. */
interface Result {
  readonly client: string
  readonly verdict: { readonly kind: string }
  readonly observed?: { readonly program: string; readonly verdict: string; readonly agreement: string }
}

describe('check runs the clients of this machine as well', () => {
  let program: Program
  let lab: LabServer
  let env: Readonly<Record<string, string>> = {}
  let target = ''
  beforeAll(async () => {
    program = await builtProgram()
    lab = await labServer('expired-leaf', program.folder)
    const home = join(program.folder, 'home')
    mkdirSync(home)
    // Few clients: the Node that runs this, and whatever lies beside it.
    env = { HOME: home, NODE_EXTRA_CA_CERTS: lab.store, SSL_CERT_FILE: lab.store, SSL_CERT_DIR: '/nonexistent' }
    target = `localhost:${lab.served.port}`
  }, 60_000)
  afterAll(async () => {
    await lab.served.close()
    program.remove()
  })

  const results = (stdout: string): readonly Result[] => {
    const { results: all }: { readonly results: readonly Result[] } = JSON.parse(stdout)
    return all
  }
  const nodeIn = (stdout: string): Result | undefined =>
    results(stdout).find(
      ({ client, observed }) => client.startsWith('node-') && (observed === undefined || observed.program === 'node'),
    )
  const check = (...flags: readonly string[]) =>
    program.run(['check', target, '--connect', '127.0.0.1', ...flags], { env, limit: 90_000 })

  it('what they say stands beside what was predicted, is saved, and replays', { timeout: 120_000 }, async () => {
    const file = join(program.folder, 'case.json')
    const { stdout } = await check('--format', 'json', '--save', file)
    expect(nodeIn(stdout)).toMatchObject({ verdict: { kind: 'rejected' }, observed: { verdict: 'rejected', agreement: 'same' } })
    expect(readFileSync(file, 'utf8')).toContain('"observed"')
    const again = await program.run(['check', file, '--format', 'json'], { limit: 60_000 })
    expect(results(again.stdout).map(({ observed }) => observed)).toEqual(results(stdout).map(({ observed }) => observed))
    const text = await program.run(['check', file], { limit: 60_000 })
    expect(text.stdout).toMatch(/node \d+\.\d+\.\d+[^✗✓]* as seen here|seen here: [^]*node \d+\.\d+\.\d+[^]*? says? the same/)
    const moved = await program.run(['check', file, '--at', '2020-01-01', '--format', 'json'], { limit: 60_000 })
    expect(results(moved.stdout).filter(({ observed }) => observed !== undefined)).toEqual([])
    const renamed = await program.run(['check', file, '--host', 'other.example', '--format', 'json'], { limit: 60_000 })
    expect(results(renamed.stdout).filter(({ observed }) => observed !== undefined)).toEqual([])
  })

  it('a client that is named by its family is run, and nobody else', { timeout: 120_000 }, async () => {
    const { stdout } = await check('--format', 'json', '--client', 'node')
    const seen = results(stdout).filter(({ observed }) => observed !== undefined)
    expect(seen).not.toEqual([])
    for (const each of seen)
      expect(each).toMatchObject({ client: expect.stringMatching(/^node-/), observed: { program: 'node', agreement: 'same' } })
    expect((await check('--client', 'node')).stdout).toMatch(
      /node \d+\.\d+\.\d+[^✗✓]* as seen here|seen here: [^]*node \d+\.\d+\.\d+[^]*? says? the same/,
    )
  })

  it.each([
    ['told not to', ['--no-observe']],
    ['told none', ['--observe', 'none']],
    ['asked for another time', ['--at', '+1d']],
    ['offline', ['--offline']],
    ['given a release', ['--client', 'node-20']],
    ['given a client on another store', ['--client', 'node', '--store', 'system']],
    ['told to check another name than it sends', ['--host', 'other.example']],
  ])('nobody is run when %s', { timeout: 120_000 }, async (_, flags) => {
    const { stdout } = await check('--format', 'json', ...flags)
    expect(results(stdout).length).toBeGreaterThan(0)
    expect(results(stdout).filter(({ observed }) => observed !== undefined)).toEqual([])
  })

  // The probe asks with verification on; the reader's own curl would go through.
  it.skipIf(!existsSync('/usr/bin/curl'))(
    'where verification is off it says by what, also of a saved case',
    { timeout: 120_000 },
    async () => {
      const home = join(program.folder, 'off')
      mkdirSync(home)
      writeFileSync(join(home, '.curlrc'), 'silent\ninsecure\n')
      const own = { ...env, HOME: home, PATH: '/usr/bin:/bin', COLUMNS: '200' }
      const file = join(program.folder, 'off.json')
      const run = async (...args: readonly string[]): Promise<string> =>
        (await program.run(['check', ...args], { env: own, limit: 60_000 })).stdout.replace(/\s+/g, ' ')
      const there = await run(target, '--connect', '127.0.0.1', '--client', 'curl', '--save', file)
      const sentence =
        /seen here[^.]{0,20}curl [\d.]+ says the same, with verification on; here it is off by \S*\/off\/\.curlrc:2/
      expect(there).toMatch(sentence)
      expect(there).toMatch(/insecure \(\S*\/off\/\.curlrc:2\) turns verification off for curl/)
      expect(await run(file)).toMatch(sentence)
      writeFileSync(join(home, '.curlrc'), 'insecure\nno-insecure\n')
      expect(await run(target, '--connect', '127.0.0.1', '--client', 'curl')).not.toContain('off by')
    },
  )

  it('a word that --observe does not know is refused', async () => {
    const { code, stderr } = await check('--observe', 'some')
    expect(code).toBe(2)
    expect(stderr).toContain('own')
  })
})
