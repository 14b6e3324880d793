import { resolveClient } from '../clients/resolve.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { requireClient } from './observe.ts'
import { observeTarget } from './target-evidence.ts'
import type { TargetFlags } from './target-flags.ts'

/**
 * The evidence with the clients of this machine, on the stores that they ask here; of these those alone are asked that were named. Who is
 * named and is not on this machine, or with a store, is asked as `check` does.
 */
export async function fixEvidence(target: string, flags: TargetFlags, context: Context): Promise<Evidence> {
  const { client = [], ...others } = flags
  if (client.length === 0 || flags.store !== undefined) return observeTarget(target, flags, context)
  client.forEach(requireClient)
  const own = await observeTarget(target, others, context)
  const wanted = new Set(client.map(profileOf))
  const asked = own.clients.map((entry) => ({ ...entry, asked: entry.asked && wanted.has(profileOf(entry.id)) }))
  const found = new Set(asked.filter((entry) => entry.asked).map(({ id }) => profileOf(id)))
  return [...wanted].every((id) => found.has(id)) ? { ...own, clients: asked } : observeTarget(target, flags, context)
}

/** The profile that answers for a client: two of its names may lead to one. */
export const profileOf = (id: string): string | undefined => resolveClient(id)?.profile.id
