import type { Certificate } from '../../model/certificate.ts'
import type { Oid } from '../../model/oid.ts'
import { isSelfIssued } from '../../graph/issuers.ts'

const anyPolicy = '2.5.29.32.0'

/** The leaves of RFC 5280's valid_policy_tree: each valid policy with the policies expected below it; `null`: no tree. */
type Leaves = Map<Oid, { expected: Set<Oid>; isMapped: boolean }> | null

/**
 * PolicyChecker (sun.security.provider.certpath) for a caller that accepts any policy (RFC 5280 §6.1.3 d to f, §6.1.4 a, b
 * and h to j, §6.1.5): what counts is only whether a tree is left where one is demanded. Returns a function to be called
 * from the top down with each certificate of a path of `length`; `false`: the path fails there.
 */
export function javaPolicies(length: number): (certificate: Certificate, isTarget: boolean) => boolean {
  let leaves: Leaves = new Map([[anyPolicy, { expected: new Set([anyPolicy]), isMapped: false }]])
  let [explicitPolicy, policyMapping, inhibitAnyPolicy] = [length + 1, length + 1, length + 1]
  return (certificate, isTarget) => {
    const selfIssued = isSelfIssued(certificate)
    leaves = processed(leaves, certificate, inhibitAnyPolicy > 0 || (!isTarget && selfIssued))
    if (!isTarget && leaves !== null) {
      const mapped = applyMappings(leaves, certificate, policyMapping)
      if (mapped === 'forbidden') return false
      leaves = mapped
    }
    const { policyConstraints, inhibitAnyPolicy: inhibit } = certificate
    const require = policyConstraints?.requireExplicitPolicy ?? null
    if (isTarget) {
      const demanded = (selfIssued ? explicitPolicy : Math.max(0, explicitPolicy - 1)) === 0 || require === 0
      return !demanded || leaves !== null
    }
    if (explicitPolicy === 0 && leaves === null) return false
    const next = (counter: number, limit: number | null): number =>
      Math.min(selfIssued ? counter : Math.max(0, counter - 1), limit ?? Infinity)
    explicitPolicy = next(explicitPolicy, require)
    policyMapping = next(policyMapping, policyConstraints?.inhibitPolicyMapping ?? null)
    inhibitAnyPolicy = next(inhibitAnyPolicy, inhibit?.skipCerts ?? null)
    return true
  }
}

/** RFC 5280 §6.1.3 (d) and (e). */
function processed(leaves: Leaves, { certificatePolicies }: Certificate, anyCounts: boolean): Leaves {
  if (leaves === null || certificatePolicies === null) return null
  const next: NonNullable<Leaves> = new Map()
  const policies = certificatePolicies.policies.map(({ policy }) => policy)
  const isExpected = (policy: Oid): boolean => [...leaves.values()].some(({ expected }) => expected.has(policy))
  for (const policy of policies) {
    if (policy !== anyPolicy && (isExpected(policy) || leaves.has(anyPolicy)))
      next.set(policy, { expected: new Set([policy]), isMapped: false })
  }
  if (policies.includes(anyPolicy) && anyCounts) {
    for (const { expected } of leaves.values()) {
      for (const policy of expected) if (!next.has(policy)) next.set(policy, { expected: new Set([policy]), isMapped: false })
    }
  }
  return next.size === 0 ? null : next
}

/** RFC 5280 §6.1.4 (a) and (b). */
function applyMappings(
  leaves: NonNullable<Leaves>,
  { policyMappings }: Certificate,
  policyMapping: number,
): Leaves | 'forbidden' {
  for (const { issuerDomainPolicy: from, subjectDomainPolicy: to } of policyMappings?.mappings ?? []) {
    if (from === anyPolicy || to === anyPolicy) return 'forbidden'
    const leaf = leaves.get(from)
    if (policyMapping === 0) leaves.delete(from)
    else if (leaf === undefined) {
      if (leaves.has(anyPolicy)) leaves.set(from, { expected: new Set([to]), isMapped: true })
    } else {
      leaf.expected = leaf.isMapped ? leaf.expected.add(to) : new Set([to])
      leaf.isMapped = true
    }
  }
  return leaves.size === 0 ? null : leaves
}
