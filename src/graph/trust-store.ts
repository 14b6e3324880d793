import type { Certificate } from '../model/certificate.ts'
import type { TrustSettings } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { TrustAnchor, TrustStore } from '../model/trust-store.ts'

/** A store ready for look-ups. A certificate that is listed twice counts once, at its first place. */
export function trustStore(
  id: string,
  origin: string,
  certificates: readonly Certificate[],
  settings: Readonly<Record<Sha256, TrustSettings>> = {},
): TrustStore {
  const bySha256 = new Map<Sha256, TrustAnchor>()
  for (const certificate of certificates) {
    const { sha256 } = certificate
    if (!bySha256.has(sha256)) bySha256.set(sha256, { certificate, settings: settings[sha256] ?? null })
  }
  const anchors = [...bySha256.values()]
  const bySubject = new Map<string, TrustAnchor[]>()
  for (const anchor of anchors) {
    const name = anchor.certificate.subject.canonical
    const namesakes = bySubject.get(name)
    if (namesakes === undefined) bySubject.set(name, [anchor])
    else namesakes.push(anchor)
  }
  return { id, origin, unreadable: null, anchors, bySubject, bySha256 }
}

/** The same store with these of its anchors alone, each with its settings. It is no emptier than it was: `unheld` stays. */
export function storeOf(store: TrustStore, anchors: readonly TrustAnchor[]): TrustStore {
  const settings = anchors.flatMap((a) => (a.settings === null ? [] : [[a.certificate.sha256, a.settings] as const]))
  const certificates = anchors.map((a) => a.certificate)
  const made = trustStore(store.id, store.origin, certificates, Object.fromEntries(settings))
  const { unheld, withEntries } = store
  const beside = withEntries?.anchors.filter(({ certificate }) => !store.bySha256.has(certificate.sha256)) ?? []
  return {
    ...made,
    ...(unheld === undefined ? {} : { unheld }),
    ...(withEntries === undefined ? {} : { withEntries: storeOf(withEntries, [...anchors, ...beside]) }),
  }
}

/** A store that is known to be there and could not be read. It is never taken for an empty one. */
export function unreadableStore(id: string, origin: string, reason: string): TrustStore {
  return { id, origin, unreadable: reason, anchors: [], bySubject: new Map(), bySha256: new Map() }
}
