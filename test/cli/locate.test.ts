import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Replicas } from '../fetch/support/replicas.ts'
import { builtProgram, type Program, type Run } from './support/program.ts'

/** AddTrust External CA Root: a public anchor once, which no list of today and no store of a new system holds. */
const addtrust = '687fa451382278fff0c8b11f8d43d576671c6eb2bceab413fb83d965d06d2ff2'
/** ISRG Root X1. */
const isrg = '96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6'

let program: Program
let home: string
const replicas = new Replicas()
beforeAll(async () => {
  program = await builtProgram()
})
afterAll(() => program.remove())
beforeEach(() => {
  home = mkdtempSync(join(program.folder, 'home-'))
})
afterEach(async () => {
  rmSync(home, { recursive: true, force: true })
  await replicas.close()
})

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  program.run(args, { env: { HOME: home, ...env }, limit: 60_000 })

test.each(['find', 'fix'])('%s takes --locate or --offline, and not both', async (command) => {
  const both = await run([command, 'example.invalid', '--locate', '--offline'])
  expect(both.code).toBe(2)
  expect(both.stderr).toContain('--offline forbids --locate')
  const { stdout } = await run([command, '--help'])
  expect(stdout).toContain('--locate')
})

test('what is refused, and what is here, is not looked up; nobody is asked without the switch', async () => {
  let asked = 0
  await replicas.host('crt.sh', { by: 'stranger', answer: (_, response) => void (asked++, response.end()) })
  const port = await replicas.proxy()
  const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, HTTP_PROXY: `http://127.0.0.1:${port}` }
  const refused = await run(['find', addtrust, '--locate', '--format', 'json'], env)
  expect(JSON.parse(refused.stdout)).toMatchObject({ contacted: [] })
  // Node holds it.
  const held = await run(['find', isrg, '--locate', '--format', 'json'], env)
  expect(JSON.parse(held.stdout)).toMatchObject({ contacted: [], candidates: [{ needed: [{ isHeld: true }] }] })
  await run(['find', 'Certification', '--format', 'json'], env)
  expect([replicas.connections, asked]).toEqual([[], 0])
})

test('through a proxy that forges crt.sh nothing is believed or kept, and who was contacted is told', async () => {
  let asked = 0
  await replicas.host('crt.sh', { by: 'stranger', days: [-2500, 15], answer: (_, response) => void (asked++, response.end()) })
  const port = await replicas.proxy()
  const all = JSON.parse((await run(['find', 'root', '--format', 'json'])).stdout) as Found
  const absent = all.candidates.filter((c) => c.needed.some((n) => !n.isHeld && n.sheet?.verdict.kind === 'authentic'))
  // Microsoft's and Apple's roots that Mozilla does not have: the table has them, and Node does not.
  const [wanted] = absent.map((c) => c.needed[0]?.certificate.sha256 ?? '')
  if (wanted === undefined) throw new Error('every authentic root is held')
  const found = await run(['find', wanted, '--locate', '--format', 'json'], { HTTPS_PROXY: `http://127.0.0.1:${port}` })
  expect(JSON.parse(found.stdout)).toMatchObject({
    contacted: [`proxy 127.0.0.1:${port}`, 'locator crt.sh:443'],
    candidates: [{ needed: [{ isHeld: false }] }],
  })
  expect(found.stderr).toMatch(/was not located: crt\.sh: .*no authority known to this program/)
  expect([asked, replicas.connections]).toEqual([0, ['proxy crt.sh:443']])
  expect(existsSync(join(home, '.cache', 'rootcause', 'located'))).toBe(false)
})

interface Found {
  readonly candidates: readonly {
    readonly needed: readonly {
      readonly isHeld: boolean
      readonly certificate: { readonly sha256?: string }
      readonly sheet: { readonly verdict: { readonly kind: string } } | null
    }[]
  }[]
}
