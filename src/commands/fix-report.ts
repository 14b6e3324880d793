import { type Choice, isWithin } from '../cures/choose.ts'
import type { ChainToServe } from '../cures/serve-chain.ts'
import { certificateSummary } from '../diagnosis/certificate-summary.ts'
import type { Host } from '../host/host.ts'
import type { Fault } from '../model/fault.ts'
import type { ServerCure } from '../model/fix-report.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import { seatKey } from '../model/seat-key.ts'
import { type Advice, type Plan, scopes } from '../model/plan.ts'
import type { LeftSeat, PlanReport } from '../report/plan/plan-report.ts'
import type { Situation } from '../validation/proof.ts'
import { brokenOff } from './broken-off.ts'
import type { Missing } from './find-missing.ts'
import { cautions } from './fix-cautions.ts'
import type { FixFlags } from './fix-flags.ts'
import type { OthersPart } from './fix-others.ts'
import { hostAfter } from './in-turn.ts'
import { beyondSystem } from './own-list.ts'
import type { Needed, Ways } from './plans.ts'
import { shownPlan } from './shown-plan.ts'
import { typedAgain } from './typed-again.ts'

/** What was asked, and what came of it. */
export interface Considered {
  readonly target: string
  readonly flags: FixFlags
  readonly wanted: readonly ClientOnStore[]
  readonly missing: Missing
  readonly needed: Needed
  readonly ways: Ways
  readonly choice: Choice
  /** Every way, where others than those that were asked for were looked at. */
  readonly everyWay: readonly Plan[]
  readonly others: OthersPart
  /** Programs that are left, and that a way reaches by themselves. */
  readonly alone: readonly LeftSeat[]
  /** What the server demands of clients that accept it. */
  readonly demands: readonly Fault[]
  /** What makes these clients reject. */
  readonly faultsOf: (clients: readonly string[]) => readonly Fault[]
}

/** The plans as a reader may see them, with what others can do, what vouches for the roots, and what nothing reaches. */
export function fixReport(considered: Considered, host: Host): PlanReport {
  const { target, flags, wanted, missing, needed, ways, choice, others } = considered
  const { vouched, refused, absent } = needed
  const { chosen, instead, uncured } = choice
  const left = unreached(considered)
  const wider = widened(considered)
  const { sha256: _, ...unvouched } = flags
  return {
    schema: 1,
    at: missing.report.at,
    asked: target,
    // A fingerprint that did not help is not handed on.
    again: typedAgain(target, vouched.length === 0 ? unvouched : flags),
    isApplied: flags.apply === true,
    target: missing.situation.world.evidence.target,
    wanted,
    server: others.serve === null ? null : serverCure(others.serve, missing.situation, flags.chain ?? ''),
    chosen: chosen.map((p, i) => shownPlan(p, hostAfter(host, chosen.slice(0, i)))),
    instead: instead.map((p) => shownPlan(p, host)),
    advice: [
      ...absent.map(toBeFetched),
      ...others.updates.map((u) => u.advice),
      // A remark without a command is for whoever is left without a plan.
      ...ways.advice.filter((a) => a.command !== '' || uncured.length > 0),
      ...chosen.flatMap((p) => ways.beside.get(p.cure) ?? []),
    ],
    uncured,
    faults: [...considered.demands, ...(left.length === 0 ? [] : considered.faultsOf(left))],
    vouched,
    refused,
    unusable: missing.report.unusable,
    open: missing.report.open,
    contacted: missing.report.contacted,
    ...(missing.report.bounds === undefined ? {} : { bounds: missing.report.bounds }),
    ...(missing.report.unfetched === undefined ? {} : { unfetched: missing.report.unfetched }),
    programsHere: needed.need.seats.length,
    programs: Object.fromEntries(
      missing.situation.world.evidence.clients.flatMap((c) =>
        c.programs === undefined ? [] : [[seatKey({ client: c.id, store: c.store }), c.programs]],
      ),
    ),
    left: leftSeats(considered),
    ...(wider === null ? {} : { wider }),
    isScriptable: wanted.length === 0 || beyondSystem(wanted, missing.situation.world.evidence.clients).length < wanted.length,
    brokenOff: brokenOff(host),
    cautions: wanted.length === 0 ? [] : cautions(missing, needed, flags.root ?? []),
  }
}

const isCuredBy = (plan: Plan, seat: ClientOnStore): boolean => plan.proof.cures.some((own) => seatKey(own) === seatKey(seat))

/** Who is left, by the programs that are meant, with the ways that were not taken. */
function leftSeats({ missing, choice: { chosen, uncured }, everyWay, flags, alone }: Considered): readonly LeftSeat[] {
  // Beyond the scope that was asked for they are told by the command without it.
  const ways = everyWay
    .filter(({ cure, scope }) => !chosen.some((c) => c.cure === cure) && isWithin(scope, flags.scope))
    .toSorted((a, b) => scopes.indexOf(a.scope) - scopes.indexOf(b.scope))
  const isAlone = new Set(alone.filter((one) => one.ways.length > 0).map(seatKey))
  const others = uncured.filter((seat) => !isAlone.has(seatKey(seat)))
  const whole = others.map((seat) => ({
    ...seat,
    programs:
      missing.situation.world.evidence.clients.find((c) => seatKey({ client: c.id, store: c.store }) === seatKey(seat))
        ?.programs ?? [],
    ways: ways.filter((plan) => isCuredBy(plan, seat)).map(({ cure }) => cure),
  }))
  return [...whole, ...alone.filter((one) => isAlone.has(seatKey(one)))]
}

/** The command without its scope, where a wider one reaches who is left; `null`: none does. */
function widened({ target, flags, everyWay, choice: { uncured } }: Considered): string | null {
  const { scope, with: _, ...others } = flags
  const isKeptOut = everyWay.some((plan) => !isWithin(plan.scope, scope) && uncured.some((seat) => isCuredBy(plan, seat)))
  return isKeptOut ? typedAgain(target, others) : null
}

/** Clients that are left by the plans, and that nothing else that is told would cure. */
function unreached({
  needed: { vouched, refused },
  choice: { uncured },
  others: { serve, updates },
}: Considered): readonly string[] {
  const proofs = [...vouched, ...refused, ...updates].map(({ proof }) => proof)
  const reached = new Set([...proofs, serve?.proof].flatMap((proof) => proof?.cures.map(seatKey) ?? []))
  return uncured.filter((seat) => !reached.has(seatKey(seat))).map(({ client }) => client)
}

function serverCure({ chain, proof, advice }: ChainToServe, { world }: Situation, file: string): ServerCure {
  const labels = chain.flatMap((sha256) => {
    const certificate = world.certificates.get(sha256)
    return certificate === undefined ? [] : [certificateSummary(certificate).label]
  })
  return { chain: labels, proof, file, places: advice }
}

/** An authentic root whose octets are not here. */
const toBeFetched = (label: string): Advice => ({
  owner: 'user',
  what: `${label} is authentic and would cure it, and no store or list here holds it: fetch what root programmes publish, or have it looked up (--locate), then plan anew`,
  command: 'rootcause update',
})
