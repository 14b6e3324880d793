import { toolOf } from '../clients/client-id.ts'
import { resolveClient } from '../clients/resolve.ts'
import type { Evidence } from '../model/evidence.ts'
import type { Context } from './context.ts'
import { isFamily, requireClient } from './asked-clients.ts'
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
  const isMeant = (wanted: string, id: string): boolean =>
    isFamily(wanted) ? toolOf(wanted).tool === toolOf(id).tool : profileOf(wanted) === profileOf(id)
  const asked = own.clients.map((entry) => ({ ...entry, asked: entry.asked && client.some((id) => isMeant(id, entry.id)) }))
  const isFound = (id: string): boolean => asked.some((entry) => entry.asked && isMeant(id, entry.id))
  return client.every(isFound) ? { ...own, clients: asked } : observeTarget(target, flags, context)
}

/** The profile that answers for a client: two of its names may lead to one. */
export const profileOf = (id: string): string | undefined => resolveClient(id)?.profile.id
