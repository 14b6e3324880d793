import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import { nodeHost } from '../../src/host/node-host.ts'
import { stopWords } from '../../src/report/words/health.ts'
import { lookAround, runtimesNamed } from '../../src/runtimes/look-around.ts'
import { onSearchPath } from '../../src/runtimes/search-path.ts'

/** A server that takes connections and says nothing: a program that cannot load its file never gets to TLS. */
const server = createServer((socket) => socket.on('error', () => {}).end())
let folder = ''
let empty = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  folder = mkdtempSync(join(tmpdir(), 'lost-outcome-'))
  empty = join(folder, 'empty.pem')
  writeFileSync(empty, 'no certificate\n')
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const PATH = '/usr/bin:/bin'
const isHere = (program: string): boolean => onSearchPath({ ...nodeHost, env: { PATH } }, program).length > 0

/** What a program writes to standard error of a request to the server, with variables of its own. */
const said = (program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((done) => {
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const options = { env: { PATH, HOME: folder, ...env }, timeout: 20_000, encoding: 'utf8' as const }
    execFile(program, [...args, url], options, (_, __, stderr) => done(stderr))
  })

/** Outcomes of one setting, by the look around of this machine. */
async function predicted(id: string, env: Readonly<Record<string, string>>): Promise<readonly (string | undefined)[]> {
  const host: Host = { ...nodeHost, env: { PATH, ...env }, home: folder, cwd: folder }
  const { askings } = await lookAround(
    host,
    runtimesNamed(id).filter((runtime) => runtime.id === id),
  )
  return askings.flatMap(({ withoutEffect }) =>
    withoutEffect.filter(({ setting }) => Object.hasOwn(env, setting.name)).map(({ outcome }) => outcome),
  )
}

/** GnuTLS' git takes a file without a certificate. */
const isGnutls = (): boolean => {
  try {
    return execFileSync('ldd', ['/usr/lib/git-core/git-remote-http'], { encoding: 'utf8' }).includes('libcurl-gnutls')
  } catch {
    return false
  }
}

const missing = '/nowhere/ca.pem'

describe('a file that is not there, or holds no certificate, with the real programs', () => {
  const curl = ['-sS']
  const git = ['ls-remote']

  it.skipIf(!isHere('curl')).each(['SSL_CERT_FILE', 'CURL_CA_BUNDLE'])('curl stops: %s', async (name) => {
    for (const path of [missing, empty, folder]) {
      expect(await said('curl', curl, { [name]: path })).toContain(`curl: (77) ${stopWords['curl']}`)
      expect(await predicted('curl', { [name]: path })).toEqual(['stops'])
    }
  })

  it.skipIf(!isHere('git') || !isGnutls())('git stops where nothing is there, and takes what holds none', async () => {
    for (const path of [missing, folder]) {
      expect(await said('git', git, { GIT_SSL_CAINFO: path })).toContain(stopWords['git'])
      expect(await predicted('git', { GIT_SSL_CAINFO: path })).toEqual(['stops'])
    }
    expect(await said('git', git, { GIT_SSL_CAINFO: empty })).not.toContain(stopWords['git'])
    expect(await predicted('git', { GIT_SSL_CAINFO: empty })).toEqual(['trusts-nothing'])
  })

  it.skipIf(!isHere('node'))('Node says that it ignores it, and goes on', async () => {
    const stderr = await said('node', ['-e', ''], { NODE_EXTRA_CA_CERTS: missing })
    expect(stderr).toContain(`Ignoring extra certs from \`${missing}\``)
    expect(await predicted('node', { NODE_EXTRA_CA_CERTS: missing })).toEqual([undefined])
  })

  it.skipIf(!isHere('python3'))("Python says nothing, and has none of the built-in file's", async () => {
    const script = 'import ssl; print(len(ssl.create_default_context().get_ca_certs()))'
    const options = { env: { PATH, SSL_CERT_FILE: missing }, encoding: 'utf8' as const, timeout: 20_000 }
    expect(execFileSync('/usr/bin/python3', ['-c', script], options).trim()).toBe('0')
    const outcomes = await predicted('python', { SSL_CERT_FILE: missing })
    expect(new Set(outcomes)).toEqual(new Set(['trusts-nothing']))
  })
})
