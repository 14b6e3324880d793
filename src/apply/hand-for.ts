import type { Hand } from '../host/hand.ts'
import type { Ran } from '../host/host.ts'
import type { Step, Tool } from '../model/plan.ts'
import { toolPatience, type UndoPorts } from './ports.ts'

/**
 * The hand with the rights that a step needs. Why they are asked for is said first. What is changed with borrowed rights is changed under the
 * machine's lock, the one that root's runs hold. Throws where there are no rights, or another one holds the lock.
 */
export async function handFor(step: Step, ports: UndoPorts): Promise<Hand> {
  const hand = lookingHand(step, ports)
  const holder = hand === ports.hand || ports.machine === undefined ? null : await hand.lock(ports.machine)
  if (holder !== null) throw new Error(`another rootcause (process ${holder}) is changing this machine`)
  return hand
}

/** The same for looking alone, without a lock. */
export function lookingHand({ needsRights, why }: Step, { hand, told }: UndoPorts): Hand {
  if (!needsRights) return hand
  const elevated = hand.elevated()
  if ('refused' in elevated) throw new Error(elevated.refused)
  if (elevated !== hand) told(`this step needs rights over the whole machine: ${why}`)
  return elevated
}

/** Runs a tool; throws what it said where it failed. One that runs already, the system's or one that outlived a run of ours, is waited for. */
export async function runWhenFree(hand: Hand, tool: Tool): Promise<void> {
  await untilFree(hand, tool)
  const ran = await hand.run(tool, { timeout: toolPatience })
  const said = failureOf(ran)
  if (said !== null) throw new Error(`${tool.argv[0]}: ${said}`)
}

/** Waits until nobody runs a tool; throws after two minutes. Words that differ from run to run (`{copy}`) are not looked at. */
export async function untilFree(hand: Hand, tool: Tool): Promise<void> {
  const [program, ...args] = tool.argv
  const known: Tool = { ...tool, argv: [program, ...args.filter((word) => !word.includes('{copy}'))] }
  for (let waited = 0; hand.isRunning(known); waited += step) {
    if (waited >= 120_000) throw new Error(`${program} has been running for two minutes, and was not started by us`)
    await new Promise((resolve) => setTimeout(resolve, step))
  }
}

const step = 50

function failureOf(ran: Ran): string | null {
  if (ran.kind === 'refused') return ran.why
  if (ran.kind === 'timeout') return 'it did not end in time'
  if (ran.code === 0) return null
  const said = `${ran.stderr}\n${ran.stdout}`.trim().split('\n').slice(-3).join(' ').trim()
  return said === '' ? `it ended with ${ran.code}` : said
}
