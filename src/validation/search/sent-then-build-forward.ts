import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { CertificationPath } from '../../model/path.ts'
import { isSelfIssued, keyIdentifierFit, sameBytes, sameEntity } from '../../graph/issuers.ts'
import { unknownCriticalExtension } from '../checks/critical-extensions.ts'
import { javaCheckers } from '../checks/java-checkers.ts'
import { maySignCertificates } from '../checks/key-usage.ts'
import { validity } from '../checks/validity.ts'
import { javaHashOrder } from './java-hash-order.ts'
import type { JavaSetting } from './sent-then-build-validate.ts'

/** What the builder came to. The trace of a failed one holds every failure that it swallowed. */
export type BuildResult =
  | { readonly kind: 'path'; readonly path: CertificationPath }
  | { readonly kind: 'none'; readonly trace: readonly Failure[] }
  /** An exception that the builder does not expect ends it: whoever called it is told that. */
  | { readonly kind: 'broken'; readonly failure: Failure; readonly path: CertificationPath }
  | { readonly kind: 'budget' }

const subjectAltName = '2.5.29.17'

/**
 * SunCertPathBuilder with ForwardBuilder: depth first from the target towards an anchor, over the sent certificates and
 * the store, back out of dead ends. Signatures and constraints are judged once an anchor was reached.
 */
export function buildForward(setting: JavaSetting, target: Certificate): BuildResult {
  const search = new ForwardSearch(setting)
  const outside = validity(target, setting.at, setting.verifier.notAfter)
  if (outside !== null) return { kind: 'none', trace: [{ code: outside, at: 0, certificate: target }] }
  if (!search.passes(target, 0)) return { kind: 'none', trace: search.trace }
  const path = search.descend([target], 0)
  if (search.broken !== null) return { kind: 'broken', ...search.broken }
  if (path !== null) return { kind: 'path', path }
  return search.steps > setting.verifier.steps ? { kind: 'budget' } : { kind: 'none', trace: search.trace }
}

/** One run; holds what was swallowed and how much was looked at. */
class ForwardSearch {
  readonly trace: Failure[] = []
  steps = 0
  broken: { readonly failure: Failure; readonly path: CertificationPath } | null = null
  /** The selector keeps the date that its first use has set: from the second look-up on an expired anchor is not found. */
  private anchorsMustBeValid = false
  private readonly setting: JavaSetting
  constructor(setting: JavaSetting) {
    this.setting = setting
  }

  /** depthFirstSearchForward: `traversed` counts the intermediates of `chain` that are not self-issued. */
  descend(chain: readonly Certificate[], traversed: number): CertificationPath | null {
    const last = chain.at(-1)
    if (last === undefined) return null
    const { store } = this.setting.scenario
    const candidates = this.candidates(last, chain, traversed)
    if (candidates.length === 0) this.trace.push({ code: 'issuer-not-found', at: chain.length - 1, certificate: last })
    for (const candidate of candidates) {
      this.steps += 1
      if (this.steps > this.setting.verifier.steps) return null
      if (store.bySha256.has(candidate.sha256)) {
        const found = this.finalFailure(chain, candidate)
        const complete = { certificates: chain, anchor: candidate }
        if (found === null) return complete
        // No CertPathValidatorException: the loop over the candidates does not catch it.
        if (isUncaught(found)) {
          this.broken = { failure: found, path: complete }
          return null
        }
        this.trace.push(found)
        continue
      }
      if (!this.passes(candidate, chain.length)) continue
      // Two self-issued certificates in a row end this branch, whatever else was to be tried in it.
      if (isSelfIssued(last) && isSelfIssued(candidate)) return null
      const path = this.descend([...chain, candidate], traversed + (isSelfIssued(candidate) ? 0 : 1))
      if (path !== null || this.broken !== null) return path
    }
    return null
  }

  /** ForwardBuilder.verifyCert: what is asked of a certificate that is no anchor before the search goes on above it. */
  passes(certificate: Certificate, index: number): boolean {
    const { verifier } = this.setting
    const code: FailureCode | null =
      unknownCriticalExtension(certificate, verifier.knownExtensions) !== null
        ? 'critical-extension-unknown'
        : index > 0 && certificate.basicConstraints?.cA !== true
          ? 'not-a-ca'
          : index > 0 && !maySignCertificates(certificate)
            ? 'key-usage-cert-sign'
            : null
    if (code !== null) this.trace.push({ code, at: index, certificate })
    return code === null
  }

  /**
   * getMatchingCACerts and PKIXCertComparator: a fitting key identifier first, then an issuer that is trusted. Of equals the one that
   * was met last comes first; anchors are met before what was sent (CollectionCertStore), both as a HashSet gives them.
   */
  private candidates(child: Certificate, chain: readonly Certificate[], traversed: number): readonly Certificate[] {
    const { store, sent } = this.setting.scenario
    const anchors = this.anchors(child, chain.length)
    const isOpen = traversed < this.setting.verifier.maxPathLength
    const others = isOpen ? [...new Set(sent)].filter((c) => this.mayIssue(c, child, chain.length, traversed)) : []
    const met = [...anchors]
    for (const other of javaHashOrder(others, others.length, 16)) {
      const place = met.indexOf(other)
      if (place === -1 || !isOnTheWay(place + 1, met.length)) met.push(other)
    }
    const rank = (c: Certificate): number =>
      keyIdentifierFit(child, c) === 'match' ? 0 : store.bySubject.has(c.issuer.canonical) ? 1 : 2
    return [...new Set(met.toReversed())]
      .filter((candidate) => !chain.some((c) => isRepetition(c, candidate)))
      .sort((a, b) => rank(a) - rank(b))
  }

  private anchors(child: Certificate, index: number): readonly Certificate[] {
    const { scenario, verifier, at } = this.setting
    const mustBeValid = this.anchorsMustBeValid
    this.anchorsMustBeValid = true
    const { store } = scenario
    const namesakes = (store.bySubject.get(child.issuer.canonical) ?? []).map((a) => a.certificate)
    // Two of one bucket stand as the table of the trust anchors has them, which is another one in each run.
    return javaHashOrder(namesakes, store.anchors.length + (store.unheld ?? 0), 1).flatMap((certificate) => {
      const outside = mustBeValid ? validity(certificate, at, verifier.notAfter) : null
      if (outside !== null) this.trace.push({ code: outside, at: index, certificate })
      return outside === null && outlivesWhenOld(certificate, child) ? [certificate] : []
    })
  }

  /** The selector's conditions on a certificate that was sent: name, time, and a path length that still allows it. */
  private mayIssue(candidate: Certificate, child: Certificate, index: number, traversed: number): boolean {
    if (candidate.subject.canonical !== child.issuer.canonical) return false
    const { verifier, at } = this.setting
    const outside = validity(candidate, at, verifier.notAfter)
    const limit = candidate.basicConstraints?.pathLenConstraint ?? null
    const code: FailureCode | null =
      outside ??
      (candidate.basicConstraints?.cA !== true ? 'not-a-ca' : limit !== null && limit < traversed ? 'path-length-exceeded' : null)
    if (code !== null) this.trace.push({ code, at: index, certificate: candidate })
    return code === null
  }

  /** The final verification of a complete path; nothing about time, which the selection has settled. */
  private finalFailure(chain: readonly Certificate[], anchor: Certificate): Failure | null {
    const { signature, policies, constraints, algorithms } = javaCheckers(chain, anchor, this.setting)
    for (let i = chain.length - 1; i >= 0; i--) {
      const found = signature(i) ?? policies(i) ?? constraints(i) ?? algorithms(i)
      if (found !== null) return found
    }
    return null
  }
}

/**
 * java.util.TreeSet looks for an equal on its way to the front alone. Whether it meets the one that was added as number `place` of
 * `size`, each of them in front of the others: in a red-black tree of up to seven; larger ones are taken for such.
 */
const isOnTheWay = (place: number, size: number): boolean =>
  size <= 2 || place % 2 === 0 || place === size || (size % 2 === 0 && place === size - 1)

/** What checks/java-name-constraints.ts tells of an exception that is no CertPathValidatorException. */
const isUncaught = ({ code, params }: Failure): boolean =>
  code === 'name-constraint-unsupported' && (params?.['constraint'] ?? '') !== ''

/** AdaptableX509CertSelector.setValidityPeriod: an anchor before version 3 must be valid at both ends of the child's validity. */
function outlivesWhenOld(anchor: Certificate, child: Certificate): boolean {
  return anchor.version >= 3 || (anchor.notBefore <= child.notBefore && child.notAfter <= anchor.notAfter)
}

/** SunCertPathBuilder.repeated: the same certificate, or name, key and subjectAltName (RFC 4158 §2.4.2). */
function isRepetition(a: Certificate, b: Certificate): boolean {
  if (a.sha256 === b.sha256) return true
  const [x, y] = [a, b].map((c) => c.extensions.find((e) => e.oid === subjectAltName)?.value ?? new Uint8Array())
  return sameEntity(a, b) && x !== undefined && y !== undefined && sameBytes(x, y)
}
