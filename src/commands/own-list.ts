import { toolOf } from '../clients/client-id.ts'
import type { ClientId } from '../model/client.ts'

/**
 * Whether a client keeps a list of its own on Linux, so that a script for the system's store changes nothing for it: as the head of
 * `trust.sh` tells, and the stores of this program have it (`node-list`, `bun-list`, `deno-list`, Java's key store, NSS).
 */
export const hasOwnList = (client: ClientId): boolean => ownLists.has(toolOf(client).tool)

const ownLists: ReadonlySet<string> = new Set(['android', 'bun', 'deno', 'firefox', 'java', 'node'])
