import type { Host } from '../host/host.ts'
import type { StoreEvidence } from '../model/evidence.ts'
import { readStore } from '../stores/index.ts'
import type { StoreContent } from '../stores/store.ts'

/**
 * `Evidence.storesAfter`: Windows' stores after its clients ran, where they are others than before: whoever has CryptoAPI verify has it fetch roots and keep them. A
 * store that is as it was is not among them; elsewhere there are none. Never rejects: what cannot be read any more says so.
 */
export async function storesReadAgain(
  host: Host,
  stores: readonly StoreEvidence[],
  evidenceOf: (id: string, content: StoreContent) => StoreEvidence,
): Promise<readonly StoreEvidence[]> {
  if (host.platform !== 'win32') return []
  const changed: StoreEvidence[] = []
  for (const before of stores) {
    // The same name as a client asks it, so that it is read the same way; several together are read for each other client.
    if (!before.id.startsWith('windows:') || before.id.includes(' + ') || 'unreadable' in before) continue
    const content = await readStore(host, before.id).catch(
      (error: unknown): StoreContent => ({
        origin: before.origin,
        unreadable: error instanceof Error ? error.message : String(error),
      }),
    )
    if (content === null) continue
    const after = evidenceOf(before.id, content)
    if ('unreadable' in after || isOther(before.anchors, after.anchors)) changed.push(after)
  }
  return changed
}

const isOther = (left: readonly string[], right: readonly string[]): boolean =>
  left.length !== right.length || right.some((sha256) => !left.includes(sha256))
