import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Verifier } from '../../model/verifier.ts'
import { isSelfIssued } from '../../graph/issuers.ts'
import { storeOf } from '../../graph/trust-store.ts'
import { allowsServerAuth } from '../checks/purpose.ts'
import { greedy } from './greedy.ts'
import { countsAsSelfSigned } from './greedy-select.ts'
import { missingIssuerAddress, servedIssuer } from '../checks/issuer-address.ts'
import type { Search } from './search.ts'
import { withCodes } from './with-codes.ts'

type GatheredVerifier = Extract<Verifier, { readonly strategy: 'gathered' }>

/**
 * X509Chain of .NET on OpenSSL (dotnet/runtime: OpenSslX509ChainProcessor.cs). Self-issued certificates of the store are its anchors, the others
 * intermediates. What was sent is added only where those lead to no issuer; a path that ends well or ill without it stays. All
 * failures of the path are told, those of the purposes and of the name beside them.
 */
export const gathered: Search<GatheredVerifier> = (scenario, verifier, identity) => {
  const { library } = verifier
  const [target] = scenario.sent
  const anchors = scenario.store.anchors.filter(({ certificate }) => isSelfIssued(certificate))
  const others = scenario.store.anchors.map((a) => a.certificate).filter((c) => !isSelfIssued(c))
  const store = anchors.length === scenario.store.anchors.length ? scenario.store : storeOf(scenario.store, anchors)
  const seen = (sent: readonly Certificate[]): Scenario => ({ ...scenario, store, sent })
  const alone = greedy(seen(target === undefined ? [] : [target, ...others]), library, identity)
  const whole = greedy(seen(target === undefined ? [] : [target, ...others, ...scenario.sent.slice(1)]), library, identity)
  return (at) => {
    const first = alone(at)
    const built = lacksIssuer(first) ? whole(at) : first
    const address = verifier.aia && lacksIssuer(built) ? addressAbove(built, scenario) : null
    return address === null
      ? judged(built, scenario, verifier, identity())
      : { kind: 'undetermined', missing: [servedIssuer(address)] }
  }
}

/** X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, locally or not: without a callback the builder ends with it. */
const lacksIssuer = (verdict: Verdict): boolean =>
  verdict.kind === 'rejected' && ['issuer-not-found', 'issuer-of-anchor-not-found'].includes(verdict.trace[0]?.code ?? '')

function addressAbove(verdict: Verdict, scenario: Scenario): string | null {
  const last = verdict.kind === 'rejected' ? verdict.path.certificates.at(-1) : undefined
  return last === undefined ? null : missingIssuerAddress(last, scenario, 'http:')
}

function judged(verdict: Verdict, scenario: Scenario, verifier: GatheredVerifier, identity: Failure | null): Verdict {
  if (verdict.kind !== 'accepted' && verdict.kind !== 'rejected') return verdict
  const { path } = verdict
  const certificates = allOf(path)
  const unread = certificates.findIndex(isPolicyUnreadable)
  const misused = certificates.findIndex((c) => !allowsServerAuth(c, verifier.purpose))
  const failures: Failure[] = []
  if (unread !== -1) failures.push({ code: 'policy', at: unread, certificate: certificates[unread] ?? null })
  if (identity !== null) failures.push(identity)
  if (verdict.kind === 'rejected') {
    failures.push(...verdict.trace.filter(({ code }) => !ofPurpose.includes(code)))
    failures.push(...ownSignature(verdict.trace, certificates, scenario, verifier))
  }
  if (misused !== -1)
    failures.push({
      code: misused === 0 ? 'purpose-target' : 'purpose-ca',
      at: misused,
      certificate: certificates[misused] ?? null,
    })
  const [first] = failures
  if (first === undefined) return { kind: 'accepted', path }
  const told = withCodes(failures.find(({ code }) => endsAll.includes(code)) ?? first, [
    ...new Set(failures.map(({ code }) => code)),
  ])
  return {
    kind: 'rejected',
    told,
    trace: failures.map((one) => (one.code === told.code && one.at === told.at ? told : one)),
    path,
  }
}

/**
 * The last certificate is held to its own signature too (X509_V_FLAG_CHECK_SS_SIGNATURE: pal_x509.c, X509StoreCtxInit), and a bad one told where the root
 * is not trusted (BuildChainElements). Observed with .NET 8.0.30 on OpenSSL 3.0.19.
 */
function ownSignature(
  trace: readonly Failure[],
  certificates: readonly Certificate[],
  { graph }: Scenario,
  { library }: GatheredVerifier,
): readonly Failure[] {
  const last = certificates.at(-1)
  const isUntrusted = trace.some(({ code }) => code === 'self-signed-target' || code === 'self-signed-in-chain')
  if (last === undefined || !isUntrusted || !countsAsSelfSigned(last, library) || graph.signed(last, last) !== 'invalid')
    return []
  return [{ code: 'signature-invalid', at: certificates.length - 1, certificate: last }]
}

/** X509_STORE_CTX has no purpose here: .NET asks by itself. */
const ofPurpose: readonly FailureCode[] = ['purpose-target', 'purpose-ca', 'key-usage-target']

/** An exception of their own before anything else is told. */
const endsAll: readonly FailureCode[] = ['policy', 'path-too-long', 'ec-explicit-parameters', 'name-constraint-unsupported']

/** Each certificate once: a target that is its own anchor stands alone. */
const allOf = ({ certificates, anchor }: CertificationPath): readonly Certificate[] =>
  anchor === null || certificates.includes(anchor) ? certificates : [...certificates, anchor]

/** Extensions that CertificatePolicyChain reads: policies, mappings, constraints, inhibitAnyPolicy, purposes. */
const read: readonly string[] = ['2.5.29.32', '2.5.29.33', '2.5.29.36', '2.5.29.54', '2.5.29.37']

const isPolicyUnreadable = ({ anomalies }: Certificate): boolean =>
  anomalies.some(({ code, about }) => code === 'extension-malformed' && about !== undefined && read.includes(about))
