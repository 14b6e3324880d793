import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyPlans } from '../../src/apply/apply.ts'
import { undo } from '../../src/apply/undo.ts'
import { newShell } from '../../src/commands/new-shell.ts'
import { userVariable } from '../../src/cures/shared/user-variable.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { about, planOf, snapshot } from '../apply/support/plan-of.ts'
import { portsOf } from '../apply/support/ports-of.ts'
import { pwsh } from '../support/pwsh.ts'
import { hasTool, temporaryFolder } from '../support/tool.ts'

/** How a session of each shell begins, asking for one variable. */
const shells: Readonly<Record<string, Shell>> = {
  fish: {
    program: '/usr/bin/fish',
    asks: (name) => ['-c', `env | string match -- '${name}=*'`],
    open: (script) => ['--no-config', '-c', script],
  },
  zsh: {
    program: '/usr/bin/zsh',
    file: '.zshenv',
    asks: (name) => ['-c', `env | grep '^${name}='`],
    open: (script) => ['-f', '-c', script],
  },
  bash: {
    program: '/bin/bash',
    file: '.profile',
    asks: (name) => ['-lc', `env | grep '^${name}='`],
    open: (script) => ['-c', script],
  },
  dash: {
    program: '/bin/dash',
    file: '.profile',
    asks: (name) => ['-lc', `env | grep '^${name}='`],
    open: (script) => ['-c', script],
  },
  PowerShell: {
    program: pwsh ?? '/usr/bin/pwsh',
    file: '.config/powershell/profile.ps1',
    mine: "$env:MINE = '1'",
    asks: (name) => ['-NoLogo', '-NonInteractive', '-Command', `/usr/bin/env | /bin/grep '^${name}='`],
    open: (script) => ['-NoProfile', '-NonInteractive', '-Command', script],
  },
}

interface Shell {
  readonly program: string
  /** Where somebody has a line of his own already; absent: nowhere, for ours is in a file of its own. */
  readonly file?: string
  readonly mine?: string
  readonly asks: (name: string) => readonly string[]
  /** One that has begun before: it reads nothing by itself. */
  readonly open: (script: string) => readonly string[]
}

const values = [
  '/home/u/plain.pem',
  "/it's/a b.pem",
  '/with "quotes" and $HOME `id` $(id)',
  '/back\\slash\\',
  '/star*?[a]',
  '/ünï/cödé; echo x',
  // PowerShell takes each of these for a straight quote.
  '/\u2018a\u2019b\u201ac\u201bd\u201c$HOME\u201d',
]

let folder: ReturnType<typeof temporaryFolder>
let home = ''
beforeEach(() => {
  folder = temporaryFolder()
  home = join(folder.path, 'home of ü "u"')
  mkdirSync(home)
})
afterEach(() => folder.remove())

describe.each(Object.entries(shells))('a variable in new sessions of %s', (shell, { program, file, mine, asks, open }) => {
  const isHere = shell === 'PowerShell' ? pwsh !== null : hasTool(program, '-c', 'true')
  const env = (more: Readonly<Record<string, string>> = {}) => ({
    PATH: '/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C.UTF-8',
    SHELL: program,
    // PowerShell puts down there what it learnt of its own start.
    XDG_CACHE_HOME: join(folder.path, 'cache'),
    ...more,
  })
  const host = (more?: Readonly<Record<string, string>>) => ({ ...nodeHost, platform: 'linux' as const, env: env(more), home })
  /** What it is in a new session; `null`: it is not set. What the shell complains of fails. */
  const inSession = (name: string, more?: Readonly<Record<string, string>>): string | null => {
    const script = `"$0" "$@" 2>&1 || [ $? -eq 1 ]`
    const said = execFileSync('/bin/sh', ['-c', script, program, ...asks(name)], {
      env: env(more),
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(said === '' || said.startsWith(`${name}=`), said).toBe(true)
    return said === '' ? null : said.slice(name.length + 1).replace(/\n$/, '')
  }

  it.skipIf(!isHere).each(values)(
    `is set to %s, and taken away by undo${isHere ? '' : `: skipped, ${program} is not here`}`,
    async (value) => {
      if (file !== undefined) {
        mkdirSync(dirname(join(home, file)), { recursive: true })
        writeFileSync(join(home, file), mine ?? 'export MINE=1')
      }
      // A shell that starts for the first time makes folders of its own.
      inSession('MINE')
      const files = snapshot(home)
      const way = userVariable(host(), { name: 'X_CERT', value, isAppended: false, why: 'why' })
      expect(way?.sets).toEqual({ X_CERT: value })
      const ports = portsOf(join(folder.path, 'state'))
      const { id } = await applyPlans([planOf((way?.steps ?? []).map(({ change }) => change))], about, ports)
      expect(inSession('X_CERT')).toBe(value)
      expect(inSession('MINE')).toBe(file === undefined ? null : '1')
      expect(userVariable(host(), { name: 'X_CERT', value, isAppended: false, why: 'why' })?.steps).toEqual([])
      expect(await undo(id, ports)).toMatchObject({ state: 'undone' })
      expect(inSession('X_CERT')).toBeNull()
      expect(snapshot(home)).toEqual(files)
    },
  )

  it.skipIf(!isHere)('the open shell takes it over by the line that is told, and is told nothing when it has it', async () => {
    home = join(folder.path, "it's a home")
    mkdirSync(home)
    const ways = ['X_CERT', 'Y_CERT'].map((name) => {
      const made = userVariable(host(), { name, value: `/${name}.pem`, isAppended: false, why: 'why' })
      const plan = { ...planOf((made?.steps ?? []).map(({ change }) => change)), sets: made?.sets ?? {} }
      for (const { change } of plan.steps)
        if (change.kind === 'file') {
          mkdirSync(dirname(change.path), { recursive: true })
          writeFileSync(change.path, Buffer.from(change.content ?? '', 'base64'))
        }
      return plan
    })
    const [told = ''] = newShell(ways, host())
    const [, anew = '', line = ''] = /^This shell began before it: (log in anew|open a new shell), or: (.*)$/.exec(told) ?? []
    const said = execFileSync(program, open(`${line}; /usr/bin/env`), { env: env(), encoding: 'utf8', timeout: 20_000 })
    expect(said.split('\n')).toEqual(expect.arrayContaining(['X_CERT=/X_CERT.pem', 'Y_CERT=/Y_CERT.pem']))
    // A new window is a shell that nobody logs in to; without a terminal it may complain of that.
    if (shell !== 'PowerShell') {
      const window = spawnSync(program, ['-i', '-c', '/usr/bin/env'], { env: env(), encoding: 'utf8', timeout: 20_000 })
      expect(window.stdout.includes('X_CERT=/X_CERT.pem') ? 'open a new shell' : 'log in anew', window.stderr).toBe(anew)
    }
    expect(newShell(ways, host({ X_CERT: '/X_CERT.pem', Y_CERT: '/Y_CERT.pem' }))).toEqual([])
  })

  it.skipIf(!isHere).each(['--use-system-ca', '-Djavax.net.ssl.trustStore=/a"b$c`d'])(
    'a word %s is added once to what is set',
    async (value) => {
      const way = userVariable(host(), { name: 'X_OPTIONS', value, isAppended: true, why: 'why' })
      expect(
        await applyPlans([planOf((way?.steps ?? []).map(({ change }) => change))], about, portsOf(join(folder.path, 'state'))),
      ).toMatchObject({
        state: 'applied',
      })
      expect(inSession('X_OPTIONS')).toBe(value)
      expect(inSession('X_OPTIONS', { X_OPTIONS: '--other --third' })).toBe(`--other --third ${value}`)
      expect(inSession('X_OPTIONS', { X_OPTIONS: `--other ${value}` })).toBe(`--other ${value}`)
      // A word that begins like it is another one.
      expect(inSession('X_OPTIONS', { X_OPTIONS: `${value}x` })).toBe(`${value}x ${value}`)
    },
  )
})
