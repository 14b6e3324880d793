import type { Certificate } from '../model/certificate.ts'
import type { ClientProfile } from '../model/client.ts'
import type { BasicConstraints, Extension } from '../model/extension.ts'
import type { Failure } from '../model/failure.ts'
import type { Oid } from '../model/oid.ts'
import type { CertificationPath, Scenario } from '../model/path.ts'
import type { TrustStore } from '../model/trust-store.ts'
import type { Verdict } from '../model/verdict.ts'
import { storeOf } from '../graph/trust-store.ts'
import { leadingKeyIdentifier } from '../x509/extensions/authority-key-identifier.ts'
import { leadingBasicConstraints, negativePathLength } from '../x509/extensions/basic-constraints.ts'
import { noExtensions } from '../x509/extensions/index.ts'

/** A scenario as one client's decoder reads it, and the way back from what it decides. */
export interface AsRead {
  readonly scenario: Scenario
  /** The same verdict, of the certificates that were there. */
  readonly restore: (verdict: Verdict) => Verdict
}

/**
 * What `client` sees where it does not read a certificate as others do: extensions before version 3
 * (`ClientProfile.extensionsBeforeV3`), a negative pathLenConstraint (`negativePathLength`), and for a search of all paths, whose
 * decoder passes them over, members behind those that it knows. `null`: it sees what is there.
 *
 * A view stands for its certificate all through the search: it has its octets and its identity, and signatures are asked of the
 * certificate itself.
 */
export function asRead(scenario: Scenario, client: ClientProfile): AsRead | null {
  if (client.extensionsBeforeV3 === undefined && client.negativePathLength === undefined && !readsLeading(client)) return null
  const { graph, sent, store } = scenario
  if (oddAnchors(store).length === 0 && !sent.some(isOdd)) return null
  const originals = new Map<Certificate, Certificate>()
  const views = new Map<Certificate, Certificate>()
  const whole = (certificate: Certificate): Certificate => originals.get(certificate) ?? certificate
  // One view for each certificate, for searches compare certificates by identity.
  const seen = (certificate: Certificate): Certificate => {
    let view = views.get(certificate)
    if (view === undefined) {
      view = viewOf(certificate, client)
      views.set(certificate, view)
      originals.set(view, certificate)
    }
    return view
  }
  const own: Scenario = {
    ...scenario,
    graph: {
      ...graph,
      certificates: graph.certificates.map(seen),
      signed: (child, issuer) => graph.signed(whole(child), whole(issuer)),
    },
    sent: sent.map(seen),
    store:
      oddAnchors(store).length === 0
        ? store
        : storeOf(
            store,
            store.anchors.map((anchor) => ({ ...anchor, certificate: seen(anchor.certificate) })),
          ),
  }
  return { scenario: own, restore: (verdict) => restored(verdict, whole) }
}

const isOdd = (certificate: Certificate): boolean =>
  hasEarlyExtensions(certificate) ||
  certificate.anomalies.some(({ code, about = '' }) => code === 'extension-malformed' && ownReading.includes(about))

/** crypto/x509/parser.go takes members from the front and does not look at what is left. The verifier has no other owner. */
const readsLeading = ({ verifier }: ClientProfile): boolean => verifier.strategy === 'all-paths'

/** RFC 5280 §4.1.2.1: extensions are of version 3. */
const hasEarlyExtensions = ({ version, extensions }: Certificate): boolean => version < 3 && extensions.length > 0

const basicConstraintsId = '2.5.29.19'
const authorityKeyIdentifierId = '2.5.29.35'
/** Extensions that one client reads where another cannot. */
const ownReading: readonly Oid[] = [basicConstraintsId, authorityKeyIdentifierId]

/** basicConstraints that only their negative pathLenConstraint keeps from being read. */
function limitBelowZero({ basicConstraints, extensions }: Certificate): BasicConstraints | null {
  if (basicConstraints !== null) return null
  const own = extensions.find(({ oid }) => oid === basicConstraintsId)
  return own === undefined ? null : negativePathLength(own.value, own.critical)
}

const odd = new WeakMap<TrustStore, readonly Certificate[]>()

/** Few, if any, and the same for every client. */
function oddAnchors(store: TrustStore): readonly Certificate[] {
  let found = odd.get(store)
  if (found === undefined) odd.set(store, (found = store.anchors.map(({ certificate }) => certificate).filter(isOdd)))
  return found
}

function viewOf(certificate: Certificate, client: ClientProfile): Certificate {
  if (client.extensionsBeforeV3 === 'not-read' && hasEarlyExtensions(certificate)) return withoutExtensions(certificate)
  const limited = client.negativePathLength === undefined ? certificate : withLimit(certificate, client.negativePathLength)
  return readsLeading(client) ? withLeadingMembers(limited) : limited
}

function withLimit(certificate: Certificate, meaning: 'no-limit' | 'no-authority'): Certificate {
  const limit = limitBelowZero(certificate)
  if (limit === null) return certificate
  const basicConstraints = meaning === 'no-authority' ? { ...limit, cA: false } : limit
  return changed(certificate, { basicConstraints, anomalies: without(certificate, basicConstraintsId) })
}

function withLeadingMembers(certificate: Certificate): Certificate {
  let view = certificate
  const own = (id: Oid): Extension | undefined => certificate.extensions.find(({ oid }) => oid === id)
  const [limits, authority] = [own(basicConstraintsId), own(authorityKeyIdentifierId)]
  if (limits !== undefined && view.basicConstraints === null) {
    const basicConstraints = leadingBasicConstraints(limits.value, limits.critical)
    // A number below zero is `negativePathLength`'s matter.
    if (basicConstraints !== null && limitBelowZero(certificate) === null)
      view = changed(view, { basicConstraints, anomalies: without(view, basicConstraintsId) })
  }
  if (authority !== undefined && view.authorityKeyIdentifier === null) {
    const authorityKeyIdentifier = leadingKeyIdentifier(authority.value, authority.critical)
    if (authorityKeyIdentifier !== null)
      view = changed(view, { authorityKeyIdentifier, anomalies: without(view, authorityKeyIdentifierId) })
  }
  return view
}

/** What is still odd when an extension could be read after all. */
const without = ({ anomalies }: Certificate, id: Oid): Certificate['anomalies'] =>
  anomalies.filter(({ code, about }) => code !== 'extension-malformed' || about !== id)

function withoutExtensions(certificate: Certificate): Certificate {
  const { der, extensions } = certificate
  // Slices share memory with the whole.
  const within = extensions.map(({ oid, value }) => ({ oid, from: value.byteOffset - der.byteOffset, octets: value.length }))
  const anomalies = certificate.anomalies.filter(
    ({ code, about, offset }) =>
      code !== 'extensions-before-v3' &&
      !within.some(({ oid, from, octets }) => oid === about || (offset >= from && offset < from + octets)),
  )
  return changed(certificate, { ...noExtensions, extensions: [], anomalies })
}

/** The certificate but for these fields. Its prototype, for its own are accessors, and work is done when they are asked for. */
const changed = (certificate: Certificate, fields: Partial<Certificate>): Certificate =>
  Object.create(
    certificate,
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, enumerable: true }])),
  )

function restored(verdict: Verdict, whole: (certificate: Certificate) => Certificate): Verdict {
  const failure = (f: Failure): Failure => (f.certificate === null ? f : { ...f, certificate: whole(f.certificate) })
  const path = ({ certificates, anchor }: CertificationPath): CertificationPath => ({
    certificates: certificates.map(whole),
    anchor: anchor === null ? null : whole(anchor),
  })
  if (verdict.kind === 'accepted') return { ...verdict, path: path(verdict.path) }
  if (verdict.kind !== 'rejected') return verdict
  return { ...verdict, told: failure(verdict.told), trace: verdict.trace.map(failure), path: path(verdict.path) }
}
