import type { Host } from '../../host/host.ts'
import type { Delta } from '../../model/delta.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { readStore } from '../../stores/index.ts'
import { type BuiltFor, builtToRead } from '../../stores/linux-bundles.ts'
import type { Need } from '../cure.ts'
import { sha256Of } from './anchor-file.ts'
import type { LinuxStore } from './linux-store.ts'

/** Which stores of the evidence follow when a distribution's tool makes its store anew. */
export interface FedStores {
  /** Identifiers of the evidence that clients in need ask. Empty: none of them follows. */
  readonly seats: readonly string[]
  /** Those, and others of this machine that follow, by the names that they have in evidence. */
  readonly all: readonly string[]
  /** Whether every one of these clients' stores, so far as it follows, holds a certificate. */
  readonly hold: (sha256: Sha256) => Promise<'all' | 'some' | 'none'>
  readonly deltas: (kind: 'add-anchor' | 'drop-anchor', sha256: Sha256) => Promise<readonly Delta[]>
}

/** What several stores together are called in evidence. */
const together = ' + '

/** Looks where the names of stores lead: to what the tool makes, or elsewhere. Throws what the system says. */
export async function fedStores(host: Host, store: LinuxStore, { seats }: Need): Promise<FedStores> {
  const outputs = new Set(store.outputs(host).map((path) => host.realPath(path) ?? path))
  const known = new Map<string, Promise<boolean>>()
  const isFed = (name: string): Promise<boolean> => {
    const found = known.get(name) ?? isMadeAnew(host, name, outputs, store.isReadByP11Kit)
    known.set(name, found)
    return found
  }
  const contents = new Map<string, Promise<ReadonlySet<Sha256>>>()
  const heldBy = (name: string): Promise<ReadonlySet<Sha256>> => {
    const read = contents.get(name) ?? membersOf(host, name)
    contents.set(name, read)
    return read
  }
  const fed = async (ids: readonly string[]): Promise<readonly string[]> => {
    const follow = await Promise.all(ids.map(async (id) => (await partsOf(id, isFed)).fed.length > 0))
    return ids.filter((_, i) => follow[i])
  }
  const ofSeats = await fed([...new Set(seats.map((seat) => seat.store))])
  const all = await fed([...new Set([...ofSeats, ...usualNames(host)])])
  return {
    seats: ofSeats,
    all,
    hold: async (sha256) => {
      const parts = (await Promise.all(ofSeats.map(async (id) => (await partsOf(id, isFed)).fed))).flat()
      const held = (await Promise.all(parts.map(async (name) => (await heldBy(name)).has(sha256)))).filter(Boolean).length
      return held === 0 ? 'none' : held === parts.length ? 'all' : 'some'
    },
    deltas: async (kind, sha256) => {
      const stays = async (id: string): Promise<boolean> => {
        const { others } = await partsOf(id, isFed)
        return (await Promise.all(others.map(async (name) => (await heldBy(name)).has(sha256)))).some(Boolean)
      }
      const changed: string[] = []
      for (const id of all) if (kind === 'add-anchor' || !(await stays(id))) changed.push(id)
      return changed.map((id): Delta => ({ kind, store: id, cert: sha256 }))
    },
  }
}

async function partsOf(
  id: string,
  isFed: (name: string) => Promise<boolean>,
): Promise<{ readonly fed: readonly string[]; readonly others: readonly string[] }> {
  const names = id.split(together)
  const follow = await Promise.all(names.map(isFed))
  return { fed: names.filter((_, i) => follow[i]), others: names.filter((_, i) => !follow[i]) }
}

async function membersOf(host: Host, name: string): Promise<ReadonlySet<Sha256>> {
  const content = await readStore(host, name)
  if (content === null || 'unreadable' in content) return new Set()
  return new Set(content.certificates.flatMap(({ der, settings }) => (isDistrust(settings) ? [] : [sha256Of(der)])))
}

const isDistrust = (settings: { readonly trusts: readonly string[]; readonly rejects: readonly string[] } | null): boolean =>
  settings !== null && settings.rejects.some((oid) => oid === '2.5.29.37.0' || oid === '1.3.6.1.5.5.7.3.1')

const libraries: readonly BuiltFor[] = ['openssl', 'gnutls', 'nss', 'go', 'java']

/** What the libraries of this system are built to read, alone and as one asks them together. */
const usualNames = (host: Host): readonly string[] => [
  'system',
  'p11-kit',
  ...libraries.flatMap((library) => {
    const stores = builtToRead(host, library) ?? []
    return [...stores, stores.join(together), `linux:${library}`]
  }),
]

async function isMadeAnew(host: Host, name: string, outputs: ReadonlySet<string>, isReadByP11Kit: boolean): Promise<boolean> {
  if (name === 'p11-kit') return isReadByP11Kit
  if (name === 'system' || name.startsWith('linux:')) {
    const content = await readStore(host, name)
    return content !== null && content.origin.startsWith('/') && isMadeAnew(host, content.origin, outputs, isReadByP11Kit)
  }
  const path = name.replace(/^openssl-dir:/, '')
  if (!path.startsWith('/')) return false
  const real = host.realPath(path)
  if (real === null) return false
  if (outputs.has(real)) return true
  // A folder that is read whole has the finished bundle among its files, as Fedora's /etc/pki/tls/certs.
  const isReadWhole = path === name && host.stat(real) === 'directory'
  return isReadWhole && (host.list(real) ?? []).some((file) => outputs.has(host.realPath(`${real}/${file}`) ?? ''))
}
