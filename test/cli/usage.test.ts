import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { columns } from '../../src/terminal/columns.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults } from '../../src/lab/index.ts'
import { resolveClient } from '../../src/clients/resolve.ts'
import { goldenPath } from '../support/golden-replay.ts'
import { builtProgram, type Program, type Run } from './support/program.ts'

let program: Program
beforeAll(async () => {
  program = await builtProgram()
})
afterAll(() => program.remove())

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(program.folder, name)
  writeFileSync(path, content)
  return path
}

describe('help', () => {
  const commands = [
    'check',
    'compare',
    'explain',
    'run',
    'find',
    'fix',
    'undo',
    'history',
    'update',
    'which',
    'stores',
    'doctor',
    'collect',
    'incidents',
    'lab',
    'clients',
    'demo',
  ]
  test.each([[[]], ...commands.map((command) => [[command]]), [['stores', 'list']], [['stores', 'diff']]])(
    '%j --help: fits 100 columns and has examples',
    async (command) => {
      const { code, stdout, stderr } = await program.run([...command, '--help'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(/^Examples:\n {2}rootcause /m)
      expect(stdout.split('\n').filter((line) => columns(line) > 100)).toEqual([])
      expect(stdout).not.toContain('\u001b')
      // Headings and what stands below them: none is empty.
      for (const [, heading, first] of stdout.matchAll(/^([A-Z]+)\n(.*)$/gm)) {
        expect(heading).not.toBe('ALIASES')
        expect(first).toMatch(/^ {2}.*\S$/)
      }
    },
  )

  test('the examples name faults and clients that exist', async () => {
    const texts = await Promise.all([['check'], ['lab'], ['clients']].map((c) => program.run([...c, '--help'])))
    const all = texts
      .flatMap((t) => t.stdout.split('\n'))
      .filter((line) => /^ {2}rootcause [^[]*$/.test(line))
      .join('\n')
    const named = [...all.matchAll(/rootcause lab ([a-z][a-z0-9-]*)/g)].map(([, id]) => id)
    const known = ['list', 'all', ...faults.map((f) => f.id)]
    expect(named.length).toBeGreaterThan(2)
    for (const id of named) expect(known).toContain(id)
    const clients = [...all.matchAll(/(?:--client|^ {2}rootcause clients) ([a-z][\w.-]+)/gm)].map(([, id]) => id ?? '')
    expect(clients.length).toBeGreaterThan(2)
    for (const id of clients) expect(resolveClient(id), id).not.toBeNull()
  })

  test('--version', async () => {
    expect(await program.run(['--version'])).toEqual({ code: 0, stdout: `${program.version}\n`, stderr: '' })
  })
})

/** One message: what is wrong, and what to do instead. Nothing else is said anywhere. */
function expectComplaint({ code, stdout, stderr }: Run, wanted: number, text: RegExp): void {
  expect(stderr).toMatch(text)
  expect({ code, stdout }).toEqual({ code: wanted, stdout: '' })
  const lines = stderr.replace(/\n$/, '').split('\n')
  expect(lines.length, stderr).toBeLessThanOrEqual(2)
  expect(lines[0]).toMatch(/^rootcause: /)
  expect(lines[1]).toMatch(/^ {2}\S/)
}

describe('JSON', () => {
  test.each([['which'], ['clients'], ['incidents'], ['history'], ['stores', 'list'], ['stores', 'diff'], ['doctor'], ['update']])(
    '%s %s: help shows one spelling',
    async (...command) => {
      const { stdout } = await program.run([...command, '--help'])
      expect(stdout).toContain('[--format json]')
      expect(stdout).not.toContain('--json')
    },
  )

  test('is had by both', async () => {
    const [one, other] = await Promise.all(
      [['--format', 'json'], ['--json']].map((flags) => program.run(['incidents', ...flags])),
    )
    expect(JSON.parse(one?.stdout ?? '')).toHaveLength(18)
    expect(other).toEqual(one)
  })
})

test('without a word it says what it is for', async () => {
  const [bare, help] = await Promise.all([program.run([]), program.run(['--help'])])
  expect(bare).toEqual(help)
  expect(bare.stdout).toContain('rootcause check example.org')
})

describe('what cannot be used', () => {
  test('a path that cannot be saved to is named as it was given', async () => {
    const run = await program.run(['demo', '--save', './no/such/folder.json'])
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' })
    expect(run.stderr).toContain('./no/such/folder.json')
    expect(run.stderr).not.toContain('.tmp')
  })

  test.each([
    ['an unknown flag', ['check', '--frob', 'example.org'], /there is no flag --frob$/m],
    [
      'a command without --',
      ['run', 'curl', '-sS'],
      /there is no flag -s\n {2}write -- before the command, .*: rootcause run -- /,
    ],
    ['a flag mistyped', ['check', '--stor', 'x.pem', 'example.org'], /there is no flag --stor; did you mean --store\?/],
    ['nothing to run', ['run'], /the command is missing/],
    ['a command mistyped', ['chek', 'example.org'], /there is no command "chek"; did you mean check\?/],
    ['one word too many', ['stores', 'foo'], /"foo" is one word too many/],
    ['no target', ['check'], /no target/],
    ['a second target', ['check', 'one.test', 'two.test'], /two\.test/],
    ['an unknown format', ['check', '127.0.0.1:1', '--format', 'xml'], /"xml".*text, json, markdown/],
    ['no time', ['check', '127.0.0.1:1', '--at', 'tomorrow'], /"tomorrow" is no time/],
    ['an unknown hello', ['check', '127.0.0.1:1', '--hello', 'tls9'], /"tls9".*tls1\.3/],
    ['a hello that only files have', ['check', '127.0.0.1:1', '--hello', 'any'], /"any"/],
    ['an unknown protocol', ['check', '127.0.0.1:1', '--starttls', 'gopher'], /"gopher".*smtp/],
    ['no number', ['check', '127.0.0.1:1', '--repeat', 'x'], /repeat/],
    ['too many tries', ['check', '127.0.0.1:1', '--repeat', '101'], /--repeat 101/],
    ['half a try', ['check', '127.0.0.1:1', '--repeat', '1.5'], /--repeat 1\.5/],
    ['no patience', ['check', '127.0.0.1:1', '--timeout', '-1'], /--timeout -1/],
    ['no port', ['check', '127.0.0.1', '--port', '65536'], /--port 65536/],
    ['a port past the last in the target', ['check', '127.0.0.1:65536'], /65536/],
    ['no host', ['check', 'https://'], /no host/],
    ['an empty target', ['check', ''], /no host/],
    ['a value that is missing', ['check', '127.0.0.1:1', '--client'], /client/],
    ['cases and a target', ['check', 'example.org', '--cases', 'cases.json'], /--cases takes no target/],
    ['a file that is not there', ['check', './nowhere.pem'], /no file \.\/nowhere\.pem/],
    ['a directory', ['check', 'dist'], /dist is a directory\n.*one file in it.* its port: dist:443/],
    ['a directory to fix', ['fix', 'dist'], /dist is a directory\n.*one file in it.* its port: dist:443/],
    ['cases and a store', ['check', '--cases', 'cases.json', '--store', 'node'], /--cases does not go with --store/],
    ['cases and a switch', ['check', '--cases', 'c.json', '--all-addresses'], /--cases does not go with --all-addresses/],
    ['cases that are not there', ['check', '--cases', './nowhere.json'], /no file \.\/nowhere\.json/],
    ['cases that are a directory', ['check', '--cases', '.'], /cannot read \./],
    ['a directory', ['check', '.'], /directory/],
    ['an unknown fault', ['lab', 'expired'], /no fault "expired"/],
    ['an unknown profile', ['clients', 'netscape-4'], /no client "netscape-4"/],
    ['a port past the last for the lab', ['lab', 'good', '--port', '99999'], /--port 99999 is out of range/],
    ['a form that there is not', ['collect', '--as', 'bash'], /--as cannot be "bash": it is none of python, powershell, sh/],
    ['JSON where a report has more forms', ['check', '127.0.0.1:1', '--json'], /--format json/],
    ['a folder that cannot be made', ['lab', 'good', '--dir', './a/b/c'], /cannot make the folder/],
  ])('%s: exit code 2', async (_, args, text) => {
    expectComplaint(await program.run(args), 2, text)
  })

  test('a client of a case that this release does not know', async () => {
    const text = readFileSync(goldenPath('addtrust-2020', 'case.json'), 'utf8').replaceAll('"python-3.8"', '"netscape-4.0"')
    const run = await program.run(['check', file('newer.json', text)])
    expectComplaint(run, 2, /the case asks the client "netscape-4\.0"/)
    // Others can be asked all the same.
    expect((await program.run(['check', file('newer.json', text), '--client', 'go-1.24'])).code).not.toBe(2)
  })

  test('an address that was given and is none is named, and not the target', async () => {
    const run = await program.run(['check', 'example.org', '--connect', 'nosuch.invalid', '--no-proxy'])
    expectComplaint(run, 3, /nosuch\.invalid:443, to which --connect leads for example\.org:443: the name has no address/)
  })

  test.each(['--host', '--servername', '--connect'])('%s takes a name, and an empty one is none', async (flag) => {
    for (const text of ['', 'https://example.org', 'x y'])
      expectComplaint(await program.run(['check', 'example.org', flag, text]), 2, new RegExp(`${flag} cannot be "${text}"`))
  })

  test('a flag that counts once stands there twice', async () => {
    expectComplaint(await program.run(['check', 'example.org', '--at', '-1d', '--at', '-2d']), 2, /--at stands there twice/)
  })

  test('a client that is not known: the ones that resemble it are named', async () => {
    const batch = file('none.json', '{"certificates":{},"cases":[]}')
    const run = await program.run(['check', '--cases', batch, '--client', 'pyton-3.8'])
    expectComplaint(run, 2, /no client "pyton-3\.8"\n {2}try .*python-3\.8/)
  })

  test.each([
    ['an empty file', '', /empty/],
    ['a text', 'hello\n', /holds no certificate/],
    [
      'a block that is cut',
      'some text\n\n-----BEGIN CERTIFICATE-----\nMIIB\n',
      /cannot be read whole: line 3: the block that begins here/,
    ],
    ['octets that mean nothing', new Uint8Array([0x30, 0x82, 0xff, 0xff, 1, 2, 3]), /holds no certificate/],
    ['JSON that is no case', '{"schema": 2}', /not a case file/],
    ['JSON that breaks off', '{"schema": 1,', /not JSON/],
  ])('%s: exit code 2', async (name, content, text) => {
    expectComplaint(await program.run(['check', file(`${name}.pem`, content)]), 2, text)
    expectComplaint(await program.run(['check', '-'], { stdin: content }), 2, text)
  })

  test.each([
    ['a text with line feeds and a bell', 'hello\n\u0007\u001b[2Jworld'],
    ['JSON that is no batch', '[]'],
    ['a batch without certificates', '{"cases": []}'],
  ])('cases that are %s: exit code 2', async (name, content) => {
    const run = await program.run(['check', '--cases', file(`${name}.json`, content)])
    expectComplaint(run, 2, /holds no cases/)
    expect(run.stderr.replaceAll('\n', '')).toBe(stripVTControlCharacters(run.stderr).replaceAll('\n', ''))
    expect(run.stderr).not.toContain('\u0007')
  })

  // Root reads everything, so this shows nothing where tests run as root.
  test.skipIf(process.getuid?.() === 0)('a file that may not be read: exit code 2', async () => {
    const path = file('secret.pem', 'x')
    chmodSync(path, 0)
    expectComplaint(await program.run(['check', path]), 2, /cannot read/)
  })

  test('find with an empty word, as an unset variable gives, and with a folder in place of a root', async () => {
    for (const word of ['', ' ']) expectComplaint(await program.run(['find', word]), 2, /no target was given/)
    mkdirSync(join(program.folder, 'roots'))
    const run = await program.run(['find', goldenPath('good', 'case.json'), '--root', './roots'])
    expectComplaint(run, 2, /\.\/roots is a directory/)
  })

  test('a case that cannot be saved: nothing is left beside it', async () => {
    mkdirSync(join(program.folder, 'taken'))
    const run = await program.run(['demo', '--save', './taken'])
    expectComplaint(run, 2, /cannot save \.\/taken/)
    const lost = await program.run(['demo', '--save', './nowhere/case.json'])
    expectComplaint(lost, 2, /cannot save \.\/nowhere\/case\.json: its folder is not there\n/)
  })
})

test.each(['constructor', '__proto__', 'toString-1.0'])(
  'a client that is no name of ours, but one of the language: %s',
  async (id) => {
    expectComplaint(await program.run(['check', 'example.org', '--client', id]), 2, /there is no client/)
  },
)

describe('what a case is not saved over', () => {
  const demo = (path: string) => program.run(['demo', '--save', path], { limit: 30_000 })

  test.each([
    ['chain.pem', '-----BEGIN CERTIFICATE-----\n'],
    ['package.json', '{ "name": "x" }\n'],
  ])('%s', async (name, text) => {
    const path = file(name, text)
    expectComplaint(await demo(path), 2, /is there and is no case, so it is not overwritten/)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('a case is, and an empty file', async () => {
    const path = file('draft.json', '')
    expect((await demo(path)).code).toBe(0)
    const first = readFileSync(path, 'utf8')
    expect((await demo(path)).code).toBe(0)
    expect(JSON.parse(first)).toMatchObject({ schema: 1 })
  })

  test.skipIf(process.platform === 'win32')('a pipe that nobody reads is not waited for', async () => {
    const path = join(program.folder, 'pipe')
    execFileSync('mkfifo', [path])
    expectComplaint(await demo(path), 2, /cannot save .*ENXIO/)
  })

  test.each(['', '-'])('no path: %j', async (path) => {
    expectComplaint(await demo(path), 2, /--save cannot be/)
  })
})

describe('what cannot be reached: exit code 3', () => {
  // RFC 6761 §6.4: names below .invalid never resolve.
  test('a name that has no address', async () => {
    expectComplaint(
      await program.run(['check', 'server.invalid', '--timeout', '5']),
      3,
      /server\.invalid:443: the name has no address/,
    )
  })

  test.each([
    [['check', '-x'], /there is no flag -x/],
    [['check', 'chain.pem', '--at', '-99999999999d'], /is no time/],
    [['check', 'a'.repeat(304)], /no host name/],
  ])('%j', async (args, text) => {
    expectComplaint(await program.run(args), 2, text)
  })

  test('a proxy that is silent is named, and not the server', async () => {
    const proxy = createServer((socket) => socket.on('error', () => {}).resume()).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const address = proxy.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    try {
      const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` }
      const run = await program.run(['check', 'server.invalid', '--timeout', '0.5'], { env })
      expectComplaint(run, 3, new RegExp(`nobody answers at the proxy 127\\.0\\.0\\.1:${port}, .*not finished within 500 ms`))
    } finally {
      proxy.close()
    }
  })

  test('a proxy that cannot be used is told as such', async () => {
    const run = await program.run(['check', 'server.invalid'], { env: { HTTPS_PROXY: 'https://user:secret@127.0.0.1:1' } })
    expectComplaint(run, 3, /the proxy that the environment names cannot be used \(a proxy of kind https/)
    expect(run.stderr).not.toContain('secret')
  })

  test('a proxy at which nobody answers is named, and not the server', async () => {
    const port = await freePort()
    const run = await program.run(['check', 'server.invalid'], { env: { HTTPS_PROXY: `http://127.0.0.1:${port}` } })
    expectComplaint(
      run,
      3,
      new RegExp(`server\\.invalid:443 was not reached: nobody answers at the proxy 127\\.0\\.0\\.1:${port}`),
    )
    expect(run.stderr).toContain('--no-proxy')
  })

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '[::1]'],
  ])('a connection that is refused by %s', async (target, told) => {
    const port = await freePort()
    const run = await program.run(['check', `${target}:${port}`, '--save', 'refused.json'])
    expectComplaint(run, 3, /cannot be reached|the connection was refused/)
    expect(run.stderr).toContain(`${told}:${port}`)
  })
})

/** A port on which nothing listens: one that was just given back. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
