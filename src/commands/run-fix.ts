import { resolve } from 'node:path'
import { type Choice, choose } from '../cures/choose.ts'
import { serveChain } from '../cures/serve-chain.ts'
import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import { remedies } from '../remedies/index.ts'
import type { NeedingSeat } from '../cures/cure.ts'
import { diagnose, situationOf } from '../diagnose.ts'
import type { Host } from '../host/host.ts'
import { type Workshop, workshop } from '../graph/world.ts'
import { oneLook } from '../host/one-look.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import { RootcauseError } from '../model/error.ts'
import type { Evidence } from '../model/evidence.ts'
import type { FixReport, ServerCure } from '../model/fix-report.ts'
import type { Advice, Plan } from '../model/plan.ts'
import { once } from '../model/once.ts'
import type { ClientOnStore, Remedy } from '../model/remedy.ts'
import { resolveClient } from '../clients/resolve.ts'
import { ownFingerprint } from '../roots/authenticity/own-fingerprint.ts'
import type { Situation } from '../validation/proof.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import { findMissing, lookThrough, type Missing } from './find-missing.ts'
import type { FixFlags } from './fix-flags.ts'
import { clientKey, machineClients } from './machine-clients.ts'
import { faultsOf } from '../report/faults-of.ts'
import { observeFurther } from './observe-further.ts'
import { observe, requireClient } from './observe.ts'
import { neededFor, waysFor } from './plans.ts'
import { requireLocatable } from './require-locatable.ts'
import { optionsOf } from './run-check.ts'
import { saveText } from './save-case.ts'
import { shownPlan } from './shown-plan.ts'
import { typedAgain } from './typed-again.ts'
import { updatesOf } from './updates-of.ts'
import { evidenceOf } from './store-evidence.ts'
import { withoutUserInfo } from './without-user-info.ts'

/** Runs `rootcause fix`; sets the exit code of the context. */
export async function runFix(this: Context, flags: FixFlags, typed: string): Promise<void> {
  const target = withoutUserInfo(typed, this.host)
  if (flags.sha256 !== undefined && ownFingerprint(flags.sha256) === null) {
    throw new RootcauseError(
      'usage',
      '--sha256 takes a whole SHA-256',
      'give all 64 hexadecimal digits, as whoever runs the authority told you',
    )
  }
  requireLocatable(flags)
  // Nothing is changed before the plans are carried out, and that looks again: what this machine has is read once.
  const before: Context = { ...this, host: oneLook(this.host) }
  const shop = workshop(nodeSignatureVerifier())
  const look = async (host: Host) => {
    const here = { ...this, host }
    const own = await clientsObserved(target, flags, here)
    return flags.aia === true ? observeFurther(own, { aia: true, aiaPrivate: false, clock: false }, shop, here) : own
  }
  const evidence = await look(before.host)
  const situation = situationOf(evidence, shop)
  const missing = await missingFor(target, evidence, shop, flags, before)
  const wanted = rejecting(situation)
  const seats = await seatsHere(before, wanted)
  const project = flags.scope === undefined || flags.scope === 'project' ? projectHere(this) : ''
  const { need, vouched, refused, absent } = neededFor(missing, { wanted, seats, project })
  if (flags.as !== undefined) {
    const { script } = await import('../cures/scripts/index.ts')
    if (need.add.length + need.drop.length === 0) throw nothingAuthentic(target)
    this.process.stdout.write(script(flags.as, need))
    return
  }
  const ways = await waysFor(before.host, need, missing.situation, flags.with ?? null)
  const { chosen, instead, uncured } =
    flags.with === undefined ? choose(ways.plans, wanted, flags.scope ?? 'machine') : named(ways.plans, wanted, flags.with)
  const cures = remedies(missing.situation)
  const diagnosed = once(() => diagnose(evidence, { verify: nodeSignatureVerifier(), shop }))
  const { sha256: _, ...unvouched } = flags
  // What did not help is not handed on.
  const again = typedAgain(target, vouched.length === 0 ? unvouched : flags)
  const server = serverCure(missing.situation, cures, flags.chain ?? '')
  // Where the clock was moved by hand, it is not the machine's that is wrong.
  const updates = updatesOf(flags.at === undefined ? cures : cures.filter((r) => r.rule !== 'correct-clock'), wanted)
  const proofs = [...vouched.map((v) => v.proof), ...refused.map((r) => r.proof), server?.proof, ...updates.map((u) => u.proof)]
  const known = new Set(proofs.flatMap((proof) => proof?.cures.map(seatKey) ?? []))
  const left = uncured.filter((seat) => !known.has(seatKey(seat))).map((seat) => seat.client)
  const report: FixReport = {
    schema: 1,
    at: this.now,
    asked: target,
    again,
    isApplied: flags.apply === true,
    target: evidence.target,
    wanted,
    server,
    chosen: chosen.map((p) => shownPlan(p, this.host)),
    instead: instead.map((p) => shownPlan(p, this.host)),
    advice: [
      ...absent.map(toBeFetched),
      ...updates.map((u) => u.advice),
      // A remark without a command is for whoever is left without a plan.
      ...ways.advice.filter((a) => a.command !== '' || uncured.length > 0),
      ...chosen.flatMap((p) => ways.beside.get(p.cure) ?? []),
    ],
    uncured,
    faults: left.length === 0 ? [] : faultsOf(diagnosed(), left),
    vouched,
    refused,
    contacted: missing.report.contacted,
  }
  await write(report, flags, this)
  const isCurable = chosen.length > 0 || server !== null || updates.length > 0 || vouched.length > 0
  this.process.exitCode = wanted.length === 0 ? 0 : isCurable ? 1 : 4
  if (flags.apply === true && chosen.length > 0) {
    const { carryOut } = await import('./carry-out.ts')
    const incidents = diagnosed().findings.flatMap((f) => (f.code === 'RC701' ? [f.params['incident'] ?? ''] : []))
    // What a program reads from standard output is the plan alone.
    const isText = flags.format === undefined || flags.format === 'text'
    const told = isText ? this : { ...this, process: { ...this.process, stdout: this.process.stderr } }
    this.process.exitCode = await carryOut(told, {
      target,
      again: typedAgain(whole(target, before), {
        ...flags,
        ...(flags.root === undefined ? {} : { root: flags.root.map((f) => whole(f, before)) }),
      }),
      plans: chosen,
      evidence,
      look,
      shop,
      yes: flags.yes === true,
      incidents,
    })
  }
}

/** What is missing, with what was located where that is asked for. */
async function missingFor(
  target: string,
  evidence: Evidence,
  shop: Workshop,
  { root, locate, noProxy, sha256 }: FixFlags,
  context: Context,
): Promise<Missing> {
  const places = await lookThrough(context, root)
  const asked = { now: context.now, shop, ownFingerprint: sha256 ?? null }
  const missing = findMissing(target, evidence, places, asked)
  if (locate !== true) return missing
  const { locating, withLocated } = await import('./locate.ts')
  const located = await withLocated(places, missing.report, await locating(context, noProxy === true))
  return findMissing(target, evidence, located, asked)
}

/**
 * The evidence with the clients of this machine, on the stores that they ask here; of these those alone are asked that were named. Who is
 * named and is not on this machine, or with a store, is asked as `check` does.
 */
async function clientsObserved(target: string, flags: FixFlags, context: Context): Promise<Evidence> {
  const { client = [], ...others } = flags
  const asNamed = { ...optionsOf(flags, context), observe: 'none' as const }
  if (client.length === 0 || flags.store !== undefined) return observe(target, asNamed, context)
  client.forEach(requireClient)
  const own = await observe(target, { ...optionsOf(others, context), observe: 'none' }, context)
  const wanted = new Set(client.map(profileOf))
  const asked = own.clients.map((entry) => ({ ...entry, asked: entry.asked && wanted.has(profileOf(entry.id)) }))
  const found = new Set(asked.filter((entry) => entry.asked).map(({ id }) => profileOf(id)))
  return [...wanted].every((id) => found.has(id)) ? { ...own, clients: asked } : observe(target, asNamed, context)
}

/** A file by its whole path: what is written down is read in another folder. */
const whole = (name: string, { host }: Context): string => (host.stat(name) === null ? name : resolve(host.cwd, name))

const seatKey = ({ client, store }: ClientOnStore): string => JSON.stringify([client, store])

const profileOf = (id: string): string | undefined => resolveClient(id)?.profile.id

/** What was named is taken, even where it changes nothing that is judged here: a patch of a project reaches the machine that is built of it. */
function named(plans: readonly Plan[], wanted: readonly ClientOnStore[], way: string): Choice {
  if (plans.length === 0) {
    throw new RootcauseError('usage', `${way} is no way on this machine`, 'without --with the plan names the ways that there are')
  }
  const isCured = (seat: ClientOnStore): boolean =>
    plans.some((p) => p.proof.cures.some((c) => clientKey({ ...c, id: c.client }) === clientKey({ ...seat, id: seat.client })))
  return { chosen: plans, instead: [], uncured: wanted.filter((seat) => !isCured(seat)) }
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
  return wanted.flatMap(({ client, store }) => {
    const exact = all.filter(({ key }) => key === clientKey({ id: client, store }))
    const same = all.filter(({ asking }) => profileOf(asking.installation.client ?? '') === profileOf(client))
    return (exact.length > 0 ? exact : same).map(({ asking }) => ({ client, store, asking }))
  })
}

const projectHere = ({ host }: Context): string => host.cwd

/** The chain to serve, written to the file that was asked for. */
function serverCure(situation: Situation, cures: readonly Remedy[], file: string): ServerCure | null {
  const { certificates } = situation.world
  const cure = serveChain(cures, (sha256) => certificates.get(sha256)?.der ?? null, file === '' ? 'chain.pem' : file)
  if (cure === null) return null
  if (file !== '') saveText(file, () => cure.pem)
  const labels = cure.chain.flatMap((sha256) => {
    const certificate = certificates.get(sha256)
    return certificate === undefined ? [] : [certificateSummary(certificate).label]
  })
  return { chain: labels, proof: cure.proof, file, places: cure.advice }
}

/** An authentic root whose octets are not here. */
const toBeFetched = (label: string): Advice => ({
  owner: 'user',
  what: `${label} is authentic and would cure it, and no store or list here holds it: fetch what root programmes publish, or have it looked up (--locate), then plan anew`,
  command: 'rootcause update',
})

const nothingAuthentic = (target: string): RootcauseError =>
  new RootcauseError('input', 'nothing authentic was found that would cure it', `rootcause find ${target} says what is known`)

async function write(report: FixReport, { format = 'text' }: FixFlags, { process: { stdout }, host }: Context): Promise<void> {
  if (format === 'json') return void stdout.write((await import('../report/plan/json.ts')).fixJson(report))
  if (format === 'markdown') return void stdout.write((await import('../report/plan/markdown.ts')).fixMarkdown(report))
  stdout.write(paint((await import('../report/plan/text.ts')).renderPlans(report), terminalOf(stdout, host.env)))
}
