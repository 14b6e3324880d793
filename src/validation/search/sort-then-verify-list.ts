import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { CertificationPath, Scenario } from '../../model/path.ts'
import type { SortThenVerifyVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import {
  type GnutlsFindings,
  gnutlsFindings,
  gnutlsKeyIsWeak,
  gnutlsMaxPath,
  type GnutlsState,
} from '../checks/gnutls-certificate.ts'
import { gnutlsIssued } from '../checks/gnutls-issuer.ts'
import { gnutlsServesTls } from '../checks/gnutls-purpose.ts'
import { validity } from '../checks/validity.ts'
import { KeptList } from './kept-list.ts'

/** What one attempt came to: nothing wrong, or every failure of the first certificate that failed. */
export interface Attempt {
  readonly failures: readonly Failure[]
  readonly path: CertificationPath
}

/**
 * _gnutls_verify_crt_status (lib/x509/verify.c): a sorted list against one bucket of the store.
 * It is cut where its key is already trusted, and verified from the top down; the first certificate that fails ends it.
 */
export function verifyList(
  sorted: readonly Certificate[],
  trusted: readonly Certificate[],
  scenario: Scenario,
  verifier: SortThenVerifyVerifier,
): (at: UnixSeconds) => Attempt {
  const end = sorted.at(-1)
  const kept = sorted.length > 1 && end !== undefined && gnutlsIssued(end, end) ? sorted.slice(0, -1) : sorted
  const { list, anchor, index } = cutAtTrusted(kept, trusted)
  const top = list.at(-1)
  const issuers = top === undefined ? [] : trusted.filter((candidate) => gnutlsIssued(top, candidate))
  const judged = new Map<Certificate | null, KeptList<GnutlsFindings>>()
  return (at) => {
    const failures = anchor === null ? [] : anchorFailures(anchor, index, verifier, at)
    if (failures.length > 0) return { failures, path: { certificates: list, anchor } }
    if (top === undefined) return { failures, path: { certificates: sorted.slice(0, 1), anchor } }
    const stored = preferredIssuer(issuers, at)
    let steps = judged.get(stored)
    if (steps === undefined) judged.set(stored, (steps = new KeptList(judgeList(list, stored, scenario, verifier))))
    return { failures: firstFailures(steps, verifier, at), path: { certificates: list, anchor: stored } }
  }
}

/** Everything that is wrong with the first certificate that fails, from the top down. */
function firstFailures(
  steps: KeptList<GnutlsFindings>,
  { notAfter }: SortThenVerifyVerifier,
  at: UnixSeconds,
): readonly Failure[] {
  for (let i = 0, step = steps.at(0); step !== undefined; step = steps.at(++i)) {
    let found: Failure[] | null = step.failures.length > 0 ? [...step.failures] : null
    for (const { certificate, at: place } of step.dated) {
      const code = validity(certificate, at, notAfter)
      if (code !== null) (found ??= []).push({ code, at: place, certificate })
    }
    if (found !== null) return found
  }
  return []
}

/** The list from its top down, under the issuer that the store has for it. */
function* judgeList(
  list: readonly Certificate[],
  stored: Certificate | null,
  scenario: Scenario,
  verifier: SortThenVerifyVerifier,
): Generator<GnutlsFindings> {
  const state: GnutlsState = { scenario, verifier, issuers: [], remaining: gnutlsMaxPath }
  for (let i = list.length - 1; i >= 0; i--) {
    const certificate = list[i]
    const isTop = i === list.length - 1
    const issuer = isTop ? stored : (list[i + 1] ?? null)
    if (certificate === undefined) return
    if (!isTop && issuer !== null && verifier.purpose !== null && !gnutlsServesTls(issuer, false, verifier.purpose))
      yield { failures: [{ code: 'purpose-ca', at: i + 1, certificate: issuer }], dated: [] }
    const issued = issuer !== null && gnutlsIssued(certificate, issuer) ? issuer : null
    yield gnutlsFindings({ certificate, index: i, issuer: issued, issuerIsStored: isTop }, state)
  }
}

/** The part of the list below a certificate whose name and key are trusted (for the target: the same certificate). */
function cutAtTrusted(list: readonly Certificate[], trusted: readonly Certificate[]) {
  for (const [index, certificate] of list.entries()) {
    const anchor = trusted.find((t) => (index === 0 ? t.sha256 === certificate.sha256 : isSameAuthority(t, certificate)))
    if (anchor !== undefined) return { list: list.slice(0, index), anchor, index }
  }
  return { list, anchor: null, index: list.length }
}

const isSameAuthority = (a: Certificate, b: Certificate): boolean =>
  a.subject.raw === b.subject.raw && a.subjectPublicKeyInfo.raw === b.subjectPublicKeyInfo.raw

/** check_ca_sanity: the anchor's time, its key, and up to 3.7.1 the digest that it was signed under. */
function anchorFailures(
  anchor: Certificate,
  index: number,
  verifier: SortThenVerifyVerifier,
  at: UnixSeconds,
): readonly Failure[] {
  const { hash } = anchor.signatureScheme
  const outside = validity(anchor, at, verifier.notAfter)
  return [
    ...(outside === null ? [] : [outside]),
    ...(verifier.anchorDigest && hash !== null && verifier.weakDigests.includes(hash) ? (['ca-digest-weak'] as const) : []),
    ...(gnutlsKeyIsWeak(anchor, verifier) ? (['ca-key-weak'] as const) : []),
  ].map((code): Failure => ({ code, at: index, certificate: anchor }))
}

/** find_issuer: the first that fits, unless a later one is valid now. Its last second does not count as valid here. */
function preferredIssuer([first, ...later]: readonly Certificate[], at: UnixSeconds): Certificate | null {
  return later.findLast((candidate) => validity(candidate, at, 'exclusive') === null) ?? first ?? null
}
