import { applyPlans } from '../apply/apply.ts'
import { writeCaseFile } from '../capture/write-case.ts'
import type { Host } from '../host/host.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Workshop } from '../graph/world.ts'
import { sealEvidence, situationOf } from '../diagnose.ts'
import { RootcauseError } from '../model/error.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Plan } from '../model/plan.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import { visible } from '../report/escape.ts'
import type { Situation } from '../validation/proof.ts'
import { decodeBase64 } from '../x509/base64.ts'
import type { Context } from './context.ts'
import { ownJournal, portsFor } from './journals.ts'
import { machineClients } from './machine-clients.ts'
import type { FixFlags } from './fix-flags.ts'
import { observeClients, type ObservedRoute } from './observe-clients.ts'
import { newShell } from './new-shell.ts'
import { evidenceOf } from './store-evidence.ts'

/** What is carried out, and how it is looked at again. */
export interface Order {
  readonly target: string
  /** See `FixReport.again`. */
  readonly again: string
  readonly plans: readonly Plan[]
  /** From before. */
  readonly evidence: Evidence
  /** Observes the target and the stores anew, on the machine as this host shows it. */
  readonly look: (host: Host) => Promise<Evidence>
  readonly shop: Workshop
  /** Whether somebody is asked before, and how the target was reached. */
  readonly flags: Pick<FixFlags, 'yes' | 'host' | 'servername' | 'connect'>
  readonly incidents: readonly string[]
}

/** Asks once, carries the plans out, and says what came of it. Gives the exit code. */
export async function carryOut(context: Context, order: Order): Promise<number> {
  const { plans, target, again, evidence, shop } = order
  // The words of a client hold what a server put into its certificate.
  const say = (...lines: readonly string[]): unknown => context.process.stdout.write(`\n${lines.map(visible).join('\n')}\n`)
  if (order.flags.yes !== true) await confirmed(context, plans)
  const journal = ownJournal(context.host, plans)
  context.goesOn()
  const applied = await applyPlans(
    plans,
    {
      command: `rootcause fix ${again} --apply`,
      target,
      incidents: order.incidents,
      clients: [...new Set(plans.flatMap((p) => p.clients))],
      case: writeCaseFile(sealEvidence(evidence, { verify: nodeSignatureVerifier(), shop })),
    },
    { ...portsFor(journal, context), recheck: () => recheck(context, order), signal: context.signal() },
  )
  switch (applied.state) {
    case 'applied':
      say(
        plans.every((p) => p.proof.cures.length === 0)
          ? 'Done: the patch is written, to be reviewed; no program of this machine was to be cured.'
          : `Done, and it cures: ${applied.why}.`,
        ...newShell(plans, context.host),
        `rootcause undo ${applied.id} takes it back.`,
      )
      return 0
    case 'rolled-back':
      say(`Taken back, everything is as it was: ${applied.why}.`)
      return 1
    case 'refused':
      say(`Nothing was done: ${applied.why}.`)
      return 1
    case 'stuck':
      say(`It did not go to its end: ${applied.why}.`, `rootcause undo ${applied.id} takes back what is left.`)
      return 1
  }
}

async function confirmed(context: Context, plans: readonly Plan[]): Promise<void> {
  const steps = plans.reduce((sum, p) => sum + p.steps.length, 0)
  const rights = plans.some((p) => p.steps.some((s) => s.needsRights)) ? ', some of them with administrator rights' : ''
  const answer = await context.ask(`Carry out ${steps === 1 ? 'this step' : `these ${steps} steps`}${rights}?`)
  if (answer === true) return
  if (answer === null) throw new RootcauseError('usage', 'nobody is here to be asked', 'say --yes beside --apply')
  throw new RootcauseError('stopped', 'nothing was changed', 'the plan above can be carried out later')
}

/** The engine on what is read again, and then the real clients: both must say that it cures, and that nobody is worse off. */
async function recheck(context: Context, order: Order): Promise<{ readonly isCured: boolean; readonly why: string }> {
  const { plans, evidence, look, shop } = order
  const host = withVariables(context.host, plans)
  const after = await look(host)
  const [was, is] = [standings(situationOf(evidence, shop)), standings(situationOf(after, shop))]
  const still = plans.flatMap((p) => p.proof.cures.filter((seat) => !isCured(seat, p, is)))
  if (still.length > 0) return { isCured: false, why: `it did not cure ${named(still)}` }
  const worse = [...was.values()].filter(
    ({ seat, standing }) => standing === 'accepted' && is.get(seatKey(seat))?.standing === 'rejected',
  )
  if (worse.length > 0) return { isCured: false, why: `it would make ${named(worse.map((w) => w.seat))} reject` }
  return asked(
    { ...context, host },
    after,
    order.flags,
    plans.flatMap((p) => p.proof.cures.map((seat) => movedBy(p, seat))),
  )
}

/** What the programs themselves say now. One that cannot be asked does not speak against it, and is named. */
async function asked(
  context: Context,
  evidence: Evidence,
  flags: Order['flags'],
  cured: readonly ClientOnStore[],
): Promise<{ readonly isCured: boolean; readonly why: string }> {
  const wanted = new Set(cured.map(seatKey))
  const judged = `${named(cured)} ${new Set(cured.map((c) => c.client)).size === 1 ? 'accepts' : 'accept'} by what is read again`
  if (evidence.target.port === 0 || evidence.clock !== evidence.at)
    return { isCured: true, why: `${judged}; the programs were not asked, for there is no server to ask` }
  const found = await machineClients(context.host, (id, content) => evidenceOf(id, content, new Map()), evidence.target)
  // A program of the same release on another store was promised nothing.
  const clients = found.clients.filter(({ id, store }) => wanted.has(seatKey({ client: id, store })))
  const observed = await observeClients(
    { ...found, clients },
    routeOf(evidence, flags),
    { clients: 'own', timeout: 10_000, browsers: true },
    context,
  )
  const rejects = observed.filter((c) => c.observed?.verdict === 'rejected')
  const [first] = rejects
  if (first?.observed !== undefined)
    return { isCured: false, why: `${first.observed.program} still says: ${first.observed.says}` }
  const said = observed
    .filter((c) => c.observed?.verdict === 'accepted')
    .map((c) => `${c.observed?.program ?? ''} ${c.observed?.version ?? ''}`.trim())
  const heard = [...new Set(said)]
  return {
    isCured: true,
    why: heard.length === 0 ? `${judged}; none of the programs could be asked` : `${judged}, and ${heard.join(', ')} connected`,
  }
}

/** As the target itself was reached: a name that was checked in place of its own was never looked up. */
function routeOf({ target, sends, contacted, certs }: Evidence, { host, servername, connect }: Order['flags']): ObservedRoute {
  const seen = sends.find(({ outcome }) => outcome.kind === 'chain')
  return {
    target,
    sends,
    viaProxy: contacted.some((who) => who.startsWith('proxy ')),
    certificate: (id) => decodeBase64(certs[id] ?? '').bytes,
    checked: host ?? null,
    servername: servername ?? seen?.servername ?? null,
    connect: connect ?? (host === undefined ? null : (seen?.address ?? null)),
  }
}

/** New shells will have these variables; this process has not. */
function withVariables(host: Host, plans: readonly Plan[]): Host {
  const sets = Object.assign({}, ...plans.map((p) => p.sets ?? {})) as Readonly<Record<string, string>>
  return { ...host, env: { ...host.env, ...sets } }
}

/** How one client on one store stands. */
interface Stands {
  readonly seat: ClientOnStore
  readonly standing: 'accepted' | 'rejected' | 'open'
}

const named = (seats: readonly ClientOnStore[]): string => [...new Set(seats.map((s) => s.client))].join(', ')

/** The client on the store that it asks once the plan is carried out. */
function movedBy({ deltas }: Plan, { client, store }: ClientOnStore): ClientOnStore {
  const moved = deltas.findLast((d) => d.kind === 'set-store' && d.client === client && d.from === store)
  return { client, store: moved?.kind === 'set-store' ? moved.store : store }
}

/** Whether a client that the plan promised to cure accepts now, on the store that it asks now. */
function isCured({ client, store }: ClientOnStore, plan: Plan, is: ReadonlyMap<string, Stands>): boolean {
  const own = is.get(seatKey(movedBy(plan, { client, store })))
  if (own !== undefined) return own.standing === 'accepted'
  // It asks under another name than was foreseen.
  const others = [...is.values()].filter(({ seat }) => seat.client === client)
  return others.length > 0 && others.every(({ standing }) => standing === 'accepted')
}

/** Each client on each store: one rejection decides. */
function standings({ judgements }: Situation): ReadonlyMap<string, Stands> {
  const found = new Map<string, Stands>()
  for (const { seat, verdict } of judgements) {
    const own = { client: seat.entry.id, store: seat.entry.store }
    const standing = verdict.kind === 'accepted' || verdict.kind === 'rejected' ? verdict.kind : 'open'
    const known = found.get(seatKey(own))?.standing
    if (known === undefined || standing === 'rejected' || (standing === 'open' && known === 'accepted'))
      found.set(seatKey(own), { seat: own, standing })
  }
  return found
}
