import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { CheckId, DepthFirstVerifier } from '../../model/verifier.ts'
import type { UnixSeconds } from '../../model/time.ts'
import type { Search } from './search.ts'
import { isSelfIssued, keyIdentifierFit, namesChain, sameEntity } from '../../graph/issuers.ts'
import { checks, type PathCheck, type PathCheckInput } from '../checks/path-checks.ts'

/**
 * Depth-first with backtracking (RFC 4158 §2.4.2), as the reference profile defines it: anchors before intermediates at every height,
 * the first path that passes wins.
 */
export const depthFirst: Search<DepthFirstVerifier> = (scenario, verifier, _identity) => (at) => {
  const [target] = scenario.sent
  if (target === undefined) return { kind: 'undetermined', missing: ['a certificate'] }
  const search = new PathSearch(scenario, verifier, at)
  const path = search.extend([target])
  if (path !== null) return { kind: 'accepted', path }
  if (search.isTooLarge) {
    return {
      kind: 'undetermined',
      missing: [`what a search of more than ${mostSteps} steps comes to: the chain and the store branch too often`],
    }
  }
  const [told, chain] = search.told(target)
  return { kind: 'rejected', told, trace: search.trace, path: { certificates: chain, anchor: null } }
}

/**
 * Steps that one search may take here, whatever the client allows: a mesh of cross-certificates, which any server can send, would
 * otherwise take seconds at every edge of a timeline. No chain met in the wild comes near it.
 */
const mostSteps = 2_000

class PathSearch {
  readonly trace: Failure[] = []
  private readonly chains: (readonly Certificate[])[] = []
  private completed: number | null = null
  private signatures = 0
  private steps = 0
  private isSpent = false
  /** Our own bound was met before the client's. */
  isTooLarge = false
  private readonly scenario: Scenario
  private readonly verifier: DepthFirstVerifier
  private readonly at: UnixSeconds

  constructor(scenario: Scenario, verifier: DepthFirstVerifier, at: UnixSeconds) {
    this.scenario = scenario
    this.verifier = verifier
    this.at = at
  }

  /** The accepted path above `chain`, whose last certificate seeks an issuer. */
  extend(chain: readonly Certificate[]): { readonly certificates: readonly Certificate[]; readonly anchor: Certificate } | null {
    const { verifier, scenario } = this
    const last = chain.at(-1)
    if (last === undefined || this.isSpent) return null
    const anchors = this.issuers(
      last,
      (scenario.store.bySubject.get(last.issuer.canonical) ?? []).map((a) => a.certificate),
    )
    let isDead = anchors.length === 0
    for (const anchor of anchors) {
      const failure = this.judge(chain, anchor)
      if (failure === null) return { certificates: chain, anchor }
      this.completed ??= this.trace.length
      this.fail(failure, [...chain, anchor])
      if (this.isSpent) return null
    }
    for (const issuer of this.issuers(last, scenario.sent.slice(1))) {
      if (chain.some((c) => this.repeats(c, issuer))) continue
      isDead = false
      this.steps += 1
      if (this.steps > Math.min(verifier.budget.steps, mostSteps)) {
        this.isSpent = true
        this.isTooLarge = verifier.budget.steps > mostSteps
        return this.fail({ code: 'search-budget-exceeded', at: null, certificate: null }, chain)
      }
      if (chain.length > verifier.budget.depth) {
        this.fail({ code: 'path-too-long', at: null, certificate: null }, chain)
        continue
      }
      const found = this.extend([...chain, issuer])
      if (found !== null) return found
      if (this.isSpent) return null
    }
    return isDead ? this.fail(deadEnd(last, chain), chain) : null
  }

  /** The failure that is told, with the chain it was met on: the first complete path's, or the first. */
  told(target: Certificate): readonly [Failure, readonly Certificate[]] {
    const first = this.completed ?? 0
    return [this.trace[first] ?? { code: 'issuer-not-found', at: 0, certificate: target }, this.chains[first] ?? [target]]
  }

  private issuers(child: Certificate, pool: readonly Certificate[]): readonly Certificate[] {
    const named = pool.filter((c) => namesChain(child, c, 'canonical'))
    if (this.verifier.keyIdentifier === 'ignored' || named.length < 2) return named
    const order = { match: 0, unknown: 1, mismatch: 2 } as const
    return named.toSorted((a, b) => order[keyIdentifierFit(child, a)] - order[keyIdentifierFit(child, b)])
  }

  private repeats(a: Certificate, b: Certificate): boolean {
    return a === b || (this.verifier.loop === 'name-and-key' && sameEntity(a, b))
  }

  /** The whole path against one anchor: check by check for each certificate, from the anchor's side down. */
  private judge(chain: readonly Certificate[], anchor: Certificate): Failure | null {
    const { verifier } = this
    const path = [...chain, anchor]
    const onAnchor = this.run(verifier.onAnchor, path, chain.length, anchor)
    if (onAnchor !== null) return onAnchor
    for (const pass of verifier.onPath) {
      for (let i = chain.length - 1; i >= 0; i--) {
        const failure = this.run(pass, path, i, anchor)
        if (failure !== null) return failure
      }
    }
    return null
  }

  private run(ids: readonly CheckId[], path: readonly Certificate[], index: number, anchor: Certificate | null): Failure | null {
    const certificate = path[index]
    if (certificate === undefined || ids.length === 0) return null
    const { verifier, at } = this
    const input: PathCheckInput = { path, index, certificate, anchor, verifier, at, signed: this.scenario.graph.signed }
    for (const id of ids) {
      if (id === 'signature' && ++this.signatures > verifier.budget.signatures) {
        this.isSpent = true
        return { code: 'search-budget-exceeded', at: null, certificate: null }
      }
      const check: PathCheck = checks[id]
      const found = check(input)
      if (found !== null) return { ...found, at: found.at ?? index, certificate: found.certificate ?? certificate }
    }
    return null
  }

  private fail(failure: Failure, chain: readonly Certificate[]): null {
    this.trace.push(failure)
    this.chains.push(chain)
    return null
  }
}

function deadEnd(last: Certificate, chain: readonly Certificate[]): Failure {
  const at = chain.length - 1
  const code: FailureCode = !isSelfIssued(last) ? 'issuer-not-found' : at === 0 ? 'self-signed-target' : 'self-signed-in-chain'
  return { code, at, certificate: last }
}
