import type { Certificate } from '../model/certificate.ts'
import type { ClientProfile } from '../model/client.ts'
import type { BasicConstraints, DecodedExtensions } from '../model/extension.ts'
import type { Failure } from '../model/failure.ts'
import type { CertificationPath, Scenario } from '../model/path.ts'
import type { TrustStore } from '../model/trust-store.ts'
import type { Verdict } from '../model/verdict.ts'
import { storeOf } from '../graph/trust-store.ts'
import { negativePathLength } from '../x509/extensions/basic-constraints.ts'

/** A scenario as one client's decoder reads it, and the way back from what it decides. */
export interface AsRead {
  readonly scenario: Scenario
  /** The same verdict, of the certificates that were there. */
  readonly restore: (verdict: Verdict) => Verdict
}

/**
 * What `client` sees where it does not read a certificate as others do: extensions before version 3
 * (`ClientProfile.extensionsBeforeV3`), a negative pathLenConstraint (`negativePathLength`). `null`: it sees what is there.
 *
 * A view stands for its certificate all through the search: it has its octets and its identity, and signatures are asked of the
 * certificate itself.
 */
export function asRead(scenario: Scenario, client: ClientProfile): AsRead | null {
  if (client.extensionsBeforeV3 === undefined && client.negativePathLength === undefined) return null
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

const isOdd = (certificate: Certificate): boolean => hasEarlyExtensions(certificate) || limitBelowZero(certificate) !== null

/** RFC 5280 §4.1.2.1: extensions are of version 3. */
const hasEarlyExtensions = ({ version, extensions }: Certificate): boolean => version < 3 && extensions.length > 0

const basicConstraintsId = '2.5.29.19'

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
  const limit = client.negativePathLength === undefined ? null : limitBelowZero(certificate)
  if (limit === null) return certificate
  const basicConstraints = client.negativePathLength === 'no-authority' ? { ...limit, cA: false } : limit
  const anomalies = certificate.anomalies.filter(
    ({ code, about }) => code !== 'extension-malformed' || about !== basicConstraintsId,
  )
  return changed(certificate, { basicConstraints, anomalies })
}

function withoutExtensions(certificate: Certificate): Certificate {
  const { der, extensions } = certificate
  // Slices share memory with the whole.
  const within = extensions.map(({ oid, value }) => ({ oid, from: value.byteOffset - der.byteOffset, octets: value.length }))
  const anomalies = certificate.anomalies.filter(
    ({ code, about, offset }) =>
      code !== 'extensions-before-v3' &&
      !within.some(({ oid, from, octets }) => oid === about || (offset >= from && offset < from + octets)),
  )
  return changed(certificate, { ...nothingDecoded, extensions: [], anomalies })
}

/** The certificate but for these fields. Its prototype, for its own are accessors, and work is done when they are asked for. */
const changed = (certificate: Certificate, fields: Partial<Certificate>): Certificate =>
  Object.create(
    certificate,
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, enumerable: true }])),
  )

const nothingDecoded: DecodedExtensions = {
  basicConstraints: null,
  keyUsage: null,
  extendedKeyUsage: null,
  subjectAltName: null,
  issuerAltName: null,
  nameConstraints: null,
  certificatePolicies: null,
  policyConstraints: null,
  policyMappings: null,
  inhibitAnyPolicy: null,
  authorityKeyIdentifier: null,
  subjectKeyIdentifier: null,
  authorityInfoAccess: null,
  cRLDistributionPoints: null,
  signedCertificateTimestamps: null,
  tlsFeatures: null,
  legacy: {
    netscapeCertType: null,
    netscapeComment: null,
    microsoftTemplateName: null,
    microsoftTemplateId: null,
    microsoftCaVersion: null,
  },
}

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
