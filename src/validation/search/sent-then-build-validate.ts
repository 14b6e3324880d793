import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { SentThenBuildVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Verdict } from '../../model/verdict.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { type JavaChecker, javaCheckers } from '../checks/java-checkers.ts'

const subjectKeyIdentifier = '2.5.29.14'

/** What a search works on; the same for all its steps. */
export interface JavaSetting {
  readonly scenario: Scenario
  readonly verifier: SentThenBuildVerifier
  readonly at: UnixSeconds
}

/**
 * PKIXCertPathValidator: every anchor that fits the top certificate's issuer is tried, and the last one's failure is
 * told. Java takes the anchors in the order of a hash table; here it is the store's order.
 */
export function validateAsSent(chain: readonly Certificate[], setting: JavaSetting): Verdict {
  const top = chain.at(-1)
  const anchors = top === undefined ? [] : fittingAnchors(top, setting.scenario)
  const trace: Failure[] = []
  let judged: Certificate | null = null
  for (const anchor of anchors) {
    judged = anchor
    const found = firstFailure(chain, anchor, setting)
    if (found === null) return { kind: 'accepted', path: { certificates: chain, anchor } }
    trace.push(found)
  }
  const told = trace.at(-1) ?? { code: 'issuer-not-found', at: chain.length - 1, certificate: top ?? null }
  return { kind: 'rejected', told, trace: [...trace.slice(0, -1), told], path: { certificates: chain, anchor: judged } }
}

/**
 * AdaptableX509CertSelector: the subject is the issuer's name, a subject key identifier is the one that the child gives,
 * and so is the serial number.
 */
function fittingAnchors(child: Certificate, { store }: Scenario): readonly Certificate[] {
  const akid = child.authorityKeyIdentifier
  const fits = (anchor: Certificate): boolean => {
    const ski = anchor.subjectKeyIdentifier?.keyIdentifier
    const asked = akid?.keyIdentifier ?? null
    // One that cannot be decoded is there all the same, and fits nothing.
    const hasSki = anchor.extensions.some(({ oid }) => oid === subjectKeyIdentifier)
    if (asked !== null && hasSki && (ski === undefined || !sameBytes(asked, ski))) return false
    const serial = akid?.authorityCertSerialNumber ?? null
    return serial === null || anchor.version < 3 || sameBytes(serial, anchor.serialNumber)
  }
  return (store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate).filter(fits)
}

/** PKIXMasterCertPathValidator: from the anchor's side down, each certificate through all checkers. */
function firstFailure(chain: readonly Certificate[], anchor: Certificate, setting: JavaSetting): Failure | null {
  const checkers = javaCheckers(chain, anchor, setting)
  const order: readonly JavaChecker[] = [
    checkers.algorithms,
    checkers.keyUsage,
    checkers.constraints,
    checkers.policies,
    checkers.validity,
    checkers.signature,
    checkers.criticalExtensions,
  ]
  for (let i = chain.length - 1; i >= 0; i--) {
    for (const check of order) {
      const found = check(i)
      if (found !== null) return found
    }
  }
  return null
}
