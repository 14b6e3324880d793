import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lastOctets } from '../../src/host/last-octets.ts'
import { hasTool } from '../support/tool.ts'
import { type LabTrust, type TrustLab, trustLab } from '../support/trust-lab.ts'
import { labServer } from './support/lab-server.ts'
import { builtProgram, endOf, type Program, type RunOptions, saidBy } from './support/program.ts'

let program: Program
let lab: TrustLab
let server: LabTrust
let env: Record<string, string>
beforeAll(async () => {
  program = await builtProgram()
  lab = await trustLab(['unknown', 'other'])
  server = lab.trusts[0] as LabTrust
  const home = join(program.folder, 'home')
  mkdirSync(home)
  env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1' }
})
afterAll(async () => {
  await lab.close()
  program.remove()
})

const run = (command: readonly string[], options: RunOptions = {}) =>
  program.run(['run', '--', ...command], { ...options, env: { ...env, ...options.env } })
const sh = (script: string, options: RunOptions = {}) => run(['sh', '-c', script], options)
const isUnix = process.platform !== 'win32'
const hasPython = hasTool('/usr/bin/python3', '--version')

const file = (name: string, text: string): string => {
  const path = join(program.folder, name)
  writeFileSync(path, text)
  return path
}

describe.skipIf(!isUnix)('a command that is passed through', () => {
  test('has its own exit code, and nothing is added to what it prints', async () => {
    expect(await sh('echo out; echo err >&2; exit 7')).toEqual({ code: 7, stdout: 'out\n', stderr: 'err\n' })
    expect(await sh('true')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('is found by the search path alone, and its own flags are its own', async () => {
    expect(await run(['printf', '%s ', '--json', '-v', '--', '--no-check'])).toMatchObject({
      stdout: '--json -v -- --no-check ',
      code: 0,
    })
  })

  test('that is not there: 127; that cannot be started: 126, as a shell says', async () => {
    expect(await run(['no-such-program'])).toEqual({
      code: 127,
      stdout: '',
      stderr:
        'rootcause: there is no program no-such-program\n  check the spelling, or give its path: rootcause run -- ./program\n',
    })
    const { code, stderr } = await run([file('plain.txt', 'x')])
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 126, lines: 3 })
  })

  test('no command: usage; its help fits 100 columns', async () => {
    expect((await program.run(['run'])).code).toBe(2)
    const { stdout } = await program.run(['run', '--help'])
    expect(stdout).toMatch(/^Examples:\n {2}rootcause run -- /m)
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  })

  test('that a signal ends: 128 and its number', async () => {
    expect((await sh('kill -KILL $$')).code).toBe(128 + 9)
    expect((await sh('kill -SEGV $$')).code).toBe(128 + 11)
  })

  test('reads our standard input, whole', async () => {
    const input = Buffer.alloc(1 << 20, 'line of input\n')
    const { stdout } = await sh('cksum', { stdin: input })
    expect(stdout).toBe(spawnSync('cksum', { input }).stdout.toString())
  })

  test('may open /dev/stderr: it is a pipe as in a shell, and no socket', async () => {
    expect(await sh('echo x >/dev/stderr')).toEqual({ code: 0, stdout: '', stderr: 'x\n' })
  })

  test('ten megabytes of any octets on standard error pass octet by octet', async () => {
    const script = file(
      'noise.mjs',
      'process.stderr.write(Buffer.from(Array.from({ length: 10_485_760 }, (_, i) => (i * 31) ^ (i >> 8))))',
    )
    const made = spawnSync(process.execPath, [script], { maxBuffer: 1 << 25 }).stderr
    expect(made.length).toBe(10_485_760)
    const child = program.start(['run', '--', process.execPath, script], { env })
    const sum = createHash('sha256')
    child.stderr?.on('data', (chunk: Buffer) => sum.update(chunk))
    const closed = new Promise((resolve) => child.stderr?.once('close', resolve))
    expect(await endOf(child, 20_000)).toEqual({ code: 0, signal: null })
    await closed
    expect(sum.digest('hex')).toBe(createHash('sha256').update(made).digest('hex'))
  })

  test('that closes its standard error goes on to its end', async () => {
    expect(await sh('exec 2>&-; echo on; exit 5')).toEqual({ code: 5, stdout: 'on\n', stderr: '' })
  })

  test('that leaves a program behind is not waited for any longer', async () => {
    const began = performance.now()
    expect((await sh('sleep 15 >/dev/null & exit 6')).code).toBe(6)
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test('whose standard error nobody reads any more gets no other answer than a pipe gives', async () => {
    const child = program.start(['run', '--', 'sh', '-c', 'while echo on >&2; do :; done; exit 9'], { env })
    child.stderr?.once('data', () => child.stderr?.destroy())
    // SIGPIPE ends sh, or its echo fails: either way it ends.
    expect([9, 141]).toContain((await endOf(child, 10_000)).code)
  })

  test.each([
    ['SIGTERM', 'TERM'],
    ['SIGHUP', 'HUP'],
    ['SIGINT', 'INT'],
  ] as const)('gets %s, and decides what to do with it', async (signal, name) => {
    const child = program.start(
      ['run', '--', 'sh', '-c', `trap 'echo caught; exit 23' ${name}; echo ready; while :; do sleep 0.05; done`],
      { env },
    )
    await saidBy(child, 'ready')
    child.kill(signal)
    expect(await endOf(child)).toEqual({ code: 23, signal: null })
  })

  test('that never ends is ended by the signal that we get', async () => {
    const child = program.start(['run', '--', 'sh', '-c', 'echo ready; exec sleep 600'], { env })
    await saidBy(child, 'ready')
    child.kill('SIGINT')
    expect(await endOf(child)).toEqual({ code: 130, signal: null })
  })
})

describe.skipIf(!isUnix)('on a certificate error', () => {
  test.skipIf(!hasTool('git', '--version'))(
    'git: what it means, and which store this git asked under its environment',
    async () => {
      const other = lab.trusts[1]?.pem ?? ''
      const { code, stdout, stderr } = await run(['git', 'ls-remote', `https://127.0.0.1:${server.port}/a.git`], {
        env: { GIT_SSL_CAINFO: other },
      })
      expect({ code, stdout }).toEqual({ code: 128, stdout: '' })
      const [own = '', ours = ''] = stderr.split('\nrootcause: a certificate error was reported.\n')
      expect(own).toContain('unable to access')
      expect(ours).toContain(`127.0.0.1:${server.port}`)
      // What git's text does not say.
      expect(ours).toMatch(/the issuer of the intermediate\s+certificate "Lab Intermediate CA" was not found/)
      // The diagnosis: of git, by the store that the variable named.
      expect(ours).toMatch(/git.*reject/i)
      expect(ours).toContain(other)
      // Standard output is git's: the next step stands on ours, whatever that is.
      expect(ours.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`rootcause fix 127\\.0\\.0\\.1:${server.port} --client git`))
    },
  )

  test.skipIf(!hasPython)('Python: the server is read from its traceback; its client and its store', async () => {
    const script = file('fetch.py', `import urllib.request\nurllib.request.urlopen('https://127.0.0.1:${server.port}/')\n`)
    const { code, stderr } = await run(['/usr/bin/python3', script], { env: { SSL_CERT_FILE: lab.trusts[1]?.pem ?? '' } })
    expect(code).toBe(1)
    const ours = stderr.split('\nrootcause: ')[1] ?? ''
    expect(ours).toContain('Python')
    expect(ours).toContain(`127.0.0.1:${server.port}`)
    expect(ours).toContain(lab.trusts[1]?.pem)
    expect(ours).toMatch(/reject/)
  })

  test('--no-check: the meaning, and the command to type; nobody is contacted', async () => {
    const text = "fatal: unable to access 'https://127.0.0.1:1/': SSL certificate problem: certificate has expired"
    const script = file('says.sh', `cat >&2 <<'END'\n${text}\nEND\nexit 3`)
    const { code, stderr } = await program.run(['run', '--no-check', '--', 'sh', script], { env })
    expect(code).toBe(3)
    expect(stderr.startsWith(`${text}\n\nrootcause: a certificate error was reported.\n`)).toBe(true)
    expect(stderr).toContain('rootcause check 127.0.0.1:1')
  })

  test.skipIf(!hasTool('curl', '--version'))('curl names no host: its own arguments do, and no question is asked', async () => {
    const expired = await labServer('expired-leaf', program.folder)
    try {
      const { host } = expired.served.built
      const { port } = expired.served
      const { code, stderr } = await run(
        ['curl', '-sS', '--cacert', expired.store, '--resolve', `${host}:${port}:127.0.0.1`, `https://${host}:${port}/`],
        { limit: 15_000 },
      )
      expect(code).toBe(60)
      expect(stderr).toContain('certificate has expired')
      const ours = stderr.split('\nrootcause: ')[1] ?? ''
      expect(ours).toContain(`${host}:${port}`)
      expect(ours).toContain('expired')
      expect(stderr).not.toContain('rootcause check <host>:<port>')
    } finally {
      await expired.served.close()
    }
  })

  test('the exit code stays the command’s where its server cannot be reached any more', async () => {
    const script = file(
      'gone.mjs',
      "console.error(\"requests.exceptions.SSLError: HTTPSConnectionPool(host='127.0.0.1', port=9): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1108)')))\"); process.exit(4)",
    )
    const { code, stderr } = await run([process.execPath, script])
    expect(code).toBe(4)
    expect(stderr).toMatch(/rootcause: 127\.0\.0\.1:9: the connection was refused/)
  })

  test('an error about something else gets no comment', async () => {
    const said = 'Error: ENOENT: no such file or directory, open certificates.txt\n'
    expect((await sh(`printf '%s' '${said}' >&2; exit 2`)).stderr).toBe(said)
  })

  test('what the text brings is shown and never obeyed', async () => {
    const script = file(
      'evil.sh',
      "printf 'curl: (60) SSL certificate problem: certificate has expired\\033]0;x\\007 \\033[2J\\n' >&2",
    )
    const { stderr } = await program.run(['run', '--no-check', '--', 'sh', script], { env })
    const ours = stderr.split('rootcause: a certificate error')[1] ?? ''
    expect(ours).not.toBe('')
    expect(ours).not.toContain('\u001b')
  })
})

const script = spawnSync('script', ['--version'], { encoding: 'utf8', timeout: 5000 }).stdout ?? ''

describe.skipIf(!script.includes('util-linux'))('on a terminal (util-linux’ script makes one)', () => {
  /** Starts the program with a terminal for all three streams; what it shows comes from standard output. */
  const onTerminal = (command: string) =>
    spawn('script', ['-qefc', `${process.execPath} ${program.cli} run -- ${command}`, '/dev/null'], { cwd: program.folder, env })

  test('the command sees a terminal on all of its streams', async () => {
    const child = onTerminal(`sh -c 'for i in 0 1 2; do test -t $i && echo tty-$i; done; exit 5'`)
    const said = saidBy(child, 'tty-2')
    expect(await said).toMatch(/tty-0\r\n.*tty-1\r\n.*tty-2/s)
    expect((await endOf(child)).code).toBe(5)
  })

  test('an output that is no terminal is left as it is', async () => {
    const target = join(program.folder, 'out.txt')
    const child = onTerminal(`sh -c 'test -t 1 || echo plain; test -t 2 && echo tty-2 >&2' >${target}`)
    expect(await saidBy(child, 'tty-2')).not.toContain('plain')
    expect((await endOf(child)).code).toBe(0)
    expect(spawnSync('cat', [target]).stdout.toString()).toBe('plain\n')
  })

  test('Ctrl-C reaches a command that never ends', async () => {
    const child = onTerminal(`sh -c 'echo ready; exec sleep 600'`)
    await saidBy(child, 'ready')
    child.stdin?.write('\u0003')
    expect((await endOf(child)).code).toBe(130)
  })

  test('a command that is not there: 127', async () => {
    expect((await endOf(onTerminal('no-such-program'))).code).toBe(127)
  })
})

describe('the last octets of a stream', () => {
  test('are kept in order however they come', () => {
    for (const sizes of [[3], [10], [11], [4, 4, 4], [1, 25, 2], [10, 10], [7, 3, 1]]) {
      const kept = lastOctets(10)
      const all: number[] = []
      for (const size of sizes) {
        const chunk = Uint8Array.from({ length: size }, (_, i) => (all.length + i) % 251)
        all.push(...chunk)
        kept.add(chunk)
      }
      expect([...kept.all()]).toEqual(all.slice(-10))
    }
  })
})
