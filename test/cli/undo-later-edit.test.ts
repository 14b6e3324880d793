import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, loopbackNames, server } from '../../src/lab/shapes.ts'
import { startOf } from '../../src/host/processes.ts'
import { seconds } from '../../src/model/time.ts'
import { testServers, type TestServers } from '../cures/support/servers.ts'
import { hasTool, temporaryFolder } from '../support/tool.ts'
import { builtProgram, type Program } from './support/program.ts'

/** A private root that curl and git lack, by their real clocks. */
const now = seconds(Math.floor(Date.now() / 1000))
const [own, leaf] = [authority('undo after a later edit', 'Own Root CA'), server()]
const root = rootCertificate(own, around(now, -300, 3000))
const chain = [leafCertificate(own, leaf, around(now, -30, 60), loopbackNames)]
const sha256 = createHash('sha256').update(root).digest('hex')

const tools = hasTool('curl', '--version') && hasTool('git', '--version') && process.platform === 'linux'
describe.skipIf(!tools)('undo after somebody else edited the files (skipped without curl and git on Linux)', () => {
  let lab: TestServers
  let program: Program
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(async () => {
    lab = await testServers([{ chain, root, key: leaf.key.privateKey }])
    program = await builtProgram()
  }, 60_000)
  afterAll(async () => {
    await lab.close()
    program.remove()
  })
  beforeEach(() => {
    folder = temporaryFolder()
    mkdirSync(at())
    writeFileSync(at('.profile'), '# mine\n')
    writeFileSync(join(folder.path, 'root.pem'), certificatesPem([root]))
  })
  afterEach(() => folder.remove())

  const at = (...names: readonly string[]): string => join(folder.path, 'home', ...names)
  const trust = (): string => at('.local', 'share', 'rootcause', 'trust')
  const host = (): string => `localhost:${lab.at(0).port}`
  /** As a new shell of this user. */
  const inShell = (script: string): Promise<{ readonly code: number | null; readonly out: string }> =>
    new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', `. "$HOME/.profile"; ${script}`], {
        cwd: folder.path,
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: at(), SHELL: '/bin/sh' },
        timeout: 60_000,
      })
      let out = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()))
      child.on('close', (code) => resolve({ code, out }))
    })
  const rootcause = (...args: readonly string[]) => inShell(`'${process.execPath}' '${program.cli}' ${args.join(' ')}`)
  const fix = (...more: readonly string[]) =>
    rootcause('fix', host(), '--root', join(folder.path, 'root.pem'), '--sha256', sha256, '--scope user --apply --yes', ...more)
  const curl = async () => (await inShell(`curl -sS -m 10 -o /dev/null https://${host()}/`)).code

  it('an edit elsewhere is no conflict; one of ours stays while a file that was kept names it', async () => {
    expect(await curl()).toBe(60)
    const fixed = await fix('--with ssl-cert-file')
    expect(fixed, fixed.out).toMatchObject({ code: 0 })
    expect(fixed.out).toContain(`or: . ${at('.profile')}\n`)
    expect(await curl()).toBe(0)

    appendFileSync(at('.profile'), '# later edit\n')
    // A path is one of the folder in which it is typed.
    const kept = await inShell(`cd '${at('.')}' && '${process.execPath}' '${program.cli}' undo --yes --keep .profile`)
    expect(kept.code).toBe(1)
    expect(kept.out).toMatch(/Left in place:\s.*ssl-cert-file.pem/)
    expect(kept.out).toMatch(/is\s+taken\s+back\s+in\s+part\./)
    expect(await curl()).toBe(0)
    expect((await rootcause('history --offline')).out).not.toMatch(/Still\s+needed/)
    writeFileSync(at('.profile'), '# mine\n')
    expect(await rootcause('undo --yes')).toMatchObject({ code: 0 })
    expect(existsSync(trust())).toBe(false)

    expect(await fix('--with ssl-cert-file')).toMatchObject({ code: 0 })
    appendFileSync(at('.profile'), '# later edit\n')
    expect(await rootcause('undo --yes')).toMatchObject({ code: 0 })
    expect(readFileSync(at('.profile'), 'utf8')).toBe('# mine\n# later edit\n')
    expect(existsSync(trust())).toBe(false)
    expect(await curl()).toBe(60)
  }, 120_000)

  it('a conflict shows three versions, and leaves what the file names', async () => {
    expect(await fix('--with git-ca-info')).toMatchObject({ code: 0 })
    const config = readFileSync(at('.gitconfig'), 'utf8')
    writeFileSync(at('.gitconfig'), config.replace('sslCAInfo', 'sslcainfo'))
    const { code, out } = await rootcause('undo --yes')
    expect(code).toBe(1)
    for (const title of ['Before rootcause: there was no such file.', 'As rootcause made it:', 'Now:'])
      expect(out).toContain(title)
    expect(out).toMatch(/ sslCAInfo = .*\n(?:.*\n)* +sslcainfo = /)
    expect(out).not.toContain('\\x09')
    expect(existsSync(trust())).toBe(true)
  }, 60_000)

  it('one that was killed when a file was written is taken back before the next is planned', async () => {
    expect(await fix('--with curl-config')).toMatchObject({ code: 0 })
    // As a kill leaves it: all is written, and nothing says that it came to its end.
    const changes = at('.local', 'state', 'rootcause', 'changes')
    const { out } = await inShell(`ls ${changes}`)
    const journal = join(changes, out.trim())
    writeFileSync(journal, readFileSync(journal, 'utf8').replace(/^.*"kind":"end".*\n/m, ''))
    // Told before the plan, and before "nothing is to be fixed": what accepts may do so by what is half done.
    const [id = ''] = /^[\d-]+/.exec(out) ?? []
    for (const ask of [`fix ${host()} --client curl`, `fix ${host()} --client git --root ${join(folder.path, 'root.pem')}`]) {
      const planned = (await rootcause(ask)).out
      expect(planned).toMatch(
        new RegExp(`^Half done: an earlier change, ${id} for[^]*broken\\s+off[^]*\\n  rootcause undo ${id}\\n\\n`),
      )
    }
    const report: unknown = JSON.parse((await rootcause(`fix ${host()} --client curl --format json`)).out)
    expect(report).toMatchObject({ brokenOff: [{ id, target: host(), by: null }] })
    // Somebody is at it: this process, by its number and its start.
    mkdirSync(at('.local', 'state', 'rootcause', 'locks'), { recursive: true, mode: 0o700 })
    writeFileSync(at('.local', 'state', 'rootcause', 'locks', '99'), `${process.pid} ${startOf(process.pid)}\n`)
    expect((await rootcause(`fix ${host()} --client curl`)).out).toContain(
      `Being changed: another rootcause (process ${process.pid})`,
    )
    rmSync(at('.local', 'state', 'rootcause', 'locks', '99'))
    const again = await fix('--with curl-config')
    expect(again, again.out).toMatchObject({ code: 0 })
    expect((await rootcause('history --offline')).out).toMatch(/was\s+broken\s+off,\s+and\s+was\s+taken\s+back[^]*: done/)
    expect(await curl()).toBe(0)
  }, 60_000)
})
