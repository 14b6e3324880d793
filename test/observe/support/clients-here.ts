import { dirname } from 'node:path'
import type { Host } from '../../../src/host/host.ts'
import { nodeHost } from '../../../src/host/node-host.ts'
import type { Asking } from '../../../src/model/machine.ts'
import { observeClient } from '../../../src/observe/observe-client.ts'
import { probes } from '../../../src/observe/index.ts'
import type { Question } from '../../../src/observe/probe.ts'
import { runtimes } from '../../../src/runtimes/index.ts'
import { lookAround } from '../../../src/runtimes/look-around.ts'
import type { Observation } from '../../../src/model/evidence.ts'

/** The PowerShell that `test/collect` takes too comes before all that is installed. */
const first = process.env['ROOTCAUSE_PWSH'] === undefined ? '' : `${dirname(process.env['ROOTCAUSE_PWSH'])}:`

/** This machine with an environment of its own: nothing that the machine presets for its stores. */
export const hereWith = (env: Readonly<Record<string, string>>, home: string): Host => ({
  ...nodeHost,
  env: { PATH: `${first}/usr/local/bin:/usr/bin:/bin`, HOME: home, ...env },
  home,
})

/** The first installation of each kind that has a probe and is on this machine, by its kind. */
export async function clientsHere(host: Host): Promise<ReadonlyMap<string, Asking>> {
  const wanted = runtimes.filter(({ id }) => probes.some(({ runtime }) => runtime === id))
  const { askings } = await lookAround(host, wanted)
  const found = new Map<string, Asking>()
  for (const asking of askings) {
    const { runtime, client } = asking.installation
    if (client !== null && !found.has(runtime)) found.set(runtime, asking)
  }
  return found
}

/** A server on loopback, asked for by the name that leads there. */
export const loopback = (port: number, over: Partial<Question> = {}): Omit<Question, 'asking'> => ({
  host: 'localhost',
  port,
  address: '127.0.0.1',
  isElsewhere: false,
  viaProxy: false,
  starttls: null,
  pointsOn: false,
  ...over,
})

/** What each client says of a server, by its kind, one after the other. */
export async function ask(
  host: Host,
  askings: ReadonlyMap<string, Asking>,
  question: Omit<Question, 'asking'>,
  timeout = 20_000,
): Promise<Readonly<Record<string, Observation>>> {
  const said: Record<string, Observation> = {}
  for (const [runtime, asking] of askings) {
    const observed = await observeClient(host, { ...question, asking }, { timeout, clients: 'all', browsers: true })
    if (observed !== null) said[runtime] = observed
  }
  return said
}
