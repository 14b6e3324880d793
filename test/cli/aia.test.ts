import { readFileSync, writeFileSync } from 'node:fs'
import { createServer as createPlain, type Server } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificatesPem } from '../../src/lab/pem.ts'
import { tall } from '../fetch/support/tall-chain.ts'
import { builtProgram, type Program } from './support/program.ts'

let program: Program
let target: string
let store: string
let issuers: string
let asked: string[]
const servers: Server[] = []

const listening = async (server: Server): Promise<number> => {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A server that sends its leaf alone; what stands above is served where the certificates say, by another one. */
beforeAll(async () => {
  program = await builtProgram()
  asked = []
  let files: Readonly<Record<string, Uint8Array>> = {}
  const plain = createPlain((request, response) => {
    asked.push(request.url ?? '')
    response.end(files[request.url ?? ''] ?? '')
  })
  issuers = `localhost:${await listening(plain)}`
  const chain = tall(`http://${issuers}/`, { tower: 0 })
  files = { '/issuing': chain.intermediate, '/policy': chain.policy }
  const key = chain.leafEntity.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
  target = `localhost:${await listening(createServer({ key, cert: certificatesPem([chain.leaf]) }))}`
  store = join(program.folder, 'root.pem')
  writeFileSync(store, certificatesPem([chain.root]))
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  program.remove()
})

interface Told {
  readonly results: readonly {
    readonly client: string
    readonly verdict: { readonly kind: string; readonly path?: readonly string[] }
  }[]
  readonly findings: readonly { readonly code: string; readonly params: Readonly<Record<string, string>> }[]
  readonly contacted: readonly string[]
}
const clients = ['chrome', 'schannel', 'sectrust', 'python-3.13'].flatMap((id) => ['--client', id])

/** The answer to a check in a home of its own, so that nothing is kept from one to the next. */
async function check(what: string, flags: readonly string[], home: string): Promise<Told & { readonly text: string }> {
  const env = { HOME: join(program.folder, home) }
  const { stdout, stderr } = await program.run(['check', what, '--format', 'json', ...flags], { env })
  expect(stderr).toBe('')
  return { ...(JSON.parse(stdout) as Told), text: stdout }
}
const verdicts = ({ results }: Told): Readonly<Record<string, string>> =>
  Object.fromEntries(results.map((r) => [r.client.split('-')[0], r.verdict.kind]))
const found = ({ findings }: Told, code: string) => findings.filter((f) => f.code === code).map((f) => f.params)

describe('an intermediate that is not sent', () => {
  test('without --aia nobody is contacted, and who fetches is not judged', async () => {
    const told = await check(target, ['--store', store, ...clients], 'a')
    expect(verdicts(told)).toEqual({
      chrome: 'undetermined',
      schannel: 'undetermined',
      sectrust: 'undetermined',
      python: 'rejected',
    })
    expect({ contacted: told.contacted, asked }).toEqual({ contacted: [], asked: [] })
  })

  test('--aia does not go into the private network', async () => {
    const told = await check(target, ['--store', store, ...clients, '--aia'], 'b')
    expect(verdicts(told)).toMatchObject({ chrome: 'undetermined', python: 'rejected' })
    expect(found(told, 'RC713')).toMatchObject([{ kind: 'private', from: `http://${issuers}/issuing` }])
    expect(found(told, 'RC713')[0]?.['why']).toContain('private network')
    expect({ contacted: told.contacted, asked }).toEqual({ contacted: [], asked: [] })
    const env = { HOME: join(program.folder, 'b') }
    for (const command of ['check', 'find', 'fix']) {
      const verbose = command === 'check' ? ['--verbose'] : []
      const { stdout } = await program.run([command, target, '--store', store, ...clients, '--aia', ...verbose], { env })
      const text = stdout.replace(/\s+/g, ' ')
      expect(text).toContain('127.0.0.1 is an address of a private network or of this machine. ')
      expect(text).toContain('--aia-private asks such addresses too')
      expect(text).not.toContain('fare no better')
    }
    expect(asked).toEqual([])
  })

  test('--timeout holds for what is fetched, too', async () => {
    const silent = createPlain(() => {})
    const chain = tall(`http://127.0.0.1:${await listening(silent)}/`, { addresses: 8, tower: 0 })
    const key = chain.leafEntity.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
    const own = `localhost:${await listening(createServer({ key, cert: certificatesPem([chain.leaf]) }))}`
    const began = performance.now()
    const told = await check(own, ['--store', store, ...clients, '--aia-private', '--timeout', '0.5'], 'e')
    expect(performance.now() - began).toBeLessThan(6000)
    expect(found(told, 'RC713').map((p) => p['kind'])).toEqual(['failed', 'failed', 'failed', 'left'])
  })

  test('--aia-private: two levels are fetched, who fetches accepts by them, the others as before; the case replays without a network', async () => {
    const saved = join(program.folder, 'aia.json')
    const told = await check(target, ['--store', store, ...clients, '--aia-private', '--save', saved, '--no-redact'], 'c')
    expect(verdicts(told)).toEqual({ chrome: 'accepted', schannel: 'accepted', sectrust: 'accepted', python: 'rejected' })
    expect(told.results[0]?.verdict.path).toHaveLength(4)
    expect(found(told, 'RC713').map((p) => [p['kind'], p['from']])).toEqual([
      ['fetched', `http://${issuers}/issuing`],
      ['fetched', `http://${issuers}/policy`],
    ])
    expect(found(told, 'RC201')).toMatchObject([{ known: 'held' }])
    expect(found(told, 'RC503')).toEqual([])
    expect({ contacted: told.contacted, asked }).toEqual({ contacted: [`issuer ${issuers}`], asked: ['/issuing', '/policy'] })
    const again = await check(saved, [], 'd')
    expect(again.text).toBe(told.text)
    expect(asked).toHaveLength(2)
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ fetched: [{ from: `http://${issuers}/issuing` }, {}] })
    const text = await program.run(['check', saved])
    expect(text.stdout.replace(/\s+/g, ' ')).toMatch(
      /browsers get by because they fetch the intermediate[^,]*, which is not sent, from/i,
    )
  })

  test('--offline forbids it', async () => {
    const { code, stderr } = await program.run(['check', target, '--offline', '--aia'])
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({ code: 2, stderr: 'rootcause: --offline forbids --aia' })
  })
})
