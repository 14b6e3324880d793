import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { seconds } from '../../src/model/time.ts'
import { usualChain } from '../../src/lab/shapes.ts'
import { httpProxy, type TestProxy } from '../capture/support/proxies.ts'
import { goldenPath } from '../support/golden-replay.ts'
import { labServer, type LabServer } from './support/lab-server.ts'
import { builtProgram, type Program, type Run } from './support/program.ts'

// Everything that was found out is in the case: it replays to the octet, in whatever form it is handed on.

let program: Program
let good: LabServer
let other: LabServer
let proxy: TestProxy
beforeAll(async () => {
  program = await builtProgram()
  good = await labServer('good', program.folder)
  other = await labServer('unknown-root', program.folder)
  proxy = await httpProxy(other.served.port)
})
afterAll(async () => {
  await proxy.close()
  await good.served.close()
  await other.served.close()
  program.remove()
})

const inFolder = (name: string): string => join(program.folder, name)
const oneLine = ({ stdout }: Run): string => stdout.replace(/\s+/g, ' ')
/** A file as `>` writes it in Windows PowerShell 5.1: UTF-16, little endian, with its mark, and lines that end in CR LF. */
const asPowerShell = (text: string): Buffer => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le')
const bigEndian = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()

describe('the name in the hello', () => {
  test('is in the case and in the report, and the case replays to the octet', async () => {
    const { host } = good.served.built
    const saved = inFolder('sni.json')
    const flags = ['--servername', 'other.example', '--host', host, '--store', good.store, '--client', 'python-3.11']
    for (const format of ['text', 'json']) {
      const first = await program.run(['check', good.target, ...flags, '--format', format, '--save', saved, '--no-redact'])
      expect(first.code).toBe(0)
      const again = await program.run(['check', saved, '--format', format])
      expect(again.stdout).toBe(first.stdout)
      expect(first.stdout).toContain('other.example')
      if (format === 'text') expect(oneLine(again)).toContain('asked for as other.example (SNI)')
    }
    const { sends } = JSON.parse(readFileSync(saved, 'utf8')) as { readonly sends: readonly { readonly servername: string }[] }
    expect(new Set(sends.map((s) => s.servername))).toEqual(new Set(['other.example']))
  })

  test('is not told where it is the target itself', async () => {
    const { stdout } = await program.run(['check', `localhost:${good.served.port}`, '--store', good.store, '--client', 'go-1.24'])
    expect(stdout).not.toContain('SNI')
  })
})

describe('files in UTF-16', () => {
  const text = readFileSync(goldenPath('addtrust-2020', 'case.json'), 'utf8')
  const encodings = [
    ['as PowerShell 5.1 writes it', asPowerShell],
    ['big endian', bigEndian],
  ] as const

  test.each(encodings)('a case, %s: the same report', async (name, encoded) => {
    const path = inFolder(`${name.replaceAll(' ', '-')}.json`)
    writeFileSync(path, encoded(text))
    const expected = await program.run(['check', goldenPath('addtrust-2020', 'case.json')])
    expect(await program.run(['check', path])).toEqual(expected)
    expect(await program.run(['check', '-'], { stdin: encoded(text) })).toEqual(expected)
  })

  test('two cases are compared', async () => {
    const path = inFolder('utf16.json')
    writeFileSync(path, asPowerShell(text))
    const { code, stderr } = await program.run(['compare', path, goldenPath('addtrust-2020', 'case.json'), '--client', 'go-1.24'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('a chain in PEM', async () => {
    const now = seconds(Math.floor(Date.now() / 1000))
    const { leaf, intermediate, root } = usualChain('good', now)
    writeFileSync(inFolder('chain.pem'), asPowerShell(certificatesPem([leaf, intermediate])))
    writeFileSync(inFolder('root.pem'), certificatesPem([root]))
    const flags = ['--store', inFolder('root.pem'), '--client', 'go-1.24', '--host', 'localhost']
    expect((await program.run(['check', inFolder('chain.pem'), ...flags])).code).toBe(0)
  })

  test('a batch of cases, and an error text', async () => {
    writeFileSync(inFolder('cases.json'), asPowerShell('{"certificates": {}, "cases": []}'))
    expect(await program.run(['check', '--cases', inFolder('cases.json')])).toEqual({ code: 0, stdout: '', stderr: '' })
    const said = 'ssl.SSLCertVerificationError: certificate verify failed: certificate has expired (_ssl.c:1006)'
    writeFileSync(inFolder('said.txt'), asPowerShell(said))
    const { code, stdout } = await program.run(['explain', '--file', inFolder('said.txt')])
    expect(code).toBe(0)
    expect(stdout).toContain('expired')
  })
})

describe('compare', () => {
  /** One observation of localhost, saved; the two go by different ways or ask different stores. */
  async function observed(name: string, flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const path = inFolder(name)
    const args = ['check', `localhost:${good.served.port}`, '--client', 'python-3.11', '--save', path, '--no-redact', ...flags]
    const { stderr } = await program.run(args, { env })
    expect(stderr).toBe('')
    return path
  }

  test('a proxy that gave another chain is the reason', async () => {
    const direct = await observed('direct.json', ['--store', good.store])
    const through = await observed('through.json', ['--store', good.store], {
      HTTPS_PROXY: `http://alice:s3cret@127.0.0.1:${proxy.port}`,
      NO_PROXY: '',
    })
    expect(readFileSync(through, 'utf8')).not.toContain('s3cret')
    const run = await program.run(['compare', direct, through])
    expect(run.code).toBe(1)
    expect(oneLine(run)).toContain(
      `because the proxy 127.0.0.1:${proxy.port} gave it another chain (chain 2) than the other got without a proxy (chain 1).`,
    )
    expect(oneLine(run)).toContain('With the chain that came without a proxy it accepts')
  })

  test('a variable that chose a store without the root is told with the root, and the other store alone is enough', async () => {
    // As check writes it of a machine's own clients; two machines are played by two cases.
    const own = JSON.parse(readFileSync(await observed('system.json', ['--store', good.store]), 'utf8')) as {
      readonly stores: readonly object[]
      readonly clients: readonly object[]
    }
    writeFileSync(
      inFolder('set.json'),
      JSON.stringify({
        ...own,
        stores: own.stores.map((s) => ({ ...s, id: '/home/alice/own.pem', anchors: [] })),
        clients: own.clients.map((c) => ({ ...c, store: '/home/alice/own.pem', why: 'SSL_CERT_FILE=/home/alice/own.pem' })),
        settings: { SSL_CERT_FILE: '/home/alice/own.pem' },
      }),
    )
    const run = await program.run(['compare', inFolder('system.json'), inFolder('set.json')])
    expect(run.code).toBe(1)
    expect(oneLine(run)).toMatch(/because SSL_CERT_FILE chose the store \/home\/alice\/own\.pem, which lacks the root "/)
    expect(oneLine(run)).toContain("With SSL_CERT_FILE as there, and so the other's store as a whole, alone it would accept too.")
  })

  test('what is made to be shared is masked, unless told otherwise; what programs read is not', async () => {
    const args = ['compare', inFolder('system.json'), inFolder('set.json'), '--format', 'markdown']
    const shared = await program.run(args)
    expect(shared.code).toBe(1)
    expect(shared.stdout).not.toContain('alice')
    expect(shared.stdout).toContain('/home/user-1/own.pem')
    for (const own of [[...args, '--no-redact'], args.slice(0, 3), [...args.slice(0, 3), '--format', 'json']])
      expect((await program.run(own)).stdout).toContain('/home/alice/own.pem')
  })

  test('a report on a collected case that is to be shared masks the variables too, and a saved one does', async () => {
    const markdown = await program.run(['check', inFolder('set.json'), '--format', 'markdown'])
    expect(markdown.stdout).toContain('RC719')
    expect(markdown.stdout).not.toContain('alice')
    const given = inFolder('given.json')
    await program.run(['check', inFolder('set.json'), '--save', given])
    expect(JSON.parse(readFileSync(given, 'utf8'))).toMatchObject({ settings: { SSL_CERT_FILE: '/home/user-1/own.pem' } })
    expect(readFileSync(given, 'utf8')).not.toContain('alice')
  })
})
