import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { usualChain } from '../../src/lab/shapes.ts'
import { seconds } from '../../src/model/time.ts'
import { curl } from '../../src/runtimes/curl.ts'
import { git } from '../../src/runtimes/git.ts'
import { npm } from '../../src/runtimes/npm.ts'
import { pip } from '../../src/runtimes/pip.ts'
import type { Runtime } from '../../src/runtimes/runtime.ts'
import { wget } from '../../src/runtimes/wget.ts'
import { machine } from '../support/machine.ts'

// Which of several settings counts is asked of the real programs: a server whose root nobody has, and one home for them and for us.

const chain = usualChain('said twice', seconds(Math.floor(Date.now() / 1000)))
const home = mkdtempSync(join(tmpdir(), 'said-twice-'))
let server: Server
let port = 0

beforeAll(async () => {
  server = createServer(
    {
      key: chain.entities.leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: certificatesPem([chain.leaf, chain.intermediate]),
    },
    (_, response) => response.end('hello\n'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  mkdirSync(join(home, 'repo', '.git', 'objects'), { recursive: true })
  mkdirSync(join(home, 'repo', '.git', 'refs'))
  writeFileSync(join(home, 'repo', '.git', 'HEAD'), 'ref: refs/heads/main\n')
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(home, { recursive: true, force: true })
})

interface Ran {
  readonly code: number
  readonly said: string
}

const env = { PATH: '/usr/bin:/bin', HOME: home, LC_ALL: 'C' }
const cwd = join(home, 'repo')
const run = (program: string, args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(program, [...args], { env, cwd, timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 255, said: stdout + stderr })
    })
  })

/** Whether we say that verification is off for the server. */
async function isSaidOff(runtime: Runtime): Promise<boolean> {
  const host = { ...nodeHost, env, home, cwd }
  const [found] = await runtime.find(host)
  if (found === undefined) throw new Error(`no ${runtime.id}`)
  const { dangers } = await runtime.asks(host, found, { host: 'localhost', port })
  return dangers.some(({ reason, reach }) => reason === 'verification-off' && reach === '')
}

const isHere = (program: string): boolean => nodeHost.platform === 'linux' && nodeHost.stat(program) === 'file'

describe.skipIf(!isHere('/usr/bin/curl'))('.curlrc, as the curl that is here reads it', () => {
  it.each([
    ['insecure\n', true],
    ['insecure\nno-insecure\n', false],
    ['no-insecure\ninsecure\n', true],
    ['-k\n--no-insecure\n', false],
    ['--no-insecure\n-k\n', true],
    ['-sk\n', true],
    ['-ks\r\n', true],
    ['\t--insecure\n', true],
    ['insecure = no\n', true],
    ['# insecure\n', false],
    ['"insecure"\n', false],
    ['\uFEFFinsecure\n', false],
  ])('%j', async (text, isOff) => {
    writeFileSync(join(home, '.curlrc'), text)
    const { code } = await run('/usr/bin/curl', ['-sS', '-o', '/dev/null', `https://localhost:${port}/`])
    expect({ code, isSaidOff: await isSaidOff(curl) }).toEqual({ code: isOff ? 0 : 60, isSaidOff: isOff })
  })
})

describe.skipIf(!isHere('/usr/bin/wget'))('.wgetrc, as the wget that is here reads it', () => {
  it.each([
    ['check_certificate = off\n', true],
    ['check_certificate = off\nCheck-Certificate = ON\n', false],
    ['checkcertificate=on\ncheck_certificate = no\n', true],
  ])('%j', async (text, isOff) => {
    writeFileSync(join(home, '.wgetrc'), text)
    const { code } = await run('/usr/bin/wget', ['-q', '-O', '/dev/null', `https://localhost:${port}/`])
    expect({ code, isSaidOff: await isSaidOff(wget) }).toEqual({ code: isOff ? 0 : 5, isSaidOff: isOff })
  })
})

describe.skipIf(!isHere('/usr/bin/git'))("git's scopes, as the git that is here reads them", () => {
  const off = '[http]\n\tsslVerify = false\n'
  const on = '[http]\n\tsslVerify = true\n'
  const here = (value: boolean) => `[http "https://localhost:PORT/"]\n\tsslVerify = ${value}\n`
  it.each([
    [off, '', true],
    [off, on, false],
    [on, off, true],
    [off, here(true), false],
    [here(true), off, false],
    [on, here(false), true],
    [here(false), here(true), false],
    [`${off}\tsslVerify\n`, '', false],
    ['[http "https://*:PORT"]\n\tsslVerify = 0\n', '', true],
  ])('%j, then %j', async (global, local, isOff) => {
    writeFileSync(join(home, '.gitconfig'), global.replaceAll('PORT', String(port)))
    writeFileSync(join(cwd, '.git', 'config'), `[core]\n\trepositoryformatversion = 0\n${local.replaceAll('PORT', String(port))}`)
    const { said } = await run('/usr/bin/git', ['ls-remote', `https://localhost:${port}/x`])
    // Past the handshake it misses a repository.
    const isReal = said.includes('not valid: is this a git repository')
    expect({ isReal, isSaidOff: await isSaidOff(git) }, said).toEqual({ isReal: isOff, isSaidOff: isOff })
  })
})

// Observed with npm 11.19.1 on a server with a certificate that nobody signed: `npm ping` answers, or says DEPTH_ZERO_SELF_SIGNED_CERT.
describe('npm', () => {
  it.each([
    ['strict-ssl=false\n', '', true],
    ['strict-ssl=false\nstrict-ssl=true\n', '', false],
    ['strict-ssl=false\n', 'strict-ssl=true\n', false],
    ['strict-ssl=false\n', 'strict-ssl=null\n', false],
    ['strict-ssl=true\n', 'strict-ssl=false\n', true],
    ['strict-ssl=no\n', '', false],
  ])('%j of the user, %j of the project', async (user, project, isOff) => {
    const npmFiles = { '/usr/bin/npm': '', '/usr/bin/node': '' }
    const host = machine({
      files: { ...npmFiles, '/home/u/.npmrc': user, '/home/u/p/.npmrc': project, '/home/u/p/package.json': '{}' },
      home: '/home/u',
      cwd: '/home/u/p',
      env: { PATH: '/usr/bin' },
    })
    const [found] = await npm.find(host)
    if (found === undefined) throw new Error('no npm')
    expect((await npm.asks(host, found)).dangers.length > 0).toBe(isOff)
  })
})

// Observed with pip 23.2.1: of a whole address the word before `://` is taken for the host, and the server is verified.
describe('pip', () => {
  it.each([
    ['localhost', ['localhost']],
    ['\n  other\n  localhost:8443', ['other', 'localhost:8443']],
    ['https://localhost', []],
  ])('trusted-host = %j', async (value, reaches) => {
    const site = '/home/u/v/lib/python3.11/site-packages'
    const host = machine({
      files: {
        '/home/u/v/pyvenv.cfg': 'home = /usr/bin\nversion = 3.11.2\n',
        '/home/u/v/bin/python': '',
        [`${site}/pip-23.2.1.dist-info/METADATA`]: 'Name: pip\nVersion: 23.2.1\n',
        [`${site}/pip/__init__.py`]: '',
        '/home/u/v/pip.conf': `[global]\ntrusted-host = ${value}\n`,
      },
      home: '/home/u',
      env: { VIRTUAL_ENV: '/home/u/v', PATH: '/home/u/v/bin' },
    })
    const [found] = await pip.find(host)
    if (found === undefined) throw new Error('no pip')
    const { dangers } = await pip.asks(host, found)
    expect(dangers.map(({ reach }) => reach)).toEqual(reaches)
    expect(dangers.some(({ setting }) => setting.value.includes('\n'))).toBe(false)
  })
})
