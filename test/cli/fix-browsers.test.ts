import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CountingServer, countingServer, ran } from '../cures/support/cure-walk.ts'
import { sharedPath } from '../support/shared.ts'
import { builtProgram, type Program } from './support/program.ts'

/**
 * Firefox asks a list that is built into it and the database of its profile. The expectations are those of NSS' own client, tstclnt, on that
 * database.
 */
const isHere = ['/usr/bin/certutil', '/usr/bin/tstclnt'].every((path) => existsSync(path))
const hasFirefox = ['/usr/bin/firefox', '/usr/bin/firefox-esr'].some((path) => existsSync(path))
const publicChain = sharedPath('corpora/chains/extra/sectigo-ecc-2024-dadrian.io')

describe.skipIf(!isHere)("a browser of this machine (skipped without NSS' tools)", () => {
  let program: Program
  let server: CountingServer
  let home = ''
  let database = ''
  let flags: readonly string[] = []
  beforeAll(async () => {
    ;[program, server] = await Promise.all([builtProgram(), countingServer()])
    home = join(program.folder, 'home é')
    const firefox = join(home, '.mozilla', 'firefox')
    database = join(firefox, 'a.default')
    mkdirSync(database, { recursive: true })
    writeFileSync(join(firefox, 'profiles.ini'), '[Profile0]\nName=default\nIsRelative=1\nPath=a.default\nDefault=1\n')
    writeFileSync(join(database, 'compatibility.ini'), '[Compatibility]\nLastVersion=128.5.0_20241121/20241121\n')
    await ran(['/usr/bin/certutil', '-N', '--empty-password', '-d', `sql:${database}`], { HOME: home })
    writeFileSync(join(program.folder, 'root.pem'), server.pem)
    const sha256 = createHash('sha256').update(server.root).digest('hex')
    flags = ['--client', 'firefox', '--root', 'root.pem', '--sha256', sha256, '--scope', 'user']
  }, 60_000)
  afterAll(async () => {
    await server.close()
    program.remove()
  })
  const rootcause = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await program.run(args, { env: { PATH: '/usr/bin:/bin', HOME: home, SHELL: '/bin/sh' } })
    return { code, text: `${stdout}${stderr}`.replace(/\s+/g, ' ') }
  }
  const accepts = async (): Promise<boolean> => {
    const before = server.requests()
    const argv = ['/usr/bin/tstclnt', '-4', '-h', 'localhost', '-p', String(server.port), '-d', `sql:${database}`]
    await ran(argv, { HOME: home }, { input: 'GET / HTTP/1.0\r\n\r\n', timeout: 10_000 })
    return server.requests() > before
  }

  it('gets the root in its own database, is told as needing it, and loses it again', async () => {
    const target = `localhost:${server.port}`
    expect(await accepts()).toBe(false)
    const plan = await rootcause('fix', target, ...flags)
    expect(plan.text).toContain(`Add to nss:${database}`)
    expect(plan.code).toBe(1)
    const done = await rootcause('fix', target, ...flags, '--apply', '--yes')
    expect(done.text).toContain('Done, and it cures: firefox-')
    // The browser itself, where it is here.
    if (hasFirefox) expect(done.text).toMatch(/and firefox [\d.]+ connected/)
    else expect(done.text).toContain('none of the programs could be asked')
    expect(await accepts()).toBe(true)
    expect((await rootcause('fix', target, ...flags)).code).toBe(0)
    expect((await rootcause('history')).text).toContain('Still needed')
    expect((await rootcause('undo', '--yes')).code).toBe(0)
    expect(await accepts()).toBe(false)
  }, 60_000)

  it.skipIf(!hasFirefox)(
    'is asked itself where it is named, and Firefox gives the code that was foretold (skipped without Firefox)',
    async () => {
      const { code, text } = await rootcause('check', `localhost:${server.port}`, '--client', 'firefox')
      expect(text).toMatch(/Error code: SEC_ERROR_UNKNOWN_ISSUER seen here: firefox [\d.]+ says the same/)
      expect(code).toBe(1)
    },
    60_000,
  )

  it.skipIf(publicChain === null)(
    'gets nothing where the list that is built into it holds the root',
    async () => {
      const files = ['leaf.pem', 'intermediates.pem'].map((name) => readFileSync(join(publicChain ?? '', name), 'utf8'))
      writeFileSync(join(program.folder, 'chain.pem'), files.join('\n'))
      const at = ['--at', '2024-09-01', '--host', 'dadrian.io']
      const { code, text } = await rootcause('fix', 'chain.pem', '--client', 'firefox', ...at)
      expect(text).not.toContain('nss:')
      expect(code).toBe(0)
    },
    60_000,
  )
})
