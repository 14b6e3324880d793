import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { gitSettings } from '../../src/runtimes/shared/git-settings.ts'
import { hasTool, temporaryFolder } from '../support/tool.ts'

const conditions = [
  '~/work/',
  '~/work/**',
  '~/work/*',
  '~/work/*/b/.git',
  '~/work/*/.git',
  '~/work/**/.git',
  'b/.git',
  '**/b/',
  'work/',
  'b/',
  '?/',
  '[ab]/.git',
  '[!b]/.git',
  '[^b]/.git',
  '[a-c]/.git',
  './work/',
  './a/',
  '~/WORK/',
  '~/wor*/',
  '/',
  '**',
  '*',
  'b',
  '.git',
  '~/work/a**/',
  '~/work/a/b\\',
  'a/b/',
  'a?b/',
  'work/**/b/',
].flatMap((pattern) => [`gitdir:${pattern}`, `gitdir/i:${pattern.toUpperCase().replace('.GIT', '.git')}`])

const others = [
  ...['main', 'ma*', 'feature/', 'm', '**', '*', 'feature/*', 'feature/o?e', 'one', '**/one', 'feature/[!o]*'].map(
    (p) => `onbranch:${p}`,
  ),
  ...[
    'https://git.corp.example/**',
    'https://git.corp.example/*',
    'https://*.corp.example/**',
    '**/x.git',
    'https://other/**',
    '**',
  ].map((p) => `hasconfig:remote.*.url:${p}`),
  'hasconfig:remote.origin.url:**',
  'gitdir',
  'unknown:x',
]

/** The real git is the judge: for each condition it says whether a file is included. */
describe.skipIf(!hasTool('git', '--version'))('conditions of includeIf', () => {
  const folder = temporaryFolder()
  const home = folder.path
  const repositories = ['work/a/b', 'Work2', 'nothing']
  const clean = { HOME: home, PATH: '/usr/bin:/bin', GIT_CONFIG_NOSYSTEM: '1' }
  const git = (at: string, ...args: readonly string[]): string => {
    try {
      const options = { env: { ...clean, PWD: join(home, at) }, cwd: join(home, at), timeout: 10_000, stdio: 'pipe' as const }
      return execFileSync('git', args, options).toString().trim()
    } catch {
      return ''
    }
  }
  beforeAll(() => {
    for (const at of repositories) mkdirSync(join(home, at), { recursive: true })
    for (const at of ['work/a/b', 'Work2']) git(at, 'init', '-q', '-b', at === 'Work2' ? 'main' : 'feature/one')
    git('work/a/b', 'remote', 'add', 'origin', 'https://git.corp.example/team/x.git')
    writeFileSync(join(home, 'inc'), '[http]\n\tsslCAInfo = /hit\n')
  })
  afterAll(folder.remove)

  it.each(repositories)(
    'in %s',
    (at) => {
      const host = { ...nodeHost, home, cwd: join(home, at), env: { ...clean, PWD: join(home, at) } }
      const all = [...conditions, ...others]
      const ours = all.map((condition) => {
        writeFileSync(join(home, '.gitconfig'), `[includeIf "${condition.replaceAll('\\', '\\\\')}"]\n\tpath = inc\n`)
        return [condition, gitSettings(host, [])[0]?.value ?? '', git(at, 'config', 'http.sslCAInfo')] as const
      })
      expect(ours.filter(([, own, real]) => own !== real)).toEqual([])
      if (at === 'work/a/b') expect(ours.filter(([, , real]) => real === '/hit').length).toBeGreaterThan(25)
    },
    60_000,
  )
})
