import type { Certificate } from '../../model/certificate.ts'
import type { TrustEntries, TrustEntry } from '../../model/evidence.ts'
import type { Scenario } from '../../model/path.ts'
import type { Sha256 } from '../../model/sha256.ts'
import type { TrustStore } from '../../model/trust-store.ts'
import { storeOf } from '../../graph/trust-store.ts'

/** A store with its `TrustSettings.entries` settled for one host. */
export interface SettledStore {
  /** With the anchors that they make of it. */
  readonly store: TrustStore
  /** Refused wherever in a path they stand, whatever is above them. */
  readonly refused: ReadonlySet<Sha256>
  /** Errors that are let pass at a certificate. */
  readonly allowed: ReadonlyMap<Sha256, ReadonlySet<Allowed>>
}

type Allowed = NonNullable<TrustEntry['allows']>

/** What can be meant: one reading, or two where entries are for one application, which the client may be or not. */
export interface Readings {
  readonly all: readonly SettledStore[]
  /** What decides between two, in words. */
  readonly missing: readonly string[]
}

/** The store of a scenario as a verifier reads it that goes by entries. */
export function settledStores({ store, host, graph }: Scenario): Readings {
  if (store.withEntries === undefined) return { all: [asItIs(store)], missing: [] }
  const { anchors } = store.withEntries
  const others = settle(store.withEntries, host, false)
  const ofOne = anchors.filter(
    ({ certificate, settings }) => settings?.entries?.list.some(isOfOneApplication) && graph.certificates.includes(certificate),
  )
  if (ofOne.length === 0) return { all: [others], missing: [] }
  const names = ofOne.map(({ certificate }) => `"${nameOf(certificate)}"`).join(', ')
  const missing = `whether the program is the one for which alone macOS has trust settings for ${names}`
  return { all: [others, settle(store.withEntries, host, true)], missing: [missing] }
}

const isOfOneApplication = ({ application }: TrustEntry): boolean => application === 'one'

/** A store whose settings need no settling. */
export const asItIs = (store: TrustStore): SettledStore => ({ store, refused: new Set(), allowed: new Map() })

function settle(store: TrustStore, host: string, isThatApplication: boolean): SettledStore {
  const refused = new Set<Sha256>()
  const allowed = new Map<Sha256, ReadonlySet<Allowed>>()
  const anchors = store.anchors.filter(({ certificate: { sha256 }, settings }) => {
    const entries = settings?.entries
    if (entries === undefined) return true
    const { says, allows } = said(entries, host, isThatApplication)
    if (says === 'rejects') refused.add(sha256)
    if (allows.size > 0) allowed.set(sha256, allows)
    return says === 'trusts'
  })
  return { store: storeOf(store, anchors), refused, allowed }
}

/** Where the settings leave a root of the programme open it is taken from the programme's list, which has no entries (SecPathBuilderIsAnchor). */
function said({ list, otherwise }: TrustEntries, host: string, isThatApplication: boolean) {
  const fits = list.filter(
    (entry) =>
      (entry.host === undefined || entry.host.toLowerCase() === host.toLowerCase()) &&
      (entry.application === undefined || isThatApplication),
  )
  const says = fits[0]?.says ?? 'nothing'
  const allows = new Set(fits.flatMap((entry) => entry.allows ?? []))
  return says === 'nothing' && otherwise === 'trusts' ? { says: otherwise, allows: new Set<Allowed>() } : { says, allows }
}

/** The last common name, or else the last attribute: for the reader. */
function nameOf({ subject }: Certificate): string {
  const attributes = subject.rdns.flat()
  return (attributes.findLast((a) => a.type === '2.5.4.3') ?? attributes.at(-1))?.value ?? ''
}
