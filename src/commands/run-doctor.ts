import { isOfSystem, systemUpdateCommand } from '../cures/system-update.ts'
import { healthFindings } from '../health/index.ts'
import type { HealthStore, HealthView } from '../health/view.ts'
import type { LookAround } from '../model/machine.ts'
import { RootcauseError } from '../model/error.ts'
import { messageOf, systemWords } from '../host/system-words.ts'
import { renderHealth, toldFinding } from '../report/machine/health.ts'
import { lookAround } from '../runtimes/look-around.ts'
import { hostAdditions } from '../stores/host-additions.ts'
import { locateStores, readStore } from '../stores/index.ts'
import { dim, hanging, type Line } from '../report/styled.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import { agedBundles } from './aged-bundles.ts'
import type { Context } from './context.ts'
import { isWsl } from '../host/is-wsl.ts'
import { disbelieved, journalsHere } from './journals.ts'
import { programmes } from './programmes.ts'
import { handAdded } from './hand-added.ts'
import { isJson, type JsonFlags } from './json-flags.ts'
import { membersOf } from './store-members.ts'

/** What `doctor` takes. */
export interface DoctorFlags extends JsonFlags {
  /** Ask independent servers for the time. */
  readonly online?: boolean
}

/** Looks at the whole machine. Exit code 0: nothing is wrong; 1: something is. */
export async function runDoctor(this: Context, flags: DoctorFlags): Promise<void> {
  const { host, now } = this
  const { stdout, stderr } = this.process
  const progress = stderr.isTTY === true && !isJson(flags)
  if (progress) stderr.write('looking for programs and their trust stores ...')
  const { askings, failed } = await lookAround(host)
  const names = new Set([...askings.flatMap((a) => a.stores.map(({ store }) => store)), ...locateStores(host).map((s) => s.name)])
  const stores: HealthStore[] = []
  for (const name of names) {
    // What stands beside this machine is not its own.
    const store = name.startsWith('windows-beside:') ? null : await healthStore(host, name)
    if (store !== null) stores.push(store)
  }
  const beside = isWsl(host) ? await healthStore(host, 'windows-beside:ROOT') : null
  if (progress) stderr.write(' done\n')
  const asked = flags.online === true ? await (await import('./timed-evidence.ts')).timeHere(this) : null
  const additions = hostAdditions(host)
  const update = systemUpdateCommand(host)
  const own = await ownDeeds(this)
  const findings = healthFindings({
    at: now,
    askings,
    stores,
    additions: additions.withoutEffect,
    added: await handAdded(host, additions.added),
    needless: own.needless,
    bundles: own.bundles,
    programmes: await programmes(),
    ...(asked === null ? {} : { time: asked.time }),
    platform: host.platform,
    ...(update === null ? {} : { update: { command: update, brings: isOfSystem } }),
    ...(isWsl(host) ? { isWsl: true } : {}),
    ...(beside === null ? {} : { beside }),
  })
  const certificates = new Set(stores.flatMap(({ members }) => members.map(({ sha256 }) => sha256))).size
  const counts = { runtimes: askings.length, stores: stores.length, certificates }
  const contacted = (asked?.contacted ?? []).map((who) => `time ${who}`)
  const health = {
    schema: 1,
    at: now,
    counts,
    findings,
    failed: [...failed, ...own.failed],
    ...(asked === null ? {} : { contacted, time: asked.time }),
  }
  const third: readonly Line[] =
    asked === null ? [] : [[], hanging('  ', [dim(`Third parties that were asked: ${contacted.join(', ')}.`)])]
  if (isJson(flags)) stdout.write(`${JSON.stringify({ ...health, findings: findings.map(toldFinding) }, null, 2)}\n`)
  else stdout.write(paint([...renderHealth(health), ...third], terminalOf(stdout, host.env)))
  this.process.exitCode = findings.some(({ severity }) => severity === 'error') ? 1 : 0
}

/** `null`: there is no such store. */
async function healthStore(host: Context['host'], name: string): Promise<HealthStore | null> {
  const content = await readStore(host, name)
  if (content === null) return null
  const read = membersOf(name, content)
  return 'unreadable' in read
    ? { name, origin: read.origin, members: [], unreadable: read.unreadable }
    : { name, origin: read.origin, members: read.members, unreadable: null }
}

/** What `fix` did here and is no longer needed, and its lists that have aged. A journal that cannot be read keeps nothing else from being told. */
async function ownDeeds(
  context: Context,
): Promise<Required<Pick<HealthView, 'needless' | 'bundles'>> & Pick<LookAround, 'failed'>> {
  const told = (why: string) => ({ runtime: 'rootcause fix', why })
  try {
    const failed = disbelieved(context.host).map(told)
    return { needless: await needlessFixes(context), bundles: await agedBundles(context.host), failed }
  } catch (error) {
    if (systemWords(error) === null && !(error instanceof RootcauseError)) throw error
    return { needless: [], bundles: [], failed: [told(messageOf(error))] }
  }
}

/** What `fix` did here and is no longer needed. No server is contacted. */
async function needlessFixes(context: Context): Promise<NonNullable<HealthView['needless']>> {
  if (!journalsHere(context.host).some((journal) => journal.ids().length > 0)) return []
  const { judgedHistory } = await import('./judged-history.ts')
  const judged = await judgedHistory(context, true)
  return judged.flatMap(({ entry: { id, about, plans }, still }) =>
    still?.needed === 'no' ? [{ id, target: about.target, titles: plans.map((p) => p.title) }] : [],
  )
}
