import { messageOf } from '../host/system-words.ts'
import { endOf, endWith, leftOver } from './ending.ts'
import type { Lock } from './lock.ts'
import { otherChanges, releasedChanges } from './other-changes.ts'
import type { UndoPorts } from './ports.ts'
import { recordOf } from './record.ts'
import { takeBack } from './take-back.ts'

/**
 * Takes back what was asked to go before, and that nothing needs any more, in every journal that can be written; gives the changes that are
 * gone whole by that.
 */
export async function finishWaiting(ports: UndoPorts): Promise<readonly string[]> {
  const gone = [...(await finishReleased(ports))]
  const journals = [ports.journal, ...(ports.others?.() ?? [])]
  for (const journal of journals.slice(1)) {
    const own = { ...ports, journal, others: () => journals.filter((other) => other !== journal) }
    if (releasedChanges(own).length === 0) continue
    const lock = lockOf(own)
    if (lock === null) continue
    try {
      gone.push(...(await finishReleased(own)))
    } finally {
      lock.release()
    }
  }
  return gone
}

/** `null`: another one holds it, or the journal is not this user's to write. */
function lockOf({ journal, told }: UndoPorts): Lock | null {
  try {
    const lock = journal.lock()
    return 'heldBy' in lock ? null : lock
  } catch (error) {
    told(`the journal in ${journal.folder} cannot be written: ${messageOf(error)}`)
    return null
  }
}

async function finishReleased(ports: UndoPorts): Promise<readonly string[]> {
  const gone: string[] = []
  for (const { id } of releasedChanges(ports)) {
    const record = recordOf(ports.journal.lines(id) ?? [])
    if (record === null) continue
    const taken = await takeBack(record, ports, [], otherChanges(record, ports))
    const left = leftOver(id, taken)
    endWith(id, endOf(taken, 'undone'), left ?? '', ports)
    if (left === null) gone.push(id)
    else ports.told(`${id}: ${left}`)
  }
  return gone
}
