import type { Host, RegistryKey } from '../../host/host.ts'
import { registryValue } from '../../host/registry-value.ts'
import type { StoreContent } from '../store.ts'
import { certificateOf, type ReadEntry } from './windows-blob.ts'
import { partContent, reasonOf, type Scope, scopes, type WindowsPart } from './windows-part.ts'

/** The key of each scope, asked for once for all its stores, for it may bring with it all that is below. Throws what the registry says. */
export type Tops = (scope: Scope) => RegistryKey | null

/** The keys of this machine. */
export function topsOf(host: Host): Tops {
  const asked = new Map<Scope, RegistryKey | null>()
  return (scope) => {
    if (!asked.has(scope)) asked.set(scope, host.registry(scopes[scope]))
    return asked.get(scope) ?? null
  }
}

/** Whether a key lists another; the registry knows no case. */
export const lists = (key: RegistryKey | null, name: string): boolean =>
  key !== null && key.keys.some((k) => k.toLowerCase() === name.toLowerCase())

/** A part as it stands in the registry. `null`: it has no such key. Never throws. */
export function readByRegistry(host: Host, part: WindowsPart, tops: Tops): StoreContent | null {
  const at = `${scopes[part.scope]}\\${part.store}`
  const origin = `Windows registry, ${at}`
  try {
    const key = lists(tops(part.scope), part.store) ? host.registry(at) : null
    return key === null ? null : partContent(origin, part, entriesIn(host, part, at, key))
  } catch (error) {
    return { origin, unreadable: reasonOf(error) }
  }
}

function entriesIn(host: Host, { scope, store }: WindowsPart, at: string, top: RegistryKey) {
  const below = `${at}\\Certificates`
  const key = lists(top, 'Certificates') ? host.registry(below) : null
  return (key?.keys ?? []).map((name) => {
    const blob = registryValue(host.registry(`${below}\\${name}`), 'Blob')
    const read: ReadEntry =
      blob instanceof Uint8Array
        ? certificateOf(blob, `${scope}/${store}`, store === 'AuthRoot')
        : { problem: 'it has no value Blob' }
    return { name, read }
  })
}

/** How many physical stores somebody registered for a part beside its own place (CertRegisterPhysicalStore): the registry does not show what is in them. */
export function furtherStores(host: Host, { scope, store }: WindowsPart, tops: Tops): number {
  const at = `${scopes[scope]}\\${store}`
  if (!lists(tops(scope), store) || !lists(host.registry(at), 'PhysicalStores')) return 0
  return host.registry(`${at}\\PhysicalStores`)?.keys.length ?? 0
}
