import { history, type HistoryEntry } from '../apply/history.ts'
import type { Journal } from '../apply/journal.ts'
import { readCaseFile } from '../capture/case-file.ts'
import { workshop } from '../graph/world.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { journalsHere } from './journals.ts'
import { observe } from './observe.ts'
import { optionsOf } from './run-check.ts'
import { type StillNeeded, stillNeeded } from './still-needed.ts'

/** One change with what is known of it now. */
export interface JudgedEntry {
  readonly entry: HistoryEntry
  /** `null`: nothing of it is left to be needed, or only a part, of which nobody said that it cures. */
  readonly still: StillNeeded | null
}

/** Everything that was done here; of what stands, whether it is still needed. `offline`: by the chain of then. */
export async function judgedHistory(context: Context, offline: boolean): Promise<readonly JudgedEntry[]> {
  const found: JudgedEntry[] = []
  for (const journal of journalsHere(context.host)) {
    for (const entry of history([journal])) {
      found.push({ entry, still: entry.state === 'applied' ? await judge(context, entry, journal, offline) : null })
    }
  }
  return found.toSorted((a, b) => a.entry.at - b.entry.at)
}

/** Whether something of it is still on the machine. */
export const stands = ({ state }: HistoryEntry): boolean =>
  state === 'applied' || state === 'partly-undone' || state === 'unfinished'

async function judge(context: Context, { about, plans }: HistoryEntry, journal: Journal, offline: boolean): Promise<StillNeeded> {
  if (about.case === null) return { needed: 'unknown', why: 'the evidence of then was not kept' }
  const evidence = readCaseFile(about.case, 'the case of then')
  const fresh = offline || evidence.target.port === 0 ? evidence : await chainOfNow(context, about.target, evidence)
  const before = (sha256: Parameters<Journal['kept']>[0]): Uint8Array | undefined => journal.kept(sha256) ?? undefined
  const now = { now: context.now, shop: workshop(nodeSignatureVerifier()) }
  return stillNeeded({ plans, evidence: fresh, before }, context.host, now)
}

/** What the server sends now; where it cannot be reached, what it sent then. */
async function chainOfNow(context: Context, target: string, evidence: Evidence): Promise<Evidence> {
  try {
    const options = { ...optionsOf({ timeout: 5, store: ['node'] }, context), observe: 'none' as const }
    const now = await observe(target, options, context)
    return { ...evidence, sends: now.sends, certs: { ...evidence.certs, ...now.certs } }
  } catch {
    return evidence
  }
}
