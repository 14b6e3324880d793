import type { Host } from '../../host/host.ts'
import type { Delta } from '../../model/delta.ts'
import type { Advice, Step } from '../../model/plan.ts'
import { hostAdditions } from '../../stores/host-additions.ts'
import { readStore } from '../../stores/index.ts'
import { additionPlaces } from '../../stores/shared/addition-places.ts'
import { linuxFamily } from '../../stores/shared/linux-family.ts'
import { readCertificate } from '../../x509/certificate.ts'
import { formatName } from '../../x509/name.ts'
import type { AnchorToChange, Cure, Draft, Need } from '../cure.ts'
import { sha256Of } from './anchor-file.ts'
import { type FedStores, fedStores } from './fed-stores.ts'
import type { InputChange, LinuxStore, StoreInputs } from './linux-store.ts'

/**
 * The cure that changes a distribution's inputs and runs its tool. What the tool makes is never written. It proposes nothing, and says
 * why, where that would lose what somebody wrote into the finished store, undo somebody's ban, or leave a link to another's file empty.
 */
export const linuxStoreCure = (store: LinuxStore): Cure => ({
  id: store.id,
  title: store.title,
  owner: 'operating-system',
  scope: 'machine',
  tried: store.tried,
  plan: async (host, need) => {
    if (linuxFamily(host) !== store.family) return null
    try {
      return await draft(host, need, store)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return adviceAlone({ owner: 'user', what: `${store.title} could not be looked through: ${why}`, command: '' })
    }
  },
})

async function draft(host: Host, need: Need, store: LinuxStore): Promise<Draft | null> {
  const fed = await fedStores(host, store, need)
  if (fed.seats.length === 0) return null
  const wanted = await Promise.all(
    [...need.add.map((anchor) => ({ anchor, kind: 'add-anchor' as const })), ...need.drop.map(toDrop)].map(async (one) => ({
      ...one,
      held: await fed.hold(one.anchor.sha256),
    })),
  )
  const open = wanted.filter(({ kind, held }) => (kind === 'add-anchor' ? held !== 'all' : held !== 'none'))
  if (open.length === 0) return null
  const tools = store.regenerate(host)
  if (tools === null) {
    const what = `the program that makes ${store.title} is not on this machine; with it a root can be added`
    return adviceAlone({ owner: 'operating-system', what, command: store.install })
  }
  const lost = await writtenByHand(host, store)
  if (lost !== null) return adviceAlone(lost)
  return gather(open, store.inputs(host, need), fed, tools, pending(host, store))
}

const toDrop = (anchor: AnchorToChange) => ({ anchor, kind: 'drop-anchor' as const })

interface Wanted {
  readonly anchor: AnchorToChange
  readonly kind: 'add-anchor' | 'drop-anchor'
}

async function gather(
  wanted: readonly Wanted[],
  inputs: StoreInputs,
  fed: FedStores,
  tools: NonNullable<ReturnType<LinuxStore['regenerate']>>,
  pendingNotes: readonly string[],
): Promise<Draft> {
  const drop = wanted.filter(({ kind }) => kind === 'drop-anchor').map(({ anchor }) => anchor)
  const changes: InputChange[] = drop.length === 0 ? [] : [await inputs.drop(drop)]
  for (const { anchor, kind } of wanted) if (kind === 'add-anchor') changes.push(await inputs.add(anchor))
  const steps: Step[] = []
  const notes: string[] = []
  for (const change of changes) {
    if (change.kind === 'blocked') return adviceAlone({ owner: 'user', what: change.what, command: change.command })
    steps.push(...merged(steps, change.steps))
    notes.push(...change.notes)
  }
  for (const { store, tool } of tools) {
    const why = `The system's own tool makes ${store} of its inputs.`
    steps.push({ change: { kind: 'regenerate', store, tool }, why, needsRights: true })
  }
  const deltas: Delta[] = []
  for (const { anchor, kind } of wanted) deltas.push(...(await fed.deltas(kind, anchor.sha256)))
  notes.push(...pendingNotes, 'Programs that are running keep what they read when they started.')
  return { steps, advice: [], deltas, notes: [...new Set(notes)] }
}

/** Two changes of one file would each be made against what is there now: the plan would stop at the second. */
function merged(before: readonly Step[], more: readonly Step[]): readonly Step[] {
  const paths = new Set(before.flatMap(({ change }) => (change.kind === 'file' ? [change.path] : [])))
  const clash = more.find(({ change }) => change.kind === 'file' && paths.has(change.path))
  if (clash?.change.kind === 'file') throw new Error(`${clash.change.path} would have to change twice: one root after the other`)
  return more
}

const adviceAlone = (advice: Advice): Draft => ({ steps: [], advice: [advice], deltas: [], notes: [] })

/** What stands in the finished bundle and in nothing that it is made of: running the tool would lose it, and no undo brings it back. */
async function writtenByHand(host: Host, { family, isReadByP11Kit }: LinuxStore): Promise<Advice | null> {
  const places = additionPlaces[family]
  if (places === null) return null
  const own = isReadByP11Kit ? await readStore(host, 'p11-kit') : null
  const sources = new Set(own === null || 'unreadable' in own ? [] : own.certificates.map(({ der }) => sha256Of(der)))
  const lost = hostAdditions(host).added.filter(({ file, der }) => file === places.generated && !sources.has(sha256Of(der)))
  if (lost.length === 0) return null
  const names = lost.slice(0, 3).map(({ der }) => formatName(readCertificate(der).subject))
  const more = lost.length > names.length ? ` and ${lost.length - names.length} more` : ''
  const what = `${places.generated} holds certificates that somebody wrote into it (${names.join('; ')}${more}): ${places.command} would lose them, so put them into files of their own below ${places.folders[0]?.folder ?? ''} first`
  return { owner: 'user', what, command: '' }
}

/** What was put down earlier and waits for the next run of the tool. */
function pending(host: Host, { family }: LinuxStore): readonly string[] {
  const places = additionPlaces[family]
  if (places === null) return []
  return hostAdditions(host)
    .withoutEffect.filter(({ reason, params }) => reason === 'beaten' && params['by'] === places.generated)
    .map(({ setting }) => `${setting.where} waits for the next run of ${places.command}: it is taken up as well.`)
}
