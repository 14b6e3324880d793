import { resolve } from 'node:path'
import { choose, chooseNamed, type Choice } from '../cures/choose.ts'
import { cures } from '../cures/index.ts'
import { diagnose, situationOf } from '../diagnose.ts'
import { workshop } from '../graph/world.ts'
import type { Host } from '../host/host.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import { oneLook } from '../host/one-look.ts'
import { RootcauseError } from '../model/error.ts'
import { once } from '../model/once.ts'
import type { ClientEvidence } from '../model/evidence.ts'
import type { Plan } from '../model/plan.ts'
import type { ClientOnStore } from '../model/remedy.ts'
import type { Report } from '../model/report.ts'
import { againForFind } from '../report/again.ts'
import { demandsOf, faultsOf } from '../report/faults-of.ts'
import { ownFingerprint } from '../roots/authenticity/own-fingerprint.ts'
import type { Order } from './carry-out.ts'
import type { Context } from './context.ts'
import { fixEvidence } from './fix-evidence.ts'
import type { FixFlags } from './fix-flags.ts'
import { rejecting, seatsHere } from './fix-need.ts'
import { othersPart } from './fix-others.ts'
import { fixReport } from './fix-report.ts'
import { inTurn } from './in-turn.ts'
import { leftPrograms } from './left-programs.ts'
import { missingFor } from './missing-for.ts'
import { neededFor, type Needed, waysFor } from './plans.ts'
import { beyondSystem } from './own-list.ts'
import { requireLocatable } from './require-locatable.ts'
import { saveText } from './save-case.ts'
import { requireChain, withAskedAround } from './target-evidence.ts'
import { typedAgain } from './typed-again.ts'
import { withoutUserInfo } from './without-user-info.ts'
import { writeFix } from './write-fix.ts'

/** Runs `rootcause fix`; sets the exit code of the context. */
export async function runFix(this: Context, flags: FixFlags, typed?: string): Promise<void> {
  if (typed === undefined)
    throw new RootcauseError('usage', 'no target was given', 'rootcause fix example.org, or a file or a saved case')
  requireWhole(flags.sha256)
  requireLocatable(flags)
  requireWholeMachine(typed, flags)
  if (flags.apply === true) await (await import('./finish-first.ts')).finishFirst(this, flags.yes === true)
  const target = withoutUserInfo(typed, this.host)
  const shop = workshop(nodeSignatureVerifier())
  const look = async (host: Host) => {
    const here = { ...this, host }
    return withAskedAround(await fixEvidence(target, flags, here), flags, shop, here)
  }
  // Nothing is changed before the plans are carried out, and that looks again: what this machine has is read once.
  const before: Context = { ...this, host: oneLook(this.host) }
  const evidence = await look(before.host)
  requireChain(evidence, target, flags)
  const wanted = rejecting(situationOf(evidence, shop))
  const missing = await missingFor(target, evidence, flags, shop, before)
  const project = flags.scope === undefined || flags.scope === 'project' ? this.host.cwd : ''
  const seats = await seatsHere(before, wanted, evidence.target, flags.client)
  const wheel = flags.wheel === undefined ? {} : { wheel: resolve(this.host.cwd, flags.wheel) }
  const { with: _way, scope: _scope, ...asked } = flags
  const again = typedAgain(target, asked)
  const needed = neededFor(missing, { wanted, seats, project, target: evidence.target, typed: again, ...wheel })
  if (flags.as !== undefined) return writeScript(this, flags.as, needed, { wanted, clients: evidence.clients, again })
  const ways = await waysFor(before.host, needed.need, missing.situation, flags.with ?? null)
  const chosen = chosenOf(ways.plans, wanted, flags)
  const isLeft = flags.with !== undefined && chosen.uncured.length > 0
  const everyWay = isLeft ? (await waysFor(before.host, needed.need, missing.situation, null)).plans : ways.plans
  const choice = { ...chosen, chosen: await inTurn(before.host, needed.need, chosen.chosen) }
  const others = othersPart(missing.situation, wanted, flags)
  if (flags.chain !== undefined && others.serve !== null) saveText(flags.chain, () => others.serve?.pem ?? '', '--chain')
  const diagnosed = once(() => diagnose(evidence, { verify: shop.verify, shop }))
  const demands = demandsOf(diagnosed())
  const machine = { host: before.host, need: needed.need, situation: missing.situation }
  const alone = await leftPrograms(machine, choice.uncured, { target, flags })
  const considered = { target, flags, wanted, missing, needed, ways, everyWay, choice, others, demands, alone }
  const report = fixReport({ ...considered, faultsOf: (clients) => faultsOf(diagnosed(), clients) }, this.host)
  await writeFix(report, flags.format ?? 'text', this)
  const isCurable = choice.chosen.length + others.updates.length + needed.vouched.length > 0 || others.serve !== null
  const isKnown = report.open.length + demands.length === 0
  this.process.exitCode = wanted.length === 0 ? (isKnown ? 0 : 4) : isCurable ? 1 : 4
  if (flags.apply !== true || choice.chosen.length === 0) return
  const order: Order = {
    target,
    flags,
    again: typedAnywhere(target, flags, before),
    plans: choice.chosen,
    evidence,
    look,
    shop,
    incidents: incidentsIn(diagnosed()),
  }
  const { carryOut } = await import('./carry-out.ts')
  this.process.exitCode = await carryOut(besideReport(this, flags), order)
}

function requireWhole(sha256: string | undefined): void {
  if (sha256 === undefined || ownFingerprint(sha256) !== null) return
  throw new RootcauseError(
    'usage',
    '--sha256 takes a whole SHA-256',
    'give all 64 hexadecimal digits, as whoever runs the authority told you',
  )
}

/** A script changes the store of a whole machine: a scope would promise less. */
function requireWholeMachine(target: string, { as, scope = 'machine', with: _way, ...others }: FixFlags): void {
  if (as === undefined || scope === 'machine') return
  const hint = `rootcause fix ${typedAgain(target, others)} --as ${as}, or with --scope ${scope} in place of --as for the machine that you are on`
  throw new RootcauseError('usage', `--scope ${scope} does not apply to --as: it writes a plan for a whole machine`, hint)
}

/** The plan for another machine; nothing of this one is looked at. */
async function writeScript(
  { process }: Context,
  form: NonNullable<FixFlags['as']>,
  { need }: Needed,
  {
    wanted,
    clients,
    again,
  }: { readonly wanted: readonly ClientOnStore[]; readonly clients: readonly ClientEvidence[]; readonly again: string },
) {
  if (need.add.length + need.drop.length === 0) {
    const hint = `rootcause find ${againForFind(again)} says what is known`
    throw new RootcauseError('input', 'nothing authentic was found that would cure it', hint)
  }
  const followed = need.add.find(({ by }) => by === 'administrator')
  if (followed !== undefined) {
    const why = `nothing vouches for ${JSON.stringify(followed.label)} but the administrator of this machine, who decides for no other`
    throw new RootcauseError('input', why, 'ask whoever runs that authority for its SHA-256, and give all of it with --sha256')
  }
  // A Dockerfile sets the variables of programs beside the system's store.
  const beyond = form === 'dockerfile' ? [] : beyondSystem(wanted, clients)
  const apart = [...new Set(beyond.flatMap(({ id, programs }) => programs ?? [id]))]
  if (apart.length > 0) {
    const names = new Intl.ListFormat('en-GB').format(apart)
    const keep = apart.length === 1 ? 'keeps a list of its own' : 'keep lists of their own'
    process.stderr.write(
      `rootcause: ${names} ${keep}, which this does not change: run rootcause fix ${again} on the machine itself for that\n`,
    )
  }
  const { script } = await import('../cures/scripts/index.ts')
  process.stdout.write(script(form, need))
}

function chosenOf(plans: readonly Plan[], wanted: readonly ClientOnStore[], flags: FixFlags): Choice {
  if (flags.with === undefined) return choose(plans, wanted, flags.scope ?? 'machine')
  const isKnown = cures.some(({ id }) => id === flags.with)
  // A script that runs twice finds the second time that nothing is left to do.
  if (plans.length > 0 || (isKnown && wanted.length === 0)) return chooseNamed(plans, wanted)
  const hint = 'without --with the plan names the ways that there are'
  const why = isKnown
    ? 'cures nobody here who still rejects: it is done already, or what it would change is not here, or cannot be read or changed by this user'
    : 'is no way on this machine'
  throw new RootcauseError('usage', `${flags.with} ${why}`, hint)
}

const incidentsIn = ({ findings }: Report): readonly string[] =>
  findings.flatMap((f) => (f.code === 'RC701' ? [f.params['incident'] ?? ''] : []))

/** The command with files by their whole paths: what is written down is read in another folder. */
function typedAnywhere(target: string, { root, wheel, ...flags }: FixFlags, { host }: Context): string {
  const whole = (name: string): string => (host.stat(name) === null ? name : resolve(host.cwd, name))
  return typedAgain(whole(target), {
    ...flags,
    ...(root === undefined ? {} : { root: root.map(whole) }),
    ...(wheel === undefined ? {} : { wheel: whole(wheel) }),
  })
}

/** What a program reads from standard output is the plan alone. */
const besideReport = (context: Context, { format = 'text' }: FixFlags): Context =>
  format === 'text' ? context : { ...context, process: { ...context.process, stdout: context.process.stderr } }
