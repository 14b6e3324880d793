import { resolveClient } from '../clients/resolve.ts'
import type { Host } from '../host/host.ts'
import type { ClientId } from '../model/client.ts'
import type { ClientEvidence, StoreEvidence, SwitchedOff } from '../model/evidence.ts'
import type { Asking, Danger, WithoutEffect } from '../model/machine.ts'
import { seatKey } from '../model/seat-key.ts'
import { toolOf } from '../clients/client-id.ts'
import { lookAround } from '../runtimes/look-around.ts'
import type { AskedServer } from '../runtimes/runtime.ts'
import { readTogether } from '../stores/together.ts'
import type { StoreContent } from '../stores/store.ts'
import { isBrowser } from './own-list.ts'

/** The clients of a machine, each with the store that it asks there. */
export interface MachineClients {
  readonly clients: readonly ClientEvidence[]
  readonly stores: readonly StoreEvidence[]
  /** For each client, by `seatKey`, the installations that are it, the one that a shell would start first. */
  readonly askings: ReadonlyMap<string, readonly Asking[]>
  /** Installations of known clients of which nothing can be foretold here, each with its reason (`unknown`). */
  readonly untold?: readonly Asking[]
}

/**
 * The clients that this machine has and whose verdict can be predicted, each once for each store that it asks; browsers on their databases
 * alone, to which `besideBrowserLists` adds. `evidenceOf` makes a store part of the evidence. `server`: as they ask it for that one.
 */
export async function machineClients(
  host: Host,
  evidenceOf: (id: string, content: StoreContent) => StoreEvidence,
  server?: AskedServer,
): Promise<MachineClients> {
  const { askings } = await lookAround(host, undefined, server)
  const clients = new Map<string, ClientEvidence>()
  const stores = new Map<string, StoreEvidence>()
  const contents = new Map<string, StoreContent>()
  const installed = new Map<string, Asking[]>()
  const untold: Asking[] = []
  for (const asking of askings) {
    const id = foretold(asking) ?? browser(asking)
    if (id === null) {
      if (asking.installation.client !== null && asking.unknown !== '') untold.push(asking)
      continue
    }
    const store = storeId(asking)
    const content = contents.get(store) ?? (await readTogether(host, asking.stores))
    contents.set(store, content)
    const client: ClientEvidence = { id, store, chosenBy: [asking.why], ...ending(asking, content), why: '', asked: true }
    const key = seatKey({ client: id, store })
    clients.set(key, client)
    installed.set(key, [...(installed.get(key) ?? []), asking])
    if (!stores.has(store)) stores.set(store, withLost(evidenceOf(store, content), asking))
  }
  const named = [...clients].map(([key, client]) => ({ ...client, ...programFacts(installed.get(key) ?? [], askings, server) }))
  return { clients: named, stores: [...stores.values()], askings: installed, untold }
}

/** A program that asks no store, for it reads nothing of the place that a setting names. */
function withLost(store: StoreEvidence, { stores, withoutEffect }: Asking): StoreEvidence {
  const lost = stores.length === 0 ? withoutEffect.find(({ reason }) => reason === 'no-certificate') : undefined
  return lost === undefined ? store : { ...store, lost: lost.params['instead'] ?? '' }
}

/** A program that its own setting stops before it connects. `content`: of the stores that it asks together. */
export function ending(asking: Asking, content: StoreContent): Pick<ClientEvidence, 'ends'> {
  const { why, withoutEffect } = asking
  const isWhy = ({ setting }: WithoutEffect): boolean => setting.name === why.name && setting.where === why.where
  const isStopped = withoutEffect.some((one) => one.outcome === 'stops' && isWhy(one)) || isCut(asking, content)
  return isStopped ? { ends: true } : {}
}

/**
 * OpenSSL takes nothing of a file whose last block is cut, nor does libcurl with GnuTLS, and whoever must have it stops there (observed: curl
 * 7.88.1, requests 2.34 and ssl of Python 3.11 with OpenSSL 3.0.19; git 2.39.5); other libraries may take what stands before.
 */
const isCut = ({ installation: { client }, stores }: Asking, content: StoreContent): boolean =>
  'damaged' in content &&
  content.damaged === true &&
  /^python-|^git-.*-gnutls$|-openssl$/.test(client ?? '') &&
  stores.some(({ store, ifUnreadable }) => store === content.origin && ifUnreadable === 'fails')

/** Whose store nobody knows is told by `which`: here it would be a line without an answer for every target. */
const foretold = ({ installation: { client }, unknown }: Asking): ClientId | null =>
  client === null || unknown !== '' || resolveClient(client) === null ? null : client

/**
 * A browser that does not ask the system's store: that of Windows or macOS has its programme's roots too, and which of them were added by
 * hand is not known. A release before the first that is known goes as that one.
 */
function browser({ installation: { client, note }, stores }: Asking): ClientId | null {
  // Edge's list is Microsoft's.
  if (client === null || !isBrowser(client) || note.startsWith('Edge') || stores.some(({ store }) => store === 'system'))
    return null
  return resolveClient(client) === null ? (resolveClient(toolOf(client).tool)?.profile.id ?? null) : client
}

/** Of the clients of a machine the programs of these runtimes alone: a client has no others then. */
export function ofRuntimes({ clients, stores, askings }: MachineClients, runtimes: ReadonlySet<string>): MachineClients {
  const all = [...askings.values()].flat()
  const left = new Map(
    [...askings].flatMap(([key, own]) => {
      const some = own.filter(({ installation }) => runtimes.has(installation.runtime))
      return some.length === 0 ? [] : [[key, some] as const]
    }),
  )
  const meant = clients.flatMap((client) => {
    const own = left.get(seatKey({ client: client.id, store: client.store }))
    return own === undefined ? [] : [onlyOf(client, own, all)]
  })
  return { clients: meant, stores, askings: left }
}

/** A client as these installations alone are it. */
function onlyOf({ off = [], ...client }: ClientEvidence, own: readonly Asking[], all: readonly Asking[]): ClientEvidence {
  const programs = programNames(own, all)
  const left = off.filter(({ program }) => programs.includes(program))
  return { ...client, chosenBy: own.slice(0, 1).map(({ why }) => why), programs, ...(left.length === 0 ? {} : { off: left }) }
}

function programFacts(
  own: readonly Asking[],
  all: readonly Asking[],
  server: AskedServer | undefined,
): Pick<ClientEvidence, 'programs' | 'off'> {
  const off = own.flatMap((asking): readonly SwitchedOff[] => {
    const [program = ''] = programNames([asking], all)
    return asking.dangers.filter((d) => isOffFor(d, server)).map(({ setting }) => ({ program, setting }))
  })
  const once = [...new Map(off.map((each) => [JSON.stringify(each), each])).values()]
  return { programs: programNames(own, all), ...(once.length === 0 ? {} : { off: once }) }
}

/** `reach` names a server as an address or by its name, with or without a port; in words it is about other connections. What nobody set is how the program is. */
function isOffFor({ setting, reason, reach }: Danger, server: AskedServer | undefined): boolean {
  if (setting.kind === 'built-in' || (reason !== 'verification-off' && reason !== 'host-excepted')) return false
  if (reach === '') return reason === 'verification-off'
  if (server === undefined || /\s/.test(reach)) return false
  const [, name = '', port] = /^(?:https:\/\/)?([^/:]+)(?::(\d+))?/i.exec(reach) ?? []
  return name.toLowerCase() === server.host.toLowerCase() && (port === undefined || Number(port) === server.port)
}

/** Each once, as `pip 24.0`; where one program has a store for each of its libraries, with the library: `php 8.2.36 (curl)`. */
function programNames(own: readonly Asking[], all: readonly Asking[]): readonly string[] {
  const isShared = ({ installation: { path, runtime, note } }: Asking): boolean =>
    all.some(({ installation: i }) => i.runtime === runtime && i.path === path && i.note !== note)
  return [...new Set(own.map((asking) => programName(asking, isShared(asking))))]
}

function programName({ installation: { runtime, version, note } }: Asking, isShared: boolean): string {
  const plain = version === null ? runtime : `${runtime} ${version}`
  return isShared ? `${plain} (${note})` : plain
}

/** What it is called in a report: the names of all that is asked. */
const storeId = ({ stores, installation }: Asking): string =>
  stores.length === 0 ? `store of ${installation.path}` : stores.map(({ store }) => store).join(' + ')
