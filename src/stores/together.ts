import type { Host } from '../host/host.ts'
import type { AskedStore } from '../model/machine.ts'
import { readStore } from './index.ts'
import type { StoreContent, StoredCertificate } from './store.ts'

/**
 * What a runtime that asks several stores trusts: all that they hold. A store that cannot be read makes the whole unreadable,
 * unless the runtime goes on without it; a damaged one always does. No stores: unreadable, for nobody knows what is asked.
 */
export async function readTogether(host: Host, asked: readonly AskedStore[]): Promise<StoreContent> {
  const certificates: StoredCertificate[] = []
  const origins: string[] = []
  for (const { store, ifUnreadable } of asked) {
    const content = (await readStore(host, store)) ?? { origin: store, unreadable: 'nothing is there' }
    if (!('unreadable' in content)) {
      certificates.push(...content.certificates)
      origins.push(content.origin)
    } else if (ifUnreadable === 'fails' || content.damaged === true) return content
    else origins.push(`${content.origin} (goes on without it: ${content.unreadable})`)
  }
  return { origin: origins.join(' + '), certificates }
}
