import { decodeText } from '../capture/decode-text.ts'
import { splitClient, toolOf } from '../clients/client-id.ts'
import { resolveClient } from '../clients/resolve.ts'
import { RootcauseError } from '../model/error.ts'
import type { ClientEvidence, Evidence } from '../model/evidence.ts'
import { runtimesNamed } from '../runtimes/look-around.ts'
import { encodeBase64 } from '../x509/base64.ts'
import type { CompareFlags } from './compare-flags.ts'
import type { Context } from './context.ts'
import { givenHost } from './given-host.ts'
import { parseInstant } from './instant.ts'
import { isFamily, mayBeProgram, requireClient } from './asked-clients.ts'
import { absentProgram, namedRuntimes } from './named-clients.ts'
import { observe, type ObserveOptions } from './observe.ts'
import { isApart } from './own-list.ts'
import { type Certificates, storesEvidence } from './store-evidence.ts'

/** A saved case and the file that it came from. */
export interface NamedCase {
  readonly file: string
  readonly evidence: Evidence
}

/** One observation, and the clients of it that answer for either side. */
export interface TwoClients {
  readonly evidence: Evidence
  readonly works: readonly ClientEvidence[]
  readonly fails: readonly ClientEvidence[]
}

/** Flags with both sides named. */
export type NamedSides = CompareFlags & { readonly works: string; readonly fails: string }

/** The saved case in a file; `null`: there is no such file, or it holds something else. */
export async function caseIn(file: string, { host }: Context): Promise<Evidence | null> {
  if (host.stat(file) !== 'file') return null
  const bytes = host.readFile(file)
  if (bytes === null) return null
  const text = decodeText(bytes)
  if (!/^\uFEFF?\s*\{/.test(text)) return null
  const { readCase } = await import('./read-case.ts')
  return readCase(text, file)
}

/**
 * What the target sends, and both clients with their stores: each the one that is named, the platform's, that of a saved case, or the one
 * that the client asks on this machine.
 */
export async function twoClients(target: string, flags: NamedSides, context: Context): Promise<TwoClients> {
  const sides = [
    { id: flags.works, store: flags.worksStore ?? null, flag: '--works-store' },
    { id: flags.fails, store: flags.failsStore ?? null, flag: '--fails-store' },
  ] as const
  for (const { id, store, flag } of sides) {
    requireSide(id)
    if (store !== null && splitClient(id).platform !== null) {
      throw new RootcauseError('usage', `${id} has a store of its own`, `leave out ${flag}, or what stands behind @`)
    }
  }
  const isBound = sides.every(
    ({ id, store }) => splitClient(id).platform !== null || (store !== null && toolOf(id).release !== null),
  )
  // A machine is looked at only where its stores are wanted; a case is never given other ones.
  const isCase = (await caseIn(target, context)) !== null
  const isGiven = isCase || target === '-'
  const evidence = await observe(target, optionsOf(flags, context, isBound && !isGiven ? [] : null), context)
  const seen = { evidence, file: isCase ? target : null }
  const [works, fails] = [await sideIn(seen, sides[0], context), await sideIn(seen, sides[1], context)]
  return { evidence: merged(evidence, [works.added, fails.added]), works: works.entries, fails: fails.entries }
}

interface SeenTarget {
  readonly evidence: Evidence
  readonly file: string | null
}

interface AskedSide {
  readonly id: string
  readonly store: string | null
  readonly flag: string
}

/** What a side adds to the evidence, and its entries: several where the machine has several such clients. */
interface SideEvidence {
  readonly added: Partial<Pick<Evidence, 'certs' | 'anchors' | 'stores' | 'signatures'>>
  readonly entries: readonly ClientEvidence[]
}

/** `file`: the saved case that the evidence is; its clients are looked for in it alone. */
async function sideIn({ evidence, file }: SeenTarget, { id, store, flag }: AskedSide, context: Context): Promise<SideEvidence> {
  if (splitClient(id).platform !== null) return onPlatform(evidence, id)
  if (store !== null) return onStore(evidence, { ids: releasesOf(id, evidence), store, why: flag }, context)
  if (file !== null) return { added: {}, entries: entriesInCase(id, { evidence, file }) }
  const own = entriesOf(id, evidence.clients)
  if (own.length > 0) return { added: {}, entries: own }
  if (mayBeProgram(id)) throw absentProgram(id)
  if (isApart(id, context.host)) return onPlatform(evidence, (await import('./browser-lists.ts')).onOwnList(id) ?? id)
  return onStore(evidence, { ids: [id], store: 'system', why: 'it was not found here, so the system’s store is taken' }, context)
}

async function onPlatform(evidence: Evidence, id: string): Promise<SideEvidence> {
  const own = evidence.clients.filter((c) => c.id === id)
  if (own.length > 0) return { added: {}, entries: own }
  const { platformClients } = await import('./platform-clients.ts')
  const { clients, ...added } = await platformClients([id], (sha256) => Object.hasOwn(evidence.certs, sha256))
  return { added, entries: clients }
}

/** Throws for a word that names neither a client nor a program. */
export function requireSide(word: string): void {
  if (mayBeProgram(word)) namedRuntimes([word])
  else requireClient(word)
}

/** A tool without a release is the one that is there: of this machine, or of the case. */
function releasesOf(id: string, { clients }: Evidence): readonly string[] {
  const there = toolOf(id).release === null ? entriesOf(id, clients).map((c) => c.id) : []
  if (there.length === 0 && mayBeProgram(id)) throw absentProgram(id)
  return there.length === 0 ? [id] : [...new Set(there)]
}

async function onStore(
  evidence: Evidence,
  { ids, store, why }: { readonly ids: readonly string[]; readonly store: string; readonly why: string },
  context: Context,
): Promise<SideEvidence> {
  const entries = ids.map((id): ClientEvidence => {
    const [own] = entriesOf(id, evidence.clients)
    return { id, store, why, asked: true, ...(own?.off === undefined ? {} : { off: own.off }) }
  })
  if (evidence.stores.some((s) => s.id === store)) return { added: {}, entries }
  const certs: Certificates = new Map()
  const stores = await storesEvidence([store], context, certs)
  return { added: { stores, certs: Object.fromEntries([...certs].map(([sha256, der]) => [sha256, encodeBase64(der)])) }, entries }
}

/** That client in a case: as it was asked there, else on the case's only store. Throws where neither says which store it asks. */
export function entriesInCase(id: string, { evidence, file }: NamedCase): readonly ClientEvidence[] {
  const own = entriesOf(id, evidence.clients)
  if (own.length > 0) return own
  const [store] = evidence.stores
  if (store !== undefined && !mayBeProgram(id) && evidence.stores.length === 1 && splitClient(id).platform === null) {
    return [{ id, store: store.id, why: 'the only store of the case', asked: true }]
  }
  throw new RootcauseError(
    'usage',
    `${file} does not tell which store ${id} asks`,
    `its clients are ${[...new Set(evidence.clients.map((c) => c.id))].join(', ')}; its stores ${evidence.stores.map((s) => s.id).join(', ')}`,
  )
}

/**
 * What a word means: the programs that are called so, `pip` and the interpreter alone for `python`, where there are such; else the clients
 * of that id.
 */
function entriesOf(word: string, clients: readonly ClientEvidence[]): readonly ClientEvidence[] {
  const runtimes = isFamily(word) || mayBeProgram(word) ? runtimesNamed(word).map(({ id }) => id) : []
  const named = clients.flatMap((client) => {
    const programs = (client.programs ?? []).filter((program) => runtimes.includes(program.replace(/ .*/s, '')))
    return programs.length === 0 ? [] : [{ ...client, programs }]
  })
  return named.length > 0 ? named : clientsOf(word, clients)
}

/**
 * The clients of that id: those of the very id or of the same profile, else those of the same tool: where a release was asked for, it is
 * judged on the stores that the tool asks.
 */
function clientsOf(id: string, clients: readonly ClientEvidence[]): readonly ClientEvidence[] {
  const exact = clients.filter((c) => c.id === id)
  if (exact.length > 0 || splitClient(id).platform !== null) return exact
  const { tool, release } = toolOf(id)
  const ofTool = clients.filter((c) => toolOf(c.id).tool === tool && splitClient(c.id).platform === null)
  if (release === null) return ofTool
  const profile = resolveClient(id)?.profile
  const same = ofTool.filter((c) => resolveClient(c.id)?.profile === profile)
  return same.length > 0 ? same : distinct(ofTool.map((c) => ({ ...c, id })))
}

const distinct = (entries: readonly ClientEvidence[]): readonly ClientEvidence[] => [
  ...new Map(entries.map((c) => [c.store, c])).values(),
]

function merged(evidence: Evidence, added: readonly SideEvidence['added'][]): Evidence {
  const stores = new Map([...evidence.stores, ...added.flatMap((a) => a.stores ?? [])].map((s) => [s.id, s]))
  return {
    ...evidence,
    certs: Object.assign({}, evidence.certs, ...added.map((a) => a.certs)) as Evidence['certs'],
    anchors: Object.assign({}, evidence.anchors, ...added.map((a) => a.anchors)) as NonNullable<Evidence['anchors']>,
    stores: [...stores.values()],
    signatures: [...evidence.signatures, ...added.flatMap((a) => a.signatures ?? [])],
  }
}

function optionsOf(flags: NamedSides, { now }: Context, stores: readonly string[] | null): ObserveOptions {
  const { timeout = 10 } = flags
  if (!(timeout > 0 && timeout <= 600)) {
    throw new RootcauseError('usage', `--timeout ${timeout} is out of range`, 'give seconds, more than 0 and at most 600')
  }
  return {
    at: flags.at === undefined ? null : parseInstant(flags.at, now),
    clients: [],
    stores,
    host: givenHost(flags.host, 'host'),
    hellos: ['tls1.3', 'tls1.2'],
    starttls: flags.starttls ?? null,
    port: flags.port ?? null,
    servername: givenHost(flags.servername, 'servername'),
    connect: givenHost(flags.connect, 'connect'),
    allAddresses: flags.allAddresses ?? false,
    repeat: 1,
    timeoutMs: timeout * 1000,
    isPatient: flags.timeout !== undefined,
    offline: false,
    proxy: flags.noProxy !== true,
    observe: 'none',
  }
}
