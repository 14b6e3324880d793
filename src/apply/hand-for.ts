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
  const failure = failureOf(tool, await ranWhenFree(hand, tool))
  if (failure !== null) throw new Error(failure)
}

/** The same, whatever came of it. */
export async function ranWhenFree(hand: Hand, tool: Tool): Promise<Ran> {
  await untilFree(hand, tool)
  return hand.run(tool, { timeout: toolPatience })
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

/** What a tool said that failed; `null`: it did not. */
export function failureOf({ argv: [program] }: Tool, ran: Ran): string | null {
  if (ran.kind === 'refused') return `${program}: ${ran.why}`
  if (ran.kind === 'timeout') return `${program}: it did not end in time`
  if (ran.code === 0) return null
  // NSS' certutil (security/nss/cmd/lib/secutil.c) asks at a terminal, which it does not have here.
  if (ran.stderr.includes('SEC_ERROR_BAD_PASSWORD'))
    return `${program}: this database is under a primary password, which is not asked for here; import the root in the settings of the browser itself, or take the password off while this runs`
  const said = `${ran.stderr}\n${ran.stdout}`.trim().split(/\r?\n/).slice(-3).join(' ').trim()
  return `${program}: ${said === '' ? `it ended with ${ran.code}` : said}`
}
