import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cargoCainfo, cargoProjectCainfo } from '../../src/cures/cargo-cainfo.ts'
import type { Cure } from '../../src/cures/cure.ts'
import { cargo } from '../../src/runtimes/cargo.ts'
import { machine } from '../support/machine.ts'
import {
  type CountingServer,
  countingServer,
  needOf,
  ran,
  seatOf,
  type Try,
  type Walk,
  walkIn,
  wholeWay,
} from './support/cure-walk.ts'

/** The Cargo of rustup's stable toolchain, a sparse registry on loopback. Its proxy is not started: it writes settings of its own. */
const bin = join(homedir(), '.rustup', 'toolchains', 'stable-x86_64-unknown-linux-gnu', 'bin')

let server: CountingServer
let walk: Walk
beforeAll(async () => {
  server = await countingServer()
})
afterAll(() => server.close())
beforeEach(() => {
  walk = walkIn(() => ({ PATH: `${bin}:/usr/bin:/bin`, CARGO_NET_RETRY: '0' }))
  mkdirSync(join(walk.home, 'p', 'src'), { recursive: true })
  mkdirSync(join(walk.home, '.cargo'))
  writeFileSync(join(walk.home, 'p', 'src', 'main.rs'), 'fn main() {}\n')
  writeFileSync(
    join(walk.home, 'p', 'Cargo.toml'),
    '[package]\nname = "p"\nversion = "0.1.0"\n[dependencies]\nfoo = { version = "1", registry = "lab" }\n',
  )
})
afterEach(() => walk.remove())

/** What Cargo keeps of a registry, and its own marks, are not what is compared. */
const attempt: Try = async (env, port) => {
  const index = { CARGO_REGISTRIES_LAB_INDEX: `sparse+https://localhost:${port}/` }
  const text = await ran([join(bin, 'cargo'), 'generate-lockfile'], { ...env, ...index }, { cwd: join(walk.home, 'p') })
  for (const name of ['registry', '.package-cache', '.package-cache-mutate', '.global-cache'])
    rmSync(join(walk.home, '.cargo', name), { recursive: true, force: true })
  rmSync(join(walk.home, 'p', 'Cargo.lock'), { force: true })
  return text
}

async function wholeWayOf(cure: Cure, project: string): Promise<string> {
  const host = walk.host()
  const seat = await seatOf(cargo, { ...host, cwd: join(walk.home, 'p') }, join(bin, 'cargo'))
  if (seat === null) throw new Error('it is not found, though it is there')
  expect(seat.client).toMatch(/^cargo-1\.\d+/)
  const texts: string[] = []
  const there: Cure = { ...cure, plan: (own, need) => cure.plan({ ...own, cwd: join(walk.home, 'p') }, { ...need, project }) }
  await wholeWay(server, walk, there, [seat], async (env, port) => {
    const text = await attempt(env, port)
    texts.push(text)
    return text
  })
  return texts.join('\n')
}

describe.sequential('with the real Cargo', () => {
  it.skipIf(!existsSync(join(bin, 'cargo')))(
    'http.cainfo of the user, beside a token',
    async () => {
      writeFileSync(join(walk.home, '.cargo', 'config.toml'), '[registry]\ntoken = "SECRET"\n\n[http]\ntimeout = 5\n')
      expect(await wholeWayOf(cargoCainfo, '')).toContain('unable to get local issuer certificate')
    },
    60_000,
  )
  it.skipIf(!existsSync(join(bin, 'cargo')))(
    'http.cainfo of the project, before the user’s own',
    async () => {
      writeFileSync(join(walk.home, '.cargo', 'config.toml'), '[http]\ncainfo = "/etc/ssl/certs/ca-certificates.crt"\n')
      await wholeWayOf(cargoProjectCainfo, join(walk.home, 'p'))
    },
    60_000,
  )
})

describe('what is left alone', () => {
  const plan = async (config: string, cure = cargoCainfo) => {
    const path = '/home/u/.cargo/bin/cargo'
    const host = machine({
      env: { PATH: '/home/u/.cargo/bin' },
      files: {
        [path]: '',
        '/home/u/.cargo/config.toml': config,
        '/etc/ssl/certs/ca-certificates.crt': server.pem,
      },
    })
    const seat = await seatOf(cargo, host)
    return seat === null ? null : cure.plan(host, needOf([seat], server))
  }
  it('a table in one line, dotted keys: a second table of that name would be an error (TOML 1.0, Table)', async () => {
    expect(await plan('')).not.toBeNull()
    expect(await plan('http = { timeout = 5 }\n')).toBeNull()
    expect(await plan('http.timeout = 5\n')).toBeNull()
  })
  it('a folder without a Cargo.toml is no project of Cargo’s', async () => {
    expect(await plan('', cargoProjectCainfo)).toBeNull()
  })
})
