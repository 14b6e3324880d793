import { choose } from '../cures/choose.ts'
import type { NeedingSeat } from '../cures/cure.ts'
import { diagnose, situationOf } from '../diagnose.ts'
import type { Host } from '../host/host.ts'
import { workshop } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import { RootcauseError } from '../model/error.ts'
import type { FixReport } from '../model/fix-report.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { resolveClient } from '../clients/resolve.ts'
import type { Situation } from '../validation/proof.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import { findMissing, lookThrough } from './find-missing.ts'
import type { FixFlags } from './fix-flags.ts'
import { clientKey, machineClients } from './machine-clients.ts'
import { observeFurther } from './observe-further.ts'
import { observe } from './observe.ts'
import { neededFor, waysFor } from './plans.ts'
import { optionsOf } from './run-check.ts'
import { shownPlan } from './shown-plan.ts'
import { evidenceOf } from './store-evidence.ts'

/** Runs `rootcause fix`; sets the exit code of the context. */
export async function runFix(this: Context, flags: FixFlags, target: string): Promise<void> {
  const shop = workshop(nodeSignatureVerifier())
  const look = async (host: Host) => {
    const here = { ...this, host }
    const own = await observe(target, { ...optionsOf(flags, here), observe: 'none' }, here)
    return flags.aia === true ? observeFurther(own, { aia: true, aiaPrivate: false, clock: false }, shop, here) : own
  }
  const evidence = await look(this.host)
  const situation = situationOf(evidence, shop)
  const missing = findMissing(target, evidence, await lookThrough(this, flags.root), {
    now: this.now,
    shop,
    ownFingerprint: flags.sha256 ?? null,
  })
  const wanted = rejecting(situation)
  const seats = await seatsHere(this, wanted)
  const project = flags.scope === undefined || flags.scope === 'project' ? projectHere(this) : ''
  const { need, vouched, refused } = neededFor(missing, situation, seats, project)
  if (flags.as !== undefined) {
    const { script } = await import('../cures/scripts/index.ts')
    if (need.add.length + need.drop.length === 0) throw nothingAuthentic(target)
    this.process.stdout.write(script(flags.as, need))
    return
  }
  const ways = await waysFor(this.host, need, missing.situation, flags.with ?? null)
  const { chosen, instead, uncured } = choose(ways.plans, wanted, flags.scope ?? 'machine')
  const report: FixReport = {
    schema: 1,
    at: this.now,
    target: evidence.target,
    wanted,
    chosen: chosen.map((p) => shownPlan(p, this.host)),
    instead: instead.map((p) => shownPlan(p, this.host)),
    advice: ways.advice,
    uncured,
    vouched,
    refused,
    contacted: evidence.contacted,
  }
  await write(report, flags, this)
  this.process.exitCode = wanted.length === 0 ? 0 : chosen.length === 0 ? 4 : 1
  if (flags.apply === true && chosen.length > 0) {
    const { carryOut } = await import('./carry-out.ts')
    const incidents = diagnose(evidence, { verify: nodeSignatureVerifier(), shop }).findings.flatMap((f) =>
      f.code === 'RC701' ? [f.params['incident'] ?? ''] : [],
    )
    this.process.exitCode = await carryOut(this, {
      target,
      plans: chosen,
      evidence,
      look,
      shop,
      yes: flags.yes === true,
      incidents,
    })
  }
}

/** Clients that were asked and reject; one that is not asked is nobody's trouble. */
const rejecting = ({ judgements }: Situation): readonly ClientOnStore[] => {
  const found = new Map<string, ClientOnStore>()
  for (const { seat, verdict } of judgements) {
    if (verdict.kind !== 'rejected' || !seat.entry.asked) continue
    found.set(clientKey(seat.entry), { client: seat.entry.id, store: seat.entry.store })
  }
  return [...found.values()]
}

/** The programs of this machine that are these clients. Those of another machine, or of a profile alone, have none. */
async function seatsHere({ host }: Context, wanted: readonly ClientOnStore[]): Promise<readonly NeedingSeat[]> {
  const { askings } = await machineClients(host, (id, content) => evidenceOf(id, content, new Map()))
  const all = [...askings].flatMap(([key, own]) => own.map((asking) => ({ key, asking })))
  const profileOf = (id: string): string | undefined => resolveClient(id)?.profile.id
  return wanted.flatMap(({ client, store }) => {
    const exact = all.filter(({ key }) => key === clientKey({ id: client, store }))
    const same = all.filter(({ asking }) => profileOf(asking.installation.client ?? '') === profileOf(client))
    return (exact.length > 0 ? exact : same).map(({ asking }) => ({ client, store, asking }))
  })
}

const projectHere = ({ host }: Context): string => host.env['PWD'] ?? ''

const nothingAuthentic = (target: string): RootcauseError =>
  new RootcauseError('input', 'nothing authentic was found that would cure it', `rootcause find ${target} says what is known`)

async function write(report: FixReport, { format = 'text' }: FixFlags, { process: { stdout }, host }: Context): Promise<void> {
  if (format === 'json') return void stdout.write((await import('../report/plan/json.ts')).fixJson(report))
  if (format === 'markdown') return void stdout.write((await import('../report/plan/markdown.ts')).fixMarkdown(report))
  stdout.write(paint((await import('../report/plan/text.ts')).renderPlans(report), terminalOf(stdout, host.env)))
}
