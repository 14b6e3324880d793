import type { Certificate } from '../../model/certificate.ts'
import { keyUsageBit } from '../../model/extension.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { SentThenBuildVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import { isSelfIssued, namesChain } from '../../graph/issuers.ts'
import { unknownCriticalExtension } from './critical-extensions.ts'
import { javaNameConstraints } from './java-name-constraints.ts'
import { maySignCertificates } from './key-usage.ts'
import { anyPolicy, concernsPolicies, noPolicyAsked, type PolicyFault, processPolicies } from './policies.ts'
import { validity } from './validity.ts'

/** One PKIXCertPathChecker: judges the certificate at an index of the chain. To be called from the top down, each index once. */
export type JavaChecker = (index: number) => Failure | null

interface Setting {
  readonly scenario: Scenario
  readonly verifier: SentThenBuildVerifier
  readonly at: UnixSeconds
}

type CheckerName = 'algorithms' | 'keyUsage' | 'constraints' | 'policies' | 'validity' | 'signature' | 'criticalExtensions'

/**
 * The checkers of sun.security.provider.certpath for one chain (target first) under one anchor: AlgorithmChecker,
 * KeyChecker, ConstraintsChecker, PolicyChecker, BasicChecker (its times with the names, and its signature) and the test
 * for critical extensions that nobody took.
 */
export function javaCheckers(
  chain: readonly Certificate[],
  anchor: Certificate,
  setting: Setting,
): Readonly<Record<CheckerName, JavaChecker>> {
  const { scenario, verifier, at } = setting
  const top = chain.length - 1
  const issuerOf = (i: number): Certificate => chain[i + 1] ?? anchor
  const fail = (code: FailureCode, i: number, params?: Failure['params']): Failure => ({
    code,
    at: i,
    certificate: chain[i] ?? anchor,
    ...(params === undefined ? {} : { params }),
  })
  const on =
    (check: (certificate: Certificate, i: number) => Failure | null): JavaChecker =>
    (i) => {
      const certificate = chain[i]
      return certificate === undefined ? null : check(certificate, i)
    }
  // ConstraintsChecker: intermediates that may still follow.
  let maxPathLength = chain.length
  const names = chain.some((c) => c.nameConstraints !== null) ? javaNameConstraints(verifier.addressFamilies) : () => null
  const policies = concernsPolicies(chain) ? processPolicies(chain, noPolicyAsked, verifier.policies) : null
  return {
    algorithms: on((certificate, i) => {
      // AlgorithmChecker: with the anchor's key it is the algorithm of the signature that is judged and told.
      if (i === top && keyIsWeak(anchor, verifier))
        return fail('ca-key-weak', chain.length, { anchor: 'yes', detail: schemeText(certificate) })
      const { hash } = certificate.signatureScheme
      if (hash !== null && refusedDigests(scenario, verifier).includes(hash))
        return fail('ca-digest-weak', i, { detail: hash.toUpperCase() })
      if (certificate.keyUsage !== null && (certificate.keyUsage.bits & anyUse) === 0) return fail('key-usage-empty', i)
      return keyIsWeak(certificate, verifier)
        ? fail(i === 0 ? 'target-key-weak' : 'ca-key-weak', i, keyParams(certificate))
        : null
    }),
    keyUsage: on((certificate, i) => (i > 0 && !maySignCertificates(certificate) ? fail('key-usage-cert-sign', i) : null)),
    constraints: on((certificate, i) => {
      if (i > 0) {
        // A version 1 certificate is an authority only where it is self-issued and right below the anchor.
        const isOldCa = certificate.version < 3 && i === top && isSelfIssued(certificate)
        const { cA, pathLenConstraint } = certificate.basicConstraints ?? { cA: false, pathLenConstraint: null }
        if (certificate.version < 3 ? !isOldCa : !cA) return fail('not-a-ca', i)
        if (!isSelfIssued(certificate)) {
          if (maxPathLength <= 0) return fail('path-length-exceeded', i)
          maxPathLength -= 1
        }
        if (pathLenConstraint !== null && pathLenConstraint < maxPathLength) maxPathLength = pathLenConstraint
      }
      const found = names(certificate, i > 0 && isSelfIssued(certificate))
      return found === null ? null : fail(found.code, i, found.params)
    }),
    policies: (i) =>
      hasRejectedQualifiers(chain, i, verifier)
        ? fail('policy', i, { detail: 'critical policy qualifiers present in certificate' })
        : policies?.kind === 'invalid' && policies.at === i
          ? fail('policy', i, policyParams[policies.reason])
          : null,
    validity: on((certificate, i) => {
      const outside = validity(certificate, at, verifier.notAfter)
      if (outside !== null) return fail(outside, i)
      return namesChain(certificate, issuerOf(i), 'canonical') ? null : fail('name-chaining', i)
    }),
    signature: on((certificate, i) => {
      const { algorithms } = verifier
      const { key } = issuerOf(i).subjectPublicKeyInfo
      const isOnOtherCurve = key.kind === 'ec' && key.curve !== null && algorithms.curves?.includes(key.curve) === false
      if (isOnOtherCurve || !algorithms.schemes.includes(certificate.signatureScheme.kind))
        return fail('signature-unsupported', i)
      return scenario.graph.signed(certificate, issuerOf(i)) === 'valid' ? null : fail('signature-invalid', i)
    }),
    criticalExtensions: on((certificate, i) =>
      unknownCriticalExtension(certificate, verifier.knownExtensions) === null ? null : fail('critical-extension-unknown', i),
    ),
  }
}

/** AlgorithmChecker's primitives: all but encipherOnly and decipherOnly stand for one. */
const anyUse = ~(keyUsageBit.encipherOnly | keyUsageBit.decipherOnly)

/**
 * PolicyChecker.processPolicies with policyQualifiersRejected, which is the default: a critical extension has a policy with qualifiers,
 * while those above leave any policy valid.
 */
function hasRejectedQualifiers(chain: readonly Certificate[], i: number, { policies }: SentThenBuildVerifier): boolean {
  const own = chain[i]?.certificatePolicies ?? null
  if (own?.critical !== true || !own.policies.some(({ policy, qualifiers }) => policy !== anyPolicy && qualifiers !== null))
    return false
  const above = chain.slice(i + 1)
  return above.length === 0 || processPolicies(above, { ...noPolicyAsked, explicitPolicy: true }, policies).kind === 'valid'
}

/** What PolicyChecker.processPolicyMappings says of a mapping. */
const policyParams: Readonly<Record<PolicyFault, Failure['params']>> = {
  'none-valid': undefined,
  'any-policy-mapped': { detail: 'encountered an issuerDomainPolicy of ANY_POLICY' },
  'mapped-to-any-policy': { detail: 'encountered a subjectDomainPolicy of ANY_POLICY' },
}

function refusedDigests({ store }: Scenario, verifier: SentThenBuildVerifier): readonly string[] {
  const { refusedDigests: always } = verifier.algorithms
  return verifier.runtimeStores.includes(store.id) ? [...always, ...verifier.refusedDigestsUnderProgramme] : always
}

/** jdk.certpath.disabledAlgorithms, `keySize`: of the certificate's own key. */
function keyIsWeak({ subjectPublicKeyInfo: { key } }: Certificate, { algorithms }: SentThenBuildVerifier): boolean {
  // A DSA key may inherit its parameters, and has no size then (RFC 3279 §2.3.2).
  if (key.kind === 'dsa') return key.bits > 0 && key.bits < algorithms.minRsaBits
  if (key.kind === 'rsa') return key.bits < algorithms.minRsaBits || key.bits > algorithms.maxRsaBits
  return key.kind === 'ec' && key.bits > 0 && key.bits < algorithms.minEcBits
}

/** `detail`: the kind and size of the key as Java's sentence has them, `EC 192`. */
const keyParams = ({ subjectPublicKeyInfo: { key } }: Certificate): Failure['params'] => ({
  detail: `${key.kind.toUpperCase()} ${key.bits}`,
})

/** `detail`: the signature as Java names it, `SHA256withRSA`. */
function schemeText({ signatureScheme: { kind, hash } }: Certificate): string {
  if (kind === 'rsa-pss') return 'RSASSA-PSS'
  return `${(hash ?? '').toUpperCase()}with${kind === 'rsa-pkcs1' ? 'RSA' : kind.toUpperCase()}`
}
