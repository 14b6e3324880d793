import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { gitServerCaInfo } from '../../src/cures/git-ca-info.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { around, authority, utc } from '../../src/lab/shapes.ts'
import { git } from '../../src/runtimes/git.ts'
import { type CountingServer, countingServer, ran, seat, type Walk, walkIn, wholeWay } from '../cures/support/cure-walk.ts'

/** The real git of this machine: what `http.<url>.sslCAInfo` it heeds for a server on loopback. */
const program = '/usr/bin/git'
const isHere = existsSync(program)

/** A root that vouches for nobody here. */
const stranger = certificatesPem([
  rootCertificate(authority('git url', 'Git Url Stranger'), around(utc('2026-01-01T00:00:00Z'), -1000, 9000)),
])

let server: CountingServer
let walk: Walk
beforeAll(async () => {
  server = await countingServer()
})
afterAll(() => server.close())
beforeEach(() => {
  walk = walkIn()
})
afterEach(() => walk.remove())

const lsRemote = (env: Readonly<Record<string, string>>, port: number, path = 'x.git'): Promise<string> =>
  ran([program, 'ls-remote', `https://localhost:${port}/${path}`], { ...env, GIT_TERMINAL_PROMPT: '0' })

const asked = async (more: Readonly<Record<string, string>> = {}, port = server.port) => {
  const host = walk.host({ ...walk.env, ...more })
  const found = (await git.find(host)).find(({ path }) => path === program)
  if (found === undefined) throw new Error('git is not found, though it is there')
  return git.asks(host, found, { host: 'localhost', port })
}

/** Settings in the order of the file: an address, and which of the two files it names. PORT stands for the server's. */
type Sections = readonly (readonly [url: string, file: 'good' | 'bad'])[]
const cases: readonly { readonly of: string; readonly sections: Sections; readonly env?: Readonly<Record<string, string>> }[] = [
  { of: 'the server', sections: [['https://localhost:PORT', 'good']] },
  { of: 'with a slash', sections: [['https://localhost:PORT/', 'good']] },
  { of: 'in capitals', sections: [['HTTPS://LOCALHOST:PORT', 'good']] },
  { of: 'a star for a label', sections: [['https://*:PORT', 'good']] },
  { of: 'another port', sections: [['https://localhost', 'good']] },
  { of: 'another host', sections: [['https://127.0.0.1:PORT', 'good']] },
  { of: 'another scheme', sections: [['http://localhost:PORT', 'good']] },
  { of: 'no scheme', sections: [['localhost:PORT', 'good']] },
  { of: 'a star for two labels', sections: [['https://*.*:PORT', 'good']] },
  {
    of: 'an address before none, though it comes earlier',
    sections: [
      ['https://localhost:PORT', 'good'],
      ['', 'bad'],
    ],
  },
  {
    of: 'of two the later',
    sections: [
      ['https://localhost:PORT/', 'good'],
      ['https://localhost:PORT', 'bad'],
    ],
  },
  {
    of: 'the host before the star',
    sections: [
      ['https://localhost:PORT', 'good'],
      ['https://*:PORT', 'bad'],
    ],
  },
  { of: 'the variable before all', sections: [['https://localhost:PORT', 'good']], env: { GIT_SSL_CAINFO: 'bad' } },
  {
    of: 'an address before the command line without one',
    sections: [['https://localhost:PORT', 'good']],
    env: { GIT_CONFIG_PARAMETERS: "'http.sslcainfo'='bad'" },
  },
]

describe.sequential('http.<url>.sslCAInfo', () => {
  it.skipIf(!isHere).each(cases)('$of', async ({ sections, env = {} }) => {
    const good = join(walk.home, 'good.pem')
    const bad = join(walk.home, 'bad.pem')
    writeFileSync(good, server.pem)
    writeFileSync(bad, stranger)
    const text = sections.map(
      ([url, file]) =>
        `[http${url === '' ? '' : ` "${url.replace('PORT', String(server.port))}"`}]\n\tsslCAInfo = ${file === 'good' ? good : bad}\n`,
    )
    writeFileSync(join(walk.home, '.gitconfig'), text.join(''))
    const more = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('bad', bad)]))
    const before = server.requests()
    await lsRemote({ ...walk.env, ...more }, server.port)
    const { stores } = await asked(more)
    expect(stores.some(({ store }) => store === good)).toBe(server.requests() > before)
  })

  it.skipIf(!isHere)('an address with a path is for some requests alone, and is told so', async () => {
    const good = join(walk.home, 'good.pem')
    writeFileSync(good, server.pem)
    writeFileSync(join(walk.home, '.gitconfig'), `[http "https://localhost:${server.port}/x"]\n\tsslCAInfo = ${good}\n`)
    const before = server.requests()
    await lsRemote(walk.env, server.port, 'x/y.git')
    expect(server.requests()).toBeGreaterThan(before)
    const now = server.requests()
    await lsRemote(walk.env, server.port, 'z/y.git')
    expect(server.requests()).toBe(now)
    const asking = await asked()
    expect(asking.stores.map(({ store }) => store)).not.toContain(good)
    expect(asking.withoutEffect.map(({ reason }) => reason)).toEqual(['some-requests'])
  })

  it.skipIf(!isHere)('the cure reaches this server alone', async () => {
    writeFileSync(join(walk.home, '.gitconfig'), '[user]\n\tname = U\n[http]\n\textraHeader = "Authorization: SECRET"\n')
    const target = { host: 'localhost', port: server.port }
    const there: typeof gitServerCaInfo = {
      ...gitServerCaInfo,
      plan: (host, need) => gitServerCaInfo.plan(host, { ...need, target }),
    }
    const other = await countedRoot()
    const draft = await wholeWay(server, walk, there, [seat(await asked())], async (env, port) => {
      const text = await lsRemote(env, port)
      const before = other.requests()
      await lsRemote(env, other.port)
      expect(other.requests()).toBe(before)
      return text
    })
    const settings = draft.steps.flatMap(({ change }) =>
      change.kind === 'file' && change.path.endsWith('.gitconfig')
        ? [Buffer.from(change.content ?? '', 'base64').toString()]
        : [],
    )
    expect(settings[0]).toContain(`[http "https://localhost:${server.port}"]\n\tsslCAInfo = "`)
  })
})

let another: CountingServer | null = null
/** A second server under the same root, so that only its address tells them apart. */
async function countedRoot(): Promise<CountingServer> {
  return (another ??= await countingServer())
}
afterAll(() => another?.close())
