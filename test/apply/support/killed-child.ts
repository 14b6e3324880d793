// Run by the kill tests as a process of its own: applies or undoes, and ends itself with SIGKILL before the n-th thing that it does to the machine.
import childProcess from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { applyPlans } from '../../../src/apply/apply.ts'
import { undo } from '../../../src/apply/undo.ts'
import { nodeHand } from '../../../src/host/node-hand.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { nssHolds } from './nss.ts'
import { about } from './plan-of.ts'
import { portsOf } from './ports-of.ts'

/** What the child is to do. */
export interface Deed {
  readonly what: 'apply' | 'undo'
  readonly plans: readonly Plan[]
  readonly id: string
  readonly state: string
  /** 0: it is not ended. */
  readonly killAt: number
  /** The program that borrows rights; empty: none. */
  readonly sudo?: string
  /** Folder of the machine's journal; absent: its lock is not taken. */
  readonly machine?: string
  /** The tool that runs is ended along, as by a loss of power. */
  readonly withTool: boolean
}

const deed = JSON.parse(fs.readFileSync(process.argv[2] ?? '', 'utf8')) as Deed
const names = [
  'writeSync',
  'fsyncSync',
  'renameSync',
  'unlinkSync',
  'mkdirSync',
  'rmdirSync',
  'rmSync',
  'chmodSync',
  'chownSync',
  'linkSync',
]
let count = 0
let toolPid = 0

function boundary(): void {
  count++
  if (count !== deed.killAt) return
  if (deed.withTool && toolPid !== 0) process.kill(-toolPid, 'SIGKILL')
  process.kill(process.pid, 'SIGKILL')
  // The signal comes at once; nothing may be done until then.
  for (;;);
}

const wrap = (module: Record<string, unknown>, name: string, then: (result: unknown) => void = () => {}): void => {
  const real = module[name] as (...args: readonly unknown[]) => unknown
  module[name] = (...args: readonly unknown[]) => {
    boundary()
    const result = real(...args)
    then(result)
    return result
  }
}
for (const name of names) wrap(fs as unknown as Record<string, unknown>, name)
wrap(childProcess as unknown as Record<string, unknown>, 'execFileSync')
wrap(childProcess as unknown as Record<string, unknown>, 'spawn', (child) => {
  const { pid } = child as childProcess.ChildProcess
  toolPid = pid ?? 0
  // A boundary in the middle of the tool, too.
  setTimeout(boundary, 15)
  ;(child as childProcess.ChildProcess).once('exit', () => (toolPid = 0))
})
syncBuiltinESMExports()

const { sudo, machine } = deed
const hand = sudo === undefined ? {} : { hand: nodeHand({ elevation: 'sudo', program: sudo }) }
const said: string[] = []
const ports = portsOf(deed.state, {
  holds: nssHolds,
  told: (line) => said.push(line),
  ...hand,
  ...(machine === undefined ? {} : { machine }),
})
const result = deed.what === 'apply' ? await applyPlans(deed.plans, about, ports) : await undo(deed.id, ports)
process.stdout.write(JSON.stringify({ count, result, said }))
