import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { condaSslVerify } from '../../src/cures/conda-ssl-verify.ts'
import { condaTruststore } from '../../src/cures/conda-truststore.ts'
import type { Cure } from '../../src/cures/cure.ts'
import { requestsCaBundle } from '../../src/cures/requests-ca-bundle.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot, utc } from '../../src/lab/shapes.ts'
import { conda } from '../../src/runtimes/conda.ts'
import { builtProgram } from '../cli/support/program.ts'
import { needsConda, realConda } from '../support/real-conda.ts'
import { type CountingServer, countingServer, ran, seatOf, type Try, type Walk, walkIn, wholeWay } from './support/cure-walk.ts'

const real = realConda()
const { program, prefix } = real ?? { program: '', prefix: '' }

let server: CountingServer
let walk: Walk
beforeAll(async () => {
  server = await countingServer()
})
afterAll(() => server.close())
afterEach(() => walk.remove())

/** A conda with settings of its own, and what it fetches kept out of its real folders. */
const start = (more: Readonly<Record<string, string>> = {}): void => {
  walk = walkIn((folder) => ({
    PATH: `${join(prefix, 'bin')}:/usr/bin:/bin`,
    CONDA_PKGS_DIRS: join(folder, 'pkgs'),
    CONDA_REMOTE_MAX_RETRIES: '0',
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, value.replace('HERE', folder)])),
  }))
}

/** What conda keeps of channels and environments is not what is compared. */
const attempt: Try = async (env, port) => {
  const channel = ['-c', `https://localhost:${port}/`, '--override-channels']
  const text = await ran([program, 'search', ...channel, 'foo'], env, { cwd: walk.home })
  for (const name of ['.cache', '.conda']) rmSync(join(walk.home, name), { recursive: true, force: true })
  return text
}

async function wholeWayOf(cure: Cure): Promise<string> {
  const seat = await seatOf(conda, walk.host(), program)
  if (seat === null) throw new Error('it is not found, though it is there')
  expect(seat.client).toMatch(/^python-3\./)
  const texts: string[] = []
  await wholeWay(server, walk, cure, [seat], async (env, port) => {
    const text = await attempt(env, port)
    texts.push(text)
    return text
  })
  return texts.join('\n')
}

describe.skipIf(real === null).sequential(`with the real conda ${needsConda}`, () => {
  it('ssl_verify with a path, beside a token', async () => {
    start()
    writeFileSync(join(walk.home, '.condarc'), 'channels:\n  - https://me:SECRET@example.org\nssl_verify: true # mine\n')
    expect(await wholeWayOf(condaSslVerify)).toContain('CondaSSLError: Encountered an SSL error.')
  }, 60_000)

  it('ssl_verify in the file that CONDARC names, by its other name', async () => {
    start({ CONDARC: 'HERE/home/mine.yml' })
    writeFileSync(join(walk.home, 'mine.yml'), '# mine\r\n"verify_ssl": yes\r\n')
    await wholeWayOf(condaSslVerify)
  }, 60_000)

  it("ssl_verify: truststore, where the system's store holds the root", async () => {
    start({ SSL_CERT_FILE: 'HERE/system.pem' })
    writeFileSync(join(walk.folder, 'system.pem'), server.pem)
    await wholeWayOf(condaTruststore)
  }, 60_000)

  // Where requests beside it asks certifi too, this is what `fix` offers.
  it('REQUESTS_CA_BUNDLE, which beats ssl_verify', async () => {
    start()
    writeFileSync(join(walk.home, '.condarc'), `ssl_verify: ${join(walk.folder, 'other.pem')}\n`)
    writeFileSync(join(walk.folder, 'other.pem'), certificatesPem([unrelatedRoot('conda', utc('2026-01-01T00:00:00Z'))]))
    await wholeWayOf(requestsCaBundle)
  }, 60_000)

  // requests lies beside every conda, and asks the same certifi: by its own name conda is one that its own setting cures.
  it('fix, where conda is named: planned, applied, and the real conda accepts', async () => {
    start()
    const cli = await builtProgram()
    try {
      writeFileSync(join(walk.folder, 'root.pem'), server.pem)
      const sha256 = createHash('sha256').update(server.root).digest('hex')
      const root = ['--root', join(walk.folder, 'root.pem'), '--sha256', sha256]
      const fix = (...more: readonly string[]) =>
        cli.run(['fix', `localhost:${server.port}`, '--client', 'conda', ...root, ...more], { env: walk.env, limit: 90_000 })
      expect((await fix()).stdout).toMatch(/requests-ca-bundle[^]*conda-ssl-verify|conda-ssl-verify[^]*requests-ca-bundle/)
      const applied = await fix('--with', 'conda-ssl-verify', '--apply', '--yes')
      expect(applied, applied.stdout + applied.stderr).toMatchObject({ code: 0 })
      const before = server.requests()
      await attempt(walk.env, server.port)
      expect(server.requests()).toBeGreaterThan(before)
    } finally {
      cli.remove()
    }
  }, 200_000)
})
