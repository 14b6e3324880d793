import { RootcauseError } from '../model/error.ts'
import type { MachineReport, SavedStores, StoreMembers } from '../model/machine.ts'
import type { Line } from '../report/styled.ts'
import { renderStores } from '../report/machine/stores.ts'
import { renderWhich } from '../report/machine/which.ts'
import { runtimes } from '../runtimes/index.ts'
import { lookAround, runtimesNamed } from '../runtimes/look-around.ts'
import { readStore } from '../stores/index.ts'
import { paint } from '../terminal/paint.ts'
import { terminalOf } from '../terminal/terminal.ts'
import type { Context } from './context.ts'
import type { StoresFlags } from './flags.ts'
import { isJson, type JsonFlags } from './json-flags.ts'
import { machineReport } from './machine-report.ts'
import { saveText } from './save-case.ts'
import { membersOf } from './store-members.ts'

/** Tells which store each installation of a program asks, and why. */
export async function runWhich(this: Context, flags: JsonFlags, program?: string): Promise<void> {
  const wanted = program === undefined ? runtimes : runtimesNamed(program)
  if (wanted.length === 0) {
    throw new RootcauseError(
      'usage',
      `there is no program ${JSON.stringify(program)} whose trust store is known`,
      `these are: ${runtimes.map((r) => r.id).join(', ')}`,
    )
  }
  const around = await lookAround(this.host, wanted)
  if (around.askings.length === 0 && around.failed.length === 0) {
    throw new RootcauseError(
      'observe',
      program === undefined ? 'no program whose trust store is known was found here' : `no ${program} was found on this machine`,
      'rootcause stores lists the trust stores that are here',
    )
  }
  const report = await machineReport(this, around, false)
  if (isJson(flags)) print(this, report)
  else show(this, renderWhich(around, report.stores))
}

/** Lists the stores of this machine. */
export async function runStores(this: Context, flags: StoresFlags): Promise<void> {
  const report = await machineReport(this, await lookAround(this.host), true)
  if (flags.save !== undefined) await saveStores(this, report, flags.save)
  if (isJson(flags)) print(this, report)
  else show(this, renderStores(report))
}

async function saveStores({ host, now }: Context, { stores }: MachineReport, file: string): Promise<void> {
  const saved: StoreMembers[] = []
  for (const { name } of stores) {
    const content = await readStore(host, name)
    if (content !== null) saved.push(membersOf(name, content))
  }
  const all: SavedStores = { schema: 1, kind: 'stores', at: now, stores: saved }
  saveText(file, () => `${JSON.stringify(all)}\n`)
}

const print = ({ process: { stdout } }: Context, value: unknown): unknown => stdout.write(`${JSON.stringify(value, null, 2)}\n`)

function show({ process: { stdout }, host }: Context, lines: readonly Line[]): void {
  const terminal = terminalOf(stdout, host.env)
  stdout.write(paint(lines, terminal))
}
