import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { SortThenVerifyVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { gnutlsLoaded, gnutlsUndecoded } from '../checks/gnutls-decoder.ts'
import { gnutlsServesTls } from '../checks/gnutls-purpose.ts'
import { gnutlsStaples } from '../checks/gnutls-staple.ts'
import { type Attempt, verifyList } from './sort-then-verify-list.ts'
import { bucketOf } from './sort-then-verify-bucket.ts'
import { sortedList } from './sort-then-verify-order.ts'
import type { Search } from './search.ts'
import { withCodes } from './with-codes.ts'

/**
 * GnuTLS (gnutls_x509_trust_list_verify_crt2, lib/x509/verify-high.c, 3.6 to 3.8): one list, sorted from what was sent, is
 * verified against the store's certificates that bear its last issuer's name; after some failures once more against
 * those that bear its last subject's name. It never looks for another path. Failures add up to one status: the one told is
 * the first that the library prints, and params `codes` names all of them in that order.
 */
export const sortThenVerify: Search<SortThenVerifyVerifier> = (given, verifier, identity) => {
  const undecoded = gnutlsUndecoded(given)
  if (undecoded !== null) return () => refused(undecoded, given.sent)
  const scenario = gnutlsLoaded(given)
  const { sent, store } = scenario
  const target = sent[0]
  if (target === undefined || sent.length > verifier.maxSorted) {
    const told: Failure = { code: target === undefined ? 'chain-empty' : 'path-too-long', at: null, certificate: null }
    return () => refused(told, sent)
  }
  const attempt = attempts(sortedList(sent, store, verifier.sorting), scenario, verifier)
  const isForTls = verifier.purpose === null || gnutlsServesTls(target, true, verifier.purpose)
  return (at) => {
    const { failures, path } = attempt(at)
    const trace = [...failures]
    if (!isForTls) trace.push({ code: 'purpose-target', at: 0, certificate: target })
    const mismatch = identity() ?? (isForTls ? null : commonNameFailure(scenario, target))
    if (mismatch !== null) trace.push(mismatch)
    const staples = gnutlsStaples(scenario, path.certificates, verifier)
    trace.push(...staples.failures)
    if (trace.length === 0 && staples.unknown !== null) return { kind: 'undetermined', missing: [stapleOf(staples.unknown)] }
    return trace.length === 0 ? { kind: 'accepted', path } : rejected(trace, path, verifier)
  }
}

/** What ends it before a list is made. */
const refused = (told: Failure, certificates: readonly Certificate[]): Verdict => ({
  kind: 'rejected',
  told,
  trace: [told],
  path: { certificates, anchor: null },
})

/** lib/x509/hostname-verify.c: a common name stands for a host only in a certificate whose purposes allow a TLS server. */
const commonNameFailure = ({ host }: Scenario, target: Certificate): Failure | null =>
  host === '' || target.subjectAltName?.names.some(({ kind }) => kind === 'dns' || kind === 'ip') === true
    ? null
    : { code: 'host-mismatch', at: 0, certificate: target }

const stapleOf = ({ sha256 }: Certificate): string => `the stapled OCSP response that ${sha256} demands: no handshake was seen`

/** The first attempt by the issuer's name, and the second. Where both fail, the second is told only if the first knew no issuer. */
function attempts(
  list: readonly Certificate[],
  scenario: Scenario,
  verifier: SortThenVerifyVerifier,
): (at: UnixSeconds) => Attempt {
  const end = list.at(-1)
  const byIssuer = verifyList(list, end === undefined ? [] : bucketOf(scenario.store, end.issuer), scenario, verifier)
  if (end === undefined || end.subject.raw === end.issuer.raw) return byIssuer
  let bySubject: ((at: UnixSeconds) => Attempt) | null = null
  return (at) => {
    const first = byIssuer(at)
    const has = (codes: readonly Failure['code'][]): boolean => first.failures.some((f) => codes.includes(f.code))
    if (!has(verifier.secondAttemptAfter)) return first
    bySubject ??= verifyList(list, bucketOf(scenario.store, end.subject), scenario, verifier)
    const second = bySubject(at)
    return second.failures.length === 0 || has(['issuer-not-found', 'self-signed-target']) ? second : first
  }
}

function rejected(trace: readonly Failure[], path: Attempt['path'], { rank }: SortThenVerifyVerifier): Verdict {
  const printed: Failure['code'][] = []
  for (const { code } of trace) if (rank.includes(code) && !printed.includes(code)) printed.push(code)
  if (printed.length > 1) printed.sort((a, b) => rank.indexOf(a) - rank.indexOf(b))
  const first = trace.find((failure) => failure.code === printed[0]) ?? trace[0]
  const told = withCodes(first ?? { code: 'path-not-found', at: null, certificate: null }, printed)
  return { kind: 'rejected', told, trace: trace.map((failure) => (failure === first ? told : failure)), path }
}
