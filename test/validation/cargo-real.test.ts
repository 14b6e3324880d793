import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cargo } from '../../src/clients/cargo.ts'
import { faults } from '../../src/lab/faults/index.ts'
import { serveFault } from '../../src/lab/serve.ts'
import { ran } from '../cures/support/cure-walk.ts'
import { seconds } from '../../src/model/time.ts'
import { temporaryFolder } from '../support/tool.ts'
import { evaluate } from '../../src/validation/evaluate.ts'
import { profile, scenarioOf, spoken } from './judge.ts'

/** The Cargos of rustup's toolchains here, on servers of the lab: verdict and words as the profiles foretell them. */
const toolchain = (name: string): string =>
  join(homedir(), '.rustup', 'toolchains', `${name}-x86_64-unknown-linux-gnu`, 'bin', 'cargo')
const cargos = [
  { id: 'cargo-1.95', program: toolchain('stable'), version: /^cargo 1\.95\./ },
  { id: 'cargo-1.97', program: toolchain('nightly'), version: /^cargo 1\.97\./ },
]
/** Of the lab: an accepted chain, and one for each stage that rejects. */
const wanted = [
  'good',
  'wrong-order',
  'unknown-root',
  'untrusted-root-sent',
  'self-signed-leaf',
  'missing-intermediate',
  'expired-leaf',
  'expired-intermediate',
  'not-yet-valid-leaf',
  'wrong-host',
  'no-san',
  'client-purpose-leaf',
  'wrong-purpose-intermediate',
  'intermediate-not-a-ca',
  'path-length-exceeded',
  'name-not-permitted',
  'sha1-intermediate',
  'rsa-1024-leaf',
  'bad-signature',
  'critical-unknown-extension',
]

const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64')

/** A proxy on loopback (RFC 9110 §9.3.6) that leads every name to one port: the lab's names are no addresses. */
let leadsTo = 0
let proxy: Server
const open = new Set<Socket>()
const { path: folder, remove } = temporaryFolder()
beforeAll(async () => {
  proxy = createServer((client) => {
    open.add(client)
    client.once('data', () => {
      const server = connect(leadsTo, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
      server.on('error', () => client.destroy())
      client.on('error', () => server.destroy())
      client.pipe(server).pipe(client)
    })
    client.on('error', () => {})
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  mkdirSync(join(folder, 'none'))
  mkdirSync(join(folder, 'p', 'src'), { recursive: true })
  writeFileSync(join(folder, 'p', 'src', 'main.rs'), 'fn main() {}\n')
  writeFileSync(
    join(folder, 'p', 'Cargo.toml'),
    '[package]\nname = "p"\nversion = "0.1.0"\n[dependencies]\nfoo = { version = "1", registry = "lab" }\n',
  )
})
afterAll(async () => {
  for (const socket of open) socket.destroy()
  await new Promise((resolve) => proxy.close(resolve))
  remove()
})

/** The last line that Cargo prints, without its indent. */
async function told(program: string, host: string, store: string): Promise<string> {
  const env = {
    PATH: `${join(program, '..')}:/usr/bin:/bin`,
    HOME: folder,
    CARGO_NET_RETRY: '0',
    CARGO_HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    CARGO_HTTP_CAINFO: store,
    SSL_CERT_DIR: join(folder, 'none'),
    CARGO_REGISTRIES_LAB_INDEX: `sparse+https://${host}/`,
  }
  const text = await ran([program, 'generate-lockfile'], env, { cwd: join(folder, 'p'), timeout: 20_000 })
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}

describe.each(cargos)('$id on the lab', ({ id, program, version }) => {
  it.skipIf(!existsSync(program))(
    'says what is foretold',
    async ({ skip }) => {
      const own = await ran([program, '--version'], { HOME: folder })
      if (!version.test(own)) skip(`this is ${own.trim()}`)
      const client = profile(cargo(), id)
      // The clock of the real client.
      const now = seconds(Math.floor(Date.now() / 1000))
      const differing: object[] = []
      let verified = 0
      for (const fault of faults.filter((f) => wanted.includes(f.id))) {
        const served = await serveFault(fault, { now })
        try {
          leadsTo = served.port
          const store = join(folder, `${fault.id}.pem`)
          writeFileSync(store, served.anchorsPem)
          const real = await told(program, served.built.host, store)
          const { chain, anchors, host } = served.built
          const scenario = scenarioOf({ sent: chain.map(base64), store: anchors.map(base64), host })
          const ours = spoken(evaluate(scenario, client, now), client, host, now)
          verified++
          // Behind an accepted chain Cargo has its say about what the lab answers.
          const isTls = /^\[(?:35|60)\]/.test(real)
          const differs = ours === 'accepted' ? isTls : real !== ours
          if (differs) differing.push({ fault: fault.id, ours, real })
        } finally {
          await served.close()
        }
      }
      expect(differing).toEqual([])
      expect(verified).toBe(wanted.length)
    },
    120_000,
  )
})
