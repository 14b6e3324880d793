import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedPath } from '../support/shared.ts'
import { type LabServer, labServer } from './support/lab-server.ts'
import { builtProgram, type Program } from './support/program.ts'

let program: Program
let good: LabServer

beforeAll(async () => {
  program = await builtProgram()
  good = await labServer('good', program.folder)
})
afterAll(async () => {
  await good.served.close()
  program.remove()
})

const withClients = (...ids: readonly string[]): readonly string[] => ids.flatMap((id) => ['--client', id])

/** Runs `work` while the files of the build that hold the table are out of reach. */
async function withoutTable<T>(work: () => Promise<T>): Promise<T> {
  const parts = join(program.folder, 'dist', 'parts')
  const holding = readdirSync(parts).filter(
    (name) => readFileSync(join(parts, name), 'utf8').includes('Made by') || /root-table/.test(name),
  )
  if (holding.length === 0) throw new Error('no part of the build holds the table')
  for (const name of holding) renameSync(join(parts, name), join(parts, `${name}.away`))
  try {
    return await work()
  } finally {
    for (const name of holding) renameSync(join(parts, `${name}.away`), join(parts, name))
  }
}

describe('client@platform', () => {
  test('a private authority is in no platform’s store: rejected, with the age of each store', async () => {
    const [, , , host] = good.flags
    const args = ['check', good.target, '--servername', host ?? '', '--host', host ?? '', '--format', 'json']
    const { code, stdout, stderr } = await program.run([...args, ...withClients('python-3.11@debian-12', 'go-1.19@nss-3.53')])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const report: {
      readonly stores: readonly { readonly id: string }[]
      readonly results: readonly {
        readonly client: string
        readonly askedAs: string
        readonly verdict: { readonly kind: string }
      }[]
      readonly assumptions: readonly { readonly name: string; readonly params: Readonly<Record<string, string>> }[]
    } = JSON.parse(stdout)
    // Nobody asks the system's store: it is not read.
    expect(report.stores.map((s) => s.id)).toEqual(['debian-12', 'nss-3.53'])
    expect(report.results.map((r) => [r.client, r.askedAs, r.verdict.kind])).toEqual([
      ['python-3.11', 'python-3.11@debian-12', 'rejected'],
      ['go-1.19', 'go-1.19@nss-3.53', 'rejected'],
    ])
    expect(report.assumptions.filter((a) => a.name === 'platform-store').map((a) => a.params['store'])).toEqual([
      'debian-12',
      'nss-3.53',
    ])
    expect(report.assumptions.map((a) => a.name)).not.toContain('nearest-release')
  })

  test('beside clients on a store that was given: each asks its own', async () => {
    const args = ['check', good.target, ...good.flags, '--format', 'json', ...withClients('go-1.24', 'go-1.24@nss-3.53')]
    const { code, stdout } = await program.run(args)
    const report: { readonly results: readonly { readonly store: string; readonly verdict: { readonly kind: string } }[] } =
      JSON.parse(stdout)
    expect(code).toBe(1)
    expect(report.results.map((r) => [r.store, r.verdict.kind])).toEqual([
      [good.store, 'accepted'],
      ['nss-3.53', 'rejected'],
    ])
  })

  test('android-7 has its own store, unless another one is named', async () => {
    const asked = ['check', good.target, '--format', 'json', ...withClients('android-7')]
    const own: { readonly stores: readonly { readonly id: string }[] } = JSON.parse((await program.run(asked)).stdout)
    expect(own.stores.map((s) => s.id)).toEqual(['android-7'])
    const given: typeof own = JSON.parse((await program.run([...asked, ...good.flags])).stdout)
    expect(given.stores.map((s) => s.id)).toEqual([good.store])
  })

  test('a day alone needs a client with a store of its own', async () => {
    for (const [id, words] of [
      ['python-3.11@2020-05-30', 'has no store of its own'],
      ['go-1.24@debain-12', 'there is no platform "debain-12"'],
      ['go-1.24@windows-2020-02-30', 'no day of the calendar'],
      ['go-1.24@debian-2020-05-30', 'known by release'],
      ['nosuch@debian-12', 'there is no client'],
    ] as const) {
      const { code, stderr } = await program.run(['check', good.target, '--client', id])
      expect(code, id).toBe(2)
      expect(stderr, id).toContain(words)
    }
  })
})

test('a batch has stores of its own: a platform is refused there', async () => {
  const { code, stderr } = await program.run(['check', '--cases', '-', '--client', 'go-1.24@debian-12'], { stdin: '{}' })
  expect(code).toBe(2)
  expect(stderr).toContain('has a store of its own')
})

describe('the table', () => {
  test('is not loaded for clients on stores at hand', async () => {
    const args = ['check', good.target, ...good.flags, '--client', 'go-1.24']
    const { code } = await withoutTable(() => program.run(args))
    expect(code).toBe(0)
    // The test would prove nothing if the table were not needed at all.
    const other = await withoutTable(() => program.run([...args, '--client', 'go-1.24@nss-3.53']))
    expect(other.code).not.toBe(0)
    expect(other.code).not.toBe(1)
  })
})

const sent = sharedPath('corpora/chains/addtrust-2020/sent.pem')
describe.skipIf(sent === null)('AddTrust on the platforms of that day (skipped where ../shared is absent)', () => {
  // The program runs in a folder of its own.
  const file = resolve(sent ?? '')
  const asked = withClients(
    'java-8@oracle-8u51',
    'java-11@oracle-11.0.2',
    'schannel@windows-2020-05-30',
    'go-1.15@nss-3.53',
    'android-7',
    'sectrust@2020-05-30',
  )

  test('each has the newer root and finds it; what is not known of Java 8 is named', async () => {
    const { code, stdout } = await program.run(['check', file, '--at', '2020-06-01', '--format', 'json', ...asked])
    const report: {
      readonly results: readonly {
        readonly askedAs: string
        readonly verdict: { readonly kind: string; readonly missing?: readonly string[] }
      }[]
    } = JSON.parse(stdout)
    expect(code).toBe(4)
    const kind = Object.fromEntries(report.results.map((r) => [r.askedAs, r.verdict.kind]))
    expect(kind).toMatchObject({
      'java-8@oracle-8u51': 'undetermined',
      'schannel@windows-2020-05-30': 'accepted',
      'go-1.15@nss-3.53': 'accepted',
      'android-7': 'accepted',
      'sectrust@2020-05-30': 'accepted',
    })
    const java = report.results.find((r) => r.askedAs === 'java-8@oracle-8u51')
    expect(java?.verdict.missing?.join()).toContain('oracle-8u51')
  })

  test('a saved case gives the same report to the byte, without the table', async () => {
    const saved = join(program.folder, 'platforms.json')
    const first = await program.run(['check', file, '--at', '2020-06-01', '--verbose', '--save', saved, ...asked])
    expect(existsSync(saved)).toBe(true)
    const again = await withoutTable(() => program.run(['check', saved, '--verbose']))
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: first.code, stderr: '' })
    expect(again.stdout).toBe(first.stdout)
  })

  test('a saved case can be asked for other platforms', async () => {
    const saved = join(program.folder, 'plain.json')
    await program.run(['check', file, '--at', '2020-06-01', '--save', saved, ...withClients('go-1.15@nss-3.53')])
    const { code, stdout } = await program.run(['check', saved, '--format', 'json', '--client', 'go-1.15@mozilla-2005-01-01'])
    const report: { readonly stores: readonly { readonly id: string }[] } = JSON.parse(stdout)
    expect(report.stores.map((s) => s.id)).toEqual(['mozilla-2005-01-01'])
    expect(code).toBe(1)
  })
})
