import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans, finishUnfinished } from '../../src/apply/apply.ts'
import { history } from '../../src/apply/history.ts'
import { undo } from '../../src/apply/undo.ts'
import { withoutOurs } from '../../src/apply/without-ours.ts'
import { hasTool, temporaryFolder } from '../support/tool.ts'
import { about, fileChange, planOf } from './support/plan-of.ts'
import { portsOf } from './support/ports-of.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
const taken = (before: string | null, ours: string, now: string): string | null => {
  const made = withoutOurs(before === null ? null : octets(before), octets(ours), octets(now))
  return made === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(made)
}

describe('our lines are taken out of what a file is now', () => {
  it.each([
    ['an edit behind them', 'a\n', 'a\nX\n', 'a\nX\nb\n', 'a\nb\n'],
    ['an edit before them', 'a\n', 'a\nX\n', 'b\na\nX\n', 'b\na\n'],
    ['an edit between them and what was there', 'a\n', 'a\nX\n', 'a\nb\nX\n', 'a\nb\n'],
    ['a line that we changed', 'a\nold\nc\n', 'a\nX\nc\n', 'b\na\nX\nc\n', 'b\na\nold\nc\n'],
    ['a file of ours alone', null, '[http]\n\tX\n', '[http]\n\tX\n[user]\n\tname = U\n', '[user]\n\tname = U\n'],
    ['more under our heading', null, '[http]\n\tX\n', '[http]\n\tX\n\tproxy = p\n', '[http]\n\tproxy = p\n'],
    ['a file without an end of line, which somebody gave one', 'a', 'a\nX', 'a\nX\nb\n', 'a\nb\n'],
    ['ends of lines as they were', 'a\r\n', 'a\r\nX\r\n', 'a\r\nX\r\nb\r\n', 'a\r\nb\r\n'],
    ['a byte order mark', '\ufeffa\n', '\ufeffa\nX\n', '\ufeffa\nX\nb\n', '\ufeffa\nb\n'],
  ])('%s', (_, before, ours, now, after) => expect(taken(before, ours, now)).toBe(after))

  it.each([
    ['they were changed', 'a\n', 'a\nX\n', 'a\nX # mine\n'],
    ['they stand twice', 'a\n', 'a\nX\n', 'X\na\nX\n'],
    ['they were torn apart', 'a\n', 'a\nX\nY\n', 'a\nX\nb\nY\n'],
    ['we only took lines away', 'a\nb\n', 'a\n', 'a\nc\n'],
    ['a list of certificates', null, '-----BEGIN CERTIFICATE-----\nAA\n', '-----BEGIN CERTIFICATE-----\nAA\nmine\n'],
    ['UTF-16', 'a\0\n\0', 'a\0\n\0X\0\n\0', 'a\0\n\0X\0\n\0b\0'],
  ])('not where %s', (_, before, ours, now) => expect(taken(before, ours, now)).toBeNull())

  it('not where it is no UTF-8', () =>
    expect(withoutOurs(octets('a\n'), octets('a\nX\n'), Uint8Array.of(0xe4, 0x0a, 0x58, 0x0a))).toBeNull())
})

describe('a change that was edited since', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let [state, home] = ['', '']
  beforeEach(() => {
    folder = temporaryFolder()
    ;[state, home] = [join(folder.path, 'state'), join(folder.path, 'home')]
    mkdirSync(home)
  })
  afterEach(() => folder.remove())
  const at = (name: string): string => join(home, name)
  const text = (name: string): string => readFileSync(at(name), 'utf8')
  const [first, second] = [() => `export A='${at('trust/a.pem')}'\n`, () => `export B='${at('trust/b.pem')}'\n`]

  /** Two lists of ours, and a start file that names both, as two plans make it. */
  async function applied() {
    writeFileSync(at('.profile'), '# mine\n')
    const ports = portsOf(state)
    const one = planOf([fileChange(at('trust/a.pem'), 'A'), fileChange(at('.profile'), `# mine\n${first()}`)])
    writeFileSync(at('.profile'), `# mine\n${first()}`)
    const two = planOf([fileChange(at('trust/b.pem'), 'B'), fileChange(at('.profile'), `# mine\n${first()}${second()}`)])
    writeFileSync(at('.profile'), '# mine\n')
    const { id, state: came } = await applyPlans([one, two], about, ports)
    expect(came).toBe('applied')
    return { id, ports }
  }

  it('an edit elsewhere in the file is no conflict, and stays', async () => {
    const { id, ports } = await applied()
    writeFileSync(at('.profile'), `${text('.profile')}# later edit\n`)
    expect(await undo(id, ports)).toMatchObject({ state: 'undone', conflicts: [], left: [], kept: [] })
    expect(text('.profile')).toBe('# mine\n# later edit\n')
    expect(existsSync(at('trust'))).toBe(false)
  })

  it('what a file in conflict still names stays, and goes once nothing names it', async () => {
    const { id, ports } = await applied()
    writeFileSync(at('.profile'), text('.profile').replace(first(), first().replace("'\n", "' # mine\n")))
    const undone = await undo(id, ports)
    expect(undone).toMatchObject({
      state: 'partly',
      conflicts: [{ path: at('.profile') }],
      left: [{ path: at('trust/a.pem'), by: [at('.profile')] }],
    })
    const [conflict] = undone.conflicts
    expect(new TextDecoder().decode(conflict?.before ?? undefined)).toBe('# mine\n')
    expect([text('trust/a.pem'), existsSync(at('trust/b.pem'))]).toEqual(['A', false])
    expect(text('.profile')).not.toContain('export B')
    writeFileSync(at('.profile'), '# mine\n')
    expect(await undo(id, ports)).toMatchObject({ state: 'undone', left: [] })
    expect(existsSync(at('trust'))).toBe(false)
  })

  it('what a kept file still names stays: it is not taken back as a whole', async () => {
    const { id, ports } = await applied()
    const keep = { keep: [at('.profile')] }
    expect(await undo(id, ports, keep)).toMatchObject({
      state: 'partly',
      kept: [at('.profile')],
      left: [
        { path: at('trust/b.pem'), by: [at('.profile')] },
        { path: at('trust/a.pem'), by: [at('.profile')] },
      ],
    })
    expect([text('trust/a.pem'), text('trust/b.pem')]).toEqual(['A', 'B'])
    expect(history([ports.journal])[0]?.state).toBe('partly-undone')
    writeFileSync(at('.profile'), '')
    expect(await undo(id, ports)).toMatchObject({ state: 'undone', left: [], kept: [at('.profile')] })
    expect(existsSync(at('trust'))).toBe(false)
  })

  it.skipIf(!hasTool('git', '--version'))('git writes its own settings beside ours (skipped without git)', async () => {
    const ports = portsOf(state)
    const config = `[http]\n\tsslCAInfo = "${at('trust/git.pem')}"\n`
    const plan = planOf([fileChange(at('trust/git.pem'), 'G'), fileChange(at('.gitconfig'), config)])
    const { id } = await applyPlans([plan], about, ports)
    const git = (...args: readonly string[]) =>
      spawnSync('git', ['config', '--global', ...args], { env: { PATH: process.env['PATH'], HOME: home }, encoding: 'utf8' })
    git('user.name', 'U')
    git('http.proxy', 'http://p')
    expect(git('http.sslCAInfo').stdout).toBe(`${at('trust/git.pem')}\n`)
    expect(await undo(id, ports)).toMatchObject({ state: 'undone', conflicts: [] })
    expect([git('user.name').stdout, git('http.proxy').stdout, git('http.sslCAInfo').stdout]).toEqual(['U\n', 'http://p\n', ''])
    expect(existsSync(at('trust'))).toBe(false)
  })

  it('what was not finished is taken back on its own, before anything is planned', async () => {
    const ports = portsOf(state)
    const id = ports.journal.begin(about, [planOf([fileChange(at('.curlrc'), 'cacert = x\n')])], ports.now())
    const after = ports.journal.keep(octets('cacert = x\n'))
    ports.journal.append({ kind: 'step', id, at: ports.now(), step: 0, state: 'intent', before: null, after, folders: [] })
    writeFileSync(at('.curlrc'), 'cacert = x\n')
    expect(await finishUnfinished(ports)).toBeNull()
    expect(existsSync(at('.curlrc'))).toBe(false)
    expect(history([ports.journal])[0]?.state).toBe('broken-off')
  })
})
