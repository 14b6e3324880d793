import type { Certificate } from '../model/certificate.ts'
import type { Evidence, StoreEvidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { KnownStore } from '../roots/authenticity/knowledge.ts'
import { isDistributions } from '../stores/linux-bundles.ts'
import { forServers } from './candidate-sources.ts'

/** Stores of the evidence as what bears on authenticity; those that nobody could read, and what platforms trusted at a time, are left out. */
export const evidenceStores = (evidence: Evidence, read: (sha256: Sha256) => Certificate | null): readonly KnownStore[] =>
  evidence.stores.flatMap((store) => {
    if ('unreadable' in store || store.platform !== undefined) return []
    const { id, anchors, settings = {} } = store
    const isRejected = (sha256: Sha256): boolean => settings[sha256]?.rejects.some((oid) => forServers.has(oid)) === true
    const isTrusted = (sha256: Sha256): boolean => {
      const trusts = settings[sha256]?.trusts ?? []
      return trusts.length === 0 || trusts.some((oid) => forServers.has(oid))
    }
    const trusted = anchors.filter((a) => !isRejected(a) && isTrusted(a)).flatMap((a) => read(a) ?? [])
    const kept = isAdministrators(evidence, store) ? 'administrator' : 'other'
    return [{ id, anchors: trusted, rejected: new Set(anchors.filter(isRejected)), kept }]
  })

/**
 * The operating system's own store, as `check` reads it, under its name or as the places that a program asks. On Linux its place is a path;
 * where there is none, variables decide what it is. On Windows and macOS the user's own scope is in it: that store is pointed at as a whole,
 * which gives nobody a root that its owner lacks.
 */
function isAdministrators({ platform }: Evidence, { id, origin }: StoreEvidence): boolean {
  const isForeign = platform === 'win32' || platform === 'darwin'
  if (id === 'system') return platform === undefined || isForeign || origin.startsWith('/')
  return /^(?:linux:|windows:(?:LM|GP|ENT)\/|macos:System)/.test(id) || (!isForeign && isDistributions(id))
}
