import type { Oid } from '../model/oid.ts'
import { seconds, type UnixSeconds } from '../model/time.ts'
import { caCertificate, type Departure, type LabEntity, leafCertificate, rootCertificate, type Validity } from './authority.ts'
import type { ExtensionSpec, LabGeneralName } from './extensions.ts'
import type { BuiltFault } from './fault.ts'
import { type KeyKind, labKey } from './key.ts'

/** The name under which the lab's servers are asked, unless a fault needs another. */
export const labHost = 'localhost'

/** The names of the usual leaf: those under which a server on loopback is reached. */
export const loopbackNames: readonly LabGeneralName[] = [{ dns: labHost }, { ip: Uint8Array.of(127, 0, 0, 1) }]

/** The instant of an RFC 3339 text. */
export const utc = (text: string): UnixSeconds => seconds(Date.parse(text) / 1000)

/** So many days of 86400 seconds later; negative: earlier. */
const days = (from: UnixSeconds, count: number): UnixSeconds => seconds(from + count * 86400)

/** From and until so many days from now. */
export const around = (now: UnixSeconds, from: number, until: number): Validity => ({
  notBefore: days(now, from),
  notAfter: days(now, until),
})

/** The usual validities, in days from now: a root of 20 years, an intermediate of 10, a leaf of 90 days. */
export const usualDays = { root: [-1825, 5475], intermediate: [-730, 2920], leaf: [-30, 60] } as const

/** A validity of `usualDays`. */
export const usualValidity = (now: UnixSeconds, role: keyof typeof usualDays): Validity =>
  around(now, usualDays[role][0], usualDays[role][1])

/** An authority whose name no other fault bears, so that all faults' anchors can be trusted side by side. */
export const authority = (faultId: string, role: string, kind: KeyKind = 'p-256'): LabEntity => ({
  subject: { C: 'XX', O: 'Lab Trust', OU: faultId, CN: `Lab ${role}` },
  key: labKey(kind, role),
})

/** A server with the given common name. */
export const server = (commonName: string = labHost, kind: KeyKind = 'p-256'): LabEntity => ({
  subject: { CN: commonName },
  key: labKey(kind, `server ${commonName}`),
})

/** Root, intermediate and leaf, with their entities. */
export interface UsualChain {
  readonly entities: { readonly root: LabEntity; readonly intermediate: LabEntity; readonly leaf: LabEntity }
  readonly root: Uint8Array
  readonly intermediate: Uint8Array
  readonly leaf: Uint8Array
}

/** Where a usual chain is not usual. */
export interface UsualDepartures {
  readonly root?: Departure
  readonly intermediate?: Departure
  readonly leaf?: Departure
  readonly names?: readonly LabGeneralName[]
  readonly kinds?: { readonly root?: KeyKind; readonly intermediate?: KeyKind; readonly leaf?: KeyKind }
}

/** The shape of most servers: a leaf by an intermediate by a root. Everything is right but for the departures. */
export function usualChain(faultId: string, now: UnixSeconds, departures: UsualDepartures = {}): UsualChain {
  const { kinds = {}, names = loopbackNames } = departures
  const root = authority(faultId, 'Root CA', kinds.root)
  const intermediate = authority(faultId, 'Intermediate CA', kinds.intermediate)
  const first = names.find((name) => 'dns' in name)
  const leaf = server(first?.dns ?? labHost, kinds.leaf)
  return {
    entities: { root, intermediate, leaf },
    root: rootCertificate(root, usualValidity(now, 'root'), departures.root),
    intermediate: caCertificate(root, intermediate, usualValidity(now, 'intermediate'), departures.intermediate),
    leaf: leafCertificate(intermediate, leaf, usualValidity(now, 'leaf'), names, departures.leaf),
  }
}

/** A usual chain as it ought to be served: leaf and intermediate sent, the root trusted. */
export const servedUsually = (usual: UsualChain): BuiltFault => ({
  chain: [usual.leaf, usual.intermediate],
  key: usual.entities.leaf.key.privateKey,
  anchors: [usual.root],
  host: labHost,
  serve: { kind: 'chain' },
})

/** A server that answers without any certificate. The client trusts something all the same, for none runs with an empty store. */
export const servedWithoutChain = (faultId: string, now: UnixSeconds, serve: BuiltFault['serve']): BuiltFault => ({
  chain: [],
  key: null,
  anchors: [unrelatedRoot(faultId, now)],
  host: labHost,
  serve,
})

/** For `Departure.extensions`: puts the given extension in the place of the one with its identifier, or at the end. */
export const withExtension =
  (extension: ExtensionSpec) =>
  (usual: readonly ExtensionSpec[]): readonly ExtensionSpec[] =>
    usual.some(({ oid }) => oid === extension.oid)
      ? usual.map((other) => (other.oid === extension.oid ? extension : other))
      : [...usual, extension]

/** For `Departure.extensions`: leaves out the extensions with these identifiers. */
export const withoutExtensions =
  (...oids: readonly Oid[]) =>
  (usual: readonly ExtensionSpec[]): readonly ExtensionSpec[] =>
    usual.filter(({ oid }) => !oids.includes(oid))

/** A self-signed root that has nothing to do with any chain: what a client trusts that does not trust the server's authority. */
export const unrelatedRoot = (faultId: string, now: UnixSeconds): Uint8Array =>
  rootCertificate(authority(faultId, 'Unrelated Root CA'), usualValidity(now, 'root'))
