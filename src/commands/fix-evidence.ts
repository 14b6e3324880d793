import type { ClientEvidence, Evidence } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { mayBeProgram, requireClient } from './asked-clients.ts'
import { isMeant, namedRuntimes } from './named-clients.ts'
import { observeTarget } from './target-evidence.ts'
import type { TargetFlags } from './target-flags.ts'

/**
 * The evidence with the clients of this machine, on the stores that they ask here; of these those alone are asked that were named, by their
 * clients or by their programs. Who is named and is not on this machine, or with a store, is asked as `check` does.
 */
export async function fixEvidence(target: string, flags: TargetFlags, context: Context): Promise<Evidence> {
  const { client: words = [] } = flags
  if (words.length === 0 || flags.store !== undefined) return observeTarget(target, flags, context)
  const { client: _, ...others } = flags
  for (const word of words) if (!mayBeProgram(word)) requireClient(word)
  const programs = words.filter(mayBeProgram).map((word) => namedRuntimes([word]))
  const ids = words.filter((word) => !mayBeProgram(word))
  const own = await observeTarget(target, others, context)
  const asked = own.clients.map((entry): ClientEvidence => {
    if (!entry.asked || ids.some((id) => isMeant(id, entry.id))) return entry
    const named = (entry.programs ?? []).filter((program) => programs.some((runtimes) => isOfRuntime(program, runtimes)))
    return named.length === 0 ? { ...entry, asked: false } : { ...entry, programs: named }
  })
  const isFound =
    ids.every((id) => asked.some((entry) => entry.asked && isMeant(id, entry.id))) &&
    programs.every((runtimes) => asked.some((e) => e.asked && e.programs?.some((program) => isOfRuntime(program, runtimes))))
  return isFound ? { ...own, clients: asked } : observeTarget(target, flags, context)
}

/** `pip 24.0`, as `machineClients` calls programs. */
const isOfRuntime = (program: string, runtimes: ReadonlySet<string>): boolean => runtimes.has(program.replace(/ .*/, ''))
