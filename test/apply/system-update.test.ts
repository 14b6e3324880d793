import { execFile } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasTool, tool } from '../support/tool.ts'
import { buildChild } from './support/build-child.ts'
import type { Deed } from './support/killed-child.ts'
import { planOf, snapshot, toolOf } from './support/plan-of.ts'

const program = '/usr/sbin/update-ca-certificates'
const isPossible =
  process.geteuid?.() === 0 &&
  hasTool('unshare', '-m', 'true') &&
  existsSync(program) &&
  hasTool('curl', '--version') &&
  hasTool('openssl', 'version')

/** What a Debian machine has of it; a test's own stands over each, in a mount namespace that ends with its process. */
const places = [
  '/etc/ssl/certs',
  '/usr/local/share/ca-certificates',
  '/usr/share/ca-certificates',
  '/etc/ca-certificates/update.d',
  '/etc/ca-certificates.conf',
]

const root = mkdtempSync(join(tmpdir(), 'rootcause-test-'))
const child = join(root, 'child.mjs')
let server: Server | null = null
const port = (): number => (server?.address() as AddressInfo | null)?.port ?? 0

beforeAll(async () => {
  if (!isPossible) return
  chmodSync(root, 0o755)
  await buildChild(child)
  const at = (name: string): string => join(root, name)
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '9']
  for (const name of ['shipped', 'another', 'updated', 'lacking'])
    tool('openssl', ['req', '-x509', ...ec, '-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)])
  tool('openssl', ['req', ...ec.slice(0, 5), '-subj', '/CN=localhost', '-keyout', at('leaf.key'), '-out', at('leaf.csr')])
  writeFileSync(at('san'), 'subjectAltName=DNS:localhost')
  const issuer = ['-CA', at('lacking.pem'), '-CAkey', at('lacking.key'), '-CAcreateserial', '-days', '9', '-extfile', at('san')]
  tool('openssl', ['x509', '-req', '-in', at('leaf.csr'), '-out', at('leaf.pem'), ...issuer])
  server = createServer({ key: readFileSync(at('leaf.key')), cert: readFileSync(at('leaf.pem')) }, (socket) => {
    socket.on('error', () => {})
    socket.end('HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server?.close()
  rmSync(root, { recursive: true, force: true })
})

/** A machine that has two roots, made by its own tool. A bundle of one would be taken for a certificate by it, once it is there. */
async function machineIn(name: string): Promise<string> {
  const machine = join(root, name)
  for (const place of places) {
    if (place.endsWith('.conf')) writeFileSync(join(machine, place), 'shipped.crt\nanother.crt\n')
    else mkdirSync(join(machine, place), { recursive: true })
  }
  for (const own of ['shipped', 'another'])
    cpSync(join(root, `${own}.pem`), join(machine, `/usr/share/ca-certificates/${own}.crt`))
  await on(machine, [program])
  return machine
}

/** Runs something on such a machine; gives its number and what it printed. */
function on(machine: string, words: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  const binds = places.map((place) => `mount --bind "$0${place}" ${place}`).join(' && ')
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: root, LC_ALL: 'C' }
  return new Promise((resolve) => {
    execFile(
      'unshare',
      ['-m', 'sh', '-c', `${binds} && exec "$@"`, machine, ...words],
      { env, timeout: 60_000 },
      (error, stdout) => resolve({ code: error === null ? 0 : Number(error.code ?? 255), stdout }),
    )
  })
}

/** The system's own update brings another root. */
async function update(machine: string): Promise<void> {
  cpSync(join(root, 'updated.pem'), join(machine, '/usr/share/ca-certificates/updated.crt'))
  writeFileSync(join(machine, '/etc/ca-certificates.conf'), 'shipped.crt\nanother.crt\nupdated.crt\n')
  expect((await on(machine, [program])).code).toBe(0)
}

async function deed(machine: string, what: 'apply' | 'undo', id: string): Promise<unknown> {
  const path = '/usr/local/share/ca-certificates/lacking.crt'
  const content = readFileSync(join(root, 'lacking.pem')).toString('base64')
  const plans = [
    planOf([
      { kind: 'file', path, before: null, content, mode: 0o644 },
      // Without it Debian's tool leaves the link of a certificate that is gone.
      { kind: 'regenerate', store: 'system', tool: toolOf([program, '--fresh']) },
    ]),
  ]
  const whole: Deed = { what, id, plans, state: `${machine}-state`, killAt: 0, withTool: false }
  const file = `${machine}.json`
  writeFileSync(file, JSON.stringify(whole))
  return JSON.parse((await on(machine, [process.execPath, child, file])).stdout).result
}

const below = (machine: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(snapshot(machine)).map(([path, state]) => [path.slice(machine.length), state]))

describe.skipIf(!isPossible)("a Debian machine of its own, changed by Debian's own tool", () => {
  const asks = async (machine: string): Promise<number> =>
    (await on(machine, ['/usr/bin/curl', '-sS', '-o', '/dev/null', '--noproxy', '*', `https://localhost:${port()}/`])).code

  it('curl rejects, accepts after apply, and rejects after undo, which leaves nothing behind', async () => {
    const machine = await machineIn('cured')
    const start = below(machine)
    // 60: the peer's certificate cannot be verified (libcurl-errors(3)).
    expect(await asks(machine)).toBe(60)
    expect(await deed(machine, 'apply', '')).toMatchObject({ id: '2026-11-22-1', state: 'applied' })
    expect(await asks(machine)).toBe(0)
    expect(await deed(machine, 'undo', '2026-11-22-1')).toMatchObject({ state: 'undone' })
    expect(await asks(machine)).toBe(60)
    expect(below(machine)).toEqual(start)
  }, 60_000)

  it('after fix, the system’s update and undo it equals one that had the update alone', async () => {
    const [fixed, other] = [await machineIn('fixed'), await machineIn('other')]
    expect(await deed(fixed, 'apply', '')).toMatchObject({ state: 'applied' })
    await update(fixed)
    await update(other)
    expect(below(fixed)).not.toEqual(below(other))
    expect(await deed(fixed, 'undo', '2026-11-22-1')).toMatchObject({ state: 'undone' })
    expect(below(fixed)).toEqual(below(other))
  }, 60_000)
})
