import type { Certificate } from '../../model/certificate.ts'
import type { Oid } from '../../model/oid.ts'
import type { PolicyDialect } from '../../model/policy.ts'
import { isSelfIssued } from '../../graph/issuers.ts'

export const anyPolicy = '2.5.29.32.0'

/** RFC 5280 §6.1.1 (c), (e), (f) and (g): what a relying party asks of the policies of a path. */
export interface PolicyInputs {
  /** user-initial-policy-set; `anyPolicy` alone: none in particular. */
  readonly initialPolicies: readonly Oid[]
  readonly explicitPolicy: boolean
  readonly mappingInhibited: boolean
  readonly anyPolicyInhibited: boolean
}

/** A relying party that asks for no policy: every TLS client. */
export const noPolicyAsked: PolicyInputs = {
  initialPolicies: [anyPolicy],
  explicitPolicy: false,
  mappingInhibited: false,
  anyPolicyInhibited: false,
}

/** RFC 5280 §6.1 as it is written. */
export const rfc5280Policies: PolicyDialect = {
  anyPolicyMapping: 'refused',
  selfIssuedTarget: 'counts',
  inhibitAnyPolicy: 'heeded',
  demand: 'before-mappings',
}

export type PolicyOutcome =
  /** `policies`: user-constrained-policy-set (RFC 9618 §5.6); may be empty, and may hold `anyPolicy`. */
  | { readonly kind: 'valid'; readonly policies: ReadonlySet<Oid> }
  /** `at`: the index in the path of the certificate at which it fails. */
  | { readonly kind: 'invalid'; readonly at: number; readonly reason: PolicyFault }

/** No policy is valid where one is demanded; or the first pair that maps anyPolicy has it as issuerDomainPolicy, or else as subjectDomainPolicy. */
export type PolicyFault = 'none-valid' | 'any-policy-mapped' | 'mapped-to-any-policy'

/**
 * The last row of RFC 9618's valid_policy_graph, by valid_policy. The rows above are not kept: a node counts at the end only
 * if a leaf stands below it, and then only where its parent is anyPolicy, so each leaf carries those as `origins`.
 */
type Leaves = Map<Oid, { expected: ReadonlySet<Oid>; readonly origins: ReadonlySet<Oid> }>

interface Counters {
  explicitPolicy: number
  policyMapping: number
  inhibitAnyPolicy: number
}

/**
 * Certificate policies of a path (target first, anchor apart): RFC 5280 §6.1.2 to §6.1.5 with the graph of RFC 9618, which
 * grows with the certificates and not with the number of ways through them. Qualifiers are not looked at.
 */
export function processPolicies(path: readonly Certificate[], inputs: PolicyInputs, dialect: PolicyDialect): PolicyOutcome {
  const n = path.length
  const initially = (isSet: boolean): number => (isSet ? 0 : n + 1)
  // §6.1.2 (a), (d), (e), (f). `null` is the graph without nodes.
  let leaves: Leaves | null = new Map([[anyPolicy, leaf([anyPolicy], [anyPolicy])]])
  const counters: Counters = {
    explicitPolicy: initially(inputs.explicitPolicy),
    policyMapping: initially(inputs.mappingInhibited),
    inhibitAnyPolicy: initially(inputs.anyPolicyInhibited),
  }
  for (let at = n - 1; at >= 0; at--) {
    const certificate = path[at]
    if (certificate === undefined) break
    const isTarget = at === 0
    leaves = processed(leaves, certificate, counters.inhibitAnyPolicy > 0 || (!isTarget && isSelfIssued(certificate)))
    if (dialect.demand === 'before-mappings' && counters.explicitPolicy === 0 && leaves === null) return invalid(at)
    if (isTarget) break
    const fault = anyPolicyMapping(certificate)
    if (fault !== null && isRefused(dialect, leaves, counters)) return invalid(at, fault)
    leaves = leaves === null ? null : mapped(leaves, certificate, counters.policyMapping > 0)
    if (dialect.demand === 'after-mappings' && counters.explicitPolicy === 0 && leaves === null) return invalid(at)
    count(counters, certificate, dialect)
  }
  return wrappedUp(path[0], leaves, counters, inputs, dialect)
}

/** Whether policies can fail a path at all when none is asked for: somebody demands one, or maps them. A quick test for the many that do neither. */
export const concernsPolicies = (path: readonly Certificate[]): boolean =>
  path.some((c) => c.policyMappings !== null || (c.policyConstraints?.requireExplicitPolicy ?? null) !== null)

const leaf = (expected: readonly Oid[], origins: Iterable<Oid>) => ({ expected: new Set(expected), origins: new Set(origins) })

/** §6.1.3 (d) and (e). */
function processed(above: Leaves | null, { certificatePolicies }: Certificate, anyCounts: boolean): Leaves | null {
  if (above === null || certificatePolicies === null) return null
  const next: Leaves = new Map()
  const policies = new Set(certificatePolicies.policies.map(({ policy }) => policy))
  const expecting = (policy: Oid) => [...above.values()].filter(({ expected }) => expected.has(policy))
  for (const policy of policies) {
    if (policy === anyPolicy) continue
    const parents = expecting(policy)
    if (parents.length > 0)
      next.set(
        policy,
        leaf(
          [policy],
          parents.flatMap(({ origins }) => [...origins]),
        ),
      )
    else if (above.has(anyPolicy)) next.set(policy, leaf([policy], [policy]))
  }
  if (policies.has(anyPolicy) && anyCounts) {
    const missing = new Set([...above.values()].flatMap(({ expected }) => [...expected]).filter((policy) => !next.has(policy)))
    for (const policy of missing) {
      next.set(
        policy,
        leaf(
          [policy],
          expecting(policy).flatMap(({ origins }) => [...origins]),
        ),
      )
    }
  }
  return next.size === 0 ? null : next
}

const invalid = (at: number, reason: PolicyFault = 'none-valid'): PolicyOutcome => ({ kind: 'invalid', at, reason })

function anyPolicyMapping({ policyMappings }: Certificate): Exclude<PolicyFault, 'none-valid'> | null {
  for (const { issuerDomainPolicy, subjectDomainPolicy } of policyMappings?.mappings ?? []) {
    if (issuerDomainPolicy === anyPolicy) return 'any-policy-mapped'
    if (subjectDomainPolicy === anyPolicy) return 'mapped-to-any-policy'
  }
  return null
}

/** §6.1.4 (a). */
function isRefused({ anyPolicyMapping }: PolicyDialect, leaves: Leaves | null, { policyMapping }: Counters): boolean {
  switch (anyPolicyMapping) {
    case 'refused':
      return true
    case 'refused-while-valid':
      return leaves !== null
    case 'refused-while-mapped':
      return leaves !== null && policyMapping > 0
  }
}

/** §6.1.4 (b). */
function mapped(leaves: Leaves, { policyMappings }: Certificate, isAllowed: boolean): Leaves | null {
  const mappings = policyMappings?.mappings ?? []
  for (const from of new Set(mappings.map((m) => m.issuerDomainPolicy))) {
    const to = mappings.filter((m) => m.issuerDomainPolicy === from).map((m) => m.subjectDomainPolicy)
    const node = leaves.get(from)
    if (!isAllowed) leaves.delete(from)
    else if (node !== undefined) node.expected = new Set(to)
    else if (leaves.has(anyPolicy)) leaves.set(from, leaf(to, [from]))
  }
  return leaves.size === 0 ? null : leaves
}

/** §6.1.4 (h), (i) and (j). */
function count(counters: Counters, certificate: Certificate, dialect: PolicyDialect): void {
  const { policyConstraints, inhibitAnyPolicy } = certificate
  const isHeeded = dialect.inhibitAnyPolicy === 'heeded' || inhibitAnyPolicy?.critical === true
  const step = isSelfIssued(certificate) ? 0 : 1
  const next = (counter: number, limit: number | null): number => Math.min(Math.max(0, counter - step), limit ?? Infinity)
  counters.explicitPolicy = next(counters.explicitPolicy, policyConstraints?.requireExplicitPolicy ?? null)
  counters.policyMapping = next(counters.policyMapping, policyConstraints?.inhibitPolicyMapping ?? null)
  counters.inhibitAnyPolicy = next(counters.inhibitAnyPolicy, isHeeded ? (inhibitAnyPolicy?.skipCerts ?? null) : null)
}

/** §6.1.5 (a), (b) and (g). */
function wrappedUp(
  target: Certificate | undefined,
  leaves: Leaves | null,
  { explicitPolicy }: Counters,
  { initialPolicies }: PolicyInputs,
  { selfIssuedTarget }: PolicyDialect,
): PolicyOutcome {
  const authority = new Set([...(leaves ?? new Map()).values()].flatMap(({ origins }) => [...origins]))
  const asksForNone = initialPolicies.length === 1 && initialPolicies[0] === anyPolicy
  const policies =
    asksForNone || authority.has(anyPolicy)
      ? new Set(asksForNone ? authority : initialPolicies)
      : new Set(initialPolicies.filter((policy) => authority.has(policy)))
  if (target === undefined) return { kind: 'valid', policies }
  const step = selfIssuedTarget === 'spared' && isSelfIssued(target) ? 0 : 1
  const isDemanded = explicitPolicy - step <= 0 || target.policyConstraints?.requireExplicitPolicy === 0
  return isDemanded && policies.size === 0 ? invalid(0) : { kind: 'valid', policies }
}
