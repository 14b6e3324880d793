import type { Plan } from '../model/plan.ts'
import { messageOf } from '../host/system-words.ts'
import { faultOf } from './check-plans.ts'
import { doStep, placeOf } from './do-step.ts'
import { endOf, endWith, leftOver } from './ending.ts'
import { finishWaiting } from './finish-waiting.ts'
import type { About } from './journal-line.ts'
import type { ApplyPorts, UndoPorts } from './ports.ts'
import { stateOf } from './history.ts'
import { otherChanges } from './other-changes.ts'
import { recordOf, stepsOf } from './record.ts'
import { type TakenBack, takeBack } from './take-back.ts'

/** What came of applying plans. */
export interface Applied {
  /** Empty where it was refused. */
  readonly id: string
  /** `refused`: nothing was done. `stuck`: it could not be taken back whole; `why` says what is left and how to go on. */
  readonly state: 'applied' | 'rolled-back' | 'refused' | 'stuck'
  readonly why: string
}

/**
 * Carries out plans under one identifier, in order. Nothing is begun unless everything is as it was when they were made. Each step is
 * written down before it is taken; when one fails, the signal comes, or the recheck says that it did not cure, all is taken back. A change
 * that an earlier run left unfinished is taken back first.
 */
export async function applyPlans(plans: readonly Plan[], about: About, ports: ApplyPorts): Promise<Applied> {
  const refused = (why: string): Applied => ({ id: '', state: 'refused', why })
  const steps = stepsOf(plans)
  if (steps.length === 0) return refused('there is nothing to do')
  try {
    const lock = ports.journal.lock()
    if ('heldBy' in lock) return refused(`another rootcause (process ${lock.heldBy}) is changing something`)
    try {
      const left = await finishOthers(ports)
      if (left !== null) return refused(left)
      const fault = ports.signal.aborted ? 'it was stopped' : faultOf(steps, ports)
      if (fault !== null) return refused(fault)
      const id = ports.journal.begin(about, plans, ports.now())
      return await carryOut(id, plans, ports)
    } finally {
      lock.release()
    }
  } catch (error) {
    return refused(messageOf(error))
  }
}

async function carryOut(id: string, plans: readonly Plan[], ports: ApplyPorts): Promise<Applied> {
  let isJudged = false
  try {
    for (const [index, step] of stepsOf(plans).entries()) {
      if (ports.signal.aborted) throw new Error('it was stopped')
      await doStep(step, ports, (line) => ports.journal.append({ kind: 'step', id, at: ports.now(), step: index, ...line }))
      ports.told(`${placeOf(step.change)}: done`)
    }
    if (ports.signal.aborted) throw new Error('it was stopped')
    const { isCured, why } = await unlessStopped(ports)
    isJudged = true
    if (!isCured) throw new Error(why)
    ports.journal.append({ kind: 'end', id, at: ports.now(), state: 'applied', why })
    return { id, state: 'applied', why }
  } catch (error) {
    const cause = messageOf(error)
    try {
      return await rolledBack(id, cause, isJudged ? 'rolled-back' : 'broken-off', ports)
    } catch (further) {
      return { id, state: 'stuck', why: `${cause}; ${leftOver(id, { ...nothing, failures: [messageOf(further)] }) ?? ''}` }
    }
  }
}

/** Whether it cured; rejects at once where it is stopped: what nobody has seen to cure is taken back. */
const unlessStopped = ({ recheck, signal }: ApplyPorts): ReturnType<ApplyPorts['recheck']> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('it was stopped')), { once: true })
    recheck().then(resolve, reject)
  })

async function rolledBack(id: string, cause: string, state: 'rolled-back' | 'broken-off', ports: UndoPorts): Promise<Applied> {
  ports.told(`${cause}; what was done is taken back`)
  const record = recordOf(ports.journal.lines(id) ?? [])
  const taken: TakenBack = record === null ? nothing : await takeBack(record, ports, [])
  const left = leftOver(id, taken)
  endWith(id, endOf(taken, state), left ?? cause, ports)
  return left === null ? { id, state: 'rolled-back', why: cause } : { id, state: 'stuck', why: `${cause}; ${left}` }
}

const nothing: TakenBack = { conflicts: [], failures: [], left: [], didSomething: false }

/**
 * Takes back what earlier runs left unfinished, so that plans are made on a machine that is nowhere half done. Gives the reason where that
 * failed, or another one is at work; `null`: nothing is unfinished now.
 */
export async function finishUnfinished(ports: UndoPorts): Promise<string | null> {
  const lock = ports.journal.lock()
  if ('heldBy' in lock) return `another rootcause (process ${lock.heldBy}) is changing something`
  try {
    return await finishOthers(ports)
  } finally {
    lock.release()
  }
}

/** The same under the lock; gives the reason where that failed and nothing new may begin. */
async function finishOthers(ports: UndoPorts): Promise<string | null> {
  for (const id of ports.journal.ids()) {
    const record = recordOf(ports.journal.lines(id) ?? [])
    if (record === null || stateOf(record) !== 'unfinished') continue
    ports.told(`there is an unfinished change, ${id} (${record.about.target}): it is taken back first`)
    const taken = await takeBack(record, ports, [], otherChanges(record, ports))
    endWith(id, endOf(taken, 'broken-off'), leftOver(id, taken) ?? 'it was not finished', ports)
    if (taken.failures.length > 0) return `the unfinished change ${id} cannot be taken back: ${taken.failures.join('; ')}`
  }
  await finishWaiting(ports)
  return null
}
