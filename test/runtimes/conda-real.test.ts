import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { fromHere, kindAt } from '../../src/runtimes/shared/place.ts'
import { condaVerifySettings } from '../../src/runtimes/shared/conda-settings.ts'
import { needsConda, realConda } from '../support/real-conda.ts'
import { tool } from '../support/tool.ts'

const real = realConda()
/** Where no conda is, only the tests that skip are left. */
const { program, prefix } = real ?? { program: '', prefix: '' }

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'conda-real-'))
  for (const name of ['ca.pem', 'other.pem']) writeFileSync(join(home, name), '')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

/** `HERE` stands for the home in values and contents. */
interface Situation {
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

const inHere = (text: string): string => text.replaceAll('HERE', home)

function hostOf({ env = {}, files = {} }: Situation): Host {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true })
    writeFileSync(join(home, name), inHere(content))
  }
  const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inHere(value)]))
  return { ...nodeHost, env: { PATH: '/usr/bin:/bin', HOME: home, LC_ALL: 'C.UTF-8', ...own }, home, cwd: home }
}

/** What the real one makes of it, as `conda config --show` prints it; one that stops prints the name of its error. */
function condaSays({ env }: Host): string {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  // In a shell, for an error is an answer too.
  const text = tool(
    '/usr/bin/env',
    ['-i', '-C', home, ...pairs, '/bin/sh', '-c', `"$0" config --show ssl_verify 2>&1 || :`, program],
    home,
  )
  return /CustomValidationError/.exec(text)?.[0] ?? /^ssl_verify: (.*)$/m.exec(text)?.[1] ?? text
}

function weSay(host: Host): string {
  const first = condaVerifySettings(host, prefix)[0]
  if (first?.kind === 'path') return kindAt(host, fromHere(host, first.path)) === null ? 'CustomValidationError' : first.path
  return { on: 'True', off: 'False', truststore: 'truststore' }[first?.kind ?? 'on']
}

const values = [
  '',
  ' ',
  'true',
  'Yes',
  'y',
  'on',
  '1',
  '2',
  't',
  'false',
  'no',
  'n',
  'off',
  '0',
  'non',
  'None',
  'null',
  '~',
  'truststore',
]
const paths = [
  'HERE/ca.pem',
  'HERE/none.pem',
  'ca.pem',
  '~/ca.pem',
  '$MINE/ca.pem',
  '${MINE}/ca.pem',
  '%MINE%/ca.pem',
  '$OFF',
  '"HERE/ca.pem"',
]
/** Nothing plain begins with % in YAML (1.2.2 §7.3.3). */
const lines = [
  ...[...values, ...paths.filter((path) => !path.startsWith('%')), 'Truststore'].map((value) => `ssl_verify: ${value}\n`),
  "ssl_verify: 'HERE/ca.pem' # mine\n",
  'ssl_verify: # nothing\n',
  'ssl_verify:\n  HERE/ca.pem\n',
  'ssl_verify: |\n  HERE/ca.pem\n',
  'ssl_verify : HERE/ca.pem\n',
  '"ssl_verify": HERE/ca.pem\n',
  'verify_ssl: HERE/ca.pem\n',
  'ssl-verify: HERE/ca.pem\n',
  'SSL_VERIFY: HERE/ca.pem\n',
  '\ufeffssl_verify: HERE/ca.pem\n',
  'channel_settings:\n  - channel: a\n    ssl_verify: false\n',
]

const places: readonly (readonly [string, Situation])[] = [
  ['the alias of the variable', { env: { CONDA_VERIFY_SSL: 'HERE/ca.pem' } }],
  [
    'a variable before the file',
    { env: { CONDA_SSL_VERIFY: 'HERE/ca.pem' }, files: { '.condarc': 'ssl_verify: HERE/other.pem\n' } },
  ],
  ['~/.condarc before ~/.conda', { files: { '.conda/condarc': 'ssl_verify: false\n', '.condarc': 'ssl_verify: HERE/ca.pem\n' } }],
  [
    '~/.conda before ~/.config',
    { files: { '.conda/.condarc': 'ssl_verify: false\n', '.config/conda/.condarc': 'ssl_verify: truststore\n' } },
  ],
  [
    'the later file of a folder',
    {
      files: {
        '.conda/condarc.d/a.yml': 'ssl_verify: false\n',
        '.conda/condarc.d/b.yaml': 'ssl_verify: truststore\n',
        '.conda/condarc.d/c.txt': 'ssl_verify: HERE/ca.pem\n',
      },
    },
  ],
  ['XDG_CONFIG_HOME', { env: { XDG_CONFIG_HOME: 'HERE/x' }, files: { 'x/conda/condarc': 'ssl_verify: truststore\n' } }],
  [
    'an environment that is active',
    {
      env: { CONDA_PREFIX: 'HERE/e' },
      files: { '.condarc': 'ssl_verify: false\n', 'e/.condarc': 'ssl_verify: truststore\n', 'e/conda-meta/history': '' },
    },
  ],
  [
    'another root, and the base active',
    {
      env: { CONDA_ROOT: 'HERE/r', CONDA_PREFIX: 'HERE/r' },
      files: { '.condarc': 'ssl_verify: false\n', 'r/.condarc': 'ssl_verify: truststore\n', 'r/conda-meta/history': '' },
    },
  ],
  [
    'CONDARC',
    { env: { CONDARC: 'HERE/my.yml' }, files: { '.condarc': 'ssl_verify: false\n', 'my.yml': 'ssl_verify: truststore\n' } },
  ],
  ['CONDARC from the home', { env: { CONDARC: '~/x/condarc' }, files: { 'x/condarc': 'ssl_verify: truststore\n' } }],
  ['CONDARC of another name', { env: { CONDARC: 'HERE/my' }, files: { my: 'ssl_verify: truststore\n' } }],
  [
    'CONDARC that is a folder',
    { env: { CONDARC: 'HERE/d' }, files: { 'd/a.yml': 'ssl_verify: truststore\n', 'd/.condarc': 'ssl_verify: false\n' } },
  ],
  [
    'a final line',
    {
      env: { CONDA_SSL_VERIFY: 'false' },
      files: { '.conda/.condarc': 'ssl_verify: HERE/ca.pem #!final\n', '.condarc': 'ssl_verify: HERE/other.pem #!final\n' },
    },
  ],
  [
    'a comment that is none',
    { env: { CONDA_SSL_VERIFY: 'false' }, files: { '.condarc': 'ssl_verify: HERE/other.pem # !final\n' } },
  ],
]

describe.skipIf(real === null)(`what a real conda makes of ssl_verify ${needsConda}`, () => {
  const agree = (situation: Situation): void => {
    const host = hostOf(situation)
    expect(weSay(host)).toBe(condaSays(host))
  }
  const more = (): Readonly<Record<string, string>> => ({ MINE: 'HERE', OFF: 'false' })
  it.each([...values, ...paths])('in the variable: %j', (value) => agree({ env: { ...more(), CONDA_SSL_VERIFY: value } }))
  it.each(lines)('in the file: %j', (line) => agree({ env: more(), files: { '.condarc': line } }))
  it.each(places)('%s', (_, situation) => agree(situation))
})
