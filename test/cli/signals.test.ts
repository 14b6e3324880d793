import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { snapshot } from '../apply/support/plan-of.ts'
import { testServers, type TestServers } from '../cures/support/servers.ts'
import { hasTool, temporaryFolder } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

const now = seconds(Math.floor(Date.now() / 1000))
const [own, leaf] = [authority('signals', 'Root CA'), server()]
const root = rootCertificate(own, around(now, -300, 3000))
const chain = [leafCertificate(own, leaf, around(now, -30, 60), loopbackNames)]
const sha256 = createHash('sha256').update(root).digest('hex')

/** Before the program: it sends itself a real signal when it renames its n-th file, or two of them a moment apart. What it counted goes to a file. */
const hook = `import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const [name, at, twice, log] = process.env.TEST_SIGNAL.split(',')
const { renameSync } = fs
let count = 0
fs.renameSync = (...args) => {
  // The compiled code that the program as it is shipped keeps is no step.
  if (String(args[1]).includes('/.cache/')) return renameSync(...args)
  count++
  if (count === Number(at)) {
    process.kill(process.pid, name)
    if (twice === 'twice') setImmediate(() => setImmediate(() => process.kill(process.pid, name)))
  }
  // The first has been handed on by then.
  if (twice === 'later' && count > Number(at) && process.listenerCount(name) === 0) process.kill(process.pid, name)
  fs.writeFileSync(log, String(count))
  return renameSync(...args)
}
syncBuiltinESMExports()`

const whyNot = process.platform === 'win32' || !hasTool('curl', '--version') || !hasTool('python3', '--version')
describe.skipIf(whyNot)('a signal while the machine is changed (skipped on Windows, and without curl or python3)', () => {
  let lab: TestServers
  let program: Program
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(async () => {
    lab = await testServers([{ chain, root, key: leaf.key.privateKey }])
    program = await builtProgram()
    writeFileSync(join(program.folder, 'hook.mjs'), hook)
  }, 60_000)
  afterAll(async () => {
    await lab.close()
    program.remove()
  })
  beforeEach(() => {
    folder = temporaryFolder()
    mkdirSync(at('.local', 'state'), { recursive: true })
    mkdirSync(at('.local', 'share'))
    writeFileSync(at('.curlrc'), '# mine\n')
    writeFileSync(join(folder.path, 'root.pem'), certificatesPem([root]))
  })
  afterEach(() => folder.remove())

  const at = (...names: readonly string[]): string => join(folder.path, 'home', ...names)
  const log = (): string => join(folder.path, 'count')
  const fix = () =>
    `fix localhost:${lab.at(0).port} --root root.pem --sha256 ${sha256} --with curl-config --client curl --apply --yes`.split(' ')
  /** What a run printed, with the signal that ended it. `how`: `SIGHUP,3,twice`. */
  const rootcause = (args: readonly string[], how = '', wrap: readonly string[] = []) =>
    new Promise<{ readonly code: number | null; readonly signal: string | null; readonly out: string }>((resolve) => {
      const hooked = how === '' ? [] : ['--import', join(program.folder, 'hook.mjs')]
      const [command = '', ...rest] = [...wrap, process.execPath, ...hooked, program.cli, ...args]
      const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: at(), SHELL: '/bin/sh', TEST_SIGNAL: `${how},${log()}` }
      const child = spawn(command, rest, { cwd: folder.path, timeout: 60_000, killSignal: 'SIGKILL', env })
      let out = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()))
      child.on('close', (code, signal) => resolve({ code, signal, out }))
    })
  /** Everything of the user's but our journal, and the compiled code that the program as it is shipped keeps. */
  const home = () =>
    Object.fromEntries(
      Object.entries(snapshot(at())).filter(([path]) => !path.includes('/.local/state') && !path.includes('/.cache')),
    )
  const states = async (): Promise<readonly string[]> => {
    const { out } = await rootcause(['history', '--json', '--offline'])
    const { changes }: { readonly changes: readonly { readonly state: string }[] } = JSON.parse(out)
    return changes.map(({ state }) => state)
  }

  it.each(['SIGHUP,once', 'SIGHUP,twice', 'SIGTERM,twice', 'SIGINT,once'])(
    '%s: a change is taken back whole, whenever it comes',
    async (how) => {
      const [name = '', times = ''] = how.split(',')
      const before = home()
      // As many renames as one whole run has.
      expect(await rootcause(fix(), 'SIGHUP,0,once')).toMatchObject({ code: 0 })
      const renames = Number(readFileSync(log(), 'utf8'))
      expect(renames).toBeGreaterThan(4)
      expect(await rootcause(['undo', '--yes'])).toMatchObject({ code: 0 })
      let stopped = 0
      // The last is that of the lock, when all is over.
      for (let n = 1; n < renames; n += times === 'once' ? 2 : 3) {
        rmSync(at('.local', 'state', 'rootcause'), { recursive: true, force: true })
        const run = await rootcause(fix(), `${name},${n},${times}`)
        expect(run, run.out).toMatchObject({ signal: null, code: 1 })
        expect(run.out.replace(/\s+/g, ' ')).toMatch(
          /stopping as soon as .*(?:Taken back, everything is as it was|Nothing was done): it was stopped\./,
        )
        expect(home()).toEqual(before)
        const after = await states()
        expect(after.every((state) => state === 'broken-off')).toBe(true)
        stopped += after.length
      }
      expect(stopped).toBeGreaterThan(0)
    },
    120_000,
  )

  it.each(['SIGHUP,1,twice', 'SIGHUP,2,twice', 'SIGTERM,1,twice', 'SIGINT,2,once'])(
    '%s: what is taken back is taken back to its end',
    async (how) => {
      const before = home()
      expect(await rootcause(fix())).toMatchObject({ code: 0 })
      expect(home()).not.toEqual(before)
      const run = await rootcause(['undo', '--yes'], how)
      expect(run, run.out).toMatchObject({ signal: null, code: 0 })
      expect(home()).toEqual(before)
      expect(await states()).toEqual(['undone'])
    },
    60_000,
  )

  it('a second Ctrl-C ends it as it is, and undo goes on from there', async () => {
    const before = home()
    const run = await rootcause(fix(), 'SIGINT,4,later')
    expect(run).toMatchObject({ signal: 'SIGINT' })
    await rootcause(['undo', '--yes'])
    expect(home()).toEqual(before)
    expect((await states()).every((state) => state === 'undone' || state === 'broken-off')).toBe(true)
  }, 60_000)

  // As when ssh drops: the terminal is gone, whatever is written to it fails, and the system sends SIGHUP, by which it ends at last.
  it('a terminal that goes away leaves the machine as it was', async () => {
    const before = home()
    const dropped = `import os, pty, sys
pid, fd = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
seen = b''
while b': done' not in seen: seen += os.read(fd, 4096)
os.close(fd)
_, status = os.waitpid(pid, 0)
print('ended', status)`
    const run = await rootcause(fix(), '', ['python3', '-c', dropped])
    expect(run.out).toBe('ended 1\n')
    expect(home()).toEqual(before)
    expect(await states()).toEqual(['broken-off'])
  }, 60_000)
})
