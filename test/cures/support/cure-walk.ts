import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { applyPlans } from '../../../src/apply/apply.ts'
import { undo } from '../../../src/apply/undo.ts'
import type { Cure, Draft, Need } from '../../../src/cures/cure.ts'
import type { Host } from '../../../src/host/host.ts'
import { nodeHost } from '../../../src/host/node-host.ts'
import { caCertificate, leafCertificate, rootCertificate } from '../../../src/lab/authority.ts'
import { certificatesPem } from '../../../src/lab/pem.ts'
import { around, loopbackNames, usualChain, utc } from '../../../src/lab/shapes.ts'
import type { Evidence } from '../../../src/model/evidence.ts'
import type { Asking } from '../../../src/model/machine.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { seconds } from '../../../src/model/time.ts'
import type { Runtime } from '../../../src/runtimes/runtime.ts'
import { readStore } from '../../../src/stores/index.ts'
import { readTogether } from '../../../src/stores/together.ts'
import { applyDeltas } from '../../../src/validation/delta.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import { about, snapshot } from '../../apply/support/plan-of.ts'
import { portsOf } from '../../apply/support/ports-of.ts'

/** A server on loopback under a root that no store holds; it counts the requests that got through TLS. */
export interface CountingServer {
  readonly root: Uint8Array
  readonly pem: string
  readonly port: number
  readonly requests: () => number
  /** Connections, whatever came of them. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** Real clients look at real clocks: valid for decades. */
const long = around(utc('2026-01-01T00:00:00Z'), -1000, 9000)

export async function countingServer(): Promise<CountingServer> {
  const { root: own, intermediate, leaf } = usualChain('cure walk', utc('2026-01-01T00:00:00Z')).entities
  const root = rootCertificate(own, long)
  const chain = [leafCertificate(intermediate, leaf, long, loopbackNames), caCertificate(own, intermediate, long)]
  let [requests, connections] = [0, 0]
  const key = leaf.key.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const server: Server = createServer({ key, cert: certificatesPem(chain) }, (_, response) => {
    requests++
    response.end('{}')
  })
  server.on('connection', () => connections++)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const { port } = server.address() as AddressInfo
  return { root, pem: certificatesPem([root]), port, requests: () => requests, connections: () => connections, close }
}

/** What a program printed on both streams, with exactly this environment, bounded in time. */
export function ran(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  { input = '', cwd = tmpdir(), timeout = 60_000 } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd, timeout, killSignal: 'SIGKILL' })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.once('error', reject)
    child.once('close', () => resolve(text))
    child.stdin.once('error', () => {})
    child.stdin.end(input)
  })
}

/** A home of its own, with a journal beside it. */
export interface Walk {
  readonly home: string
  /** Around the home and the journal: what stands for the machine's own files. */
  readonly folder: string
  readonly state: string
  readonly env: Readonly<Record<string, string>>
  readonly host: (env?: Readonly<Record<string, string>>) => Host
  readonly remove: () => void
}

/** `more`: its variables, by the folder around it. */
export function walkIn(more: (folder: string) => Readonly<Record<string, string>> = () => ({})): Walk {
  const folder = mkdtempSync(join(tmpdir(), 'cure-walk-'))
  const home = join(folder, 'home')
  mkdirSync(home)
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, LC_ALL: 'C.UTF-8', ...more(folder) }
  return {
    home,
    folder,
    state: join(folder, 'state'),
    env,
    host: (own = env) => ({ ...nodeHost, env: own, home, cwd: home }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The first installation, or that at a path, as somebody who needs a root. */
export async function seatOf(runtime: Runtime, host: Host, path?: string): Promise<Need['seats'][number] | null> {
  const found = (await runtime.find(host)).find((one) => path === undefined || one.path === path)
  if (found === undefined) return null
  const asking = await runtime.asks(host, found)
  return seat(asking)
}

export const seat = (asking: Asking): Need['seats'][number] => ({
  client: asking.installation.client ?? 'rfc5280',
  store: asking.stores.map(({ store }) => store).join(' + '),
  asking,
})

export const needOf = (seats: Need['seats'], { root }: CountingServer): Need => ({
  seats,
  add: [{ sha256: readCertificate(root).sha256, der: root, label: 'Cure Walk Root', by: 'evidence' }],
  drop: [],
  project: '',
})

/** A draft as the plan that is carried out. */
export const planned = ({ id, title, owner, scope, tried }: Cure, draft: Draft): Plan => ({
  schema: 1,
  cure: id,
  title,
  owner,
  scope,
  tried,
  steps: draft.steps.map((step) => ({ ...step, needsRights: false })),
  deltas: draft.deltas,
  proof: { cures: [], breaks: [], stillRejects: [] },
  clients: [],
  notes: draft.notes,
})

/** Runs the client; says whether its request came through. */
export type Try = (env: Readonly<Record<string, string>>, port: number) => Promise<string>

/**
 * The whole way: the real client rejects; the plan is made and carried out; it accepts, and a plan made again changes nothing; it is undone,
 * everything is as before to the octet, and the client rejects again.
 */
export async function wholeWay(
  server: CountingServer,
  walk: Walk,
  cure: Cure,
  seats: Need['seats'],
  attempt: Try,
  /** A store that its own tool changes in place is not the same to the octet afterwards: then its entries are compared. */
  asBefore: 'to the octet' | 'by its entries' = 'to the octet',
): Promise<Draft> {
  const accepts = async (env: Readonly<Record<string, string>>): Promise<{ is: boolean; text: string }> => {
    const [before, connections] = [server.requests(), server.connections()]
    const text = await attempt(env, server.port)
    // A client that never came has rejected nothing.
    expect(server.connections(), text).toBeGreaterThan(connections)
    return { is: server.requests() > before, text }
  }
  const first = await accepts(walk.env)
  expect(first.is, first.text).toBe(false)
  const seen = async (): Promise<unknown> =>
    asBefore === 'to the octet'
      ? snapshot(walk.home)
      : Promise.all(seats.map(async ({ asking }) => readTogether(walk.host(), asking.stores)))
  const before = await seen()
  const need = needOf(seats, server)
  const draft = await cure.plan(walk.host(), need)
  if (draft === null) throw new Error(`${cure.id} proposes nothing`)
  expect(changesStore(need, draft)).toBe(true)
  const ports = portsOf(walk.state, {
    holds: async (store, sha256) => {
      const content = await readStore(walk.host(), store)
      return (
        content !== null &&
        'certificates' in content &&
        content.certificates.some(({ der }) => readCertificate(der).sha256 === sha256)
      )
    },
  })
  const applied = await applyPlans([planned(cure, draft)], about, ports)
  expect(applied).toMatchObject({ state: 'applied' })
  const env = { ...walk.env, ...draft.sets }
  const second = await accepts(env)
  expect(second.is, second.text).toBe(true)
  const again = await cure.plan(walk.host(env), need)
  expect(again?.steps ?? []).toEqual([])
  expect(await undo(applied.id, ports)).toMatchObject({ state: 'undone' })
  expect(await seen()).toEqual(before)
  const third = await accepts(walk.env)
  expect(third.is, third.text).toBe(false)
  return draft
}

/** Whether the deltas put every client on a store that holds what it lacked. */
function changesStore({ seats, add }: Need, { deltas }: Draft): boolean {
  const stores = [...new Set(seats.map(({ store }) => store))].map((id) => ({ id, origin: id, anchors: [] }))
  const evidence: Evidence = {
    schema: 1,
    at: seconds(0),
    clock: seconds(0),
    target: { host: '', port: 0 },
    certs: Object.fromEntries(add.map(({ sha256 }) => [sha256, ''])),
    sends: [],
    stores,
    clients: seats.map(({ client, store }) => ({ id: client, store, why: '', asked: true })),
    options: { offline: true },
    signatures: [],
    contacted: [],
  }
  const then = applyDeltas(evidence, deltas)
  return then.clients.every(({ store }) =>
    then.stores.some((s) => s.id === store && 'anchors' in s && add.every(({ sha256 }) => s.anchors.includes(sha256))),
  )
}
