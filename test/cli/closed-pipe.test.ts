import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { testServers, type TestServers } from '../cures/support/servers.ts'
import { hasTool } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

const why = hasTool('curl', '--version') ? null : 'no curl here'
const now = seconds(Math.floor(Date.now() / 1000))
const [top, leaf] = [authority('closed pipe', 'Root'), server()]
const root = rootCertificate(top, around(now, -100, 3650))
const sha256 = createHash('sha256').update(root).digest('hex')

interface History {
  readonly changes: readonly { readonly id: string; readonly state: string }[]
}

describe.skipIf(why !== null)(`a reader that goes away${why === null ? '' : `: skipped, ${why}`}`, () => {
  let program: Program
  let lab: TestServers
  let env: Readonly<Record<string, string>>
  beforeAll(async () => {
    program = await builtProgram()
    const chain = [leafCertificate(top, leaf, around(now, -30, 60), loopbackNames)]
    lab = await testServers([{ chain, root, key: leaf.key.privateKey }])
    mkdirSync(join(program.folder, 'home'))
    writeFileSync(join(program.folder, 'root.pem'), certificatesPem([root]))
    env = { HOME: join(program.folder, 'home'), PATH: '/usr/bin:/bin', SHELL: '/bin/sh' }
  }, 60_000)
  afterAll(async () => {
    await lab.close()
    program.remove()
  })

  // `fix --apply --yes 2>&1 | head`: both streams are gone while steps are taken.
  it('leaves no change half-way', async () => {
    const flags = ['--client', 'curl', '--root', 'root.pem', '--sha256', sha256, '--with', 'curl-config', '--apply', '--yes']
    const child = program.start(['fix', `localhost:${lab.at(0).port}`, ...flags], { env })
    child.stdout?.once('data', () => {
      child.stdout?.destroy()
      child.stderr?.destroy()
    })
    const limit = setTimeout(() => child.kill('SIGKILL'), 60_000)
    const [code] = await once(child, 'exit')
    clearTimeout(limit)
    const { stdout } = await program.run(['history', '--json', '--offline'], { env })
    const { changes }: History = JSON.parse(stdout)
    expect({ code, states: changes.map(({ state }) => state) }).toEqual({ code: 0, states: ['applied'] })
    expect(existsSync(join(program.folder, 'home', '.curlrc'))).toBe(true)
  }, 90_000)
})
