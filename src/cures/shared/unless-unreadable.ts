import type { Host } from '../../host/host.ts'
import type { Cure, Draft, Need } from '../cure.ts'

/** A plan, or `null` where a store that it must know cannot be read: nothing is proposed on half a knowledge. */
export const unlessUnreadable =
  (plan: Cure['plan']): Cure['plan'] =>
  async (host: Host, need: Need): Promise<Draft | null> => {
    try {
      return await plan(host, need)
    } catch {
      return null
    }
  }
